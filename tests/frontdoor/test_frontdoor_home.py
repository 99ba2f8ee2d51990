"""The home page and its neighbour: the doors, what is open, answered and overdue, and the menu of an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from builders import make_officer
from lightwell.casework import public as casework
from lightwell.frontdoor import board, navigation
from lightwell.kernel import clock
from lightwell.people.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAGES = ["/", "/en/", "/say/", "/en/say/"]


@pytest.fixture(autouse=True)
def nothing_kept():
    for figure in (board.datasets, board.services, board.open_topics, board.open_petitions):
        figure.forget()


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200 and not answer.cookies
    return answer.content.decode()


def part(html: str, id: str) -> str:
    """The section of this id, up to the next one of a level."""
    return html.partition(f'id="{id}"')[2].partition("</section>")[0]


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_house_has_its_doors_open(path):
    html = page(path)
    assert html.count("<h1") == 1
    for href in ("/topics/", "/petitions/", "/data-requests/"):
        assert f'href="{"/en" if path.startswith("/en") else ""}{href}"' in html


def test_the_home_page_has_one_search_box_and_every_other_page_one_in_its_head():
    assert page("/").count('role="search"') == 1 == page("/say/").count('role="search"')
    assert 'action="/search/"' in page("/") and 'action="/en/search/"' in page("/en/about/")


def test_an_answer_of_this_week_says_who_gave_it_and_how_many_days_it_took(monday, send, officer, lead):
    matter = casework.assign(matter=send(), officer=officer, by=lead)
    with clock.at(clock.now() + timedelta(days=3)):
        casework.respond(matter=matter, text="已修復。", by=officer)
        told = part(page("/en/"), "answered")
        assert "Answered this week" in page("/en/") and matter.title in told and "Lamp Office" in told
        days = casework.latest_answers(1)[0].matter.answer_days
        assert days and f"answered in {days} working days" in told
    with clock.at(clock.now() + timedelta(days=14)):
        assert "Answered lately" in page("/en/") and matter.title in part(page("/en/"), "answered")


def test_what_is_overdue_is_said_honestly_the_longest_first(monday, send):
    first, second = send(title="第一盞"), send(title="第二盞")
    assert "Nothing is overdue today." in page("/en/")
    casework.Matter.objects.filter(pk=second.pk).update(due_on=second.due_on + timedelta(days=2))
    with clock.at(clock.now() + timedelta(days=45)):
        casework.sweep()
        html = page("/en/")
        told = part(html, "overdue")
        late = (clock.today() - first.due_on).days
        assert told.index("第一盞") < told.index("第二盞") and f"{late} days late" in told


def test_a_hidden_or_private_matter_is_on_neither_page(monday, send, lead):
    send(kind="whisper", title="悄悄話")
    hidden = send(title="被遮起來的")
    casework.redact(matter=hidden, reason="個人資料", by=lead)
    with clock.at(clock.now() + timedelta(days=60)):
        casework.sweep()
        for path in PAGES:
            assert "悄悄話" not in page(path) and "被遮起來的" not in page(path)


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_ask_at_most_eight_queries_however_much_there_is(
    monday, send, path, django_assert_max_num_queries
):
    page(path)
    for number in range(8):
        send(title=f"第{number}盞")
    with django_assert_max_num_queries(8):
        page(path)


def test_the_drop_zone_is_a_plain_form_on_a_page_that_anybody_may_keep():
    answer = Client().get("/")
    html = answer.content.decode()
    form = re.search(r"<form[^>]*data-drop-form[^>]*>.*?</form>", html, re.S)
    assert form and 'action="/try/"' in form[0] and 'type="file"' in form[0] and "csrf" not in form[0]
    assert answer["Cache-Control"] == "public, max-age=2"


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/datasets/", "/datasets/"), ("/try/", "/datasets/"), ("/unlock/", "/datasets/"), ("/topics/", "/say/"),
        ("/petitions/", "/say/"), ("/say/", "/say/"), ("/services/", "/services/"), ("/scoreboard/", "/register/"),
        ("/record/", "/record/"), ("/about/", ""), ("/", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_door_that_a_page_lies_behind_is_marked(path, door, prefix):
    from django.utils import translation

    with translation.override("en" if prefix else "zh-hant"):
        marked = [entry["href"] for entry in navigation.entries(prefix + path) if entry["current"]]
    assert marked == ([prefix + door] if door else [])


def test_the_navigation_has_at_most_six_doors_and_all_of_them_open():
    doors = navigation.entries("/")
    assert len(doors) == len(navigation.MAIN) <= 6
    for door in [*doors, *navigation.footer()]:
        if door["href"] != navigation.CHECKPOINT[1]:
            assert Client().get(door["href"]).status_code == 200, door


def test_the_menu_of_an_account_leads_where_it_may_go_and_out(office, person):
    client = Client()
    client.force_login(person)
    menu = re.search(r'<ul class="lw-menu__list">.*?</ul>', client.get("/about/").content.decode(), re.S)[0]
    assert re.findall(r'href="([^"]+)"', menu) == ["/mine/", "/account/", "/account/logout/"]
    client.force_login(make_officer(office, role=Role.LEAD))
    menu = re.search(r'<ul class="lw-menu__list">.*?</ul>', client.get("/about/").content.decode(), re.S)[0]
    assert "/desk/" in menu and menu.index("/mine/") < menu.index("/desk/") < menu.index("/account/logout/")


def test_figures_that_only_say_how_much_there_is_are_read_once_in_a_while(django_assert_num_queries):
    board.datasets()
    with django_assert_num_queries(0):
        assert board.datasets() == 0
    board.datasets.forget()
    with django_assert_num_queries(1):
        board.datasets()
