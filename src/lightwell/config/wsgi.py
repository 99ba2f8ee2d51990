"""What the web server runs: Django behind the cache of public pages."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")

from django.core.wsgi import get_wsgi_application

from lightwell.frontdoor.pagecache import PageCache

application = PageCache(get_wsgi_application())
