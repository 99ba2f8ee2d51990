"""The command import_opinions, on the real white paper when it is there and on a small file always."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lightwell.casework.public import Matter
from lightwell.participation.opinions.models import Opinion, Topic
from lightwell.record import public as record

PAPER = Path(__file__).parents[3] / "shared" / "white-paper.zh.md"
CSV = """編號,議題,處理情形,管道,主題
1,樹太少,已納入計畫,會議,公園
2,燈不亮,已完成,電話,路燈
3,不知道,謝謝指教。,網路,
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_opinions", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.skipif(not PAPER.exists(), reason=f"the white paper is not at {PAPER}")
def test_the_white_paper_becomes_48_numbered_matters_once(city):
    first = run(PAPER, "--received-on", "2015-04-28")
    assert "48 added to topic white-paper" in first and "OP-104-000001 to OP-104-000048" in first
    assert "48 were there already" in run(PAPER)
    assert Opinion.objects.count() == 48
    assert Matter.objects.filter(outcome="adopted").count() == 35
    assert Matter.objects.filter(channel="web").count() == 9
    topic = Topic.objects.get(slug="white-paper")
    assert topic.title == "網路智慧新臺灣政策白皮書：意見與處理情形"
    assert sorted(theme.name for theme in topic.themes.all()) == sorted(
        ["政府資料開放", "公共政策參與", "數位政府服務"]
    )
    assert topic.tally.total == 48 and topic.tally.outcomes["adopted"] == 35


def test_a_dry_run_reports_and_writes_nothing(city, small):
    told = run(small, "--dry-run")
    assert "3 opinions, 0 of them imported before." in told
    assert "   1  meeting" in told and "   1  adopted" in told and "line 4, web 3 -> (to be decided)" in told
    assert "Dry run: nothing was changed." in told
    assert not Matter.objects.exists() and not Topic.objects.exists()


def test_an_imported_opinion_is_answered_closed_and_stands_in_the_record(topic, small):
    run(small, "--topic", topic.slug)
    matter = Matter.objects.get(body="樹太少")
    assert (matter.state, matter.outcome, matter.clock_state) == ("closed", "adopted", "stopped")
    assert "已納入" in matter.outcome_reason
    acts = [act.act for act in record.acts_of(matter.ref)]
    assert acts == ["matter.received", "matter.moved", "response.published", "matter.closed"]


def test_what_no_rule_understands_is_answered_and_left_to_the_desk(topic, small):
    run(small, "--topic", topic.slug)
    matter = Matter.objects.get(body="不知道")
    assert (matter.state, matter.outcome) == ("answered", "")


def test_a_changed_text_is_reported_and_left_as_it_was(topic, small):
    run(small, "--topic", topic.slug)
    small.write_text(CSV.replace("樹太少", "樹太多"), encoding="utf-8")
    told = run(small, "--topic", topic.slug)
    assert "0 added" in told and "the text in the file differs" in told
    assert Matter.objects.filter(body="樹太少").exists() and not Matter.objects.filter(body="樹太多").exists()


def test_one_bad_line_stops_the_whole_import_and_is_named(topic, small):
    small.write_text(CSV + "4,,已完成,網路,\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"line 5: 議題 is empty"):
        run(small, "--topic", topic.slug)
    assert not Matter.objects.exists()


def test_a_refusal_in_the_middle_undoes_what_came_before(topic, small):
    small.write_text(CSV + f"4,{'長' * 5001},已完成,網路,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was imported: line 5: Your text has 5001"):
        run(small, "--topic", topic.slug)
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--topic", "nowhere"], "There is no topic 'nowhere'"),
        (["--received-on", "2999-01-01"], "lies in the future"),
    ],
)
def test_a_wrong_option_is_explained(city, small, arguments, message):
    with pytest.raises(CommandError, match=message):
        run(small, *arguments)


def test_a_file_that_is_not_there_is_explained(city, tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        run(tmp_path / "missing.md")


def test_without_a_topic_and_with_two_roots_the_command_asks_which(city, small):
    from builders import make_unit

    make_unit("ministry")
    with pytest.raises(CommandError, match="Say with --topic"):
        run(small)
