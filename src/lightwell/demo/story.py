"""Turns the content into moments: what happens on which day, in order, each a call of a real action under that day's clock."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lightwell.kernel import clock

Happening = Callable[[], object]


@dataclass(order=True)
class Moment:
    """Something that happens at a time; ties keep the order in which they were planned."""

    at: datetime
    order: int
    happen: Happening = field(compare=False)


class Story:
    """Collects happenings and tells them day by day; planned in the same order, it is the same story again."""

    def __init__(self, today: date, seed: int = 2015) -> None:
        self.today = today
        self.chance = random.Random(seed)
        self.moments: list[Moment] = []
        self.planned = 0

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def office_hour(self, day: date) -> datetime:
        """Return a minute of the day's office hours, the same at each telling."""
        minute = 8 * 60 + 30 + self.chance.randrange(8 * 60)
        return datetime.combine(day, time(minute // 60, minute % 60), clock.TAIPEI)

    def plan(
        self, days_ago: int, happen: Happening, *, at: time | None = None, after: datetime | None = None
    ) -> datetime:
        """Let something happen that many days ago, not before ``after``; what lies in the future is left out."""
        day = self.day(days_ago)
        moment = datetime.combine(day, at, clock.TAIPEI) if at else self.office_hour(day)
        if after is not None:
            moment = max(moment, after + timedelta(minutes=7))
        if moment <= clock.now():
            self.planned += 1
            heapq.heappush(self.moments, Moment(moment, self.planned, happen))
        return moment

    def days(self, after: date) -> Iterator[tuple[date, list[Moment]]]:
        """Yield each day with what happens on it, leaving out the days up to ``after``."""
        while self.moments:
            day = clock.local(self.moments[0].at).date()
            happening = []
            while self.moments and clock.local(self.moments[0].at).date() == day:
                happening.append(heapq.heappop(self.moments))
            if day > after:
                yield day, happening
