"""The platform's limits as data."""

from typing import Final

from bot.channels.base import ChannelLimits

TEXT: Final = 2_000
"""UTF-16 units of one message. Zalo names 2,000 without the unit; this is the stricter reading."""
BODY_BYTES: Final = 256 * 1024
"""Of a webhook's body; a message of 2,000 units stays below 16 KiB."""
BODY_SECONDS: Final = 5.0
"""By when a webhook's body is there whole. How long Zalo waits for its answer is not published."""
ANSWER_BYTES: Final = 1024 * 1024
"""Of an answer to a call."""

SECRET: Final = (8, 256)
"""Letters of a webhook's secret."""

MONTH: Final = 3_000
"""Messages a month of the only plan sold in October 2026."""
USERS: Final = 50
"""People one bot reaches on that plan."""
PER_SECOND: Final = 5.0
"""Messages a second of one bot. Zalo publishes none; 50 people need no more."""


def channel_limits(per_second: float = PER_SECOND) -> ChannelLimits:
    """What the channel accepts."""
    return ChannelLimits(
        text=TEXT,
        buttons=0,
        per_second=per_second,
        burst=max(2.0, per_second),
        at_once=8,
        send_seconds=20.0,
    )
