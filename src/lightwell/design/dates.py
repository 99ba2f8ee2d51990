"""Days and times as people here write them: Chinese with the weekday, English in the British order.

A `<time datetime>` needs a form for machines beside the form for people; both are made here so that no template
formats a date by itself.
"""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone, translation
from markupsafe import Markup

WEEKDAYS = "一二三四五六日"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ROC_OFFSET = 1911


def _local(moment: date | datetime) -> date | datetime:
    """An aware moment in the time of Taipei (the TIME_ZONE setting); anything else unchanged."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def day_text(moment: date | datetime, roc: bool = False, weekday: bool = True) -> str:
    """`2026年3月4日（三）` or `4 March 2026`; with `roc`, also the year of the Republic that forms and laws use."""
    day = _local(moment)
    if not (translation.get_language() or "zh").startswith("zh"):
        era = f" (ROC year {day.year - ROC_OFFSET})" if roc else ""
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}{era}"
    year = f"民國{day.year - ROC_OFFSET}年" if roc else f"{day.year}年"
    name = f"（{WEEKDAYS[day.weekday()]}）" if weekday else ""
    return f"{year}{day.month}月{day.day}日{name}"


def time_text(moment: datetime, roc: bool = False) -> str:
    """`2026年3月4日（三）14:05` or `4 March 2026, 14:05`."""
    local = _local(moment)
    comma = "" if (translation.get_language() or "zh").startswith("zh") else ", "
    return f"{day_text(local, roc)}{comma}{local:%H:%M}"


def machine_text(moment: date | datetime) -> str:
    """The value of a `datetime` attribute: a day, or a moment with its offset."""
    local = _local(moment)
    return local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()


@lru_cache(maxsize=4096)
def _element(
    moment: date | datetime, language: str | None, clock_time: bool, roc: bool, weekday: bool
) -> Markup:
    if clock_time and isinstance(moment, datetime):
        text, machine = time_text(moment, roc), machine_text(moment)
    else:
        text, machine = day_text(moment, roc, weekday), machine_text(moment)
    return Markup('<time datetime="{}">{}</time>').format(machine, text)


def time_element(
    moment: date | datetime, clock_time: bool, roc: bool = False, weekday: bool = True
) -> Markup:
    """The `<time>` of a day or moment in the page's language; kept, because lists show the same days over and over."""
    return _element(moment, translation.get_language(), clock_time, roc, weekday)
