"""Services for programs; reading only."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router

from lightwell.people.public import access
from lightwell.services.directory import queries
from lightwell.services.directory.models import Service
from lightwell.services.directory.schemas import ErrorOut, ServiceOut, ServicesOut
from lightwell.services.forms import public as forms

router = Router()
ERRORS = {400: ErrorOut, 404: ErrorOut}
Slug = Annotated[
    str, Path(pattern="^[a-z0-9-]{1,60}$", description="The service's address, such as resident-parking")
]


@router.get("/services", response=ServicesOut, summary="List services")
@access.api("public")
def services(request: HttpRequest) -> ServicesOut:
    """Every service of the directory, open or closed, by name."""
    return ServicesOut(services=[ServiceOut.of(one) for one in queries.whole_services()])


@router.get("/services/{slug}", response={200: ServiceOut, **ERRORS}, summary="One service")
@access.api("public")
def service(request: HttpRequest, slug: Slug) -> ServiceOut:
    """What a service is, who may use it, what it needs, costs and takes."""
    return ServiceOut.of(_service(slug))


@router.get(
    "/services/{slug}/form", response={200: dict[str, Any], **ERRORS}, summary="Its form as JSON Schema"
)
@access.api("public")
def form(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """The answers that the form asks for, as JSON Schema 2020-12; why each is asked, and when, stands beside it."""
    found = _service(slug)
    return forms.json_schema(forms.form_of(slug, found.form_version))


def _service(slug: str) -> Service:
    found = queries.service_of(slug)
    if found is None:
        raise Http404("There is no service of this name. See /api/v1/services for all of them.")
    return found
