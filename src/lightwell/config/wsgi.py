"""What the web server runs: Django behind the cache of public pages."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")

from django.core.wsgi import get_wsgi_application

from lightwell.frontdoor.pagecache import PageCache
from lightwell.frontdoor.proxy import TrustedProxy
from lightwell.kernel import environment

_pages = PageCache(get_wsgi_application(), moving_clock=environment.flag("LIGHTWELL_DEMO"))
application = TrustedProxy(_pages) if environment.flag("LIGHTWELL_TRUST_PROXY") else _pages
