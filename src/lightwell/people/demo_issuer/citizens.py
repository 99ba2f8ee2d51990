"""Fictional people of the demo. A second digit of 0 is given to nobody, so that no number here is anybody's."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.people.models import Account

DOMAIN = "citizen.invalid"  # RFC 2606: never an address of anybody


@dataclass(frozen=True)
class Citizen:
    """Somebody of the demo: a key (also the subject of tokens), a name in both languages, an identity number."""

    key: str
    name: str
    name_en: str
    identity_number: str
    about: str
    about_en: str


CITIZENS = (
    Citizen(
        "yutong", "林雨彤", "Lin Yu-tong", "L000000018", "國小老師，騎腳踏車通勤", "teacher, cycles to work"
    ),
    Citizen(
        "zhiyuan", "陳志遠", "Chen Zhi-yuan", "C000000027", "開麵店，住河岸邊", "noodle shop by the river"
    ),
    Citizen(
        "meihua",
        "吳美華",
        "Wu Mei-hua",
        "W000000036",
        "退休護理師，照顧母親",
        "retired nurse, cares for her mother",
    ),
    Citizen(
        "savungaz",
        "撒芙佧茲",
        "Savungaz",
        "S000000045",
        "大學生，第一次投票",
        "student, votes for the first time",
    ),
    Citizen(
        "nguyen",
        "阮氏香",
        "Nguyen Thi Huong",
        "N000000054",
        "新住民，社區翻譯",
        "came from Vietnam, interprets",
    ),
    Citizen(
        "guoqiang",
        "王國強",
        "Wang Guo-qiang",
        "G000000063",
        "垃圾車司機，夜班",
        "drives a refuse truck at night",
    ),
)
BY_KEY = {citizen.key: citizen for citizen in CITIZENS}


def subject_of(citizen: Citizen) -> Account:
    """Return the row that the issuer's tokens hang on; it has no password and no confirmed address: nobody signs in with it."""
    address = f"{citizen.key}@{DOMAIN}"
    found = Account.objects.filter(email=address).first()
    return found or Account.objects.create_user(address, None, name=citizen.name)


def citizen_of(account: Account) -> Citizen | None:
    """Return who a token's subject is."""
    key, _at, domain = account.email.partition("@")
    return BY_KEY.get(key) if domain == DOMAIN else None
