"""One-time codes that tie an officer to a chat: how they look, what is kept of them."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

LINK_LIFE: Final = timedelta(minutes=15)
"""Time to walk over and type it; short enough that a code on a forgotten note is worthless."""
HALF: Final = 5
"""Two halves of five letters: 50 bits, beyond guessing in a quarter of an hour."""
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0, 1: they are misread from a screen."""
PATTERN: Final = rf"[{_LETTERS}]{{{HALF}}}-[{_LETTERS}]{{{HALF}}}"


def new_code() -> str:
    """A code nobody can foresee: `K7QPM-3MXDA`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(2 * HALF))
    return f"{letters[:HALF]}-{letters[HALF:]}"


def plain_of(code: str) -> str:
    """The letters of a code alone, however they were typed."""
    return "".join(letter for letter in code.upper() if letter in _LETTERS)


def hash_of(code: str) -> str:
    """What is kept of a code, however its letters were typed."""
    return hashlib.sha256(plain_of(code).encode()).hexdigest()
