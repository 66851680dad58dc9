"""Telegram's limits as data."""

from datetime import timedelta
from typing import Final

from bot.channels.base import ChannelLimits
from handlers.store.call_places import MARGIN
from handlers.store.paces import Pace

TEXT: Final = 4_000
"""UTF-16 units of one message as sent, tags included; Telegram takes 4,096 after parsing."""
MARK_ROOM: Final = 24
"""Of these, kept for "(2/3)" under the parts of a long answer."""
BUTTONS: Final = 40
"""Buttons under one message: Telegram takes 100, a person does not; more are listed."""
LABEL: Final = 40
"""Letters of a label that a narrow phone shows whole on one line."""
CALLBACK_DATA: Final = 64
"""Bytes of a button's action."""
CALLBACK_ANSWER: Final = 200
"""Letters of the answer to a tap."""
START_PARAMETER: Final = 64
"""Letters of a deep link's parameter, `A-Za-z0-9_-`."""

PHOTO_BYTES: Final = 10_000_000
"""Of a picture sent as one; a larger one goes as a document, up to 50 MB."""
PHOTO_SIDES: Final = 10_000
"""Width and height together."""
PHOTO_RATIO: Final = 20
"""Longer to shorter side."""

WHOLE_PER_SECOND: Final = 25.0
"""Messages a second of one bot: Telegram names about 30."""
WHOLE_BURST: Final = 0.6
"""Seconds of the pace that may be claimed at once: what a busy moment held up is caught up with.
Of calls never more than the pace leave in any second (`bot.channels.telegram.call_places`)."""

PRIVATE: Final = Pace(timedelta(seconds=1), 3)
"""Telegram: about one message a second to a chat, short bursts pass."""
GROUP: Final = Pace(timedelta(seconds=60 / 18), 2)
"""Telegram: 20 a minute to a group; 2 + 18 in any minute never go over it."""


def channel_limits(per_second: float = WHOLE_PER_SECOND) -> ChannelLimits:
    """What the channel accepts, at another overall pace where a test or a contract says so."""
    burst = max(5.0, per_second * WHOLE_BURST)
    return ChannelLimits(
        text=TEXT,
        buttons=BUTTONS,
        button_label=LABEL,
        per_second=per_second / (1 + MARGIN),  # as many are claimed as there are places for calls
        burst=burst,
        at_once=16,
        send_seconds=20.0,
    )
