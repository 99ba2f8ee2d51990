"""Regular work: the sequencer, about twice a second."""

from __future__ import annotations

import logging

from lightwell.kernel import rounds
from lightwell.kernel.refusal import Refusal
from lightwell.record.sequencing import integrate

log = logging.getLogger(__name__)
_said: list[str] = []


@rounds.every(0.5, "record.integrate")
def integrate_pending() -> None:
    """Integrate what was committed; a refusal to sign is said once, not twice a second, until it is something else."""
    try:
        integrate()
        _said.clear()
    except Refusal as refusal:
        if _said != [refusal.message]:
            _said[:] = [refusal.message]
            log.error("%s", refusal.message)
