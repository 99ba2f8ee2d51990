"""Ask the socket, not the server, whether a kept connection lives.

With CONN_HEALTH_CHECKS Django sends ``SELECT 1`` before the first query of every request: a whole round trip, a tenth of a
page. When PostgreSQL ends or is killed its sockets are closed, and a closed socket is readable: seeing that takes
microseconds. A readable socket may also hold a notice that nobody fetched, so only then PostgreSQL itself is asked.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    def is_usable(self) -> bool:
        """Return whether the connection can be used; False when PostgreSQL has closed it."""
        if self.connection is None or self.connection.closed:
            return False
        return super().is_usable() if _readable(self.connection.fileno()) else True


def _readable(descriptor: int) -> bool:
    """Return whether something, or the end, waits in a socket; poll takes descriptors of any number."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))
