"""What an operator does at the shell before there is an administrator."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from lightwell.people import public as people
from lightwell.people.models import Unit

HEAD = "slug,name,name_en,parent,email,phone,address\n"


@pytest.fixture
def table(tmp_path):
    def write(text: str, encoding: str = "utf-8") -> str:
        file = tmp_path / "units.csv"
        file.write_bytes(text.encode(encoding))
        return str(file)

    return write


@pytest.mark.django_db
def test_a_new_site_gets_its_units_and_its_first_administrator(table, account, capsys):
    file = table(HEAD + "city,市政府,City,,info@city.example,,\nparks,公園處,Parks,city,,,\n", "utf-8-sig")
    call_command("import_units", file, dry_run=True)
    assert not Unit.objects.exists() and "2 units would be created" in capsys.readouterr().out
    call_command("import_units", file)
    call_command("import_units", file)
    assert "0 units created, 2 there already" in capsys.readouterr().out
    mei = account(email="mei@example.org")
    call_command("grant_role", "MEI@example.org", "administrator", "city")
    assert people.can(mei, "people.administer", unit=Unit.objects.get(path="/city/parks/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "line 1: needs the columns slug, name, parent"),
        (HEAD + "parks,公園處,,city,,,\n", "line 2: there is no unit city yet"),
        (HEAD + "city,市,,,,,\nPARKS,公園處,,city,,,\n", "line 3"),
        (HEAD + "city,,,,,,\n", "line 2: city has no name"),
        (HEAD + "city,市,,,,,,,more\n", "line 2: more cells"),
    ],
)
def test_a_wrong_table_says_the_line_and_creates_nothing(text, said, table):
    with pytest.raises(CommandError, match=said):
        call_command("import_units", table(text))
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_a_table_that_is_no_utf8_or_not_there_is_told(table, tmp_path):
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_units", table(HEAD + "city,市政府,,,,,\n", "cp950"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_units", str(tmp_path / "none.csv"))


@pytest.mark.django_db
def test_a_role_for_nobody_or_nothing_is_told(account, tree):
    with pytest.raises(CommandError, match="no account"):
        call_command("grant_role", "no@example.org", "officer", "city")
    account(email="mei@example.org")
    with pytest.raises(CommandError, match="no unit"):
        call_command("grant_role", "mei@example.org", "officer", "moon")


@pytest.mark.django_db
def test_the_demos_issuer_is_registered_in_the_demo_only(settings, capsys):
    from lightwell.people import sign_in_settings

    with pytest.raises(CommandError, match="LIGHTWELL_DEMO"):
        call_command("demo_issuer")
    settings.DEMO = True
    settings.SOCIALACCOUNT_PROVIDERS = sign_in_settings.providers("http://127.0.0.1:8000/demo-issuer")
    call_command("demo_issuer")
    call_command("demo_issuer")
    said = capsys.readouterr().out
    assert "/en/account/identity/callback/" in said and "http://localhost" in said
