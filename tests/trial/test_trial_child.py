"""The process that reads a stranger's file: its limits, its cuts, and that no bytes make it fail."""

from __future__ import annotations

import json
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from lightwell.opendata.trial import child, rules


def test_the_process_may_not_take_more_memory_than_it_is_given():
    code = "from lightwell.opendata.trial import child; child.limit(); bytearray(4 << 30)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "MemoryError" in done.stderr


def test_the_process_may_not_write_without_end(tmp_path):
    code = f"from lightwell.opendata.trial import child; child.limit(); open({str(tmp_path / 'x')!r}, 'wb').truncate({rules.WRITTEN + 1})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0


def test_the_process_needs_neither_django_nor_settings():
    code = "import sys; import lightwell.opendata.trial.child, lightwell.engines.tables; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-I", "-c", code], env={}, check=False).returncode == 0


def test_long_texts_and_many_columns_are_cut_for_the_page_and_not_for_the_download(tmp_path):
    head = ",".join(f"欄{n}" for n in range(rules.COLUMNS_SHOWN + 5))
    row = ",".join(["長" * 1000, *("1" for _n in range(rules.COLUMNS_SHOWN + 4))])
    (tmp_path / "in.csv").write_text(f"{head}\n{row}\n{row}\n", "utf-8")
    told = child.examine(tmp_path / "in.csv", tmp_path)
    first = told["changes"]["rows"][0]
    assert len(first) == rules.COLUMNS_SHOWN and len(first[0]["value"]) == rules.CHARACTERS_SHOWN
    assert "長" * 1000 in (tmp_path / "table.csv").read_text("utf-8-sig")


@settings(max_examples=30, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(st.sampled_from('民國104年,,;\t\n"０-%$ 1a無是<[{'), max_size=120).map(str.encode)
)
def test_no_bytes_whatever_make_the_reading_fail(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("child")
    (folder / "in").write_bytes(content)
    told = child.examine(folder / "in", folder)
    json.dumps(told)
    assert (told["changes"] is None) == (told["report"]["status"] == "refused")
