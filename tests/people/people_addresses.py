"""The site's addresses and the demo's issuer: what LIGHTWELL_DEMO=1 mounts, in a test process that runs without it."""

from lightwell.config import urls
from lightwell.people.demo_issuer.urls import issuer

urlpatterns = [*issuer, *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
