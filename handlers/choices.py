"""Tap, number or label: what a person typed as the offered action it means, if any."""

import re
from functools import lru_cache
from typing import Final

from handlers.messages import Button
from knowledge.text.folding import fold

CUT_AT_LEAST: Final = 10
"""Folded letters a typed beginning of a label must have, unless an ellipsis shows it was cut.
Shorter beginnings ("khai sinh") are questions of their own as often as choices."""

LONGEST_LABEL: Final = 60
"""Letters of a label somebody may type whole."""

_NUMBERS: Final = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "dau": 1,
    "dau tien": 1,
    "nhat": 1,
    "cuoi": -1,
    "cuoi cung": -1,
}
_NEXT_PAGE: Final = frozenset({"xem tiep", "viec khac"})
"""Labels that open the next page of a list, folded."""
_GO_ON: Final = frozenset(
    {"xem them", "xem tiep", "xem nua", "them nua", "tiep", "tiep theo", "trang sau"}
)
"""What people type for it."""
_LEAD: Final = re.compile(
    r"^(?:(?:toi|em|anh|chi|minh) )?(?:(?:chon|bam|lay|xem) )?"
    r"(?:(?:so|cau|cai|muc|thu|phuong an|lua chon|y) )?(?:thu )?"
)
_TAIL: Final = re.compile(r"(?: (?:a|nha|nhe|di|voi|em|ban|oi))+$")
_ELLIPSIS: Final = re.compile(r"(?:…|\.{2,})\s*$")


def resolve(text: str, offered: tuple[Button, ...]) -> str | None:
    """The action of the offered button that `text` names: "2", "số 2", "hai", its label."""
    if not offered:
        return None
    folded = fold(text)
    if not folded:
        return None
    for button in offered:
        if button.action == text.strip() or _folded(button.label) == folded:
            return button.action
    if (following := _following(folded, offered)) is not None:
        return following
    number = _number(folded)
    if number is not None:
        return _at(number, offered)
    return _cut(text, folded, offered)


def number_of(text: str) -> int | None:
    """The number a text is and nothing else, -1 for the last."""
    return _number(fold(text))


def may_choose(text: str) -> bool:
    """Whether a text is short enough to be a number or a label; longer ones are questions."""
    return 0 < len(text) <= LONGEST_LABEL


@lru_cache(maxsize=4_096)
def _folded(label: str) -> str:
    """A label of ours, folded once: every message compares with what was offered before it."""
    return fold(label)


def _following(folded: str, offered: tuple[Button, ...]) -> str | None:
    """The next page of a list by another word than its label; None where there is none."""
    if _TAIL.sub("", folded) not in _GO_ON:
        return None
    return next((one.action for one in offered if _folded(one.label) in _NEXT_PAGE), None)


def _number(folded: str) -> int | None:
    core = _LEAD.sub("", _TAIL.sub("", folded), count=1)
    if core.isascii() and core.isdecimal() and len(core) <= 2:
        return int(core)
    return _NUMBERS.get(core)


def _at(number: int, offered: tuple[Button, ...]) -> str | None:
    if number == -1:
        return offered[-1].action
    return offered[number - 1].action if 1 <= number <= len(offered) else None


def _cut(text: str, folded: str, offered: tuple[Button, ...]) -> str | None:
    """The one label that begins with the words; a channel cuts long labels, people copy them."""
    cut = _ELLIPSIS.search(text) is not None
    if not cut and len(folded) < CUT_AT_LEAST:
        return None
    found = {button.action for button in offered if _folded(button.label).startswith(folded)}
    return found.pop() if len(found) == 1 else None
