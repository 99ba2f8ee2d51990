"""The one program: every command is known, fast to reach, and fails with words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lightwell import cli
from lightwell.operations.trouble import OperatorError

NAMES = sorted({name for names in cli.COMMANDS.values() for name in names})


def test_every_command_is_listed():
    listed = cli.parser().format_help()
    assert all(f"  {name} " in listed for name in NAMES)
    assert {"serve", "demo", "worker", "manage", "backup", "restore", "table", "log"} <= set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "manage"])  # whose words are Django's own
def test_a_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0 and f"lightwell {name}" in capsys.readouterr().out


def test_an_unknown_command_is_told_what_there_is(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["sreve"])
    assert ended.value.code == 2 and "serve" in capsys.readouterr().err


def test_what_an_operator_can_mend_is_said_once_with_what_to_do(monkeypatch, capsys):
    monkeypatch.setenv("LIGHTWELL_DATABASE", "sqlite")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.main(["serve"]) == 2
    said = capsys.readouterr().err
    assert "sqlite" in said and "embedded" in said and "Traceback" not in said


def test_trouble_has_two_sentences():
    trouble = OperatorError("The disk is full.", "Make room.")
    assert str(trouble) == "The disk is full.\nMake room."


@pytest.mark.slow
def test_reading_a_table_loads_neither_django_nor_the_database():
    script = "import sys; from lightwell import cli; cli.parser('table'); print(any(m in sys.modules for m in ('django', 'psycopg')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.slow
def test_output_that_nobody_reads_any_more_is_no_error():
    command = f"{sys.executable} -m lightwell.cli --help | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr
