"""Fixed words of the directory: what happens in a life, and the ways to reach an office."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LIFE_EVENTS: dict[str, Any] = {  # in the order in which a life meets them
    "birth": _("Having a child"),
    "school": _("Going to school"),
    "work": _("Working and losing work"),
    "family": _("Marrying, parting, living together"),
    "moving": _("Moving house"),
    "home": _("Building and repairing a home"),
    "vehicle": _("Having a vehicle"),
    "business": _("Running a business"),
    "illness": _("Being ill"),
    "disability": _("Living with a disability"),
    "care": _("Caring for somebody"),
    "age": _("Growing old"),
    "death": _("When somebody dies"),
    "other": pgettext_lazy("life event", "Something else"),
}
CHANNELS: dict[str, Any] = {
    "web": pgettext_lazy("channel of a service", "Online, on this site"),
    "counter": pgettext_lazy("channel of a service", "At the counter"),
    "mail": pgettext_lazy("channel of a service", "By post"),
    "phone": pgettext_lazy("channel of a service", "By telephone"),
}
ASSURANCES = {"none": 0, "contact": 1, "identity": 2}  # words of a definition file: people.Assurance
STATES = {
    "open": pgettext_lazy("state of a service", "Open"),
    "closed": pgettext_lazy("state of a service", "Closed"),
}
TONES = {"open": "green", "closed": "grey"}
