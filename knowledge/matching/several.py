"""Messages that ask two or more things at once."""

from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.text.folding import agrees

_JOINTS: Final = (
    ("đồng", "thời"), ("với", "lại"), ("cùng", "với"), ("hỏi", "luôn"), ("tiện", "thể"),
    ("sẵn", "tiện"), ("ngoài", "ra"), ("và",), ("với",), ("còn",), ("vừa",), ("rồi",),
)  # fmt: skip
_LEAST: Final = 2
"""Words each side of a joint needs to stand alone."""


def segments(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The clauses cut further at words that join wishes."""
    return [segment for row in rows for segment in _cut(row)]


def _cut(row: Sequence[str]) -> Iterator[list[str]]:
    start = position = 0
    while position < len(row):
        length = _joint(row, position)
        if length:
            if position - start >= _LEAST:
                yield list(row[start:position])
            start = position + length
            position = start
        else:
            position += 1
    if len(row) - start >= _LEAST:
        yield list(row[start:])


def _joint(row: Sequence[str], position: int) -> int:
    for say in _JOINTS:
        end = position + len(say)
        if end <= len(row) and all(map(agrees, row[position:end], say)):
            return len(say)
    return 0
