"""How an officer's text to the people begins: its words, whom it is for, whether it is urgent.

Pure. "thông báo: …" goes to who asked for the news; before a colon stands whom else it means:
a neighbourhood, a field ("lĩnh vực Hộ tịch"), who keeps a limit of their own ("nhắc hạn
1.001193"), each with "khẩn" before it.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.broadcast import Audience
from knowledge.text.codes import procedure_codes
from knowledge.text.folding import fold
from knowledge.text.names import nearest

FEWEST: Final = 6
"""Words without a colon that are a text and no name of a procedure."""
_SAID: Final = re.compile(r"^\s*(?:gửi\s+)?thông\s+báo(\s*:|\s+)(.+)$", re.IGNORECASE | re.DOTALL)
_BARE: Final = re.compile(r"^\s*(?:gui\s+)?thong\s+bao(\s*:|\s+)(.+)$", re.IGNORECASE | re.DOTALL)
_PLACED: Final = re.compile(r"^\s*([^:\n]{2,60}?)\s*:\s*(.+)$", re.DOTALL)
"""A place before the colon: "tổ 5: mai cúp nước"."""
_FOLLOWERS: Final = re.compile(
    r"^(?:(?:gui )?(?:nguoi|ai) (?:dang )?theo doi (?:ho so )?(?:linh vuc )?|linh vuc )(.+)$"
)
_LIMITS: Final = re.compile(
    r"^(?:(?:gui )?(?:nguoi|ai) )?(?:(?:dang |duoc |nho )*)nhac (?:han|thoi han)\b(.*)$"
)
_URGENT: Final = re.compile(r"^(?:tin )?khan(?: cap)?\b ?(.*)$")
"""On folded words before the colon."""
_FORM: Final = re.compile(r"^(?:theo )?mau(?: tin)?\b ?:? ?(.*)$")
"""On folded words: by a text that is kept."""
_ASKED: Final = frozenset({"gi", "nao", "dau", "sao", "may", "ai", "chua", "khong"})
"""Words of a question: an officer, too, asks about "thông báo lưu trú"."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A text as it was typed."""

    text: str
    audience: Audience = Audience.ALL
    named: str = ""
    """The field or code it says; empty with `limits`: every limit."""
    areas: tuple[str, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class ByForm:
    """A kept text is asked for, by a name perhaps."""

    name: str


def read(words: str, neighbourhoods: tuple[str, ...]) -> Begun | ByForm | None:
    """What an officer's words begin; None: other words."""
    found = _SAID.match(words) or _BARE.match(words)
    if found is None:
        return None
    text, marked = found[2].strip(), ":" in found[1]
    if not marked and (form := _FORM.match(fold(text))) is not None and "?" not in text:
        return ByForm(form[1].strip())
    placed = None if marked else _PLACED.match(text)
    begun = None if placed is None else _placed(placed[1], placed[2].strip(), neighbourhoods)
    if begun is not None:
        return begun
    said = fold(text).split()
    if not marked and (len(said) < FEWEST or "?" in text or _ASKED & set(said)):
        return None
    return Begun(text)


def _placed(before: str, text: str, neighbourhoods: tuple[str, ...]) -> Begun | None:
    """What stands before the colon says whom; None: it is part of the text."""
    whom = fold(before)
    urgent = _URGENT.match(whom)
    whom = urgent[1].strip() if urgent is not None else whom
    hurry = urgent is not None
    if hurry and not whom:
        return Begun(text, urgent=True)
    if (followed := _FOLLOWERS.match(whom)) is not None:
        return Begun(text, Audience.FOLLOWERS, followed[1].strip(), urgent=hurry)
    if (kept := _LIMITS.match(whom)) is not None:
        codes = procedure_codes(before)
        named = codes[0] if codes else kept[1].strip()
        return Begun(text, Audience.LIMITS, named, urgent=hurry)
    areas = nearest(whom, neighbourhoods)[:2]
    if len(areas) == 1:  # two that fit are no place: the whole is taken for the text
        return Begun(text, areas=areas, urgent=hurry)
    return Begun(f"{before}: {text}", urgent=True) if hurry else None
