"""When mail is tried again, and when we stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.post.rules import PAUSES, Fault, fault_of, new_public_id, next_try

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@given(st.integers(1, len(PAUSES) - 1))
def test_every_pause_is_longer_than_the_one_before(attempts):
    assert next_try(attempts, NOW) < next_try(attempts + 1, NOW)


def test_after_two_days_we_give_up():
    assert next_try(len(PAUSES) + 1, NOW) is None
    assert timedelta(days=1) < sum(PAUSES, timedelta()) < timedelta(days=3)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (421, Fault.PASSING),
        (451, Fault.PASSING),
        (550, Fault.ADDRESS),
        (553, Fault.ADDRESS),
        (552, Fault.LASTING),
        (554, Fault.LASTING),
    ],
)
def test_a_reply_code_says_what_helps(code, fault):
    assert fault_of(code) is fault


def test_ids_are_safe_in_file_names_and_do_not_repeat():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000 and all(len(i) == 26 and i.isalnum() and i.islower() | i.isdigit() for i in ids)
