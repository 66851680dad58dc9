"""Consent codes: who may follow a dossier gives a relative a code; it is limited and revocable."""

import re
from datetime import timedelta
from typing import Final

from handlers.link_codes import PATTERN, hash_of, new_code

USE_WITHIN: Final = timedelta(hours=48)
"""Time to pass it on; 50 random bits cannot be guessed in it."""
HOLDS: Final = timedelta(days=90)
"""How long the consent holds at most; longer than nearly every dossier of a commune."""
LENGTH: Final = 40
"""Of the hash: it fits into a button's action."""
_LOOSE: Final = PATTERN.replace("-", r"[-\s]?")
_TYPED: Final = re.compile(rf"\bNT[-\s]?({_LOOSE})\b", re.IGNORECASE)


def new_follow_code() -> str:
    """A code nobody can foresee: `NT-K7QPM-3MXDA`."""
    return f"NT-{new_code()}"


def follow_code_in(words: str) -> str | None:
    """The hash of the consent code in these words, if there is one."""
    found = _TYPED.search(words)
    return follow_hash(found.group(1)) if found else None


def follow_hash(code: str) -> str:
    """What is kept of a code: never the same as an officer's of equal letters."""
    return hash_of(f"FW{code.upper().removeprefix('NT-')}")[:LENGTH]
