"""What editors fill in about data that is not open, and the filters of its list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lightwell.opendata.disclosure import checks, queries, statutes
from lightwell.opendata.disclosure.actions import Closing, Promise, Words
from lightwell.opendata.publishing.public import Dataset
from lightwell.people import public as people

PUBLIC = gettext_lazy("Everybody reads this.")


def day_field(label: Any, required_words: Any, hint: Any = "", required: bool = True) -> forms.DateField:
    """A day as all forms of this room ask for it."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": required_words, "invalid": gettext_lazy("Write a day like 2026-03-02.")},
    )


def text_field(
    label: Any, *, longest: int, hint: Any = "", words: Any = "", required: bool = True
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea,
        max_length=longest,
        help_text=hint,
        required=required,
        error_messages={
            "required": words or gettext_lazy("Write the reason in a sentence: everybody reads it.")
        },
    )


class ClosingForm(forms.Form):
    """Which law, why, and when it is looked at again."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Law and article"),
        error_messages={"required": gettext_lazy("Choose the law and article by which it is not open.")},
    )
    written = forms.CharField(
        label=gettext_lazy("Another law and article"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only where the list above has none: title of the law, then the article."),
    )
    reason = text_field(
        gettext_lazy("Reason in plain words"),
        longest=checks.LONGEST_REASON,
        hint=gettext_lazy(
            "What harm would come of opening it? Everybody reads this, so leave out the secret itself."
        ),
    )
    reason_en = text_field(
        gettext_lazy("The reason, in English"), longest=checks.LONGEST_REASON, required=False
    )
    review_on = day_field(
        gettext_lazy("Look at it again by"),
        gettext_lazy("Say by when the decision is looked at again."),
        gettext_lazy("At most five years from now. Whether it is still right is public."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = (statutes.OTHER, _("Another law"))
        self.fields["ground"].choices = [("", _("Choose")), *statutes.choices(get_language()), other]  # type: ignore[attr-defined]

    @property
    def closing(self) -> Closing:
        """Return what the actions take."""
        names = ("ground", "written", "reason", "reason_en", "review_on")
        return Closing(**{name: self.cleaned_data[name] for name in names})


class RegisterForm(ClosingForm):
    """Data that is not open, for the first time: a dataset of the unit, or data that has none."""

    about = forms.ChoiceField(label=gettext_lazy("Which data"))
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=checks.LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy("Only for data that is no dataset here."),
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    description = text_field(gettext_lazy("What it is"), longest=5000, required=False, hint=PUBLIC)
    description_en = text_field(gettext_lazy("What it is, in English"), longest=5000, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit that answers for it"), required=False)
    opens_on = day_field(
        gettext_lazy("Opens on"),
        "",
        gettext_lazy("Only where it is known when it can open, such as the end of a term that the law sets."),
        required=False,
    )
    waits_for = forms.CharField(
        label=gettext_lazy("What it waits for until then"), max_length=200, required=False
    )
    waits_for_en = forms.CharField(label=gettext_lazy("The same in English"), max_length=300, required=False)
    field_order = (
        "about", "title", "title_en", "unit", "description", "description_en", "ground", "written", "reason",
        "reason_en", "review_on", "opens_on", "waits_for", "waits_for_en",
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: Iterable[people.Unit], datasets: Iterable[Dataset], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        self.datasets = {dataset.slug: dataset for dataset in datasets}
        listed = [(slug, f"{dataset} ({dataset.unit})") for slug, dataset in self.datasets.items()]
        self.fields["about"].choices = [("new", _("Data that is no dataset here")), *listed]  # type: ignore[attr-defined]
        self.fields["about"].initial = "new"
        self.fields["unit"].choices = [(slug, str(unit)) for slug, unit in self.units.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("about") == "new":
            for name, words in (
                ("title", _("Say what the data is called.")),
                ("unit", _("Choose the unit.")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data

    @property
    def dataset(self) -> Dataset | None:
        return self.datasets.get(self.cleaned_data["about"])

    @property
    def chosen_unit(self) -> people.Unit:
        return self.dataset.unit if self.dataset else self.units[self.cleaned_data["unit"]]

    @property
    def words(self) -> Words:
        """Return what it is called and what it is; a dataset has said so itself."""
        if (dataset := self.dataset) is not None:
            names = {"title": dataset.title, "title_en": dataset.title_en}
            return Words(**names, description=dataset.description, description_en=dataset.description_en)
        names = ("title", "title_en", "description", "description_en")  # type: ignore[assignment]
        return Words(**{name: self.cleaned_data[name] for name in names})

    @property
    def promise(self) -> Promise | None:
        return promise_of(self.cleaned_data)


class VersionedForm(forms.Form):
    """A form about something that others may change meanwhile; ids begin with its name: several stand on one page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, verb: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{verb}_%s")
        super().__init__(*args, **kwargs)


class KeepClosedForm(VersionedForm, ClosingForm):
    """The review: it stays closed, until the next one."""


class OpenForm(VersionedForm):
    """The review: nothing closes it any more."""

    reason = text_field(gettext_lazy("Why it may open now"), longest=checks.LONGEST_REASON, hint=PUBLIC)
    reason_en = text_field(
        gettext_lazy("The reason, in English"), longest=checks.LONGEST_REASON, required=False
    )


class PromiseForm(VersionedForm):
    """The day on which it opens."""

    opens_on = day_field(gettext_lazy("Opens on"), gettext_lazy("Say on which day it opens."))
    waits_for = forms.CharField(
        label=gettext_lazy("What it waits for until then"), max_length=200, required=False, help_text=PUBLIC
    )
    waits_for_en = forms.CharField(label=gettext_lazy("The same in English"), max_length=300, required=False)


class MoveForm(VersionedForm):
    """Another day, and why."""

    opens_on = day_field(gettext_lazy("New day"), gettext_lazy("Say on which day it opens."))
    reason = text_field(
        gettext_lazy("Why the day moves"),
        longest=checks.LONGEST_REASON,
        hint=gettext_lazy("Everybody reads this; the old day stays beside it."),
    )
    reason_en = text_field(
        gettext_lazy("The reason, in English"), longest=checks.LONGEST_REASON, required=False
    )


class DropForm(VersionedForm):
    """The promise is taken back, and why."""

    reason = text_field(
        gettext_lazy("Why it is no longer promised"), longest=checks.LONGEST_REASON, hint=PUBLIC
    )


class KeepForm(VersionedForm):
    """The data is there: as which dataset."""

    dataset = forms.ChoiceField(
        label=gettext_lazy("Published as"),
        error_messages={"required": gettext_lazy("Choose the dataset in which people find it.")},
    )

    def __init__(self, *args: Any, datasets: Iterable[Dataset] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.datasets = {dataset.slug: dataset for dataset in datasets}
        listed = [(slug, str(dataset)) for slug, dataset in self.datasets.items()]
        self.fields["dataset"].choices = [("", _("Choose")), *listed]  # type: ignore[attr-defined]

    def clean_dataset(self) -> Dataset:
        return self.datasets[self.cleaned_data["dataset"]]


class ClosedFilter(forms.Form):
    """What the list of closed data is narrowed to."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    law = forms.ChoiceField(label=gettext_lazy("Law"), required=False)
    overdue = forms.BooleanField(label=gettext_lazy("Only with an overdue review"), required=False)

    def __init__(self, *args: Any, units: Iterable[people.Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language()
        laws = [(code, ground.law.in_language(language)) for code, ground in queries.laws().items()]
        self.fields["unit"].choices = [("", _("all")), *((u.slug, str(u)) for u in units)]  # type: ignore[attr-defined]
        self.fields["law"].choices = [("", _("all")), *laws, (statutes.OTHER, _("Another law"))]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> queries.Wanted:
        """Return what was asked for; a value that is not offered narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        return queries.Wanted(
            data.get("q", "").replace("\x00", ""),
            data.get("unit", ""),
            data.get("law", ""),
            data.get("overdue", False),
        )


def promise_of(data: Mapping[str, Any]) -> Promise | None:
    """Return the promise that a form made, None where it names no day."""
    if not data.get("opens_on"):
        return None
    return Promise(
        opens_on=data["opens_on"],
        waits_for=data.get("waits_for", ""),
        waits_for_en=data.get("waits_for_en", ""),
    )
