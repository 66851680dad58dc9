"""Words a sentence says beside its matter: "nộp bản sao công chứng", "thuộc diện hộ nghèo"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from knowledge.text.folding import agrees, fold_word
from knowledge.text.lexicon import Asides, Openings


def aside_words(
    typed: Sequence[str], folded: Sequence[str], asides: Asides, *, back: bool = True
) -> set[int]:
    """Positions of the words of one clause that stand in an aside.

    With `back`, what stands before "để làm …" is one too, whatever it began with.
    """
    found = _lacking(folded)
    inside = False
    position = 0
    opening, closing = asides.openers.by_first, asides.closers.by_first
    while position < len(typed):
        length = folded[position] in closing and asides.closers.length_at(typed, position)
        if length and not _for_a_marriage(typed, position):
            if back and position and _looks_back(typed, position):
                found.update(_beside(folded, position))
            if inside or _looks_back(typed, position):
                inside = False
                position += length
                continue
        length = folded[position] in opening and asides.openers.length_at(typed, position)
        if length:
            inside = True
            found.update(range(position, position + length))
            position += length
            continue
        if not inside and position and _is_purpose(typed, folded, position, asides):
            inside = True
        if inside:
            found.add(position)
        position += 1
    return found


_LACKS: Final = frozenset(("chua", "khong", "ko", "k", "hong", "hok"))
_REACH: Final = 8
_SUBJECT: Final = 3


def _lacking(folded: Sequence[str]) -> set[int]:
    """What is lacking while something else is asked: "chưa có sổ hồng thì nhập khẩu được không"."""
    for at in range(min(_SUBJECT, max(0, len(folded) - 1))):
        if folded[at] in _LACKS and folded[at + 1] == "co":
            after = [i for i in range(at + 3, min(at + _REACH, len(folded))) if folded[i] == "thi"]
            if after and folded[after[0] + 1 : after[0] + 2] not in ([], ["sao"], ["lam"]):
                return set(range(at, after[0]))
    return set()


_PURPOSES: Final = Openings((
    ("để", "làm"), ("để", "đăng", "ký"), ("để", "xin"), ("để", "chứng", "thực"),
    ("để", "đi", "làm"), ("để", "kết", "hôn"), ("khi", "đi"), ("khi", "làm"), ("khi", "đăng", "ký"),
))  # fmt: skip
"""Openings after which the matter itself comes: what stands before is the aside."""


_APPLIES: Final = 3
"""Words among which "xin" tells what is applied for."""
_COPIES: Final = frozenset((("ban", "sao"), ("trich", "luc"), ("xac", "nhan"), ("sao", "y")))


def _beside(folded: Sequence[str], position: int) -> range:
    """What stands beside the matter where a use is told at `position`: before it, or from it."""
    return range(position, len(folded)) if _applied_for(folded, position) else range(position)


def _applied_for(folded: Sequence[str], position: int) -> bool:
    """True where a paper is applied for and what follows tells its use: "xin … để làm …"."""
    before = folded[:position]
    return "xin" in before[:_APPLIES] and any(pair in _COPIES for pair in pairwise(before))


def _looks_back(typed: Sequence[str], position: int) -> bool:
    return _PURPOSES.length_at(typed, position) > 0


def _for_a_marriage(typed: Sequence[str], position: int) -> bool:
    """True where "để kết hôn" only tells what a paper of who is single is for."""
    told = folded_pair(typed, position) == ("de", "ket")
    return told and any(folded_pair(typed, place) == ("doc", "than") for place in range(position))


def folded_pair(typed: Sequence[str], place: int) -> tuple[str, ...]:
    """Two neighbouring words, folded."""
    return tuple(fold_word(word) for word in typed[place : place + 2])


def _is_purpose(typed: Sequence[str], folded: Sequence[str], position: int, asides: Asides) -> bool:
    return (
        folded[position] == "de"
        and agrees(typed[position], "để")
        and position + 1 < len(folded)
        and folded[position + 1] not in asides.no_purpose
    )
