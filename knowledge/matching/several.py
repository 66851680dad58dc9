"""Messages that ask two or more things at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.text.folding import fold_word, word_set
from knowledge.text.lexicon import Openings

_JOINTS: Final = Openings((
    ("đồng", "thời"), ("với", "lại"), ("cùng", "với"), ("hỏi", "luôn"), ("tiện", "thể"),
    ("sẵn", "tiện"), ("ngoài", "ra"), ("và",), ("với",), ("còn",), ("vừa",), ("lẫn",),
    ("rồi", "muốn"), ("rồi", "xin"), ("xong", "rồi"),
))  # fmt: skip
_COMPARED: Final = word_set("so doi cung")
"""Words before "với" that compare or concern: "so với giấy khai sinh"."""
_PERSONS: Final = word_set("nguoi ai anh chi em ong ba chong vo ban con chau co chu bac ho")
"""Words after "với" that name whom, not what else: "kết hôn với người Lào"."""
_LEAST: Final = 2
"""Words each side of a joint needs to stand alone."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a message; `joined` if a joining word links it to another of its clause."""

    words: list[str]
    joined: bool


def segments(row: Sequence[str]) -> list[Segment]:
    """A clause cut further at words that join wishes."""
    return list(_cut(row))


def _cut(row: Sequence[str]) -> Iterator[Segment]:
    pieces: list[list[str]] = []
    start = position = 0
    joints = 0
    while position < len(row):
        length = _JOINTS.length_at(row, position)
        if length and not _is_with(row, position):
            joints += 1
            pieces.append(list(row[start:position]))
            start = position + length
            position = start
        else:
            position += 1
    pieces.append(list(row[start:]))
    kept = [piece for piece in pieces if len(piece) >= _LEAST]
    yield from (Segment(piece, joints > 0) for piece in kept)


def _is_with(row: Sequence[str], position: int) -> bool:
    """True when "với" at `position` joins no second wish."""
    if fold_word(row[position]) != "voi":
        return False
    before = fold_word(row[position - 1]) if position else ""
    after = fold_word(row[position + 1]) if position + 1 < len(row) else ""
    return before in _COMPARED or after in _PERSONS
