"""Where one clause ends and the next begins, and where a message asks several things."""

import re
from typing import Final

_CLAUSE: Final = re.compile(r"[.,;:!?…\n]+(?:\s|$)|\n+|[;!?…]+|\s[-–—]\s|[()\"“”]")


def clauses(text: str) -> list[str]:
    """`text` cut at its punctuation; numbers and codes stay whole."""
    return [part.strip() for part in _CLAUSE.split(text) if part and part.strip()]
