"""How a due date was computed, kept with the matter as facts and said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from lightwell.casework.clock import Measure, Reckoning
from lightwell.design.public import day_text
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.workdays import WorkCalendar

How = Mapping[str, Any]


def facts_of(found: Reckoning, calendar: WorkCalendar) -> dict[str, Any]:
    """Return the steps of a reckoning as JSON: days in ISO form, holidays with their names in both languages."""
    return {
        "due": found.due.isoformat(),
        "received": found.received.isoformat(),
        "measure": str(found.measure),
        "days": found.days,
        "extension": found.extension,
        "weekend_days": found.weekend_days,
        "holidays": [_named(day, calendar) for day in found.holidays],
        "makeup_days": [_named(day, calendar) for day in found.makeup_days],
        "still_days": found.still_days,
        "rolled_from": found.rolled_from.isoformat() if found.rolled_from else None,
        "rolled_over": [_named(day, calendar) for day in found.rolled_over if calendar.is_holiday(day)],
        "kept_from": found.kept_from.isoformat() if found.kept_from else None,
    }


def _named(day: date, calendar: WorkCalendar) -> dict[str, str]:
    name = calendar.name_of(day) or Bilingual("")
    return {"day": day.isoformat(), "zh": name.zh, "en": name.en}


def sentence(how: How) -> str:
    """Return the computation in words, such as "30 working days from 2 March 2026, skipping 12 weekend days and …"."""
    parts = [_base(how), _skipped(how), _still(how), _makeup(how), _rolled(how), _kept(how)]
    return "".join(part for part in parts if part) + pgettext("end of a sentence", ".")


def _base(how: How) -> str:
    days, total = _day(how["received"]), how["days"] + how["extension"]
    if how["measure"] == Measure.WORKING:
        text = ngettext("%(n)d working day from %(day)s", "%(n)d working days from %(day)s", total)
    else:
        text = ngettext("%(n)d day from %(day)s", "%(n)d days from %(day)s", total)
    text %= {"n": total, "day": days}
    if how["extension"]:
        text += _(" (%(first)d and an extension of %(more)d)") % {
            "first": how["days"],
            "more": how["extension"],
        }
    return text


def _skipped(how: How) -> str:
    weekend = how["weekend_days"]
    parts = [ngettext("%(n)d weekend day", "%(n)d weekend days", weekend) % {"n": weekend}] if weekend else []
    parts += _names(how["holidays"])
    return _(", skipping %(days)s") % {"days": _joined(parts)} if parts else ""


def _still(how: How) -> str:
    count = how["still_days"]
    if not count:
        return ""
    text = ngettext(
        "; %(n)d day on which the clock stood still is not counted",
        "; %(n)d days on which the clock stood still are not counted",
        count,
    )
    return text % {"n": count}


def _makeup(how: How) -> str:
    days = [_day(day["day"]) for day in how["makeup_days"]]
    return _("; counting the make-up working day %(days)s") % {"days": _joined(days)} if days else ""


def _rolled(how: How) -> str:
    if not how["rolled_from"]:
        return ""
    names = _names(how["rolled_over"])
    last = _day(how["rolled_from"]) + (_(" (%(names)s)") % {"names": _joined(names)} if names else "")
    return _("; that ends on %(day)s, a day off, so the next working day holds") % {"day": last}


def _kept(how: How) -> str:
    if not how["kept_from"]:
        return ""
    return _(
        "; the office's calendar has changed and would now give %(day)s, but the promised day is kept"
    ) % {"day": _day(how["kept_from"])}


def _names(days: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the names of days off, each once; a day without a name is given by its date."""
    language = get_language()
    found = (Bilingual(day["zh"], day["en"]).in_language(language) or _day(day["day"]) for day in days)
    return list(dict.fromkeys(found))


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return pgettext("list", "%(some)s and %(last)s") % {
        "some": pgettext("list", ", ").join(parts[:-1]),
        "last": parts[-1],
    }


def _day(iso: str) -> str:
    return day_text(date.fromisoformat(iso))
