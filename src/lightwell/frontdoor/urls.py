"""The front door's addresses."""

from django.urls import path

from lightwell.frontdoor import api, api_page, pages

pages_ = pages
plain = [
    path("healthz", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("api/v1/", api.api.urls),
]
pages = [
    path("", pages_.home, name="home"),
    path("about/", pages_.about, name="about"),
    path("accessibility/", pages_.accessibility, name="accessibility"),
    path("design/", pages_.gallery, name="gallery"),
    path("privacy/", pages_.privacy, name="privacy"),
    path("api/", api_page.page, name="api"),
]
