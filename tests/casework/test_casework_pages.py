"""The register, a matter's page, its person's own pages, files and feeds: what they show, to whom, in how many queries."""

from __future__ import annotations

import csv
import io
from datetime import date
from xml.etree import ElementTree

import pytest

from casework.conftest import MONDAY, mails, taipei
from lightwell.casework import contact
from lightwell.casework import public as casework
from lightwell.casework.exports import safe_cell
from lightwell.casework.models import Matter, Policy
from lightwell.kernel import clock
from lightwell.people.models import Role, RoleGrant
from lightwell.record import public as record

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MOST = 12


@pytest.fixture(autouse=True)
def own_record(settings, tmp_path):
    settings.RECORD_FOLDER = tmp_path / "record"


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def answered(monday, send, officer, lead):
    matter = casework.assign(matter=send(), officer=officer, by=lead)
    casework.respond(matter=matter, text="已**修復**。", by=officer)
    return casework.close(matter=matter, outcome="lit", reason="換了燈泡。", by=officer)


@pytest.fixture
def secret(monday, send, person):
    """A private matter of somebody with an account."""
    return send(kind="whisper", title="悄悄話", body="只給課長看。", person=person)


def test_the_register_lists_public_matters_and_never_private_ones(client, monday, send, secret):
    send()
    for address in (
        "/register/",
        "/register/?q=悄悄",
        "/register.json",
        "/register.atom",
        "/en/register/?kind=whisper",
    ):
        page = text_of(client.get(address))
        assert secret.number not in page and secret.title not in page
    assert "路燈不亮" in text_of(client.get("/register/"))
    assert "悄悄話" not in b"".join(client.get("/register.csv").streaming_content).decode()


def test_each_filter_narrows_the_register(client, monday, send, officer, other_office):
    late = send(title="遲了", received_at=taipei(2026, 1, 5, 9), channel="paper", by=officer)
    bridge = send(title="橋", unit=other_office, topic=None)
    refused = casework.move(matter=send(title="離題"), to="refused", by=officer, reason_code="off_topic")
    for query, expected in (
        ("overdue=on", {late}),
        ("unit=bridges", {bridge}),
        ("unit=city", {late, bridge, refused}),
        ("state=closed", {refused}),
        ("state=lantern.refused", {refused}),
        ("state=open&channel=web", {bridge}),
        ("channel=paper", {late}),
        ("sort=due", {late, bridge}),
        ("q=離題", {refused}),
        (f"q={late.number}", {late}),
    ):
        rows = client.get(f"/register.json?{query}").json()["matters"]
        assert {row["number"] for row in rows} == {matter.number for matter in expected}, query
        page = text_of(client.get(f"/register/?{query}"))
        assert {m.number for m in (late, bridge, refused) if f">{m.number}<" in page} == {
            m.number for m in expected
        }, query


def test_the_register_knows_no_private_kind_to_ask_for(client, monday):
    answer = client.get("/register.json?kind=whisper")
    assert answer.status_code == 400 and "matters" not in answer.json() and "error" in answer.json()


def test_pages_of_the_register_follow_each_other_without_gap_or_double(client, monday, send):
    for number in range(60):
        with clock.at(taipei(2026, 3, 2 + number // 20, 9)):  # many at the very same moment
            send(title=f"第{number}盞")
    for sort in ("newest", "due"):
        forward, after = [], ""
        while True:
            page = casework.register_page(casework.Filters(sort=sort), after=after)
            forward += [matter.number for matter in page.rows]
            if not page.older_after:
                break
            after = page.older_after
        assert len(forward) == len(set(forward)) == 60
        back = casework.register_page(casework.Filters(sort=sort), before=forward[50])
        assert [matter.number for matter in back.rows] == forward[25:50]
        first = casework.register_page(casework.Filters(sort=sort), before=forward[3])
        assert [matter.number for matter in first.rows] == forward[:3] and not first.newer_before


@pytest.mark.parametrize(
    "query",
    [
        "unit=atlantis",
        "kind=unicorn",
        "state=x.y",
        "channel=pigeon",
        "sort=random",
        "after=nothing",
        "before=%00",
        "q=%00",
        "topic=../..",
        "after=" + "9" * 500,
        "q=" + "路" * 500,
    ],
)
def test_a_strange_address_of_the_register_is_answered_with_words(client, monday, send, query):
    send()
    assert client.get(f"/register/?{query}").status_code == 200
    found = client.get(f"/register.json?{query}")
    assert found.status_code in (200, 400)
    if found.status_code == 400:
        assert found.json()["error"]["field"] in query and found.json()["error"]["message"]


def test_pages_take_few_queries_however_much_there_is(
    client, monday, send, answered, django_assert_max_num_queries
):
    for number in range(30):
        casework.merge(matter=send(title=f"第{number}盞"), into=answered, by=None)
    for number in range(30):
        send(title=f"第{number}座")
    casework.refresh_tallies(force=True)
    for address in (
        "/register/?unit=city&q=臺北&state=open",
        "/register/?after=LN-115-000050",
        f"/register/{answered.number}/",
        f"/register/{answered.number}/receipt/",
        f"/register/{answered.number}.atom",
        "/scoreboard/",
        "/policies/",
        "/register.json",
        "/register.atom",
        "/scoreboard.json",
    ):
        client.get(address)
        with django_assert_max_num_queries(MOST, info=address):
            assert client.get(address).status_code == 200


def test_public_pages_may_be_kept_and_set_no_cookie(client, answered):
    for address in ("/register/", f"/register/{answered.number}/", "/scoreboard/", "/register.atom"):
        response = client.get(address)
        assert response["Cache-Control"].startswith("public") and not response.cookies and response["ETag"]


def test_a_matter_tells_where_it_stands_what_is_next_by_when_and_who(client, monday, send):
    page = text_of(client.get(f"/en/register/{send().number}/"))
    for words in (
        "The lantern office has it.",
        "The office decides who looks at it.",
        "1 April 2026",
        "Lamp Office",
        "30 days from 2 March 2026",
        "in 30 days",
        "An answer is due",
    ):
        assert words in page, words


def test_an_answer_is_shown_with_its_proof_its_outcome_and_a_code_that_leads_there(client, answered):
    page = text_of(client.get(f"/en/register/{answered.number}/"))
    assert "<strong>修復</strong>" in page and "換了燈泡。" in page
    assert "The record takes this answer in within seconds." in page
    record.integrate()
    page = text_of(client.get(f"/en/register/{answered.number}/"))
    assert "This answer is exactly the text that was published on 2 March 2026." in page
    act = answered.responses.get().act_id
    assert f"/en/record/acts/{act}" in page and "<svg" in page


def test_an_answer_changed_behind_the_record_is_called_out(client, answered):
    record.integrate()
    answered.responses.update(text="什麼都沒做。")
    assert "This is not the text that was published" in text_of(
        client.get(f"/en/register/{answered.number}/")
    )


def test_redacted_text_is_gone_from_every_public_place(client, monday, send, lead):
    matter = send(title="某人的電話", body="0912-345-678")
    casework.redact(matter=matter, reason="含個人電話。", by=lead)
    places = (
        f"/register/{matter.number}/",
        "/register/",
        "/register.json",
        "/register.atom",
        f"/register/{matter.number}.atom",
    )
    pages = [text_of(client.get(place)) for place in places]
    pages.append(b"".join(client.get("/register.csv").streaming_content).decode())
    assert not any("0912" in page or "某人" in page for page in pages)
    assert "含個人電話。" in pages[0]


def test_a_private_matter_opens_for_its_person_and_its_unit_alone(
    client, secret, person, officer, outsider, lead
):
    address = f"/matters/{secret.number}/"
    assert client.get(f"/register/{secret.number}/")["Location"] == address
    assert client.get(address).status_code == 302  # to sign in
    for account, status in ((person, 200), (officer, 200), (lead, 200), (outsider, 404)):
        client.force_login(account)
        assert client.get(address).status_code == status
        assert client.get(f"{address}receipt/").status_code == status
    assert client.get(f"/register/{secret.number}.atom").status_code == 404
    assert client.get("/matters/WH-115-ABCDEFGHJK/").status_code == 404


def test_the_own_page_of_a_public_matter_leads_others_to_the_public_one(client, monday, send, outsider):
    matter = send()
    client.force_login(outsider)
    assert client.get(f"/matters/{matter.number}/")["Location"] == f"/register/{matter.number}/"


def test_asking_for_a_private_number_does_not_tell_whether_it_exists(client, secret):
    real, made_up = client.get(f"/register/{secret.number}/"), client.get("/register/WH-115-ABCDEFGHJK/")
    assert (real.status_code, made_up.status_code) == (302, 302)
    assert client.get("/register/LN-115-999999/").status_code == 404


def test_the_tracking_link_opens_the_matter_for_whoever_holds_it(client, secret):
    link = casework.tracking_url(secret, absolute=False)
    page = client.get(link)
    assert "只給課長看。" in text_of(page)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert page["Cache-Control"] == "private, no-store"
    for wrong in (link[:-2] + "x/", "/m/x/", "/m/%00/", f"/m/{'9' * 400}/"):
        assert client.get(wrong).status_code == 404


def test_the_person_reads_the_sealed_proofs_of_a_private_matter(client, secret, person):
    client.force_login(person)
    assert "matter.received" in text_of(client.get(f"/matters/{secret.number}/"))


def test_the_person_takes_it_back_on_the_page_and_stops_mail(client, secret, person, officer):
    client.force_login(officer)
    assert client.get(f"/matters/{secret.number}/withdraw/").status_code == 404
    assert client.post(f"/matters/{secret.number}/stop-mail/").status_code == 404
    client.force_login(person)
    client.post(f"/matters/{secret.number}/stop-mail/")
    assert contact.address_of(Matter.objects.get(pk=secret.pk)) == ""
    client.post(f"/matters/{secret.number}/withdraw/", {"reason": "解決了"})
    assert Matter.objects.get(pk=secret.pk).phase == "withdrawn"
    assert len(mails()) == 1  # the receipt


def test_whoever_holds_the_link_takes_it_back_without_an_account(client, monday, send):
    matter = send(contact_email="me@home.example")
    link = casework.tracking_url(matter, absolute=False)
    assert client.post(f"{link}withdraw/", {"reason": ""})["Location"] == link
    assert Matter.objects.get(pk=matter.pk).phase == "withdrawn"
    page = text_of(client.get(f"/en/register/{matter.number}/"))
    assert "The person took it back." in page and "臺北路三段" not in page


def test_somebody_sees_all_their_matters_and_no_others(client, secret, send, person):
    send(title="別人的")
    mine = send(title="我的", person=person)
    client.force_login(person)
    page = text_of(client.get("/matters/"))
    assert mine.number in page and secret.number in page and "別人的" not in page


def test_no_page_or_file_tells_an_address_an_account_or_the_database_id(client, monday, send, person):
    matter = send(person=person, display="pseudonym", contact_email="hidden@home.example")
    for address in (
        f"/register/{matter.number}/",
        "/register/",
        "/register.json",
        "/register.atom",
        f"/register/{matter.number}.atom",
    ):
        page = text_of(client.get(address))
        assert "@home.example" not in page and "張小明" not in page


def test_the_file_has_a_mark_for_spreadsheets_and_no_formula(client, monday, send):
    send(title="=HYPERLINK(1)")
    body = b"".join(client.get("/register.csv?lang=en").streaming_content).decode()
    assert body.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    assert rows[0]["What it is about"] == "'=HYPERLINK(1)"
    assert (rows[0]["Number"], rows[0]["Answer due"], rows[0]["Unit code"]) == (
        "LN-115-000001",
        "2026-04-01",
        "lamps",
    )
    assert [safe_cell(text) for text in ("-1", "＝1", "路", "")] == ["'-1", "'＝1", "路", ""]


def test_the_json_leads_from_page_to_page(client, monday, send):
    for number in range(105):
        send(title=f"第{number}盞")
    first = client.get("/register.json?state=open").json()
    rest = client.get(first["next"].partition("8000")[2]).json()
    assert (len(first["matters"]), len(rest["matters"]), rest["next"]) == (100, 5, None)


def test_feeds_are_atom_with_stable_names(client, answered):
    feed = ElementTree.fromstring(client.get("/register.atom?lang=en").content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [
        f"{answered.number} 路燈不亮"
    ]
    own = ElementTree.fromstring(client.get(f"/register/{answered.number}.atom?lang=en").content)
    titles = [entry.findtext(f"{ATOM}title") for entry in own.iter(f"{ATOM}entry")]
    assert titles[0] == "What came of it: Lit" and len(titles) == 4
    assert len({entry.findtext(f"{ATOM}id") for entry in own.iter(f"{ATOM}entry")}) == 4


def test_the_slip_has_number_day_unit_and_code(client, monday, send):
    page = text_of(client.get(f"/en/register/{send().number}/receipt/"))
    for words in ("LN-115-000001", "1 April 2026", "Lamp Office", "<svg"):
        assert words in page


def test_the_scoreboard_is_a_page_and_two_files(client, answered):
    casework.refresh_tallies(force=True)
    assert "Lamp Office" in text_of(client.get("/en/scoreboard/"))
    rows = {row["unit"]["code"]: row for row in client.get("/scoreboard.json").json()["public"]}
    assert (rows["lamps"]["answered"], rows["lamps"]["on_time"], rows["lamps"]["share_adopted"]) == (
        1,
        1.0,
        1.0,
    )
    assert "lamps,燈具課" in client.get("/scoreboard.csv").content.decode()


def test_an_administrator_adds_a_policy_and_everybody_reads_it(client, monday, send, officer, person, city):
    send()
    client.force_login(officer)
    assert client.get("/policies/new/").status_code == 403
    RoleGrant.objects.create(account=person, role=Role.ADMINISTRATOR, unit=city, starts_on=MONDAY.date())
    client.force_login(person)
    numbers = {
        "days": 20,
        "extension_days": 10,
        "pause_cap_days": 30,
        "due_soon_days": 2,
        "escalate_after_days": 5,
    }
    sent = {"kind": "lantern", "measure": "working", "basis": "本市路燈要點第3點", **numbers}
    assert "starts_on" in client.post("/policies/new/", {**sent, "starts_on": "2026-03-02"}).content.decode()
    assert Policy.objects.count() == 1
    assert client.post("/policies/new/", {**sent, "starts_on": "2026-05-01"}).status_code == 302
    assert Policy.objects.get(starts_on=date(2026, 5, 1)).terms.days == 20
    client.logout()
    assert "本市路燈要點第3點" in text_of(client.get("/policies/"))


def test_only_the_desk_of_an_administrator_leads_to_a_new_policy(client, monday, lead, office):
    new = "/policies/new/"
    assert new not in text_of(client.get("/policies/"))
    client.force_login(lead)
    assert new not in text_of(client.get("/desk/"))
    RoleGrant.objects.create(account=lead, role=Role.ADMINISTRATOR, unit=office, starts_on=date(2020, 1, 1))
    assert new in text_of(client.get("/desk/"))
