"""Which colour a state wears, so that "overdue" looks the same on every page. Words always stand beside the colour."""

TONES = ("grey", "blue", "green", "yellow", "red", "purple")

STATE_TONES = {
    # the matter
    "open": "blue", "received": "blue", "accepted": "blue", "assigned": "blue", "merged": "purple",
    "answered": "green", "closed": "grey", "withdrawn": "grey", "rejected": "grey",
    "adopted": "green", "partly": "green", "done": "green", "study": "yellow", "declined": "grey",
    "provided": "green", "promised": "yellow", "not_open": "red", "not_held": "grey", "elsewhere": "grey",
    # the clock
    "running": "blue", "paused": "purple", "extended": "yellow", "due_soon": "yellow",
    "overdue": "red", "escalated": "red", "stopped": "grey",
    # files, tables and mail
    "ok": "green", "warnings": "yellow", "refused": "red", "quarantined": "yellow", "pending": "yellow",
    "sent": "green", "delivered": "green", "failed": "red", "published": "green", "draft": "grey",
}  # fmt: skip


def tone_of(state: str) -> str:
    """The colour of a state; grey for one that this table does not know, so that an invented kind still shows."""
    return STATE_TONES.get(str(state), "grey")
