"""The Official Account's limits as data. Source: `docs/zalo.md`."""

from datetime import timedelta
from typing import Final

from bot.channels.base import ChannelLimits

TEXT: Final = 2_000
"""UTF-16 units of one message."""
BUTTONS: Final = 5
LABEL: Final = 35
"""Letters of a button a narrow phone shows; Zalo names no limit."""
PER_MINUTE: Final = 100
BURST: Final = 5.0

IMAGE_BYTES: Final = 1_000_000
FILE_BYTES: Final = 5_000_000
IMAGE_ENDINGS: Final = (".jpg", ".jpeg", ".png")
FILE_ENDINGS: Final = (".pdf", ".doc", ".docx", ".csv")

BODY_BYTES: Final = 256 * 1024
"""Of one event."""
OLD_EVENT: Final = timedelta(hours=3)
"""Zalo repeats an event for one hour and fifty minutes; what is older was sent by somebody else."""
FORGED_RUN: Final = 5
"""Calls in a row for our app signed with another key: one event and its repeats."""
ANSWER_SECONDS: Final = 1.8
"""Zalo waits two."""


def channel_limits(per_minute: int = PER_MINUTE) -> ChannelLimits:
    """What the channel accepts."""
    return ChannelLimits(
        text=TEXT,
        buttons=BUTTONS,
        button_label=LABEL,
        per_second=per_minute / 60,
        burst=max(BURST, per_minute / 20),
        at_once=8,
        send_seconds=20.0,
    )
