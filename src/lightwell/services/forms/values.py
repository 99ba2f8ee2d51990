"""What people type, read as the JSON value that is kept: digits of full width, ROC dates and spaces are understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.services.forms import identity_numbers
from lightwell.services.forms.definition import Question

DATE = re.compile(r"(?:中華民國|民國)?\s*(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")
NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,10})?\Z")
PHONE = re.compile(r"\+?[0-9()\- ]{6,24}(?:\s*(?:#|分機|ext\.?)\s*\d{1,6})?\Z", re.I)
ROC = 1911


def folded(text: str) -> str:
    """Return what was typed with full-width letters and digits narrow, and the outer spaces gone."""
    return unicodedata.normalize("NFKC", text).strip()


def read_text(question: Question, text: str) -> str:
    """Return a text as it was typed; ValidationError when it is too long."""
    clean = text.replace("\r\n", "\n").strip()
    longest = question.bounds.longest
    if longest and len(clean) > longest:
        words = _("Your answer has %(have)d characters; at most %(most)d can be taken. Shorten it.")
        raise ValidationError(words % {"have": len(clean), "most": longest})
    return clean


def read_number(question: Question, text: str) -> int | float:
    """Return a number; commas between thousands are left out."""
    bounds, clean = question.bounds, folded(text).replace(",", "")
    if not NUMBER.match(clean):
        raise ValidationError(_("Write a number in digits, such as 12."))
    if len(clean.partition(".")[2]) > bounds.decimals:
        message = (
            _("Write at most %(n)d digits after the point.")
            if bounds.decimals
            else _("Write a whole number.")
        )
        raise ValidationError(message % {"n": bounds.decimals})
    number = float(clean) if bounds.decimals else int(clean)
    if (bounds.least is not None and number < bounds.least) or (
        bounds.most is not None and number > bounds.most
    ):
        raise ValidationError(_range_text(bounds.least, bounds.most))
    return number


def _range_text(least: float | None, most: float | None) -> str:
    ends = {"least": _plain(least), "most": _plain(most)}
    if most is None:
        return _("Write a number of at least %(least)s.") % ends
    if least is None:
        return _("Write a number of at most %(most)s.") % ends
    return _("Write a number from %(least)s to %(most)s.") % ends


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}" if abs(number) < 100_000 else f"{number:,.0f}"


def read_date(question: Question, text: str) -> str:
    """Return a day as YYYY-MM-DD; a year before 1000 is one of the Republic."""
    found = DATE.match(folded(text))
    try:
        year, month, day = map(int, found.groups() if found else ("0", "0", "0"))
        value = date(
            year + ROC if 0 < year < 1000 else year, month, day
        )  # the year 0 of the Republic there never was
    except ValueError:
        raise ValidationError(_("Write a real date, such as 2026-03-02 or 115/3/2."))
    _keep_within(question, value)
    return value.isoformat()


def _keep_within(question: Question, value: date) -> None:
    bounds, today = question.bounds, clock.today()
    if bounds.past and value > today:
        raise ValidationError(_("This date lies in the future. Write one that is not after today."))
    if bounds.future and value < today:
        raise ValidationError(_("This date has passed. Write one that is not before today."))
    if bounds.first_day and value < bounds.first_day:
        raise ValidationError(_("Write a date from %(day)s on.") % {"day": bounds.first_day.isoformat()})
    if bounds.last_day and value > bounds.last_day:
        raise ValidationError(_("Write a date up to %(day)s.") % {"day": bounds.last_day.isoformat()})


def read_identity_number(question: Question, text: str) -> str:
    """Return an identity number of a citizen or a resident, in capitals, when its check digit is right."""
    number = folded(text).upper().replace(" ", "")
    if not identity_numbers.is_valid(number):
        raise ValidationError(
            _(
                "This is no valid identity number. Write the letter and nine digits of the card, such as A123456789."
            )
        )
    return number


def read_email(question: Question, text: str) -> str:
    """Return a mail address."""
    address = folded(text)
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("Write a mail address, such as name@example.org."))
    return read_text(question, address)


def read_phone(question: Question, text: str) -> str:
    """Return a telephone number, with its extension."""
    number = folded(text)
    if not PHONE.match(number) or not 8 <= sum(one.isdigit() for one in number) <= 20:
        raise ValidationError(
            _("Write a telephone number with its area code, such as 02-2345-6789 or 0912-345-678.")
        )
    return number


def read_choice(question: Question, text: str) -> str:
    """Return one of the choices."""
    if question.choice(text) is None:
        raise ValidationError(_("Choose one of the answers."))
    return text


def read_yes_or_no(question: Question, text: str) -> bool:
    """Return a yes or no."""
    if text not in ("yes", "no"):
        raise ValidationError(_("Choose yes or no."))
    return text == "yes"


READERS: dict[str, Callable[[Question, str], Any]] = {
    "text": read_text,
    "longtext": read_text,
    "address": read_text,
    "number": read_number,
    "date": read_date,
    "idnumber": read_identity_number,
    "email": read_email,
    "phone": read_phone,
    "choice": read_choice,
    "yesno": read_yes_or_no,
}


def typed(question: Question, value: Any) -> Any:
    """Return a kept value as it is typed into its field: the contrary of reading."""
    if question.type == "yesno":
        return {True: "yes", False: "no"}.get(value)
    return "" if value is None else str(value) if question.type == "number" else value
