"""Whether the port is free, and who has it when it is not."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from pathlib import Path

from lightwell.operations.trouble import OperatorError

LISTENING = "0A"


def require_free(host: str, port: int) -> None:
    """Bind the port for a moment; an OperatorError names the process that has it, where the system tells."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _trouble(error, host, port)


def _trouble(error: OSError, host: str, port: int) -> OperatorError:
    if error.errno == errno.EADDRINUSE:
        who = holder(port)
        return OperatorError(
            f"Port {port} is taken{f' by {who}' if who else ''}.",
            f"Stop that program, or choose another port: PORT={port + 1} lightwell demo (or PORT={port + 1} make demo).",
        )
    if error.errno == errno.EACCES:
        return OperatorError(
            f"Port {port} needs more rights than this user has.", "Choose one from 1024: PORT=8000."
        )
    return OperatorError(f"The address {host}:{port} cannot be used: {error.strerror}.", "Set HOST and PORT.")


def holder(port: int) -> str:
    """Return ``name (process number)`` of who listens on a port, "" when the system does not tell."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    if not sockets:
        return ""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and sockets & _open_files(folder):
            with contextlib.suppress(OSError):
                return f"{(folder / 'comm').read_text().strip()} (process {folder.name})"
    return ""


def _inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    found.add(fields[9])
    return found


def _open_files(process: Path) -> set[str]:
    names = set()
    with contextlib.suppress(OSError):
        for handle in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                names.add(os.readlink(handle))
    return names
