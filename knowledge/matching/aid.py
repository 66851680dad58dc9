"""Money that is asked about because it is paid out: "mai táng phí có tiền không" is no fee."""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.matching.lasting import asks_how_long_it_lasts
from knowledge.procedures import Part

_AIDS: Final = re.compile(r" (?:mai tang|tro cap|ho tro|tien tuat|tu tuat|tho cung|an trua) ")
_PAID: Final = re.compile(
    r" (?:le phi|(?<!tang )phi (?:la |het )?(?:bao nhieu|bn|may|khong|ko)"
    r"|(?:dong|nop|ton|het|mat|thu) (?:\w+ )?(?:tien|phi|bao nhieu|bn|nhieu|nhiu)) "
)
"""What is paid by who applies."""
_DAYS_TO_KEEP: Final = re.compile(
    r"(?<! thoi)(?<! gia)(?<! het)(?<! con)(?<! qua) han (?:\w+ ){0,6}?"
    r"(?:may|bao nhieu|bn) (?:ngay|hom) "
)
"""Words for the days within which something must be done: "khai sinh hạn mấy ngày"."""
_NOT_LASTING: Final = (Part.TIME, Part.LIMIT, Part.FEE)


def paid_out(folded: Sequence[str], parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """`parts` with the fee read as the sum of an aid, where nothing is paid in."""
    if all(name != Part.FEE for _, name in parts):
        return parts
    text = f" {' '.join(folded)} "
    if _AIDS.search(text) is None or _PAID.search(text) is not None:
        return parts
    return [(at, Part.RESULT if name == Part.FEE else name) for at, name in parts]


def asked_of(folded: Sequence[str], parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """`parts` with words of time that ask for a limit or how long a paper lasts read so."""
    parts = paid_out(folded, parts)
    if _DAYS_TO_KEEP.search(f" {' '.join(folded)} "):
        parts = [(at, Part.LIMIT if name == Part.TIME else name) for at, name in parts]
    if not asks_how_long_it_lasts(folded):
        return parts
    kept = [row for row in parts if row[1] not in _NOT_LASTING]
    return [*kept, (len(folded), Part.VALIDITY)]
