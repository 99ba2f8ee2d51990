from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Petitions(AppConfig):
    name = "lightwell.participation.petitions"
    label = "petitions"

    def ready(self) -> None:
        from lightwell.casework import public as casework
        from lightwell.kernel import changes, slots
        from lightwell.participation.petitions import answering, parts
        from lightwell.participation.petitions.kind import PETITION
        from lightwell.record import public as record

        casework.register_kind(PETITION)
        changes.listen(answering.follow)
        _name_acts()
        _show()
        record.read_texts_with("petition.opened", parts.texts_now)
        slots.fill("desk:casework.moderate", parts.desk_links)
        slots.fill("desk:people.administer", parts.policy_link)
        slots.fill("matter", parts.petition_of_matter)
        slots.fill("desk_matter", parts.note_link)
        slots.lead_to("petition", parts.address)
        slots.lead_to("tally", parts.tally_address)


def _name_acts() -> None:
    from lightwell.record import public as record

    record.name_acts(
        {
            "petition.opened": _("Petition opened for signatures"),
            "petition.rejected": _("Petition not accepted"),
            "petition.stopped": _("Petition taken off"),
            "petition.withdrawn": _("Petition taken back"),
            "petition.tallied": _("Signatures counted"),
            "petition.recounted": _("Signatures counted anew"),
            "petition.reached": _("Petition reached its threshold"),
            "petition.expired": _("Petition ended without enough signatures"),
            "petition.noted": _("Report on a petition"),
            "petition.promised": _("Promise on a petition"),
            "petition.promise_kept": _("Promise on a petition kept"),
        }
    )
    record.name_facts(
        {
            "signatures": _("Signatures"),
            "added": pgettext_lazy("signatures", "Added"),
            "withdrawn": pgettext_lazy("signatures", "Taken back"),
            "root": _("Merkle root"),
            "tally": _("Tally"),
            "threshold": _("Threshold"),
            "closes": _("Last day to sign"),
        }
    )


def _show() -> None:
    from lightwell.kernel import mine, things
    from lightwell.participation.petitions import parts, rules
    from lightwell.participation.petitions.models import STATE_LABELS

    states = {state.value: STATE_LABELS[state] for state in rules.PUBLIC}
    things.register(
        things.Source(
            "petition",
            "participation",
            _("Petition"),
            _("Petitions"),
            parts.address,
            parts.things,
            states,
            parts.feed,
        )
    )
    sections = (
        (
            "petition_drafts",
            _("Petitions you are writing"),
            _("You are writing no petition."),
            parts.drafts,
            35,
        ),
        ("petitions", _("Your petitions"), _("You have handed in no petition."), parts.own, 36),
        ("signatures", _("What you have signed"), _("You have signed no petition."), parts.signatures, 37),
    )
    for key, label, empty, items, rank in sections:
        mine.register(mine.Section(key, label, empty, items, rank, parts.more))
