"""The invented lantern office of the casework tests, for pages that stand above it."""

from casework.conftest import (  # noqa: F401
    city,
    invented_kinds,
    lead,
    monday,
    office,
    officer,
    other_office,
    person,
    send,
)
