"""The pages of the directory, the check, the desk and the API."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from service_files import LAMPS

from lightwell.services.directory import public as directory
from lightwell.services.directory.models import Service

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_directory_lists_services_by_life_event_and_unit(
    lamps, allowance, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        shown = text(client.get("/en/services/"))
    for words in (
        "Building and repairing a home",
        "Caring for somebody",
        "Adopt a lamp",
        "Travel allowance for care",
        "Transport Bureau",
    ):
        assert words in shown


def test_an_empty_directory_says_so(db, client):
    assert "No service is published yet." in text(client.get("/en/services/"))


def test_the_page_of_a_service_says_everything_a_citizen_needs(allowance, client):
    shown = text(client.get("/en/services/ride-allowance/"))
    for words in (
        "Free.",
        "15 working days",
        "Senior Citizens Welfare Act, Article 15",
        "No papers",
        "Social Affairs Bureau",
        "Check whether you may",
        "At the counter",
        "It is paid every month",
    ):
        assert words in shown, words
    assert "乘車津貼" in text(client.get("/services/ride-allowance/"))
    assert client.get("/services/none/").status_code == 404


def test_the_page_of_a_closed_service_says_why_and_offers_no_beginning(lamps, lead, client):
    directory.close_service(service=lamps, reason="系統更新", reason_en="Under repair", by=lead)
    response = client.get("/en/services/lamps/")
    assert "Under repair" in text(response) and "/apply/" not in response.content.decode()


def test_every_question_of_the_form_is_told_with_its_reason_before_anybody_begins(lamps, client):
    shown = text(client.get("/en/services/lamps/questions/"))
    for words in (
        "Which lamp?",
        "To check",
        "Article 1",
        "One year",
        "Only for some, by earlier answers",
        "Anything else? (optional)",
    ):
        assert words in shown, words


def answer(client: Client, response, **given) -> object:
    page = response.content.decode()
    hidden = dict(re.findall(r'name="(so|question)" value="([^"]*)"', page))
    return client.post("/en/services/ride-allowance/check/", hidden | given, follow=True)


def test_the_check_asks_one_question_at_a_time_and_gives_its_reasons(allowance, client):
    response = client.get("/en/services/ride-allowance/check/")
    assert "Are you registered in Chengchuan?" in text(response) and "At most 7 questions" in text(response)
    response = answer(client, response, resident="yes")
    assert "For how long?" in text(response) and "Your answers so far" in text(response)
    response = answer(client, response, months="long")
    response = answer(client, response, oldest="seventy")
    assert (
        response.status_code == 422
        and "Write a number in digits" in text(response)
        and "seventy" in response.content.decode()
    )
    response = answer(client, response, oldest="70")
    response = answer(client, response, income="above")
    shown = text(response)
    assert "No: by your answers you may not use this service" in shown
    assert "Met" in shown and "Not met" in shown and "Not asked: it makes no difference any more" in shown
    assert "You may apply whenever your income falls" in shown


def test_an_answer_can_be_changed_and_the_way_back_works(allowance, client):
    response = client.get("/en/services/ride-allowance/check/")
    denied = answer(client, response, resident="no")
    assert "No: by your answers" in text(denied)
    change = re.search(r'href="(/en/services/ride-allowance/check/[^"]*)">Change', denied.content.decode())
    assert change is not None
    asked = client.get(change.group(1))
    assert "Are you registered in Chengchuan?" in text(asked)
    again = answer(client, asked, resident="yes")
    assert "For how long?" in text(again)


def test_a_page_of_the_check_that_is_sent_twice_takes_the_answer_once(allowance, client):
    first = client.get("/en/services/ride-allowance/check/")
    answer(client, first, resident="yes")
    assert "For how long?" in text(answer(client, first, resident="yes"))
    forged = client.post(
        "/en/services/ride-allowance/check/", {"so": "x", "question": "income", "income": "low"}, follow=True
    )
    assert "Are you registered in Chengchuan?" in text(forged)


def test_there_is_no_check_where_the_file_has_no_conditions(lamps, client):
    assert client.get("/services/lamps/check/").status_code == 404


def test_a_head_publishes_a_file_and_sees_its_problems_line_by_line(office, lead):
    client = signed_in(lead)
    wrong = LAMPS.replace('life_event = "home"', 'life_event = "x"').replace(
        'type = "longtext"', 'type = "essay"'
    )
    response = client.post("/en/desk/services/publish/", {"definition": wrong})
    shown = text(response)
    assert (
        response.status_code == 422 and "There are 2 problems." in shown and "“essay” is not among" in shown
    )
    assert "essay" in response.content.decode().split("<textarea")[1]
    upload = SimpleUploadedFile("lamps.toml", LAMPS.encode())
    response = client.post("/en/desk/services/publish/", {"file": upload}, follow=True)
    assert response.redirect_chain[-1][0] == "/en/desk/services/lamps/" and "published as version 1" in text(
        response
    )
    again = client.post("/en/desk/services/publish/", {"file": SimpleUploadedFile("a.toml", b"\xff\xff")})
    assert again.status_code == 422 and "not in UTF-8" in text(again)
    assert client.post("/en/desk/services/publish/", {}).status_code == 422
    taken = client.post("/en/desk/services/publish/", {"definition": LAMPS.replace("Anything", "Something")})
    assert taken.status_code == 422 and "was published with other content" in text(taken)


def test_a_head_closes_and_opens_a_service_and_takes_its_file(lamps, lead):
    client = signed_in(lead)
    assert "Adopt a lamp" in text(client.get("/en/desk/services/"))
    assert client.post("/en/desk/services/lamps/turn/", {"reason": ""}).status_code == 422
    client.post("/en/desk/services/lamps/turn/", {"reason": "整修"})
    assert not Service.objects.get().is_open
    assert "takes applications again" in text(client.post("/en/desk/services/lamps/turn/", follow=True))
    file = client.get("/en/desk/services/lamps/definition.toml")
    assert file.content.decode() == LAMPS and "attachment" in file["Content-Disposition"]


def test_the_desk_is_closed_to_others(lamps, officer, outsider):
    for address in ("/desk/services/", "/desk/services/publish/", "/desk/services/lamps/"):
        assert signed_in(officer).get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert signed_in(outsider).get("/desk/services/lamps/").status_code == 403
    assert signed_in(outsider).post("/desk/services/lamps/turn/", {"reason": "x"}).status_code == 403


def test_the_api_tells_services_and_their_forms_as_json_schema(lamps, allowance, client):
    (first, second) = client.get("/api/v1/services").json()["services"]
    assert {first["slug"], second["slug"]} == {"lamps", "ride-allowance"}
    one = client.get("/api/v1/services/lamps").json()
    assert (
        one["name"] == {"zh": "路燈認養", "en": "Adopt a lamp"}
        and one["unit"] == "transport"
        and one["closed_because"] is None
    )
    schema = client.get("/api/v1/services/lamps/form").json()
    assert schema["properties"]["kind"]["oneOf"][0]["const"] == "street" and schema["required"] == ["kind"]
    missing = client.get("/api/v1/services/none")
    assert missing.status_code == 404 and "/api/v1/services" in missing.json()["error"]["message"]
