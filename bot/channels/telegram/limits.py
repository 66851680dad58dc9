"""Telegram's limits as data, and the pace kept for one chat below them."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.channels.base import ChannelLimits

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

WHOLE_PER_SECOND: Final = 25.0
"""Messages a second of one bot: Telegram names about 30."""
WHOLE_BURST: Final = 5.0
"""Over the pace at once: 25 + 5 in any second stays within 30."""
CHATS_KEPT: Final = 4_096
"""Chats whose pace is remembered; an older one has long filled up again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A token bucket: `burst` at once, then one every `every`."""

    every: timedelta
    burst: int


PRIVATE: Final = Pace(timedelta(seconds=1), 3)
"""Telegram: about one message a second to a chat, short bursts pass."""
GROUP: Final = Pace(timedelta(seconds=60 / 18), 2)
"""Telegram: 20 a minute to a group; 2 + 18 in any minute never go over it."""


def channel_limits(per_second: float = WHOLE_PER_SECOND) -> ChannelLimits:
    """What the channel accepts, at another overall pace where a test or a contract says so."""
    burst = max(WHOLE_BURST, per_second / 5)
    return ChannelLimits(
        text=TEXT,
        buttons=BUTTONS,
        button_label=LABEL,
        per_second=per_second,
        burst=burst,
        at_once=16,
        send_seconds=20.0,
    )


class ChatPaces:
    """When each chat may get its next message; groups have negative ids."""

    def __init__(self, private: Pace = PRIVATE, group: Pace = GROUP) -> None:
        self._private = private
        self._group = group
        self._full_at: OrderedDict[int, datetime] = OrderedDict()
        """The moment a chat's bucket is full again."""
        self._paused: OrderedDict[int, datetime] = OrderedDict()

    def wait(self, chat: int, now: datetime) -> timedelta:
        """How long the next message to a chat must wait."""
        pace = self._of(chat)
        full_at = self._full_at.get(chat, now)
        free = full_at - pace.every * (pace.burst - 1)
        paused = self._paused.get(chat, now)
        return max(free - now, paused - now, timedelta(0))

    def take(self, chat: int, now: datetime) -> None:
        """Count a message to a chat."""
        full_at = max(self._full_at.get(chat, now), now)
        _keep(self._full_at, chat, full_at + self._of(chat).every)

    def pause(self, chat: int, until: datetime) -> None:
        """Telegram asked us to leave this chat alone."""
        _keep(self._paused, chat, until)

    def _of(self, chat: int) -> Pace:
        return self._group if chat < 0 else self._private


def _keep(times: OrderedDict[int, datetime], chat: int, at: datetime) -> None:
    times[chat] = at
    times.move_to_end(chat)
    while len(times) > CHATS_KEPT:
        times.popitem(last=False)
