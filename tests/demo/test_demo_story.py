"""A story happens day by day, each thing under its own clock, and goes on where it was cut off."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from lightwell.demo.story import Story
from lightwell.kernel import clock

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=clock.TAIPEI)


def planned():
    with clock.at(NOW):
        story, happened = Story(NOW.date()), []
        for name, ago in (("third", 1), ("first", 5), ("second", 5), ("tomorrow", -1)):
            story.plan(ago, lambda name=name: happened.append(name), at=time(9, 0))
        return story, happened


def tell(story, after):
    with clock.at(NOW):
        days = list(story.days(after))
    for _day, moments in days:
        for moment in moments:
            moment.happen()
    return [day for day, _moments in days]


def test_what_is_planned_happens_in_order_and_the_future_is_left_out():
    story, happened = planned()
    days = tell(story, NOW.date() - timedelta(days=9))
    assert happened == ["first", "second", "third"]
    assert days == [NOW.date() - timedelta(days=5), NOW.date() - timedelta(days=1)]


def test_a_story_that_was_cut_off_leaves_out_what_has_happened():
    story, happened = planned()
    tell(story, NOW.date() - timedelta(days=5))
    assert happened == ["third"]


def test_the_same_story_has_the_same_hours():
    with clock.at(NOW):
        one, other = (Story(NOW.date()).plan(3, lambda: None) for _telling in range(2))
    assert one == other


def test_a_thing_never_happens_before_what_it_follows():
    with clock.at(NOW):
        story = Story(NOW.date())
        first = story.plan(3, lambda: None, at=time(16, 0))
        assert story.plan(3, lambda: None, at=time(9, 0), after=first) > first
