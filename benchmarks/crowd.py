"""A register of 100,000 matters out of the demo's forty: copied in SQL, each at its own place and moment.

What is copied is what the register, the lists and the figures read: matters with their search text, timelines, answers,
opinions on topics. Closed matters go back five years; the tenth that is open keeps its days. Copies have no entries in the
public record, so the page of one matter is measured on a matter of the demo, which has them.
"""

from __future__ import annotations

import random
from typing import Any

STREETS = "中庭街 光明路 渡船頭街 水門路 榕樹巷 南門一路 豐年街 義路 學府路 復興街 港邊路 竹圍巷 育英街 太平路 長春街 安和路"
THINGS = "路燈 人行道 公車站 斑馬線 滯洪池 圍牆 候車亭 水溝蓋 行道樹 停車格 無障礙坡道 公園廁所 垃圾桶 廣播 監視器 涼亭"
OPEN_SHARE = 0.06


def multiply(total: int) -> int:
    """Bring the register of the connected database up to ``total`` matters; returns how many were added."""
    from django.db import connection, transaction

    from lightwell.casework.models import Matter

    missing = total - Matter.objects.count()
    if missing <= 0:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL synchronous_commit = off")
        _write_places(cursor)
        _choose_copies(cursor, missing)
        indexes = _drop_indexes(cursor)
        for statement in (_MATTERS, _EVENTS, _RESPONSES, _OPINIONS):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute(_SERIES)
    _settle()
    return missing


def _write_places(cursor: Any) -> None:
    """Words that make copies differ, folded and cut into pairs as the register itself does it."""
    from lightwell.kernel import folding

    cursor.execute(
        "CREATE TEMPORARY TABLE place (id int PRIMARY KEY, words text, folded text, pairs tsvector) ON COMMIT DROP"
    )
    chance = random.Random(115)
    rows = []
    for number in range(4000):
        words = (
            f"（{chance.choice(STREETS.split())}{chance.randrange(1, 400)}號{chance.choice(THINGS.split())}）"
        )
        folded = folding.fold(words)
        rows.append((number, words, folded, folding.pairs(folded)))
    cursor.executemany("INSERT INTO place VALUES (%s, %s, %s, array_to_tsvector(%s::text[]))", rows)


def _choose_copies(cursor: Any, missing: int) -> None:
    """Which matter is copied into which id, how long ago, and with which words."""
    cursor.execute(
        "CREATE TEMPORARY TABLE copies (id bigint PRIMARY KEY, source bigint, back interval, place int) ON COMMIT DROP"
    )
    cursor.execute(
        _COPIES, {"open": round(missing * OPEN_SHARE), "closed": missing - round(missing * OPEN_SHARE)}
    )
    cursor.execute("ANALYZE copies; ANALYZE place")


def _drop_indexes(cursor: Any) -> list[str]:
    """Set secondary indexes aside while rows pour in; they are made again, as they were, right after."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('casework_matter', 'casework_event', 'casework_response')"
        " AND schemaname = 'public' AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _settle() -> None:
    """Statistics, visibility map and the figures that the sweep would have made."""
    from django.db import connection

    from lightwell.casework import tallies
    from lightwell.participation.opinions.models import Topic
    from lightwell.participation.opinions.tallies import refresh_tally

    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM (ANALYZE) casework_matter, casework_event, casework_response, opinions_opinion"
        )
    tallies.refresh(force=True)
    for topic in Topic.objects.all():
        refresh_tally(topic)


_COPIES = """
    INSERT INTO copies
    WITH pool AS (
        SELECT id, phase IN ('open', 'paused') AS waits,
            row_number() OVER (PARTITION BY phase IN ('open', 'paused') ORDER BY id) - 1 AS place_in_pool,
            count(*) OVER (PARTITION BY phase IN ('open', 'paused')) AS size
        FROM casework_matter WHERE visibility <> 'private' AND merged_into_id IS NULL AND supporters = 0
    ), wanted AS (
        SELECT n, n <= %(open)s AS waits FROM generate_series(1, %(open)s + %(closed)s) n
    )
    SELECT (SELECT max(id) FROM casework_matter) + n, pool.id,
        CASE WHEN wanted.waits THEN interval '7 minutes' * (n %% 600) ELSE interval '26 minutes' * n END,
        (n * 7919) %% 4000
    FROM wanted JOIN pool ON pool.waits = wanted.waits AND pool.place_in_pool = n %% pool.size
"""
_MATTERS = """
    INSERT INTO casework_matter (id, number, kind, title, body, language, channel, visibility, topic, display, display_name,
        mail_wanted, state, phase, outcome, outcome_reason, reason_code, supporters, hidden_reason, hidden_at, received_at,
        entered_at, due_on, how, clock_state, warn_on, escalate_on, paused_until, extended, answered_at, answer_days, on_time,
        closed_at, folded, pairs, version, changed_at, escalated_to_id, officer_id, unit_id, policy_id)
    SELECT c.id, 'OP-115-' || lpad((100000 + row_number() OVER (ORDER BY c.id))::text, 6, '0'), kind, left(title || words, 200),
        body || words, language, channel, visibility, topic, display, display_name, mail_wanted, state, phase, outcome,
        outcome_reason, reason_code, 0, hidden_reason, hidden_at, received_at - back, entered_at - back,
        CASE WHEN phase IN ('open', 'paused') THEN due_on ELSE (due_on - back)::date END, how, clock_state, warn_on, escalate_on,
        paused_until, extended, answered_at - back, answer_days, on_time, closed_at - back, m.folded || ' ' || p.folded,
        m.pairs || p.pairs, version, changed_at - back, escalated_to_id, officer_id, unit_id, policy_id
    FROM copies c JOIN casework_matter m ON m.id = c.source JOIN place p ON p.id = c.place
"""
_EVENTS = """
    INSERT INTO casework_event (matter_id, at, act, office, facts, note, act_id)
    SELECT c.id, at - back, act, office, facts, note, '' FROM copies c JOIN casework_event e ON e.matter_id = c.source ORDER BY c.id, e.id
"""
_RESPONSES = """
    INSERT INTO casework_response (matter_id, text, html, at, unit_id, by_id, office, act_id)
    SELECT c.id, text, html, at - back, unit_id, by_id, office, '' FROM copies c JOIN casework_response r ON r.matter_id = c.source
    ORDER BY c.id
"""
_OPINIONS = """
    INSERT INTO opinions_opinion (matter_id, topic_id, theme_id, listed_as)
    SELECT c.id, topic_id, theme_id, '' FROM copies c JOIN opinions_opinion o ON o.matter_id = c.source ORDER BY c.id
"""
_SERIES = """
    SELECT setval(pg_get_serial_sequence('casework_matter', 'id'), (SELECT max(id) FROM casework_matter));
    UPDATE casework_numberseries SET last = 100000 + (SELECT count(*) FROM copies) WHERE kind = 'opinion' AND roc_year = 115
"""

if __name__ == "__main__":
    import os
    import sys

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
    import django

    django.setup()
    print(multiply(int(sys.argv[1])))
