"""Two letters that name a message we sent first, so that "BK2" answers this one and no other.

A number alone answers the last question of the dialogue. Cards and notices arrive beside it, and
several at once; where there are no buttons each wears a tag.
"""

import re
from typing import Final

LETTERS: Final = "BCGHKLMNPQTV"
"""No vowels, so that no word comes of them, and no key that Telex takes for a mark."""
_TAGGED: Final = re.compile(rf"\s*([{LETTERS}]{{2}})\s*[.:)-]?\s*(\d{{1,2}})[\s.)]*", re.IGNORECASE)


def tag_of(seq: int) -> str:
    """The tag of a contact's message number `seq`; it comes again after 144 messages."""
    first, second = divmod(seq % len(LETTERS) ** 2, len(LETTERS))
    return LETTERS[first] + LETTERS[second]


def tagged(text: str) -> tuple[str, int] | None:
    """Tag and number, when a text is that and nothing else."""
    found = _TAGGED.fullmatch(text)
    return None if found is None else (found.group(1).upper(), int(found.group(2)))
