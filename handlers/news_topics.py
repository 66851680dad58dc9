"""What the ward's news is about; a citizen may leave any of it out."""

from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """A topic; short, since it stands in buttons."""

    GENERAL = "general"
    HEALTH = "health"
    UTILITIES = "utilities"
    TAX = "tax"
    SAFETY = "safety"
    SERVICE_OUTAGE = "service_outage"
    """A planned stop of online filing."""


NAMES: Final = {
    Topic.GENERAL: "Tin chung",
    Topic.HEALTH: "Y tế, bảo hiểm",
    Topic.UTILITIES: "Điện, nước, giao thông",
    Topic.TAX: "Thuế, phí",
    Topic.SAFETY: "Thiên tai, an ninh",
    Topic.SERVICE_OUTAGE: "Ngừng nộp qua mạng",
}


def topic_of(text: str) -> Topic | None:
    """The topic of a word in a button or on the command line."""
    return Topic(text) if text in set(Topic) else None
