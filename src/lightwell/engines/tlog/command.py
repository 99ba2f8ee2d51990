"""`lightwell log`: what an outsider needs in order to check a log. Works without the application and its database."""

import argparse
import json
import sys
from pathlib import Path

from lightwell.engines.tlog.errors import Mismatch, MissingError, SourceError, TlogError
from lightwell.engines.tlog.note import MAX_NOTE, VerifierKey, parse_key
from lightwell.engines.tlog.proofs import check_content, check_opening, check_proof
from lightwell.engines.tlog.sources import TIMEOUT_SECONDS, open_source
from lightwell.engines.tlog.verify import Verified, verify_log

VERIFIED, NOT_VERIFIED, UNREADABLE = 0, 1, 2
MAX_PROOF = 1 << 20
MAX_CONTENT = 1 << 30


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add `log verify` and `log proof`; returns the parser of `log`, so that the record adds its own subcommands."""
    parser = subparsers.add_parser("log", help="verify a public record, or make its key")
    commands = parser.add_subparsers(dest="log_command", required=True)
    _add_verify(commands)
    _add_proof(commands)
    parser.set_defaults(log_commands=commands)
    return parser


def _add_verify(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = commands.add_parser(
        "verify",
        help="check a whole log: signature, every entry, every tile, root, consistency",
        description="Exit codes: 0 verified, 1 not verified, 2 the log or an argument could not be read.",
    )
    verify.add_argument("place", help="address (…/record) or folder that holds `checkpoint` and `tile/`")
    verify.add_argument("--key", required=True, help="verifier key NAME+HASH+BASE64, or a file that holds it")
    verify.add_argument("--since", type=Path, help="an older checkpoint file that the log must still contain")
    verify.add_argument(
        "--witness",
        action="append",
        default=[],
        help="key of a witness that must have signed the checkpoint too",
    )
    verify.add_argument(
        "--timeout", type=float, default=TIMEOUT_SECONDS, help="seconds to wait for an answer"
    )
    verify.add_argument("--json", action="store_true", help="print the result as one JSON object")
    verify.set_defaults(func=run_verify)


def _add_proof(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    proof = commands.add_parser(
        "proof",
        help="check one downloaded proof file",
        description="Reads a proof downloaded from the record (then --key is needed), or an RFC 6962 inclusion or "
        "consistency proof as JSON with base64 hashes. Exit codes as for `log verify`.",
    )
    proof.add_argument("file", type=Path, help="the proof, a JSON file")
    proof.add_argument("--key", help="verifier key NAME+HASH+BASE64, or a file that holds it")
    proof.add_argument(
        "--content",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="also check a published text against its hash",
    )
    proof.add_argument("--opening", type=Path, help="also check the opening of a sealed entry, a JSON file")
    proof.set_defaults(func=run_proof)


def run_verify(args: argparse.Namespace) -> int:
    """Verify and print; the exit code is the answer."""
    try:
        key = read_key(args.key)
        since = _read_file(args.since, MAX_NOTE) if args.since else None
        witnesses = [read_key(item, "--witness") for item in args.witness]
        result = verify_log(open_source(args.place, args.timeout), key, since, witnesses)
    except SourceError as error:
        hint = "; the address of a record ends in /record" if isinstance(error, MissingError) else ""
        return _report(args.json, UNREADABLE, f"cannot read: {error}{hint}", None)
    except Mismatch as error:
        place = "checkpoint" if error.entry is None else f"entry {error.entry}"
        return _report(args.json, NOT_VERIFIED, f"NOT VERIFIED: {place}: {error}", error.entry)
    except TlogError as error:
        return _report(args.json, NOT_VERIFIED, f"NOT VERIFIED: checkpoint: {error}", None)
    return _report(args.json, VERIFIED, _describe(result, key, len(witnesses)), None)


def run_proof(args: argparse.Namespace) -> int:
    """Check one proof file, and what was given to compare with it, and print; the exit code is the answer."""
    try:
        key = read_key(args.key) if args.key else None
        proof = _read_json(args.file)
        opening = _read_json(args.opening) if args.opening else None
        contents = [_read_content(item) for item in args.content]
    except SourceError as error:
        return _report(False, UNREADABLE, f"cannot read: {error}", None)
    try:
        said = [check_proof(proof, key)]
        said += [check_content(proof, name, data) for name, data in contents]
        said += [check_opening(proof, opening)] if args.opening else []
    except TlogError as error:
        return _report(False, NOT_VERIFIED, f"NOT VERIFIED: {error}", None)
    return _report(False, VERIFIED, "\n".join(said), None)


def _read_json(path: Path) -> object:
    try:
        return json.loads(_read_file(path, MAX_PROOF))
    except SourceError:
        raise
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path} is not JSON: {error}") from None


def _read_content(item: str) -> tuple[str, bytes]:
    name, equals, path = item.partition("=")
    if not equals:
        raise SourceError(f"--content needs NAME=FILE, not {item!r}")
    return name, _read_file(Path(path), MAX_CONTENT)


def read_key(text: str, option: str = "--key") -> VerifierKey:
    """A verifier key as given, or out of the file that `text` names; SourceError when it is neither."""
    try:
        if "+" not in text or Path(text).is_file():
            text = _read_file(Path(text), MAX_NOTE).decode()
        return parse_key(text)
    except (TlogError, UnicodeDecodeError, OSError) as error:
        raise SourceError(f"{option}: {error}") from None


def _read_file(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > most:
        raise SourceError(f"{path} is larger than {most} bytes")
    return data


def _report(as_json: bool, code: int, text: str, entry: int | None) -> int:
    if as_json:
        print(json.dumps({"verified": code == VERIFIED, "message": text, "entry": entry}, ensure_ascii=False))
    else:
        print(text, file=sys.stdout if code == VERIFIED else sys.stderr)
    return code


def _describe(result: Verified, key: VerifierKey, witnesses: int) -> str:
    head = result.checkpoint
    lines = [f"verified: {head.size} entries of {head.origin}, root {head.root.hex()}"]
    if witnesses:
        lines.append(f"signed by the {witnesses} witness(es) asked for")
    if result.since:
        lines.append(
            f"consistent with the checkpoint of {result.since.origin} at {result.since.size} entries"
        )
    if result.continues:
        previous, folder = result.continues.previous, result.continues.folder
        lines.append(
            f"entry 0 opens a new origin: it continues {previous.origin}, left at {previous.size} entries,"
        )
        lines.append(f"  which is under {folder}; its key is {key.renamed(previous.origin)}")
    return "\n".join(lines)
