"""What of the register's words may be told in a chat: nothing private (L-2)."""

from collections.abc import Iterable
from itertools import chain
from typing import Final

from knowledge.redaction.addresses import addresses
from knowledge.redaction.numbers import numbers
from knowledge.redaction.people import people
from knowledge.text.folding import fold

_CUES: Final = (
    "benh", "suc khoe", "tam than", "khuyet tat", "giam dinh", "hiv", "cai nghien", "ma tuy",
    "ngheo", "kho khan", "tro cap", "bao tro", "mo coi", "neo don",
    "an tich", "ly lich tu phap", "hinh su", "pham toi", "vi pham", "khoi to", "tam giam",
    "tu giam", "ly hon", "ngoai gia thu", "nhan con", "nhan cha", "nhan me", "con nuoi", "adn",
    "bao luc", "xam hai", "mai dam", "tranh chap", "thua ke", "tu vong", "qua doi",
)  # fmt: skip
"""Folded words after which a paper or a reason is only told at the desk."""


def tellable(words: str) -> bool:
    """Whether these words of the register reveal nothing of health, poverty, crime or family."""
    return not _says(words, _CUES)


def _says(words: str, cues: Iterable[str]) -> bool:
    folded = f" {fold(words)} "
    return any(f" {cue} " in folded for cue in cues)


SENSITIVE_FIELDS: Final = frozenset(
    {
        "bao tro xa hoi",
        "nguoi co cong",
        "nuoi con nuoi",
        "ly lich tu phap",
        "phong chong te nan xa hoi",
        "tre em",
        "giam ngheo",
        "y te",
    }
)
"""Fields whose papers by their names reveal health, poverty, criminal or family matters (L-2)."""
_OF_REASONS: Final = (
    "gia mao", "lam gia", "gian doi", "khai gian", "khong trung thuc", "thi hanh an", "truy na",
    "xu phat", "an treo", "toa an", "cong an", "mang thai", "da ket hon", "co vo", "co chong",
    "con rieng", "con chung", "cha duong", "me ke", "no thue", "no xau", "che do",
)  # fmt: skip
"""Said of a paper these words are harmless, as a reason they tell of a person."""
LONGEST: Final = 160
"""Characters of a reason in a notice; a longer one is read on its paper."""


def reason_to_tell(words: str, field: str) -> str:
    """A reason as a citizen may read it in a chat; empty: it stands on the paper they have.

    Nothing private, nobody's name, address or number, nothing of a sensitive field, nothing long.
    """
    plain = words.strip().rstrip(".")
    if not plain or len(plain) > LONGEST or "…" in plain or fold(field) in SENSITIVE_FIELDS:
        return ""
    if any(chain(people(plain), addresses(plain), numbers(plain))):
        return ""
    return plain if tellable(plain) and not _says(plain, _OF_REASONS) else ""
