"""What a template needs to know of a form field, taken from Django's BoundField once and in plain values.

Templates stay free of widget classes, and a field is drawn the same way whoever made the form.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# The first class that fits decides, so narrower widgets stand before those they inherit from.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "checkboxes"),
    (forms.Select, "select"),
    (forms.DateTimeInput, "datetime-local"),
    (forms.DateInput, "date"),
    (forms.TimeInput, "time"),
    (forms.EmailInput, "email"),
    (forms.URLInput, "url"),
    (forms.NumberInput, "number"),
)
OWN_ATTRIBUTES = {"id", "type", "name", "value", "class", "required", "aria-describedby", "aria-invalid"}


@dataclass(frozen=True)
class Choice:
    """One option of a select, or one radio button or box."""

    value: str
    label: str
    id: str
    chosen: bool
    disabled: bool


@dataclass(frozen=True)
class FieldView:
    """A field as the macros draw it; `groups` holds (group name or None, choices)."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    value: Any
    required: bool
    attrs: dict[str, Any]
    groups: tuple[tuple[str | None, tuple[Choice, ...]], ...] = field(default=())

    @property
    def anchor(self) -> str:
        """Where a link of the error summary must lead: the first control that can take the focus."""
        if self.kind in ("radios", "checkboxes") and self.groups and self.groups[0][1]:
            return self.groups[0][1][0].id
        return self.id

    @property
    def described_by(self) -> str:
        """Ids of hint and error, in the order in which they are read."""
        parts = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*parts, f"{self.id}-error"] if self.errors else parts)


def kind_of(widget: forms.Widget) -> str:
    """The macro that draws this widget; plain text when nothing narrower fits."""
    return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "text")


def _choice(option: dict[str, Any], base: str, number: int) -> Choice:
    return Choice(
        value="" if option["value"] is None else str(option["value"]),
        label=str(option["label"]),
        id=base if number == 0 else f"{base}_{number}",
        chosen=bool(option["selected"]),
        disabled=bool(option["attrs"].get("disabled")),
    )


def _groups(bound: BoundField, kind: str, context: dict[str, Any]) -> tuple:
    """The choices by group. An empty one ("---------") makes sense in a select, not among buttons or boxes."""
    groups, number = [], 0
    for title, options, _index in context.get("optgroups", ()):
        choices = []
        for option in options:
            if kind == "select" or option["value"] not in ("", None):
                choices.append(_choice(option, bound.auto_id or bound.html_name, number))
                number += 1
        if choices:
            groups.append((title, tuple(choices)))
    return tuple(groups)


def _plain_groups(bound: BoundField, widget: forms.Select) -> tuple:
    """The choices of a plain select straight from its widget, which would make a dictionary of each: a long list is quick."""
    wanted, base = widget.format_value(bound.value()), bound.auto_id or bound.html_name
    groups, number = [], 0
    for key, label in widget.choices:
        inner = label if isinstance(label, list | tuple) else None
        choices = []
        for code, text in inner or [(key, label)]:
            value = "" if code is None else str(code)
            identity = base if number == 0 else f"{base}_{number}"
            choices.append(Choice(value, str(text), identity, value in wanted, False))
            number += 1
        groups.append((key if inner is not None else None, tuple(choices)))
    return tuple(groups)


def _error_text(bound: BoundField, kind: str, error: str) -> str:
    """The error itself, but for Django's "This field is required." words that name the field and say what to do.

    A form that gives its own message for `required` keeps it.
    """
    if error != str(forms.Field.default_error_messages["required"]):
        return error
    if kind == "checkbox":
        return _("Tick “%(label)s” to go on.") % {"label": bound.label}
    if kind in ("select", "radios", "checkboxes", "file"):
        return _("Choose: %(label)s.") % {"label": bound.label}
    return _("Fill in “%(label)s”.") % {"label": bound.label}


def field_kind(bound: BoundField) -> str:
    """The kind of a field alone: it chooses the macro that then draws it."""
    if not isinstance(bound, BoundField):
        raise TypeError(
            f'not a field of a form: {bound!r} (where a method has the field\'s name, write form["name"])'
        )
    return kind_of(bound.field.widget)


def field_view(bound: BoundField, hint: str | None = None) -> FieldView:
    """Everything a macro needs of one field; `hint` replaces the help text of the form."""
    kind = field_kind(bound)
    widget = bound.field.widget
    plain = type(widget) is forms.Select
    context = {"attrs": widget.attrs} if plain else _context(bound)
    return FieldView(
        kind=kind,
        id=bound.auto_id or bound.html_name,
        name=bound.html_name,
        label=str(bound.label),
        hint=str(bound.help_text or "") if hint is None else str(hint),
        errors=tuple(_error_text(bound, kind, str(error)) for error in bound.errors),
        value=bool(bound.value()) if kind == "checkbox" else context.get("value"),
        required=bound.field.required,
        attrs={key: value for key, value in context["attrs"].items() if key not in OWN_ATTRIBUTES},
        groups=_plain_groups(bound, widget) if plain else _groups(bound, kind, context),
    )


def _context(bound: BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    context: dict[str, Any] = widget.get_context(bound.html_name, bound.value(), widget.attrs)["widget"]
    return context


def error_lines(form_list: Iterable[Any]) -> list[tuple[str, str | None]]:
    """(message, id to link to or None) of forms and formsets, in the order of the page.

    A formset gives its own errors first and then those of each of its forms.
    """
    lines: list[tuple[str, str | None]] = []
    for form in form_list:
        if hasattr(form, "non_form_errors"):
            lines += [(str(error), None) for error in form.non_form_errors()]
            lines += error_lines(form.forms)
            continue
        lines += [(str(error), None) for error in form.non_field_errors()]
        for bound in (form[name] for name in form.fields if name in form.errors):
            view = field_view(bound)
            lines += [(error, None if view.kind == "hidden" else view.anchor) for error in view.errors]
    return lines


def attributes(attrs: dict[str, Any], *without: str) -> SafeString:
    """The remaining attributes of a widget as HTML, each with a leading space; a true one stands without a value."""
    return flatatt({key: value for key, value in attrs.items() if key not in without})
