"""``lightwell logic``: a rule and its data per line in, its answer per line out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from lightwell.engines.logic.limits import DEFAULT, LogicError

LONGEST = 4 * 1024 * 1024  # bytes of a line
FRAMES = 20_000  # of Python, in this process only: the depth of rules has a limit of its own
EXACT_DIGITS = 15


def register(subparsers: Any) -> None:
    """Add the command ``logic``."""
    parser = subparsers.add_parser(
        "logic",
        help="evaluate JsonLogic rules",
        description='Reads {"rule": …, "data": …} per line from standard input and prints an answer per line.',
    )
    parser.add_argument("--json", action="store_true", help='print {"result": …} or {"error": …} per line')
    parser.add_argument(
        "--three-valued",
        action="store_true",
        help='absent data is unknown: also prints {"unknown": [paths that can still matter, the next to ask first]}',
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer every line; 0 also when some answers are errors, for each line has its own."""
    sys.setrecursionlimit(max(FRAMES, sys.getrecursionlimit()))
    for line in _lines(sys.stdin.buffer):
        answer = answer_to(line, three_valued=arguments.three_valued)
        print(written(answer) if arguments.json else _readable(answer), flush=True)
    return 0


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield each line, None for one that is too long to be read."""
    while line := stream.readline(LONGEST):
        if len(line) < LONGEST or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)
        yield None


def answer_to(line: bytes | None, *, three_valued: bool = False) -> dict[str, Any]:
    """Return the answer to one line: a mapping with ``result``, ``unknown`` or ``error``."""
    try:
        asked = _asked(line)
        return _answer(asked, three_valued)
    except LogicError as error:
        return {"error": str(error)}


def _answer(asked: dict[str, Any], three_valued: bool) -> dict[str, Any]:
    from lightwell.engines.logic import Known, evaluate, evaluate3

    if not three_valued:
        return {"result": evaluate(asked["rule"], asked.get("data"))}
    found = evaluate3(asked["rule"], asked.get("data"))
    return {"result": found.value} if isinstance(found, Known) else {"unknown": found.paths}


def _asked(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise LogicError(f"The line is longer than {LONGEST:,} bytes.")
    try:
        found = json.loads(line.decode("utf-8"), parse_int=_integer, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise LogicError(f"The line is not JSON ({_reason(error)}).")
    if not isinstance(found, dict) or "rule" not in found:
        raise LogicError('The line is no object with a "rule": write {"rule": …, "data": …}.')
    return found


def _reason(error: Exception) -> str:
    return (
        f"nested more than {DEFAULT.depth} levels deep" if isinstance(error, RecursionError) else str(error)
    )


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= EXACT_DIGITS else float(text)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def written(answer: dict[str, Any]) -> str:
    """Return an answer as one line of JSON; half characters, which UTF-8 cannot carry, are escaped."""
    text = json.dumps(answer, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer)
    return text


def _readable(answer: dict[str, Any]) -> str:
    if "error" in answer:
        return f"error: {answer['error']}"
    if "unknown" in answer:
        return "unknown; ask next: " + ", ".join(answer["unknown"]).encode(errors="replace").decode()
    return written(answer["result"])
