"""Actions on a topic: draft it, change it, open it to the public, say what came of it. All but the draft are official acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import rules
from lightwell.participation.opinions.models import Phase, Theme, Topic, TopicState
from lightwell.people import public as people
from lightwell.record import public as record

TEXTS = ("title", "purpose", "can_change", "cannot_change", "decides", "use", "address")
COLUMNS = (*TEXTS, *(f"{name}_en" for name in TEXTS), "level", "displays", "assurance")
NAMES = {
    "title": pgettext_lazy("promise of a topic", "title"),
    "purpose": pgettext_lazy("promise of a topic", "what it is for"),
    "can_change": pgettext_lazy("promise of a topic", "what can change"),
    "cannot_change": pgettext_lazy("promise of a topic", "what cannot change"),
    "decides": pgettext_lazy("promise of a topic", "who decides"),
    "use": pgettext_lazy("promise of a topic", "how opinions will be used"),
    "phases": pgettext_lazy("promise of a topic", "a phase in which opinions come in"),
}


@dataclass(frozen=True)
class PhasePlan:
    """A phase as somebody plans it."""

    name: str
    starts_on: date
    ends_on: date
    takes_opinions: bool
    name_en: str = ""


def draft_topic(
    *,
    slug: str,
    unit: people.Unit,
    fields: dict[str, object],
    phases: Sequence[PhasePlan],
    themes: Sequence[str] = (),
    by: people.Account | None,
) -> Topic:
    """Write down a topic that nobody outside the unit sees yet; Refusal when the address is taken."""
    _require(by, unit)
    if Topic.objects.filter(slug=slug).exists():
        raise Refusal(_("Another topic has this address. Choose another one."), field="slug")
    with transaction.atomic():
        topic = Topic(slug=slug, unit=unit, created_at=clock.now(), **_known(fields))
        _save(topic)
        _set_phases(topic, phases)
        _set_themes(topic, themes)
    return topic


def edit_topic(
    *,
    topic: Topic,
    fields: dict[str, object],
    phases: Sequence[PhasePlan],
    themes: Sequence[str] | None = None,
    version: int,
    by: people.Account | None,
) -> Topic:
    """Change a topic. Once it is open this is an official act: the record holds what was promised before and after."""
    with transaction.atomic():
        found = _taken(topic, by, version)
        if found.state == TopicState.CONCLUDED:
            raise Refusal(_("This topic is concluded and cannot be changed any more."))
        for name, value in _known(fields).items():
            setattr(found, name, value)
        found.version += 1
        _save(found)
        _set_phases(found, phases)
        if themes is not None:
            _set_themes(found, themes)
        if found.state == TopicState.PUBLISHED:
            _require_promises(found)
            _enter(found, "topic.changed", by)
    return found


def publish_topic(*, topic: Topic, by: people.Account | None) -> Topic:
    """Open a topic to the public: from now on its promises stand in the record. Refusal names what it does not say yet."""
    with transaction.atomic():
        found = _taken(topic, by)
        if found.state != TopicState.DRAFT:
            raise Refusal(_("This topic is published already."))
        _require_promises(found)
        found.state, found.published_at, found.version = TopicState.PUBLISHED, clock.now(), found.version + 1
        found.save(update_fields=["state", "published_at", "version"])
        _enter(found, "topic.published", by)
    return found


def conclude_topic(*, topic: Topic, result: str, result_en: str = "", by: people.Account | None) -> Topic:
    """End a topic with what came of it; it takes no opinions any more, those that wait for an answer still get one."""
    with transaction.atomic():
        found = _taken(topic, by)
        if found.state != TopicState.PUBLISHED:
            raise Refusal(_("Only a published topic can be concluded."))
        if not result.strip():
            raise Refusal(
                _("Write what came of this topic: everybody who wrote will read it."), field="result"
            )
        found.state, found.concluded_at, found.version = TopicState.CONCLUDED, clock.now(), found.version + 1
        found.result, found.result_en = result.strip(), result_en.strip()
        found.save(update_fields=["state", "concluded_at", "version", "result", "result_en"])
        _enter(found, "topic.concluded", by)
    return found


def days_of(topic: Topic) -> list[rules.Days]:
    """Return a topic's phases as the rules see them (prefetch ``phases`` for many)."""
    return [rules.Days(phase.starts_on, phase.ends_on, phase.takes_opinions) for phase in topic.phases.all()]


def door_of(topic: Topic) -> rules.Door:
    """Return whether a topic takes opinions today."""
    return rules.door(topic.state, days_of(topic), clock.today())


def _require(by: people.Account | None, unit: people.Unit) -> None:
    if by is not None:
        people.require(by, "topics.edit", unit=unit)


def _taken(topic: Topic, by: people.Account | None, version: int | None = None) -> Topic:
    found = Topic.objects.select_for_update(of=("self",)).select_related("unit").get(pk=topic.pk)
    _require(by, found.unit)
    if version is not None and found.version != version:
        raise Refusal(
            _(
                "Somebody changed this topic after you opened it. Open it in a second window, compare, then save yours again."
            )
        )
    return found


def _known(fields: dict[str, object]) -> dict[str, object]:
    unknown = set(fields) - set(COLUMNS)
    if unknown:
        raise ValueError(f"not columns of a topic: {sorted(unknown)}")
    return fields


def _save(topic: Topic) -> None:
    try:
        topic.clean_fields(exclude=["purpose", "can_change", "cannot_change", "decides", "use"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refusal(messages[0], field=name)
    topic.save()


def _set_phases(topic: Topic, phases: Sequence[PhasePlan]) -> None:
    wrong = next((phase for phase in phases if phase.ends_on < phase.starts_on), None)
    if wrong:
        raise Refusal(_("The phase “%(name)s” ends before it starts.") % {"name": wrong.name}, field="phases")
    topic.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(
            topic=topic,
            name=phase.name,
            name_en=phase.name_en,
            starts_on=phase.starts_on,
            ends_on=phase.ends_on,
            takes_opinions=phase.takes_opinions,
        )
        for phase in phases
    )


def _set_themes(topic: Topic, themes: Sequence[str]) -> None:
    """Each line is ``name`` or ``name | English name``; a theme that has opinions stays."""
    wanted = dict(_halves(line) for line in themes if line.strip())
    topic.themes.exclude(name__in=wanted).filter(opinions=None).delete()
    for name, english in wanted.items():
        Theme.objects.update_or_create(topic=topic, name=name, defaults={"name_en": english})


def _halves(line: str) -> tuple[str, str]:
    name, _bar, english = line.replace("｜", "|").partition("|")
    return name.strip()[:80], english.strip()[:120]


def _require_promises(topic: Topic) -> None:
    missing = rules.unkept({name: getattr(topic, name) for name in rules.PROMISES}, days_of(topic))
    if missing:
        words = _("、").join(str(NAMES[name]) for name in missing)
        raise Refusal(_("Before it opens, a topic must state: %(missing)s.") % {"missing": words})


def _enter(topic: Topic, act: str, by: people.Account | None) -> None:
    texts = (*TEXTS, *(f"{name}_en" for name in TEXTS), "result", "result_en")
    content = {name: getattr(topic, name) for name in texts if getattr(topic, name)}
    facts: dict[str, str | int] = {"level": topic.level, "version": topic.version, "state": topic.state}
    for number, phase in enumerate(topic.phases.order_by("starts_on", "id"), start=1):
        facts[f"phase_{number}"] = f"{phase.starts_on.isoformat()}/{phase.ends_on.isoformat()}"
    record.enter(
        act=act, subject=topic.ref, office=people.office_of(by, topic.unit), content=content, facts=facts
    )
