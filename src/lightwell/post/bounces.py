"""What comes back: delivery status notifications (RFC 3464), handed over by the operator's mail server.

``lightwell manage mail bounce < notification.eml`` in the mail server's alias of the sender's address.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message as Part

from lightwell.post import actions
from lightwell.post.models import Message, State

OURS = re.compile(r"<([a-z2-7]{26})@")


@dataclass(frozen=True)
class Notice:
    """Which message came back, and why; ``lasting`` when the server will not try again (status 5.x.x)."""

    public_id: str
    lasting: bool
    why: str


def read(content: bytes) -> Notice | None:
    """Read a notification; None for any other mail, such as an out-of-office reply."""
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    if parsed.get_content_type() != "multipart/report":
        return None
    found: dict[str, str] = {}
    for part in parsed.walk():
        found |= {name.lower(): str(value) for name, value in _headers(part)}
    about = OURS.search(found.get("message-id-of-original", ""))
    if not about or found.get("action", "").strip().lower() not in {"failed", "delayed"}:
        return None
    why = found.get("diagnostic-code", found.get("status", ""))
    return Notice(about.group(1), found.get("status", "").strip().startswith("5"), why[:300])


def _headers(part: Part) -> list[tuple[str, str]]:
    kind = part.get_content_type()
    if kind == "message/delivery-status":
        return [item for group in part.get_payload() if isinstance(group, Part) for item in group.items()]
    if kind in {"message/rfc822", "text/rfc822-headers"}:
        inner = part.get_payload()
        text = str(inner[0]) if isinstance(inner, list) else str(inner)
        ids = re.findall(r"^message-id:\s*(\S+)", text, re.I | re.M)
        return [("message-id-of-original", ids[0])] if ids else []
    return []


def take(content: bytes) -> Message | None:
    """Mark the message that came back and stop mail to its address; None when the mail tells nothing of that kind."""
    notice = read(content)
    if notice is None or not notice.lasting:
        return None
    message = Message.objects.filter(public_id=notice.public_id).first()
    if message and message.state != State.BOUNCED:
        actions.bounce(message=message, why=notice.why)
    return message
