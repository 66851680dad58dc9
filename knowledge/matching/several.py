"""Messages that ask two or more things at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.text.lexicon import Openings

_JOINTS: Final = Openings((
    ("đồng", "thời"), ("với", "lại"), ("cùng", "với"), ("hỏi", "luôn"), ("tiện", "thể"),
    ("sẵn", "tiện"), ("ngoài", "ra"), ("và",), ("với",), ("còn",), ("vừa",), ("lẫn",),
    ("rồi", "muốn"), ("rồi", "xin"), ("xong", "rồi"),
))  # fmt: skip
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
        if length:
            joints += 1
            pieces.append(list(row[start:position]))
            start = position + length
            position = start
        else:
            position += 1
    pieces.append(list(row[start:]))
    kept = [piece for piece in pieces if len(piece) >= _LEAST]
    yield from (Segment(piece, joints > 0) for piece in kept)
