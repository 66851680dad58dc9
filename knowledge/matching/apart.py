"""What words say together although others stand between: "hợp đồng … đã chứng … muốn hủy".

The lexicon holds such phrases in pieces (`apart.yaml`). From the first piece to the last the words
are read as the phrase they mean, before anything else is made of them.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

from knowledge.matching.several import joins_wishes
from knowledge.text.apart import ApartTable, Spots

Rows = list[list[str]]


def told_apart(rows: Sequence[list[str]], table: ApartTable) -> Rows:
    """The clauses with every phrase that is said in pieces as what it means, some left empty."""
    found = list(rows)
    flat = list(chain.from_iterable(found))
    spots = table.spots(flat)
    rules = table.rules(spots)
    while rules:
        number, (rule, pieces, _) = rules.pop(0)
        if span := _span(flat, pieces, rule.reach, spots):
            found = _put(found, *span, rule.mean)
            flat = list(chain.from_iterable(found))
            spots = table.spots(flat)
            rules = [row for row in table.rules(spots) if row[0] > number]
    return found


def _span(
    flat: Sequence[str], pieces: Sequence[int], reach: Sequence[int], spots: Spots
) -> tuple[int, int] | None:
    """Where the first phrase of a rule begins and ends, if it holds no second wish."""
    for at, ended in spots[pieces[0]].items():
        end = ended
        for piece, most in zip(pieces[1:], reach, strict=True):
            end = _after(end, most, spots[piece])
            if not end:
                break
        if end and not joins_wishes(flat[at:end]):
            return at, end
    return None


def _after(start: int, reach: int, ends: Mapping[int, int]) -> int:
    """Where a piece ends that starts at most `reach` words after `start`, 0 if none does."""
    return next((ends[at] for at in range(start, start + reach + 1) if at in ends), 0)


def _put(rows: Rows, first: int, end: int, mean: Sequence[str]) -> Rows:
    """`rows` with `mean` where the words from `first` to `end` ended."""
    found, start = [], 0
    for row in rows:
        stop = start + len(row)
        kept = [*row[: max(0, first - start)]]
        if start < end <= stop:
            kept += mean
        found.append([*kept, *row[max(0, end - start) :]] if end > start else row)
        start = stop
    return found
