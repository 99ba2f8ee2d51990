"""The access rule of the record's own views: everything here is for everybody.

Accounts live storeys above, so the record declares its rule itself instead of asking `people`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def for_everybody(seconds: int = 0) -> Callable[[View], View]:
    """Anybody may look, and caches may keep the answer for `seconds`; 0 for pages with a form."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.public_seconds = seconds  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.access_rule = "public"  # type: ignore[attr-defined]
        return guarded

    return decorate
