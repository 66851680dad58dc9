"""What a call that came to nothing means for the message (`bot.channels.base`).

| the gateway says | it means |
|---|---|
| 4xx with `unreachable` | nothing more is started with this person until they write |
| 4xx with `withheld` | not now: tried when they write, or handed to the call list |
| 400, 404, 409, 413, 422 with another word | this message is wrong, no repeat |
| 401, 403 | our signature is not taken: the whole gateway waits, administrators are told |
| 429, or 503 with Retry-After | not taken, the whole gateway waits so long |
| another 3xx or 4xx, without the contract's words | something before the gateway: tried again |
| 408, another 5xx, no or no readable answer | in doubt: repeated only where keys are honoured |
"""

import re
from datetime import timedelta
from typing import Final

from bot.channels.base import DeliveryError, Refused, TryAgain, Uncertain, Unreachable, Withheld
from bot.channels.bridge.client import CallError, Declined, NotSent

KEY_PAUSE: Final = timedelta(minutes=5)
"""Until the next try with a signature the gateway does not take."""
EDGE_PAUSE: Final = timedelta(minutes=1)
RATE_PAUSE: Final = timedelta(seconds=5)
"""The least after a 429 that names no time; doubled with each further one."""
RATE_MOST: Final = timedelta(hours=1)

UNREACHABLE: Final = "unreachable"
WITHHELD: Final = "withheld"
_NOT_OURS: Final = (401, 403)
_WRONG: Final = (400, 404, 409, 413, 422)
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")


def delivery_error(error: CallError, *, repeatable: bool, in_a_row: int = 1) -> DeliveryError:
    """What to do about it; `in_a_row` counts the answers 429 since the last success."""
    match error:
        case NotSent():
            return TryAgain(down=True)
        case Declined():
            return _said(error, repeatable=repeatable, in_a_row=in_a_row)
        case _:
            return _doubt(repeatable=repeatable)


def is_key(error: CallError) -> bool:
    """Whether the gateway does not take our signature."""
    return isinstance(error, Declined) and error.status in _NOT_OURS


def is_rate(error: CallError) -> bool:
    """Whether the gateway asks us to wait."""
    return isinstance(error, Declined) and (
        error.status == 429 or (error.status == 503 and error.retry_after is not None)
    )


def _said(error: Declined, *, repeatable: bool, in_a_row: int) -> DeliveryError:
    if is_key(error):
        return TryAgain(KEY_PAUSE, whole=True)
    if is_rate(error):
        return TryAgain(_rate_pause(error, in_a_row), whole=True)
    if error.status == 408 or error.status >= 500:
        return _doubt(repeatable=repeatable)
    return _worded(error) if error.status >= 400 else TryAgain(EDGE_PAUSE, whole=True)


def _worded(error: Declined) -> DeliveryError:
    """A 4xx with a word of the contract; without one it is a proxy's, or a wrong address."""
    if error.code == UNREACHABLE:
        return Unreachable()
    if error.code == WITHHELD:
        return Withheld("gateway")
    if error.status in _WRONG and _WORD.fullmatch(error.code):
        return Refused(error.code)
    return TryAgain(EDGE_PAUSE, whole=True)


def _doubt(*, repeatable: bool) -> DeliveryError:
    return TryAgain() if repeatable else Uncertain()


def _rate_pause(error: Declined, in_a_row: int) -> timedelta:
    doubled: timedelta = RATE_PAUSE * 2 ** min(max(in_a_row - 1, 0), 10)
    asked = timedelta(seconds=error.retry_after or 0.0)
    return min(asked or doubled, RATE_MOST)
