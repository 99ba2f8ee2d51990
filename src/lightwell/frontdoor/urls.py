"""The front door's addresses."""

from django.urls import path

from lightwell.frontdoor import api, api_page
from lightwell.frontdoor import pages as views

plain = [
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("api/v1/", api.api.urls),
]
pages = [
    path("", views.home, name="home"),
    path("say/", views.say, name="say"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("design/", views.gallery, name="gallery"),
    path("privacy/", views.privacy, name="privacy"),
    path("api/", api_page.page, name="api"),
]
