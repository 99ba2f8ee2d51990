"""The public API at /api/v1/: rooms bring routers, this assembles them and gives every error the same shape.

Its description is OpenAPI 3.1 at /api/v1/openapi.json; it needs no key, sends no cookie and may be read from any site.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lightwell.kernel.refusal import Refusal

ROUTERS = (  # module with `router`, its tag in the description
    ("lightwell.opendata.access.api", "Open data"),
    ("lightwell.opendata.disclosure.api", "What is not open"),
    ("lightwell.opendata.requests.api", "Data requests"),
    ("lightwell.casework.api", "Matters"),
    ("lightwell.participation.opinions.api", "Opinions"),
    ("lightwell.participation.petitions.api", "Petitions"),
    ("lightwell.bridges.search.api", "Search"),
    ("lightwell.services.directory.api", "Services"),
    ("lightwell.frontdoor.record_api", "Public record"),
)
DESCRIPTION = (
    "Open data, the register of matters and the public record. Reading needs no key. "
    'Every error has one shape: {"error": {"status", "message", "field"}}; the message says what to do.'
)


class PublicAPI(NinjaAPI):
    """Ninja, open to scripts of every site: nothing here depends on who asks."""

    def create_response(self, request: HttpRequest, data: Any, **how: Any) -> HttpResponse:
        response = super().create_response(request, data, **how)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


api = PublicAPI(
    title="Lightwell API",
    version="1",
    description=DESCRIPTION,
    docs_url=None,  # the page at /api/ lists the operations without scripts of strangers
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)


def error(request: HttpRequest, status: int, message: str, field: str | None = None) -> HttpResponse:
    """Return the one error shape."""
    return api.create_response(
        request, {"error": {"status": status, "message": message, "field": field}}, status=status
    )


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return error(request, getattr(refusal, "status", 422), refusal.message, refusal.field)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    """Answer 400 for what stands in the address, 422 for what stands in a body."""
    first = invalid.errors[0]
    place, field = str(first["loc"][0]), ".".join(str(part) for part in first["loc"][1:] if part != "query")
    status = 400 if place in {"query", "path", "header"} else 422
    return error(request, status, f"{field}: {first['msg']}.", field or None)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    return error(request, 404, str(missing) or "There is nothing at this address.")


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, denied: PermissionDenied) -> HttpResponse:
    return error(request, 403, str(denied) or "You may not do this.")


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, unknown: AuthenticationError) -> HttpResponse:
    return error(request, 401, "This needs a key: send it as the header Authorization: Bearer KEY.")


@api.exception_handler(HttpError)
def _told(request: HttpRequest, told: HttpError) -> HttpResponse:
    return error(request, told.status_code, str(told))


def operations() -> Iterator[dict[str, Any]]:
    """Yield every operation as the page at /api/ lists it: tag, method, path, summary, description, parameters."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            yield {
                "tag": (told.get("tags") or [""])[0],
                "method": method.upper(),
                "path": path,
                "summary": told.get("summary", ""),
                "description": told.get("description", ""),
                "parameters": told.get("parameters", []),
            }


def _assemble() -> None:
    for module, tag in ROUTERS:
        try:
            router = import_module(module).router
        except ModuleNotFoundError as missing:
            if missing.name != module:
                raise
            continue
        api.add_router("", router, tags=[tag])


_assemble()
