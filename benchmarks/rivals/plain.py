"""A plain Django list page, as a tutorial builds one: 25 matters of the same register, Django's own templates and middleware.

No design system, no translation, no filters, one query; it shows what Django itself costs.
"""

from __future__ import annotations

import os

from django.conf import settings

LAYOUT = """{% load i18n %}<!doctype html><html lang="{{ LANGUAGE_CODE }}"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title>
<link rel="stylesheet" href="/style.css"></head><body><header><nav>{% for item in nav %}<a href="{{ item.href }}">{{ item.text }}</a>{% endfor %}</nav></header>
<main>{% block main %}{% endblock %}</main><footer>{% for item in nav %}<a href="{{ item.href }}">{{ item.text }}</a>{% endfor %}</footer></body></html>"""
ROW = """<tr><th scope="row"><a href="{% url 'matter' m.number %}">{{ m.number }}</a></th><td>{{ m.title }}</td><td>{{ m.unit.name }}</td>
<td>{{ m.state }}</td><td>{{ m.received_at|date:"Y-m-d" }}</td><td>{{ m.due_on|date:"Y-m-d" }}</td></tr>"""
LIST = """{% extends "layout.html" %}{% load i18n %}{% block title %}{% translate "Matters" %}{% endblock %}{% block main %}<h1>{% translate "Matters" %}</h1>
<table><thead><tr><th>Number</th><th>Title</th><th>Unit</th><th>State</th><th>Received</th><th>Due</th></tr></thead>
<tbody>{% for m in matters %}{% include "row.html" %}{% endfor %}</tbody></table>{% endblock %}"""

settings.configure(
    SECRET_KEY="only-for-the-benchmark",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TIME_ZONE="Asia/Taipei",
    LANGUAGE_CODE="zh-hant",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            (
                                "django.template.loaders.locmem.Loader",
                                {"layout.html": LAYOUT, "row.html": ROW, "list.html": LIST},
                            )
                        ],
                    )
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                ],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BENCH_DATABASE"],
            "USER": os.environ["BENCH_USER"],
            "HOST": os.environ["BENCH_HOST"],
            "CONN_MAX_AGE": None,
        }
    },
)

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

NAV = [{"href": f"/page-{n}/", "text": f"項目{n}"} for n in range(10)]


class Unit(models.Model):
    name = models.CharField(max_length=120)

    class Meta:
        app_label, db_table, managed = "plain", "people_unit", False

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    number = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.DO_NOTHING)
    state = models.CharField(max_length=30)
    visibility = models.CharField(max_length=12)
    received_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        app_label, db_table, managed = "plain", "casework_matter", False

    def __str__(self) -> str:
        return self.number


def matters(request: HttpRequest) -> HttpResponse:
    """The newest 25."""
    rows = (
        Matter.objects.exclude(visibility="private")
        .select_related("unit")
        .order_by("-received_at", "-id")[:25]
    )
    return render(request, "list.html", {"matters": rows, "nav": NAV})


def matter(request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse(number)


urlpatterns = [path("", matters), path("matters/<str:number>/", matter, name="matter")]
application = get_wsgi_application()
