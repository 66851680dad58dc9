"""What a call that came to nothing means for a message (`bot.channels.base`).

Numbers and meanings are Zalo's own table (`/BOT/error_code`, October 2026). Where sources
disagree a setting decides; what may have been done is never repeated.
"""

from datetime import timedelta
from typing import Final

from bot.channels.base import DeliveryError, Refused, TryAgain, Uncertain
from bot.channels.zalo_bot.client import ApiError, CallError, NotSent, Unreadable

TOKEN_PAUSE: Final = timedelta(minutes=5)
"""Until the next try with a token Zalo does not know."""
QUOTA_PAUSE: Final = timedelta(seconds=60)
"""The least after a 429, which names no time; doubled with each further one."""
QUOTA_MOST: Final = timedelta(hours=1)
USED_UP_AFTER: Final = 8
"""Answers 429 with nothing sent between them, two hours apart by then: the month is used up."""
EDGE_PAUSE: Final = timedelta(minutes=1)
"""After a proxy or firewall refused the call before the API saw it."""

BAD_REQUEST: Final = 400
TOKEN: Final = 401
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
TIMED_OUT: Final = 408
CAP: Final = 426
TOO_MANY: Final = 429
_OURS: Final = {BAD_REQUEST: "bad_request", NOT_FOUND: "request", CAP: "cap"}


def delivery_error(error: CallError, *, forbidden_stops: bool = False) -> DeliveryError:
    """What to do about it."""
    match error:
        case NotSent():
            return TryAgain(down=True)
        case Unreadable(status=status):
            return _edge(error, status)
        case ApiError(code=code):
            return _said(error, code, forbidden_stops=forbidden_stops)
        case _:
            return Uncertain()


def is_token(error: CallError, *, forbidden_stops: bool = False) -> bool:
    """Whether Zalo does not know the token (any more)."""
    if not isinstance(error, ApiError):
        return False
    return error.code == TOKEN or (forbidden_stops and error.code == FORBIDDEN)


def is_quota(error: CallError) -> bool:
    """Whether Zalo says that too much was sent."""
    code = error.code if isinstance(error, ApiError) else getattr(error, "status", 0)
    return bool(code == TOO_MANY)


def surely_not_sent(error: CallError) -> bool:
    """Whether nothing can have reached anybody."""
    return not isinstance(delivery_error(error), Uncertain)


def quota_pause(error: CallError, in_a_row: int) -> timedelta:
    """How long the whole bot rests after a 429, the `in_a_row`-th since the last success."""
    asked = timedelta(seconds=getattr(error, "retry_after", 0.0))
    doubled: timedelta = QUOTA_PAUSE * 2 ** min(max(in_a_row - 1, 0), 10)
    return max(asked, min(doubled, QUOTA_MOST))


def _edge(error: Unreadable, status: int) -> DeliveryError:
    """Not the API's words: a page of a proxy below 500 kept the call from it."""
    if status == TOO_MANY:
        return TryAgain(quota_pause(error, 1), whole=True)
    if 400 <= status < 500 and status != TIMED_OUT:
        return TryAgain(EDGE_PAUSE, down=True)
    return Uncertain()


def _said(error: ApiError, code: int, *, forbidden_stops: bool) -> DeliveryError:
    if is_token(error, forbidden_stops=forbidden_stops):
        return TryAgain(TOKEN_PAUSE, whole=True)
    if code == TOO_MANY:
        return TryAgain(quota_pause(error, 1), whole=True)
    if code == FORBIDDEN:
        return Refused("forbidden")  # the sender has tried it twice more by then
    if code in _OURS:
        return Refused(_OURS[code])
    # 408 elsewhere than at a poll, 5xx, a number nobody has described: it may have been done.
    return Uncertain()
