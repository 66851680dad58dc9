"""Zalo's error codes as data: what each means to us. Source: `docs/zalo.md`, the table of codes.

A code that stands nowhere is taken as ambiguous: the message may have arrived.
"""

from enum import StrEnum
from typing import Final


class Meaning(StrEnum):
    """What a code tells us to do."""

    DONE = "done"
    AUTH = "auth"
    """The token is dead: refresh once, repeat once, then stop."""
    RATE = "rate"
    """Wait for the next minute."""
    AMBIGUOUS = "ambiguous"
    """It may have arrived."""
    ASSET = "asset"
    """An uploaded file has died: upload it again."""
    QUOTA = "quota"
    """Used up for today."""
    NIGHT = "night"
    """Not before the morning."""
    WINDOW = "window"
    """The person has not written for too long."""
    GONE = "gone"
    """This person cannot or will not receive it."""
    BARRED = "barred"
    """This person does not get this template, or none this way; words may still reach them."""
    OTHER_API = "other_api"
    """This kind of account is not served by this version of the message call."""
    OURS = "ours"
    """Our request is wrong."""
    STOP = "stop"
    """Settings, permission, package or money: nothing goes until a person mends it."""


def _table(rows: tuple[tuple[Meaning, tuple[int, ...]], ...]) -> dict[int, Meaning]:
    return {code: meaning for meaning, codes in rows for code in codes}


_M = Meaning
OA_CODES: Final = _table(
    (
        (_M.DONE, (0,)),
        (_M.AUTH, (-220, -216)),
        (_M.RATE, (-32,)),
        (_M.AMBIGUOUS, (-200,)),
        (_M.ASSET, (-100,)),
        (_M.QUOTA, (-211, -218)),
        (_M.NIGHT, (-234,)),
        (_M.WINDOW, (-230, -231, -232)),
        (_M.GONE, (-213, -217, -227, -244)),
        (_M.OTHER_API, (-235,)),
        (_M.OURS, (-201, -210, -233, -240, -248, -249)),
        (
            _M.STOP,
            (-204, -205, -209, -212, -219, -221, -223, -224, -242, -320, -321),
        ),
    )
)
"""Of `openapi.zalo.me`."""

TEMPLATE_CODES: Final = OA_CODES | _table(
    (
        (_M.AUTH, (-124,)),
        (_M.AMBIGUOUS, (-100,)),  # decided in docs/zalo.md: never tried again
        (_M.QUOTA, (-144, -147)),
        (_M.NIGHT, (-133,)),
        (_M.BARRED, (-114, -118, -119, -139, -141)),
        (_M.OURS, (-108, -109, -1121, -1122, -131, -132)),
        (_M.STOP, (-115, -120, -135, -136, -137, -138, -235)),
    )
)
"""Of the template calls, by user id and by phone: some numbers mean another thing there.

There is no older call to turn to after `-235`.
"""

LOOK_UP_CODES: Final[dict[int, Meaning]] = {
    code: Meaning.OURS if found is Meaning.STOP else found for code, found in OA_CODES.items()
}
"""Of calls that send no message: what they may not do stands in the way of none."""

DAY_USED_UP: Final = -144
"""No template is taken any more today, whichever it is."""

TWO_MEANINGS: Final = frozenset({-32, -223})
"""Which limit, or what is lacking, only Zalo's own words beside the code tell."""

OAUTH_RATE: Final = -32
"""The one answer to a refresh after which the refresh token is surely not spent."""


def meaning(code: int, table: dict[int, Meaning] = OA_CODES) -> Meaning:
    """What to do about a code."""
    return table.get(code, Meaning.AMBIGUOUS)
