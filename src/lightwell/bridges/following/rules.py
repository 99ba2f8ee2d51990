"""When followers are told, and where the limits are. Pure: the time is passed in."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
DIGEST_AT = time(8, 0)  # in Taipei
QUIET = timedelta(minutes=10)  # after a letter, what happens next waits this long to go together
NEWS = timedelta(days=7)  # what is older is no news: a worker that was away does not tell it any more
UNCONFIRMED = timedelta(days=7)  # then what nobody confirmed is deleted
ENDED = timedelta(days=30)  # then a follow of what is gone is deleted
AGAIN = timedelta(hours=1)  # a second letter that asks for the same confirmation waits this long
ASKED_AN_HOUR = 20  # by one network address
LETTERS_A_DAY = 5  # that ask one e-mail address to confirm, whoever asks
THINGS_IN_LETTER, ACTS_OF_THING = 20, 8

# Steps on the way, which who follows a thing hears of, and who follows its unit or topic does not: they hear what came of it.
ROUTINE = frozenset(
    {
        "matter.received",
        "matter.assigned",
        "matter.moved",
        "matter.merged",
        "matter.supported",
        "matter.paused",
        "matter.resumed",
        "matter.recomputed",
        "matter.withdrawn",
        "matter.redacted",
        "role.granted",
        "role.revoked",
    }
)


def due_at(often: str, now: datetime) -> datetime:
    """Return when a letter about something that is known ``now`` goes out: at once, or at the next eight in Taipei."""
    if often != "daily":
        return now
    here = now.astimezone(TAIPEI)
    morning = datetime.combine(here.date(), DIGEST_AT, TAIPEI)
    return morning if here < morning else morning + timedelta(days=1)


def is_told(confirmed_at: datetime | None, happened_at: datetime, now: datetime) -> bool:
    """Return whether a follower hears of something: it happened after they confirmed, and is still news."""
    return confirmed_at is not None and confirmed_at <= happened_at and now - happened_at <= NEWS
