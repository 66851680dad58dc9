"""What Zalo's answers mean for a message (`bot.channels.base`), with the moments to wait for."""

import secrets
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from bot.channels.base import (
    DeliveryError,
    Refused,
    TryAgain,
    Uncertain,
    Unreachable,
    Withheld,
)
from bot.channels.zalo_oa.codes import Meaning
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow
from bot.channels.zalo_oa.wire import NotSent, WireError
from knowledge.calendar import local, moment

EVENING: Final = time(22)
MORNING: Final = time(6, 5)
"""When Zalo's night is over, and its quotas are new."""
ANOTHER_NIGHT: Final = timedelta(hours=1)
"""Until the next try where it is night by other hours than ours: a template may have its own, and
in which zone they are counted Zalo does not say."""
JITTER_SECONDS: Final = 120
HALT: Final = timedelta(minutes=30)
"""Until the next try while settings, permission, package or money stand in the way."""
NO_TOKEN: Final = timedelta(minutes=1)
"""The keeper of the tokens looks each minute whether somebody logged in."""


def delivery_error(meaning: Meaning, now: datetime) -> DeliveryError:
    """What to do about an answer that is no success. `AUTH` here means: even after a refresh."""
    return _MEANINGS[meaning](now)


def wire_error(error: WireError) -> DeliveryError:
    """What to do about no answer."""
    return TryAgain(down=True) if isinstance(error, NotSent) else Uncertain()


def token_error(error: NeedsHuman | NotNow) -> DeliveryError:
    """What to do without a token: everything waits, nothing is lost."""
    del error
    return TryAgain(NO_TOKEN, whole=True)


def to_morning(now: datetime) -> timedelta:
    """Until 06:05, a little apart from one another; by day until the next look."""
    there = local(now)
    if MORNING <= there.time() < EVENING:
        return ANOTHER_NIGHT + _jitter()
    day = there.date() if there.time() < MORNING else there.date() + timedelta(days=1)
    return moment(day, MORNING) - now + _jitter()


def to_next_day(now: datetime) -> timedelta:
    """Until 06:05 of tomorrow: quotas are counted by the day."""
    day = local(now).date() + timedelta(days=1)
    return moment(day, MORNING) - now + _jitter()


def to_next_minute(now: datetime) -> timedelta:
    """Until the minute's calls are counted anew."""
    return timedelta(seconds=60 - local(now).second + secrets.randbelow(5))


def _jitter() -> timedelta:
    return timedelta(seconds=secrets.randbelow(JITTER_SECONDS))


_M = Meaning
_MEANINGS: Final[dict[Meaning, Callable[[datetime], DeliveryError]]] = {
    _M.DONE: lambda _: Uncertain(),  # asked only about what is none
    _M.AUTH: lambda _: TryAgain(HALT, whole=True),
    _M.RATE: lambda now: TryAgain(to_next_minute(now), whole=True),
    _M.AMBIGUOUS: lambda _: Uncertain(),
    _M.ASSET: lambda _: Refused("asset"),
    _M.QUOTA: lambda now: TryAgain(to_next_day(now)),
    _M.NIGHT: lambda now: TryAgain(to_morning(now)),
    _M.WINDOW: lambda _: Withheld("window"),
    _M.GONE: lambda _: Unreachable(),
    _M.BARRED: lambda _: Unreachable(only=True),
    _M.OTHER_API: lambda _: TryAgain(HALT, whole=True),
    _M.OURS: lambda _: Refused("request"),
    _M.STOP: lambda _: TryAgain(HALT, whole=True),
}
