"""A small city with something private in every room, each marked by words that are nowhere else.

A walk over all addresses finds out who can read them.
"""

from __future__ import annotations

import io
import secrets
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.conftest import TEXT as FERRY_PASS
from applications.conftest import begun
from builders import PASSWORD, make_account, make_citizen, make_officer, make_unit
from casework.conftest import WHISPER
from lightwell.bridges.following import public as following
from lightwell.bridges.following import sealing
from lightwell.bridges.search import public as search
from lightwell.casework import desk_drafts
from lightwell.casework import public as casework
from lightwell.files import public as files
from lightwell.files.models import StoredFile
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.publishing import actions as publishing
from lightwell.opendata.publishing import reading
from lightwell.opendata.requests import pages as request_pages
from lightwell.opendata.requests import public as data_requests
from lightwell.opendata.trial.trying import try_file
from lightwell.participation.opinions import pages as opinion_pages
from lightwell.participation.opinions import sheets, topics
from lightwell.participation.opinions.actions import Words, write_opinion
from lightwell.participation.petitions import public as petitions
from lightwell.participation.petitions.answering import reach
from lightwell.participation.petitions.handling import take
from lightwell.people import public as people
from lightwell.people.public import Account, Role, Unit
from lightwell.record import public as record
from lightwell.services.applications import public as applications
from lightwell.services.applications import sealing as draft_sealing
from lightwell.services.applications.models import Draft
from lightwell.services.directory import public as directory

# Words that are private, and nowhere else. Names say what they mark.
MARKERS = {
    "private matter": "zq-private-matter",
    "private answer": "zq-private-answer",
    "hidden text": "zq-hidden-text",
    "withdrawn text": "zq-withdrawn-text",
    "draft answer": "zq-draft-answer",
    "draft topic": "zq-draft-topic",
    "sheet draft": "zq-sheet-draft",
    "scan": "zq-scan-of-sheet",
    "contact": "zq-contact@example.org",
    "follower's address": "zq-follower@example.org",
    "citizen's name": "zq-wang-the-citizen",
    "citizen's address": "zq-citizen@example.org",
    "draft file": "zq-draft-file-cell",
    "unpublished dataset": "zq-unpublished-dataset",
    "withdrawn version": "zq-withdrawn-version-cell",
    "quarantined file": "zq-quarantined-cell",
    "draft application": "zq-draft-application",
    "draft without an owner": "zq-loose-draft",
    "application": "zq-application-answer",
    "what is missing": "zq-what-is-missing",
    "decision": "zq-reason-of-decision",
    "tried file": "zq-tried-cell",
    "draft petition": "zq-draft-petition",
    "petition being checked": "zq-petition-to-check",
    "hidden petition": "zq-hidden-petition",
}
SERVICES = Path(__file__).parents[2] / "src/lightwell/demo/content/services"
FILLED_IN = {
    "definition": (SERVICES / "accessible_entrance.toml").read_text(encoding="utf-8").replace('"social"', '"transport"'),
    "reason": "這是理由。", "note": "這是說明。", "text": "這是一段夠長的文字。", "title": "這是一個標題", "title_en": "Title",
    "do": "enter", "ask": "請這樣做。", "why": "因為如此。", "step": "send", "display": "count", "nonce": "nonce-0123456789", "outcome": "not_held", "officer":
    "officer@transport.example", "reason_code": "unclear", "into": "OP-115-000001", "unit": "parks", "topic": "night-bus",
    "channel": "paper", "received_on": "2026-01-05", "line-0-text": "一行字，寫在紙上。", "line-0-display": "count",
    "slug": "a-new-one", "name": "新名字", "language": "en", "email": "neighbour@example.org", "role": "officer",
    "day": "2027-01-07", "kind": "opinion", "starts_on": "2031-01-01", "measure": "calendar", "days": "20",
    "extension_days": "10", "pause_cap_days": "10", "due_soon_days": "3", "escalate_after_days": "3", "basis": "某法第一條",
    "description": "說明", "licence_code": "ogdl-tw-1", "frequency": "irregular", "result": "結果如此。", "personal": "on",
    "login": "neighbour@example.org", "password": PASSWORD, "password1": "a-new-long-password", "password2":
    "a-new-long-password", "oldpassword": PASSWORD, "purpose": "為何。", "can_change": "這些。", "cannot_change": "那些。",
    "decides": "首長", "use": "全部。", "level": "consult", "assurance": "0", "displays": "count", "phase-TOTAL_FORMS": "1",
    "phase-INITIAL_FORMS": "0", "phase-0-name": "徵詢", "phase-0-starts_on": "2026-01-01", "phase-0-ends_on": "2031-01-01",
    "phase-0-takes_opinions": "on", "action": "grant", "who": "lead", "often": "daily", "stop_all": "1",
    "about": "new", "ground": "foi-18-1-6", "review_on": f"{clock.today() + timedelta(days=300)}",
    "opens_on": f"{clock.today() + timedelta(days=200)}", "source": "topic/night-bus", "target": "unit/transport", "way": "led_to",
}  # fmt: skip
OFFERED = {
    "purpose": "What for.", "can_change": "This.", "cannot_change": "That.", "decides": "The head.", "use": "All.",
}  # fmt: skip


@dataclass
class World:
    """Who is there, what can stand in an address, and the words to look for."""

    accounts: dict[str, Account] = field(default_factory=dict)
    pools: dict[str, list[Any]] = field(default_factory=dict)
    markers: dict[str, str] = field(default_factory=lambda: dict(MARKERS))
    sessions: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)


def picture(words: str) -> bytes:
    """A PNG of one grey pixel that carries words."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    note = b"Comment\x00" + words.encode()
    parts = [(b"IHDR", head), (b"tEXt", note), (b"IDAT", zlib.compress(b"\x00\x80")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


@contextmanager
def private_kind() -> Iterator[None]:
    """The invented kind of matter that is always private."""
    casework.register_kind(WHISPER)
    try:
        yield
    finally:
        casework.forget_kind(WHISPER.name)


def build() -> World:
    """Make the city through the actions that people use."""
    world = World()
    days = people.Calendar.objects.create(slug="taiwan", name="行政機關辦公日曆", name_en="Working days")
    city = make_unit("city", name="燈市", name_en="Lantern City", calendar=days)
    office, parks = make_unit("transport", parent=city), make_unit("parks", parent=city)
    _people(world, office, parks)
    topic = _topics(world, office)
    _matters(world, office, topic)
    _sheets(world, topic)
    _data(world, office)
    _petitions(world, office)
    _requests(world, office)
    _services(world)
    _applications(world)
    _bridges(world, topic)
    _rest(world)
    world.pools["opendata secret"] = [_tried()]
    search.rebuild()
    return world


def _tried() -> str:
    """The secret of what came of a stranger's file."""
    content = f"編號,說明\n1,{MARKERS['tried file']}\n2,平常\n".encode()
    return try_file(name="tried.csv", chunks=[content], address="203.0.113.9")


def _people(world: World, office: Unit, parks: Unit) -> None:
    for role in Role.values:
        world.accounts[role] = make_officer(office, role=role, email=f"{role}@transport.example")
    world.accounts["citizen"] = make_citizen(
        MARKERS["citizen's address"], name=MARKERS["citizen's name"], verified=True
    )
    world.accounts["neighbour"] = make_citizen("neighbour@example.org", name="Neighbour", verified=True)
    stranger = make_account("lead@parks.example", name="Stranger")
    for role in (Role.LEAD, Role.EDITOR, Role.ADMINISTRATOR, Role.HELPER, Role.AUDITOR):
        people.grant_role(account=stranger, role=role, unit=parks, by=None)
    world.accounts["staff of another unit"] = stranger
    for name, account in world.accounts.items():
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        world.sessions[name] = _session(account)


def _session(account: Account) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(account.pk)
    store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    store["_auth_user_hash"] = account.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _topics(world: World, office: Unit) -> Any:
    today = clock.today()
    phases = [
        topics.PhasePlan("徵詢", today - timedelta(days=9), today + timedelta(days=9), True, "Opinions"),
        topics.PhasePlan("回應", today + timedelta(days=10), today + timedelta(days=30), False, "Answers"),
    ]

    def draft(slug: str, title: str) -> Any:
        fields = {"title": title, "title_en": title, **OFFERED, **{f"{k}_en": v for k, v in OFFERED.items()}}
        return topics.draft_topic(slug=slug, unit=office, fields=fields, phases=phases, by=None)

    draft("zq-sealed", MARKERS["draft topic"])
    return topics.publish_topic(topic=draft("night-bus", "夜間公車"), by=None)


def _matters(world: World, office: Unit, topic: Any) -> None:
    officer, lead, citizen = (world.accounts[name] for name in ("officer", "lead", "citizen"))

    def opinion(text: str, **words: Any) -> casework.Matter:
        by = words.pop("by", None)
        return write_opinion(
            topic=topic, words=Words(text=text, **words), nonce=secrets.token_urlsafe(12), by=by
        )

    answered = opinion("末班車再晚一點就好了。", email=MARKERS["contact"])
    casework.move(matter=answered, to="accepted", by=officer)
    answered.refresh_from_db()
    casework.respond(matter=answered, text="會晚一點。", by=officer)
    open_one = opinion("車站的燈太暗，看不見站牌。", by=citizen)
    casework.move(matter=open_one, to="accepted", by=officer)
    open_one.refresh_from_db()
    desk_drafts.save_draft(
        matter=open_one, text=MARKERS["draft answer"], version=open_one.version, by=officer
    )
    hidden = casework.redact(
        matter=opinion(f"{MARKERS['hidden text']} 某人的電話", by=citizen), reason="個人資料", by=lead
    )
    taken_back = casework.withdraw(matter=opinion(f"{MARKERS['withdrawn text']} 算了"), bearer=True, by=None)
    private = casework.receive(
        kind="whisper", title=MARKERS["private matter"], body=MARKERS["private matter"], channel="web", unit=office,
        by=citizen, person=citizen, contact_email=MARKERS["contact"],
    )  # fmt: skip
    private = casework.assign(matter=private, officer=officer, by=lead)
    casework.respond(matter=private, text=MARKERS["private answer"], by=officer)
    matters = [answered, open_one, hidden, taken_back, private]
    world.markers["private number"] = private.number
    world.pools["number"] = [matter.number for matter in matters]
    for matter in matters:
        matter.refresh_from_db()
        world.versions[matter.number] = matter.version
    from lightwell.casework.contact import secret_of

    world.pools["secret"] = [secret_of(matter.number) for matter in matters]
    for matter, secret in zip(matters, world.pools["secret"], strict=True):
        world.markers[f"tracking secret of {matter.number}"] = secret
    world.pools["token"] = [signing.dumps(answered.number, salt=opinion_pages.SENT)]
    world.pools["verb"] = ["answer", "reject", "withdraw"]


def _sheets(world: World, topic: Any) -> None:
    helper = world.accounts["helper"]

    def begin(number: str) -> Any:
        scan = SimpleUploadedFile("scan.png", picture(MARKERS["scan"]))
        sheet = sheets.begin_sheet(
            topic=topic, channel="paper", received_on=clock.today(), number=number, scan=scan, by=helper
        )
        files.check_now(sheet.scan)
        return sheet

    drafted, entered = begin("A-1"), begin("A-2")
    line = {"text": MARKERS["sheet draft"], "display": "count", "name": "", "email": "", "merge": ""}
    sheets.save_sheet(sheet=drafted, lines=[line], version=drafted.version, by=helper)
    lines = [{**line, "text": "公車請停在橋頭。", "email": MARKERS["contact"]}]
    sheets.save_sheet(sheet=entered, lines=lines, version=entered.version, by=helper)
    entered.refresh_from_db()
    world.pools["number"] += [matter.number for matter in sheets.enter_sheet(sheet=entered, by=helper)]
    drafted.refresh_from_db()
    world.versions[drafted.public_id] = drafted.version
    world.pools["opinions public_id"] = [drafted.public_id, entered.public_id]


def _data(world: World, office: Unit) -> None:
    editor = world.accounts["editor"]

    def sent(dataset: Any, cell: str) -> Any:
        rows = "".join(f"{n},里{n},{cell}\r\n" for n in range(9))
        upload = io.BytesIO(f"編號,里,說明\r\n{rows}".encode())
        upload.name = "table.csv"
        draft = publishing.upload(dataset=dataset, upload=upload, by=editor)
        return reading.read(draft.pk)

    told = {"description": "每列一處。", "by": editor, "unit": office}
    public = publishing.create_dataset(slug="car-parks", title="停車場", title_en="Car parks", **told)
    gone = publishing.publish(draft=sent(public, MARKERS["withdrawn version"]), by=editor)
    publishing.withdraw(version=gone, reason="格式有誤。", by=editor)
    publishing.publish(draft=sent(public, "平常"), by=editor)
    waiting = sent(public, MARKERS["draft file"])
    publishing.create_dataset(slug="not-yet", title=MARKERS["unpublished dataset"], **told)
    hidden = publishing.Dataset.objects.get(slug="not-yet")
    first = sent(hidden, MARKERS["draft file"])
    world.pools["publishing public_id"] = [waiting.public_id, first.public_id]
    world.pools["dataset slug"] = ["car-parks", "not-yet"]
    quarantined = files.receive(
        SimpleUploadedFile("raw.csv", f"編號,值\n1,{MARKERS['quarantined file']}\n".encode()), purpose="test", by=editor
    )  # fmt: skip
    assert quarantined.state == files.State.QUARANTINED


def _bridges(world: World, topic: Any) -> None:
    following.follow(ref=topic.ref, by=world.accounts["citizen"])
    for ref in (topic.ref, Ref("unit", "transport")):
        address = MARKERS["follower's address"]
        following.ask(ref=ref, address=address, language="en", client="192.0.2.1")
    pending, held = following.Follow.objects.filter(follower__account=None).order_by("pk")
    following.confirm(follow=held)
    purposes = [("confirm", pending), ("stop", held), ("stop-all", held.follower), ("list", held.follower)]
    world.pools |= {
        "bridges kind": ["topic", "matter", "nothing"],
        "bridges id": ["night-bus", "zq-sealed", *world.pools["number"][-3:]],
        "bridges token": [sealing.token(purpose, row.public_id) for purpose, row in purposes],
    }


def _petitions(world: World, office: Unit) -> None:
    citizen, neighbour = world.accounts["citizen"], world.accounts["neighbour"]

    def draft(title: str) -> Any:
        text = petitions.Text(title=title, ask=title, why=title, unit=office)
        return petitions.write_draft(text=text, by=citizen)

    def opened(title: str) -> Any:
        return petitions.accept(petition=petitions.submit(petition=draft(title), by=citizen), by=None)

    drafted = draft(MARKERS["draft petition"])
    waiting = petitions.submit(petition=draft(MARKERS["petition being checked"]), by=citizen)
    collecting = opened("請加開夜間公車")
    petitions.sign_as(petition=collecting, account=neighbour)
    hidden = petitions.reject(
        petition=opened(MARKERS["hidden petition"]), reason_code="abusive", note="不予顯示。", by=None
    )
    answering = take(opened("請延長末班車時間"))
    reach(answering)
    world.pools["petitions slug"] = ["-"]
    found = [collecting, answering, drafted, waiting, hidden]
    world.pools["petitions public_id"] = world.pools["petitions id"] = [each.public_id for each in found]


def _requests(world: World, office: Unit) -> None:
    """A request for data that waits for its answer, one that is hidden, and closed data with a promised day."""
    officer, lead, editor = (world.accounts[name] for name in ("officer", "lead", "editor"))

    def asked(title: str) -> casework.Matter:
        wish = data_requests.Wish(title=title, text="每一站每小時。", unit=office, email=MARKERS["contact"])
        return casework.move(matter=data_requests.ask(wish=wish, by=None), to="accepted", by=officer)

    waiting = asked("上下車人數")
    hidden = casework.redact(matter=asked(f"{MARKERS['hidden text']} 某人"), reason="個人資料", by=lead)
    closing = disclosure.Closing(
        ground="foi-18-1-2", reason="公開會使人避開查核。", review_on=clock.today() + timedelta(days=90)
    )
    subject = disclosure.close_data(
        unit=office, words=disclosure.Words(title="查核路線", title_en="Patrol routes"), closing=closing, by=editor,
        promise=disclosure.Promise(opens_on=clock.today() + timedelta(days=30)),
    )  # fmt: skip
    for matter in (waiting, hidden):
        world.versions[matter.number] = matter.version
    world.versions[subject.slug] = subject.version
    world.pools |= {
        "requests slug": ["none"],
        "requests number": [waiting.number, hidden.number],
        "requests token": [signing.dumps(waiting.number, salt=request_pages.SENT)],
        "disclosure slug": [subject.slug],
        "step": ["move", "review", "open"],
    }


def _services(world: World) -> None:
    """An open service with a check of who may use it, and a closed one."""
    for name in ("resident_parking", "ride_allowance"):
        text = (
            (SERVICES / f"{name}.toml")
            .read_text(encoding="utf-8")
            .replace('unit = "social"', 'unit = "transport"')
        )
        service = directory.load_definition(definition=text, by=None)
        world.pools.setdefault("directory slug", []).append(service.slug)
    closed = directory.service_of("resident-parking")
    assert closed is not None
    directory.close_service(service=closed, reason="年度換證中。", by=None)


def _applications(world: World) -> None:
    """Drafts with an owner and without, an application that waits for its person, and one that was decided."""
    text = FERRY_PASS.format(version=1, days=10, assurance="none").replace(
        'unit = "harbour"', 'unit = "transport"'
    )
    directory.load_definition(definition=text, by=None)
    citizen, officer = world.accounts["citizen"], world.accounts["officer"]
    offer = applications.offer_of("ferry-pass")
    assert offer is not None
    owned = begun(citizen, name=MARKERS["draft application"])
    loose = begun(name=MARKERS["draft without an owner"])
    applications.mail_link(draft=loose, address=MARKERS["contact"], by=None)
    token = "zq-mailed-link"
    Draft.objects.filter(pk=loose.pk).update(link_digest=draft_sealing.digest_of(token))
    waiting, decided = (
        applications.send(draft=begun(citizen, name=MARKERS["application"]), offer=offer, by=citizen)
        for _number in range(2)
    )
    for application in (waiting, decided):
        casework.assign(matter=application.matter, officer=officer, by=officer)
    applications.ask(application=waiting, missing={"name": MARKERS["what is missing"]}, by=officer)
    words = {"result": "refused", "basis": "第 4 條", "reason": MARKERS["decision"]}
    applications.decide(application=decided, **words, by=officer)
    drafts = [owned, loose, waiting.draft, decided.draft]
    upload = waiting.draft.uploads.get()
    files.check_now(upload.file)
    for draft in (owned, waiting.draft):
        world.markers[f"secret of a draft {draft.pk}"] = draft.secret
    for application in (waiting, decided):
        application.matter.refresh_from_db()
        number = application.matter.number
        world.versions[number] = application.matter.version
        world.pools["number"].append(number)
        world.pools["secret"].append(casework.secret_of(number))
        world.markers[f"tracking secret of {number}"] = casework.secret_of(number)
    world.markers["application number"] = waiting.matter.number
    world.pools |= {
        "applications slug": ["ferry-pass"],
        "applications service": ["ferry-pass"],
        "applications key": [draft.secret for draft in drafts],
        "applications page": ["person", "photo"],
        "applications number": [waiting.matter.number, decided.matter.number],
        "applications secret": [casework.secret_of(each.matter.number) for each in (waiting, decided)],
        "applications token": [token],
        "applications public_id": [upload.file.public_id],
    }


def _rest(world: World) -> None:
    acts = record.acts_of(casework.Matter.objects.get(number=world.pools["number"][0]).ref)
    record.integrate()
    year = clock.today().year
    grant = world.accounts["officer"].grants.first()
    world.pools |= {
        "files public_id": list(StoredFile.objects.values_list("public_id", flat=True)),
        "record public_id": [act.id for act in acts],
        "opinions slug": ["night-bus", "zq-sealed"],
        "people slug": ["city", "transport", "taiwan"],
        "publishing slug": ["car-parks", "not-yet"],
        "access slug": ["car-parks", "not-yet"],
        "dataset_slug": ["car-parks", "not-yet"],
        "publishing number": [1, 2],
        "access number": [1, 2],
        "version": [1, 2],
        "record number": [1],
        "people number": [grant.pk],
        "year": [year, 9999],
        "path": ["0/000", "entries/000", "0/000.p/3", "../../keys/record"],
        "name": ["table.csv", "original", "raw"],
        "key": ["1-nothing", "MQ:abc:def"],
        "uidb36": ["1"],
    }
