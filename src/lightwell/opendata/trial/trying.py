"""A stranger's file from the upload to a result, and nothing of it left beside."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.trial import brakes, examining, results, rules, words


def try_file(*, name: str, chunks: Iterable[bytes], address: str) -> str:
    """Read a file and keep the result for a quarter of an hour; returns the secret of its address.

    Refusal says why the file is no table; Busy and TooMany, that it works again later. The file itself is deleted before this
    returns, whatever happened.
    """
    brakes.knock(address)
    with (
        examining.place(),
        tempfile.TemporaryDirectory(prefix="work-", dir=examining.folder()) as work,
    ):
        file, out = Path(work) / "original", Path(work) / "out"
        out.mkdir()
        with file.open("wb") as target:
            target.writelines(chunks)
        told = examining.examine(file, out)
        if told["changes"] is None:
            with file.open("rb") as opened:
                kind = rules.looks_like(opened.read(512))
            raise Refusal(words.refused(told["report"], kind), field="file")
        told |= {"name": name[-rules.NAME_SHOWN :], "size": file.stat().st_size}
        return results.keep(out, told, full=_("Many results are being looked at just now. Send yours again in a few minutes."))  # fmt: skip
