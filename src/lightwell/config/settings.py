"""The one settings module; every choice that an operator has comes from ``kernel.environment``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from lightwell.config import database
from lightwell.kernel import environment
from lightwell.kernel.keys import text_key

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()
DEBUG = environment.flag("LIGHTWELL_DEBUG")
DEMO = environment.flag("LIGHTWELL_DEMO")
SECRET_KEY = text_key("secret")

SITE_URL = environment.read(
    "LIGHTWELL_SITE_URL", f"http://127.0.0.1:{environment.number('PORT', 8000)}"
).rstrip("/")
_host = urlsplit(SITE_URL).hostname or "localhost"
_secure = SITE_URL.startswith("https://")
SITE_NAME = environment.read("LIGHTWELL_SITE_NAME", "天井|Lightwell")
ALLOWED_HOSTS = [
    h.strip() for h in environment.read("LIGHTWELL_HOSTS", f"{_host},localhost,127.0.0.1").split(",")
]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _secure else []
RECORD_ORIGIN = environment.read("LIGHTWELL_RECORD_ORIGIN", f"{_host}/record")
RECORD_FOLDER = HOME / "record"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    "lightwell.design",
    "lightwell.record",
    "lightwell.post",
    "lightwell.files",
    "lightwell.people",
    "lightwell.casework",
    "lightwell.opendata.publishing",
    "lightwell.opendata.access",
    "lightwell.opendata.disclosure",
    "lightwell.opendata.requests",
    "lightwell.opendata.trial",
    "lightwell.participation.opinions",
    "lightwell.participation.petitions",
    "lightwell.services.directory",
    "lightwell.services.forms",
    "lightwell.services.applications",
    "lightwell.bridges.changes",
    "lightwell.bridges.search",
    "lightwell.bridges.following",
    "lightwell.bridges.related",
    "lightwell.bridges.mine",
    "lightwell.frontdoor",
    *(["lightwell.demo"] if DEMO else []),
]

MIDDLEWARE = [
    "lightwell.frontdoor.middleware.SecurityHeaders",
    "lightwell.frontdoor.middleware.LanguageFromPath",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lightwell.frontdoor.middleware.PublicPages",
]

ROOT_URLCONF = "lightwell.config.urls"
WSGI_APPLICATION = "lightwell.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,  # every room's pages are in <room>/jinja2/<room>/
        "OPTIONS": {
            "environment": "lightwell.config.jinja.environment",
            "context_processors": [
                "lightwell.config.jinja.page",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",  # libraries' own templates only
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
USE_I18N = True
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "lightwell_session"
CSRF_COOKIE_NAME = "lightwell_csrf"
CSRF_FAILURE_VIEW = "lightwell.frontdoor.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31536000 if _secure else 0
if environment.flag("LIGHTWELL_TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "lightwell.config.static.HashedStatic"},
}
UPLOAD_LIMIT = environment.number("LIGHTWELL_UPLOAD_LIMIT_MB", 64) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

OPINIONS_PER_HOUR = environment.number("LIGHTWELL_OPINIONS_PER_HOUR", 1_000_000 if DEMO else 30)

MAIL = environment.read("LIGHTWELL_MAIL", "folder")
MAIL_FOLDER = HOME / "mail"
DEFAULT_FROM_EMAIL = environment.read("LIGHTWELL_MAIL_FROM", f"Lightwell <no-reply@{_host}>")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "lightwell": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}

from lightwell.people.sign_in_settings import *  # noqa: E402, F403  (allauth's own names, kept with the room that uses them)
