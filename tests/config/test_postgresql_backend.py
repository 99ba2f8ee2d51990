"""A kept connection that PostgreSQL has closed is found dead without a question, and the next request gets a new one."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


def backend_of() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def end(pid: int) -> None:
    """End one of our own backends, from another connection."""
    parameters = connection.get_connection_params()
    wanted = {
        name: parameters[name]
        for name in ("dbname", "user", "host", "port", "password")
        if name in parameters
    }
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def begin_request() -> None:
    """What Django does with a kept connection when a request begins."""
    connection.health_check_enabled = connection.health_check_done = False
    connection.close_if_unusable_or_obsolete()
    connection.health_check_enabled = True


def test_a_living_connection_is_found_usable_without_a_question(monkeypatch):
    connection.ensure_connection()
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda _self: pytest.fail("a round trip"))
    assert connection.is_usable()


def test_a_connection_that_postgresql_has_ended_is_found_dead_and_replaced():
    before = backend_of()
    end(before)
    assert not connection.is_usable()
    begin_request()
    assert backend_of() != before


def test_a_closed_connection_is_not_usable():
    connection.ensure_connection()
    connection.connection.close()
    assert not connections["default"].is_usable()
    connection.close()


def test_something_that_waits_in_the_socket_is_no_death():
    with connection.cursor() as cursor:
        cursor.execute("LISTEN a_test")
    parameters = connection.get_connection_params()
    wanted = {
        name: parameters[name]
        for name in ("dbname", "user", "host", "port", "password")
        if name in parameters
    }
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("NOTIFY a_test")
    assert connection.is_usable()
