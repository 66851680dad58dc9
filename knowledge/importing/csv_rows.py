"""Rows of a CSV text, each by the line it begins on; a quote that never closes costs one line.

A cell in quotes may run over several lines, so an opening quote without its closing one would
swallow every row up to the next quote, or to the end. Such a record is known by what it became:
its quotes do not close before a delimiter, it has another width than its neighbours, or a line
inside it is a record itself. Its first line is then a fault, and reading goes on with the next.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

FAULT: Final = "dấu nháy kép mở mà không đóng"
_SAMPLE: Final = 200
"""Lines that show how wide a record is."""
_WORDS: Final = re.compile(r"[^\W\d_]+")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One record: the line it begins on, its cells, and whether its quotes are wrong."""

    line: int
    cells: tuple[str, ...]
    faulty: bool = False


def read_csv(text: str) -> Iterator[CsvRow]:
    """The records of a text, the delimiter being what its first line has most of."""
    lines = list(io.StringIO(text, newline=""))
    delimiter = max(",;\t", key=(lines[0] if lines else "").count)
    widths = Counter(
        len(row.cells)
        for row in _records(lines[:_SAMPLE], delimiter, 0)
        if not row.faulty and len(row.cells) > 1
    )
    yield from _records(lines, delimiter, widths.most_common(1)[0][0] if widths else 1)


class _Lines:
    """Lines to read on from any place."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.at = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _records(lines: Sequence[str], delimiter: str, width: int) -> Iterator[CsvRow]:
    """All records; a `width` of 0 is not known yet, and only strict quotes are sound then."""
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter)
    while source.at < len(lines):
        begun = source.at
        try:
            cells = next(reader)
            taken = lines[begun : source.at]
            sound = len(cells) == width and len(taken) == 1
            sound = sound or '"' not in taken[0] or _sound(taken, cells, delimiter, width)
        except csv.Error:
            sound = False
        if sound:
            yield CsvRow(begun + 1, tuple(cells))
            continue
        source.at = begun + 1
        yield CsvRow(begun + 1, _unquoted(lines[begun], delimiter), faulty=True)


def _sound(taken: Sequence[str], cells: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether the quotes of a record close where a cell ends, and it swallowed no other."""
    fits = len(cells) == width
    try:
        strict = next(csv.reader(taken, delimiter=delimiter, strict=True)) == list(cells)
    except csv.Error:
        strict = False
    if len(taken) == 1:
        return strict or fits
    fits = fits or width == 0
    return strict and fits and not any(_alike(one, cells, delimiter) for one in taken[1:])


def _alike(line: str, cells: Sequence[str], delimiter: str) -> bool:
    """Whether a line inside a record looks like a record itself: as wide, with such a key."""
    own = _unquoted(line, delimiter)
    return len(own) == len(cells) and _shape(own[0]) == _shape(cells[0])


def _shape(cell: str) -> str:
    return _DIGITS.sub("9", _WORDS.sub("a", cell.strip()))


def _unquoted(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of a line as if quotes meant nothing."""
    return tuple(cell.strip('"') for cell in line.rstrip("\r\n").split(delimiter))
