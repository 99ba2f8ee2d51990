"""Only what is public is found, of every room that shows things."""

from __future__ import annotations

from builders import make_officer, make_unit
from casework.conftest import LANTERN, WHISPER
from lightwell.casework import public as casework
from lightwell.kernel import things
from lightwell.opendata.publishing import actions as publishing
from opendata.tables import make_dataset, publish_file


def send(kind: casework.Kind, **fields):
    given = {
        "title": "路燈不亮",
        "body": "三段的路燈壞了。",
        "channel": casework.Channel.WEB,
        "language": "zh-hant",
    } | fields
    return casework.receive(kind=kind, unit=make_unit("lanterns"), by=None, **given)


def test_public_matters_are_found_with_their_answers_and_private_ones_never(search):
    matter = send(LANTERN)
    send(WHISPER, title="路燈秘密")
    assert search("路燈") == ["路燈不亮"]
    matter = casework.assign(matter=matter, officer=make_officer(matter.unit), by=None)
    casework.respond(matter=matter, text="已派 **修繕隊** 處理。", by=None)
    assert search("修繕隊", kind="matter") == ["路燈不亮"]


def test_a_redacted_matter_is_found_by_its_number_alone(search):
    matter = send(LANTERN)
    casework.redact(matter=matter, reason="含個資", by=None)
    assert search("路燈") == []
    assert search(matter.number) == [f"{matter.number}（文字已移除）"]
    assert search(matter.number.lower()) == [f"{matter.number}（文字已移除）"]


def test_an_erased_matter_leaves_no_word_in_the_index(search):
    matter = send(LANTERN)
    assert search("路燈") == ["路燈不亮"]
    casework.erase(matter=matter, reason="當事人請求", by=None)
    assert (search("路燈"), search("三段")) == ([], [])


def test_a_dataset_is_found_from_its_first_version_until_its_last_is_withdrawn(search):
    dataset = make_dataset("lamps", title="路燈位置")
    assert search("路燈位置") == []
    version = publish_file(dataset)
    assert search("路燈位置") == ["路燈位置"]
    assert search("路燈位置", state="dataset.held") == ["路燈位置"]
    publishing.withdraw(version=version, reason="內容有誤", by=None)
    assert search("路燈位置") == []


def test_things_of_every_source_take_a_fixed_number_of_queries(db, home, django_assert_max_num_queries):
    for n in range(3):
        send(LANTERN, title=f"路燈 {n}")
    numbers = list(casework.Matter.objects.values_list("number", flat=True))
    for source in things.sources():
        with django_assert_max_num_queries(4):
            list(source.things(numbers))
