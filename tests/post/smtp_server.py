"""A small SMTP server (RFC 5321) whose answers a test decides."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """What came in, and the replies that a test wants for a command, by its first word."""

    mails: list[str] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    port: int = 0

    def reply(self, word: str, usual: str) -> str:
        waiting = self.replies.get(word)
        return waiting.pop(0) if waiting else usual


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.decode().split()[0].upper() if line.strip() else ""
            if word == "QUIT":
                self.say("221 bye")
                return
            answer = self.server.mailbox.reply(word, "354 go on" if word == "DATA" else "250 ok")  # type: ignore[attr-defined]
            self.say(answer)
            if answer == "drop":
                return
            if answer.startswith("354"):
                self.take()

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.mailbox.mails.append(b"".join(lines).decode())  # type: ignore[attr-defined]
        self.say(self.server.mailbox.reply("END", "250 taken"))  # type: ignore[attr-defined]

    def say(self, line: str) -> None:
        if line != "drop":
            self.wfile.write(line.encode() + b"\r\n")


def serve(mailbox: Mailbox) -> socketserver.ThreadingTCPServer:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
    server.daemon_threads = True
    server.mailbox = mailbox  # type: ignore[attr-defined]
    mailbox.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
