"""Words a sentence says beside its matter: "nộp bản sao công chứng", "thuộc diện hộ nghèo"."""

from collections.abc import Sequence
from typing import Final

from knowledge.text.folding import agrees, fold_word
from knowledge.text.lexicon import Asides, Openings


def aside_words(
    typed: Sequence[str], folded: Sequence[str], asides: Asides, *, back: bool = True
) -> set[int]:
    """Positions of the words of one clause that stand in an aside.

    With `back`, what stands before "để làm …" is one too, whatever it began with.
    """
    found: set[int] = set()
    inside = False
    position = 0
    while position < len(typed):
        length = asides.closers.length_at(typed, position)
        if length and not _for_a_marriage(typed, position):
            if back and position and _looks_back(typed, position):
                found.update(range(position))
            if inside or _looks_back(typed, position):
                inside = False
                position += length
                continue
        if length := asides.openers.length_at(typed, position):
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


_PURPOSES: Final = Openings((
    ("để", "làm"), ("để", "đăng", "ký"), ("để", "xin"), ("để", "chứng", "thực"),
    ("để", "đi", "làm"), ("để", "kết", "hôn"), ("khi", "đi"), ("khi", "làm"), ("khi", "đăng", "ký"),
))  # fmt: skip
"""Openings after which the matter itself comes: what stands before is the aside."""


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
