"""What every answer of the site has: security headers, a language from the path, and a word on who may keep it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


class SecurityHeaders:
    """The strict Content-Security-Policy and its companions, on every answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class LanguageFromPath:
    """English under ``/en/``, Chinese elsewhere: never from a cookie or Accept-Language, since pages are cached."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        english = request.path_info == "/en" or request.path_info.startswith("/en/")
        language = "en" if english else "zh-hant"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", "en" if english else "zh-Hant-TW")
        return response


class PublicPages:
    """Answers of views marked public and read without a session may be kept for a moment by anybody; others by nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" in response.headers:
            return response
        seconds = getattr(request, "public_seconds", 0)
        signed_out = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if seconds and signed_out and response.status_code == 200 and not response.streaming:
            response.headers["Cache-Control"] = f"public, max-age={seconds}"
            response.headers.setdefault(
                "ETag", quote_etag(blake2b(response.content, digest_size=12).hexdigest())
            )
            patch_vary_headers(response, ("Cookie",))
        else:
            response.headers["Cache-Control"] = "private, no-store"
        return response
