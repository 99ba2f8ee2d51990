"""Pages on which a unit publishes its services from definition files, opens and closes them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.record import public as record
from lightwell.services.directory import actions, queries
from lightwell.services.directory.actions import PERMISSION
from lightwell.services.directory.desk_forms import CloseForm, DefinitionForm
from lightwell.services.directory.models import Service
from lightwell.services.forms import public as forms


@access.may(PERMISSION)
def home(request: HttpRequest) -> HttpResponse:
    """The services of one's units."""
    rows = queries.services_to_edit(_account(request))
    return render(
        request, "directory/desk/home.html", {"services": rows, "notices": messages.get_messages(request)}
    )


@access.may(PERMISSION)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish a service, or a new version of one, from its definition file; problems are shown line by line."""
    form = DefinitionForm(request.POST, request.FILES) if request.method == "POST" else DefinitionForm()
    problems: list[forms.Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.load_definition(definition=form.cleaned_data["definition"], by=_account(request))
            messages.success(
                request, _("The service is published as version %(n)d.") % {"n": found.form_version}
            )
            return redirect("directory:edit_service", found.slug)
        except forms.DefinitionError as error:
            problems = error.problems
        except (Refusal, PermissionDenied) as refused:
            form.add_error("definition", str(refused))
        form = _kept(form)
    context = {"form": form, "problems": problems}
    return render(
        request, "directory/desk/publish.html", context, status=422 if form.errors or problems else 200
    )


def _kept(form: DefinitionForm) -> DefinitionForm:
    """Return the form with the text of the file that was sent in its field, so that it can be corrected there."""
    shown = DefinitionForm({"definition": form.cleaned_data.get("definition", "")})
    shown.is_valid()
    for name, errors in form.errors.items():
        shown.errors.setdefault(name, errors)
    return shown


@access.may(PERMISSION)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: its versions, its acts, and the way to close it or open it again."""
    return _service(request, _mine(request, slug), CloseForm())


def _service(request: HttpRequest, found: Service, form: CloseForm) -> HttpResponse:
    context: dict[str, Any] = {
        "service": found,
        "versions": forms.versions_kept(found.slug),
        "acts": record.acts_of(found.ref),
        "form": form,
        "notices": messages.get_messages(request),
    }
    return render(request, "directory/desk/service.html", context, status=422 if form.errors else 200)


@require_POST
@access.may(PERMISSION)
def turn(request: HttpRequest, slug: str) -> HttpResponse:
    """Close an open service with a reason, or open a closed one."""
    found, account = _mine(request, slug), _account(request)
    if not found.is_open:
        actions.open_service(service=found, by=account)
        messages.success(request, _("The service takes applications again."))
        return redirect("directory:edit_service", slug)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _service(request, found, form)
    actions.close_service(service=found, **form.cleaned_data, by=account)
    messages.success(request, _("The service takes no applications now; its page says why."))
    return redirect("directory:edit_service", slug)


@access.may(PERMISSION)
def definition(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest definition file, to be changed and sent again."""
    found = _mine(request, slug)
    response = HttpResponse(
        forms.text_kept(slug, found.form_version), content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{slug}-v{found.form_version}.toml"'
    return response


def _mine(request: HttpRequest, slug: str) -> Service:
    found = queries.service_of(slug)
    if found is None:
        raise Http404
    if not access.powers_in(request).allow(PERMISSION, found.unit.path):
        raise PermissionDenied(_("This service belongs to another unit."))
    return found


def _account(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)  # access.may has let only accounts in
    return request.user
