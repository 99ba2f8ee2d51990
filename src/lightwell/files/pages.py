"""The one address of a file: /files/<id>, for those whom its purpose lets read it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lightwell.files.models import State, StoredFile
from lightwell.files.purposes import may_read
from lightwell.files.queries import download_response
from lightwell.kernel.refusal import Refusal


@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Hand out a checked file; who may not read it learns no more than who asks for one that never was."""
    file = StoredFile.objects.filter(public_id=public_id).exclude(state=State.ERASED).first()
    if file is None or not may_read(request.user, file):
        raise Http404(_("There is no such file, or you may not read it. Sign in with the account that may."))
    try:
        return download_response(file)
    except Refusal as refusal:
        return HttpResponse(refusal.message, status=409, content_type="text/plain; charset=utf-8")


download.access_rule = "the file's purpose says who may read it"  # type: ignore[attr-defined]
