"""Which parts of a procedure one message asks for, in its order: "lệ phí bao nhiêu và bao lâu".

Stricter than the words that name a part: papers are named by who hands them in, too. Only what is
put as a question of its own counts, so that nobody gets more than was asked.
"""

import re
from typing import Final

from knowledge.procedures import Part

_NO: Final = r"(?:khong|ko|k|kg|hong|hok|hk|hem|chua)"
_QUESTIONS: Final[dict[Part, re.Pattern[str]]] = {
    Part.DOCUMENTS: re.compile(
        r"\b(?:can|mang|mang theo|chuan bi|gom|nop) (?:co |nhung |cac )*"
        r"(?:giay to |giay |ho so |to khai )?(?:gi|j|nao)\b"
        r"|\b(?:giay to|ho so)(?: \w+)? (?:gi|j|nao)\b"
    ),
    Part.FEE: re.compile(
        r"\b(?:le phi|phi|tien|gia)(?: la| het| mat| phai nop)? (?:bao nhieu|bn|may|the nao|sao)\b"
        r"|\b(?:bao nhieu|may) (?:tien|phi|dong)\b"
        rf"|\b(?:mat|ton|thu|dong|nop) (?:le phi|phi|tien) (?:gi )?{_NO}\b"
    ),
    Part.TIME: re.compile(
        r"\b(?:bao lau|may ngay|bao nhieu ngay|may hom)\b"
        r"|\b(?:khi nao|bao gio|chung nao)(?: thi)? (?:co|lay|xong|nhan|duoc)\b"
    ),
    Part.PLACE: re.compile(r"\b(?:o|den|tai|ra|nop) (?:dau|cho nao|noi nao|co quan nao)\b"),
    Part.ONLINE: re.compile(
        rf"\b(?:online|truc tuyen|qua mang|nop mang|vneid)(?: \w+){{0,2}} (?:duoc|dc|{_NO})\b"
    ),
}
"""How each part is asked for, folded."""


def asked_parts(folded: str) -> tuple[Part, ...]:
    """The parts asked for in folded words, in the order of the words; each once."""
    found = {part: hit.start() for part, asks in _QUESTIONS.items() if (hit := asks.search(folded))}
    return tuple(sorted(found, key=found.__getitem__))
