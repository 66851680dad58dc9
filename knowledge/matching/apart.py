"""What words say together although others stand between: "hợp đồng … đã chứng … muốn hủy".

The lexicon holds such phrases in pieces (`apart.yaml`). From the first piece to the last the words
are read as the phrase they mean, before anything else is made of them.
"""

from collections.abc import Sequence

from knowledge.matching.several import joins_wishes
from knowledge.text.folding import fold_word
from knowledge.text.lexicon import Apart, Openings

Rows = list[list[str]]


def told_apart(rows: Sequence[list[str]], rules: Sequence[Apart]) -> Rows:
    """The clauses with every phrase that is said in pieces as what it means, some left empty."""
    found = list(rows)
    said = {fold_word(word) for row in rows for word in row}
    for rule in rules:
        if all(not said.isdisjoint(piece.by_first) for piece in rule.pieces):
            found = _read(found, rule)
            said = {fold_word(word) for row in found for word in row}
    return found


def _read(rows: Rows, rule: Apart) -> Rows:
    flat = [word for row in rows for word in row]
    if rule.unless and any(rule.unless.length_at(flat, at) for at in range(len(flat))):
        return rows
    for at in range(len(flat)):
        end = _end(flat, at, rule)
        if end and not joins_wishes(flat[at:end]):
            return _put(rows, at, end, rule.mean)
    return rows


def _end(flat: Sequence[str], at: int, rule: Apart) -> int:
    """Where the phrase ends that starts at `at`, 0 if it does not stand there."""
    end = at
    for number, piece in enumerate(rule.pieces):
        reach = rule.reach[number - 1] if number else 0
        end = _after(flat, end, reach, piece)
        if not end:
            return 0
    return end


def _after(flat: Sequence[str], start: int, reach: int, piece: Openings) -> int:
    """Where `piece` ends that starts at most `reach` words after `start`, 0 if none does."""
    for at in range(start, min(start + reach + 1, len(flat))):
        if length := piece.length_at(flat, at):
            return at + length
    return 0


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
