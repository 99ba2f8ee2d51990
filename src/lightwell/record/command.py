"""`lightwell log key`: the one command about the log that belongs to its operator."""

from __future__ import annotations

import argparse
import os
import sys


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `key` to the `log` commands of the engine, which are registered first."""
    commands = subparsers.choices["log"].get_default("log_commands")
    key = commands.add_parser(
        "key", help="print the verifier key of this installation's record, making the key if needed"
    )
    key.set_defaults(func=run_key)


def run_key(args: argparse.Namespace) -> int:
    """Print NAME+HASH+BASE64; needs the key file, not the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
    import django

    django.setup()
    from lightwell.engines.tlog.errors import TlogError
    from lightwell.kernel.refusal import Refusal
    from lightwell.record.signing import verifier_key

    try:
        print(verifier_key())
    except (Refusal, TlogError, OSError) as error:
        print(f"cannot print the key: {error}", file=sys.stderr)
        return 2
    return 0
