"""What people take pictures of and where they stand, where a channel carries such."""

from functools import lru_cache

from handlers.messages import Inbound
from tests.fakes.photos import plain_photo, sheet_of

SOMEWHERE = "12.23879,109.19675"
"""Where somebody stands who sends a point and the test does not say which."""


def picture_of(inbound: Inbound) -> bytes:
    """Slips with the codes a test names, side by side; else nothing in particular."""
    return _slips(inbound.codes) if inbound.codes else _nothing()


@lru_cache(maxsize=16)
def _slips(codes: tuple[str, ...]) -> bytes:
    """A dossier's token stands there as our link."""
    return sheet_of(
        [f"https://t.me/motcua_bot?start={one}" if "_" in one else one for one in codes]
    )


@lru_cache(maxsize=1)
def _nothing() -> bytes:
    return plain_photo()
