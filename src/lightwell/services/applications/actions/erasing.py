"""What is erased of an application when casework erases its matter: answers, files, and words about the person."""

from __future__ import annotations

from django.db import transaction

from lightwell.casework.public import Matter
from lightwell.files import public as files
from lightwell.services.applications.models import Answer, Application, Decision, Inquiry, Upload


@transaction.atomic
def erase_answers(matter: Matter) -> None:
    """Erase everything personal of an application; that there was one, its dates and its result remain."""
    application = Application.objects.filter(matter=matter).first()
    if application is None:
        return
    Answer.objects.filter(application=application).update(sealed_answers=None)
    Inquiry.objects.filter(application=application).update(missing={}, note="", sealed_reply=None)
    Decision.objects.filter(application=application).update(reason="", conditions="")
    uploads = list(Upload.objects.filter(draft=application.draft_id).select_related("file"))
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).delete()
    for upload in uploads:
        files.erase(file=upload.file, by=None)
