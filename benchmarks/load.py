"""A small load generator: keep-alive connections in threads, each asking one request after the other.

    python benchmarks/load.py PORT CONNECTIONS REQUESTS PATH    prints one JSON object: p50, p95 in ms, failures, bytes

A process of its own, so that its work is not counted as the server's. ``{n}`` in the path becomes a number that was never
asked before.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time

BUFFER = 1 << 18


class Connection:
    """One connection; ``ask`` returns the status and the length of the body."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.tail = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n\r\n".encode()

    def ask(self, path: str) -> tuple[int, int]:
        self.socket.sendall(b"GET " + path.encode() + self.tail)
        received = self.socket.recv(BUFFER)
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _blank, body = received.partition(b"\r\n\r\n")
        length = _length(head)
        have = len(body)
        while have < length:
            have += len(self._more())
        return int(head[9:12]), length

    def _more(self) -> bytes:
        found = self.socket.recv(BUFFER)
        if not found:
            raise ConnectionError("The server closed the connection.")
        return found


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    raise ValueError("An answer without Content-Length; this client reads no chunks.")


def run(port: int, connections: int, requests: int, path: str) -> dict[str, float]:
    """Ask ``requests`` times over so many connections; times are of whole answers."""
    shares = [requests // connections] * connections
    times: list[list[float]] = [[] for _share in shares]
    failures, sizes = [0] * connections, [0] * connections
    began = time.time_ns()

    def work(place: int) -> None:
        connection = Connection(port)
        for turn in range(shares[place]):
            address = path.replace("{n}", f"{began}{place:02}{turn}")
            start = time.perf_counter()
            status, sizes[place] = connection.ask(address)
            times[place].append(time.perf_counter() - start)
            failures[place] += status != 200

    threads = [threading.Thread(target=work, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = sorted(moment for some in times for moment in some)
    return {
        "requests": len(taken),
        "p50": 1000 * taken[len(taken) // 2],
        "p95": 1000 * taken[min(len(taken) - 1, int(len(taken) * 0.95))],
        "failures": sum(failures) + sum(shares) - len(taken),
        "bytes": sizes[0],
    }


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
