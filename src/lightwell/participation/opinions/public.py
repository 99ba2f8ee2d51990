"""The door of the room: topics, and writing opinions on them."""

from lightwell.participation.opinions.actions import Way, Words, write_opinion
from lightwell.participation.opinions.actions import receive_opinion as receive
from lightwell.participation.opinions.importing import import_opinions
from lightwell.participation.opinions.kind import OPINION
from lightwell.participation.opinions.models import Opinion, Phase, Theme, Topic
from lightwell.participation.opinions.queries import listed_topics, open_topics, public_topic
from lightwell.participation.opinions.sheets import begin_sheet, enter_sheet, save_sheet
from lightwell.participation.opinions.tallies import refresh_changed, refresh_tally
from lightwell.participation.opinions.topics import (
    PhasePlan,
    conclude_topic,
    door_of,
    draft_topic,
    edit_topic,
    publish_topic,
)

__all__ = [
    "OPINION",
    "Opinion",
    "Phase",
    "PhasePlan",
    "Theme",
    "Topic",
    "Way",
    "Words",
    "begin_sheet",
    "conclude_topic",
    "door_of",
    "draft_topic",
    "edit_topic",
    "enter_sheet",
    "import_opinions",
    "listed_topics",
    "open_topics",
    "public_topic",
    "publish_topic",
    "receive",
    "refresh_changed",
    "refresh_tally",
    "save_sheet",
    "write_opinion",
]
