"""Forms of the public and of staff for topics and opinions."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock
from lightwell.participation.opinions import rules
from lightwell.participation.opinions.models import Display, Level, Topic
from lightwell.participation.opinions.topics import COLUMNS, PhasePlan
from lightwell.people.public import Account, Assurance, Unit

NONCE = re.compile(r"[A-Za-z0-9_-]{8,40}\Z")
NEED_NAME = _("Write the name that is to be shown, or choose to be counted only.")
CHANNELS = (
    ("paper", _("Paper sheet")),
    ("meeting", _("Meeting")),
    ("phone", _("Phone")),
    ("counter", _("Counter")),
    ("mail", _("Letter")),
    ("social", _("Social media")),
    ("kiosk", _("Kiosk")),
)


def new_nonce() -> str:
    """Return what makes one filled-in form different from every other one."""
    return secrets.token_urlsafe(15)


class WriteForm(forms.Form):
    """An opinion as a person writes it. ``homepage`` is a trap: people never see it, machines fill it in."""

    text = forms.CharField(
        label=_("What do you think?"),
        widget=forms.Textarea,
        min_length=rules.SHORTEST,
        max_length=rules.LONGEST,
        help_text=_(
            "Everybody will read this. Leave out what only concerns you: addresses, telephone numbers, health."
        ),
        error_messages={
            "required": _("Write what you think."),
            "min_length": _("Write a little more: at least %(limit_value)d characters."),
            "max_length": _(
                "Your text has %(show_value)d characters; at most %(limit_value)d can be sent. Send the rest as a second opinion."
            ),
        },
    )
    title = forms.CharField(
        label=pgettext_lazy("of a text", "Title"),
        required=False,
        max_length=120,
        help_text=_("Without one, the beginning of your text is used."),
    )
    theme = forms.ChoiceField(label=_("Which part is it about?"), required=False)
    display = forms.ChoiceField(
        label=_("How do you want to appear?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to appear.")},
    )
    shown_name = forms.CharField(
        label=_("Name or pseudonym to show"),
        required=False,
        max_length=40,
        help_text=_("Only if you want one shown. Nobody checks it."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Only to tell you about the answer. It is kept encrypted and never shown."),
        error_messages={
            "invalid": _("This is not an e-mail address. Write it like name@example.org, or leave it empty.")
        },
    )
    homepage = forms.CharField(label=_("Leave this empty"), required=False)
    nonce = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, topic: Topic, account: Account | None, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"nonce": new_nonce(), "display": Display.PSEUDONYM if account else Display.COUNT}
        )
        super().__init__(*args, **kwargs)
        self.topic, self.account = topic, account
        self.fields["display"].choices = [c for c in Display.choices if c[0] in topic.displays]  # type: ignore[attr-defined]
        themes = [(str(theme.pk), str(theme)) for theme in topic.themes.all()]
        self.fields["theme"].choices = [("", _("The topic as a whole")), *themes]  # type: ignore[attr-defined]
        if not themes:
            del self.fields["theme"]
        if account is not None:
            del self.fields["shown_name"], self.fields["email"]

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                gettext("A field that people cannot see was filled in. Send the form again as it is now.")
            )
        return ""

    def clean_nonce(self) -> str:
        nonce = self.cleaned_data["nonce"]
        return nonce if NONCE.match(nonce) else new_nonce()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wants_name = data.get("display") in (Display.NAME, Display.PSEUDONYM)
        if self.account is None and wants_name and not data.get("shown_name", "").strip():
            self.add_error("shown_name", NEED_NAME)
        return data

    def hide(self) -> WriteForm:
        """Turn every field into a hidden one, for the page that asks "is this right?"."""
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
        return self


class SheetForm(forms.Form):
    """A sheet of paper, a call or a meeting, before its lines are typed in."""

    topic = forms.ChoiceField(label=_("Topic"), error_messages={"required": _("Choose the topic.")})
    channel = forms.ChoiceField(
        label=_("How did it come in?"), choices=CHANNELS, widget=forms.RadioSelect, initial="paper"
    )
    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The day on which the office got it: the clock starts there."),
        error_messages={
            "required": _("Write the day on which the office got it."),
            "invalid": _("Write a day like 2026-03-02."),
        },
    )
    number = forms.CharField(label=_("Number of the sheet"), required=False, max_length=40)
    scan = forms.FileField(
        label=_("Scan or photo"),
        required=False,
        help_text=_("JPEG, PNG or PDF. Pictures are shown beside the form."),
    )

    def __init__(self, *args: Any, topics: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {topic.slug: topic for topic in topics}
        self.fields["topic"].choices = [("", _("Choose")), *((t.slug, str(t)) for t in topics)]  # type: ignore[attr-defined]

    def clean_topic(self) -> Topic:
        return self.topics[self.cleaned_data["topic"]]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise forms.ValidationError(gettext("This day lies in the future."))
        return day


class LineForm(forms.Form):
    """One line of a sheet: one opinion. Only drawn, never validated: the draft keeps what was typed, entering judges it."""

    text = forms.CharField(
        label=_("What it says"), widget=forms.Textarea, required=False, max_length=rules.LONGEST
    )
    display = forms.ChoiceField(
        label=_("Shown as"), choices=Display.choices, widget=forms.Select, initial=Display.COUNT
    )
    name = forms.CharField(label=_("Name or pseudonym to show"), required=False, max_length=40)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        error_messages={"invalid": _("This is not an e-mail address.")},
    )
    merge = forms.ChoiceField(label=_("Said before"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["merge"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["merge"]


class TopicForm(forms.ModelForm):
    """A topic with its promises. What is missing is asked for when it is published, not while it is a draft."""

    themes = forms.CharField(
        label=_("Parts of the topic"),
        widget=forms.Textarea,
        required=False,
        help_text=_("One a line: the name in Chinese, then a bar | and the name in English."),
    )
    displays = forms.MultipleChoiceField(
        label=_("How people may appear"),
        choices=Display.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way to appear.")},
    )
    assurance = forms.TypedChoiceField(
        label=_("Who may write"), coerce=int, choices=Assurance.choices, widget=forms.RadioSelect, initial=0
    )
    level = forms.ChoiceField(
        label=_("Level of participation"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        initial=Level.CONSULT,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Topic
        fields = (
            "title", "title_en", "purpose", "purpose_en", "level", "can_change", "can_change_en", "cannot_change",
            "cannot_change_en", "decides", "decides_en", "use", "use_en", "address", "address_en", "displays", "assurance",
        )  # fmt: skip
        labels = {
            "title": pgettext_lazy("of a text", "Title"),
            "title_en": pgettext_lazy("of a text", "Title in English"),
            "purpose": _("What it is for"),
            "purpose_en": _("What it is for, in English"),
            "can_change": _("What can change"),
            "can_change_en": _("What can change, in English"),
            "cannot_change": _("What cannot change"),
            "cannot_change_en": _("What cannot change, in English"),
            "decides": _("Who decides"),
            "decides_en": _("Who decides, in English"),
            "use": _("How opinions will be used"),
            "use_en": _("How opinions will be used, in English"),
            "address": _("Where letters and sheets go"),
            "address_en": _("Where letters and sheets go, in English"),
        }
        widgets = {
            name: forms.Textarea
            for name in COLUMNS
            if name.removesuffix("_en") in ("purpose", "can_change", "cannot_change", "use")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            if name not in ("title", "displays", "level", "assurance"):
                self.fields[name].required = False
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            self.initial["themes"] = "\n".join(
                f"{theme.name} | {theme.name_en}" if theme.name_en else theme.name
                for theme in self.instance.themes.all()
            )

    def columns(self) -> dict[str, object]:
        """Return what the actions take."""
        return {name: self.cleaned_data[name] for name in COLUMNS}

    def theme_lines(self) -> list[str]:
        return self.cleaned_data["themes"].splitlines()

    def _post_clean(self) -> None:
        """Leave the instance alone: only actions write."""


class NewTopicForm(TopicForm):
    """A topic that does not exist yet: it needs its unit and its address."""

    unit = forms.ChoiceField(label=_("Unit"), error_messages={"required": _("Choose the unit.")})
    slug = forms.CharField(
        label=_("Address of the page"),
        max_length=60,
        help_text=_("Small Latin letters, digits and hyphens, such as night-bus-2026. It never changes."),
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small Latin letters, digits and single hyphens only.")
            )
        ],
    )
    field_order = ("unit", "slug")

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        self.fields["unit"].choices = [("", _("Choose")), *((u.slug, str(u)) for u in units)]  # type: ignore[attr-defined]
        self.fields["unit"].required = self.fields["slug"].required = True

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class PhaseForm(forms.Form):
    """One phase; an empty row is no phase."""

    name = forms.CharField(label=_("Name of the phase"), required=False, max_length=60)
    name_en = forms.CharField(label=_("Name in English"), required=False, max_length=100)
    starts_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    takes_opinions = forms.BooleanField(label=_("Opinions come in during this phase"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in ("name", "starts_on", "ends_on") if data.get(name)]
        if given and not self.errors:
            for name in {"name", "starts_on", "ends_on"} - set(given):
                self.add_error(name, gettext("Fill this in, or empty the whole row."))
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", gettext("The last day lies before the first."))
        return data

    def plan(self) -> PhasePlan | None:
        """Return the phase, or None for an empty row."""
        return PhasePlan(**self.cleaned_data) if self.cleaned_data.get("name") else None


PhaseFormSet = forms.formset_factory(PhaseForm, extra=2, max_num=12, absolute_max=20)


class ConcludeForm(forms.Form):
    """What came of the topic as a whole."""

    result = forms.CharField(
        label=_("What came of it"),
        widget=forms.Textarea,
        max_length=20_000,
        error_messages={"required": _("Write what came of this topic: everybody who wrote will read it.")},
    )
    result_en = forms.CharField(
        label=_("What came of it, in English"), widget=forms.Textarea, required=False, max_length=20_000
    )
