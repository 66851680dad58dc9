"""A message that went by an approved template: its own words nobody here knows, its fields we do.

What was pasted is searched for what filled the fields. A message of ours that names none of them is
none of ours; and figures beside them are told as what nobody here can vouch for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from handlers.check_codes import VALUE, Issued, Seal, bare

TELLING: Final = 5
"""Letters from which a value is worth something: "12" stands in any text."""
MOST: Final = 400
"""Words looked at."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The fields found in what was pasted, and the figures outside them."""

    ours: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


def compared(lines: Sequence[str], issued: Issued, seal: Seal) -> Compared | None:
    """What of a template's message is ours; None: it carried none, or nothing of it is here.

    A line of the message in its own words, beside the fields, tells that this is a copy of it by
    another channel: there every line is known, and what is not was changed.
    """
    if not issued.values or any(_own(line, issued, seal) for line in lines):
        return None
    words = [word for line in lines for word in line.split()][:MOST]
    spans = _spans(words, issued, seal)
    ours = tuple(" ".join(words[start:end]) for start, end in spans)
    if not any(len(bare(one)) >= TELLING for one in ours):
        return None
    covered = {at for start, end in spans for at in range(start, end)}
    strange = (word for at, word in enumerate(words) if at not in covered)
    figures = dict.fromkeys(word for word in strange if any(sign.isdecimal() for sign in word))
    return Compared(ours, tuple(figures))


def _own(line: str, issued: Issued, seal: Seal) -> bool:
    return seal.line(line) in issued.lines and seal.value(line) not in issued.values


def _spans(words: Sequence[str], issued: Issued, seal: Seal) -> list[tuple[int, int]]:
    """Where values stand, the longest first at each word; they do not overlap."""
    lengths = {int(one.removeprefix(VALUE).partition(":")[0]) for one in issued.values}
    plain = [bare(word) for word in words]
    sums = [0, *accumulate(len(one) for one in plain)]
    found, at = [], 0
    while at < len(words):
        ends = [
            end
            for end in range(at + 1, len(words) + 1)
            if sums[end] - sums[at] in lengths and plain[at] and plain[end - 1]
        ]
        end = next((e for e in reversed(ends) if _is_value(words[at:e], issued, seal)), at)
        if end > at:
            found.append((at, end))
        at = max(end, at + 1)
    return found


def _is_value(words: Sequence[str], issued: Issued, seal: Seal) -> bool:
    return seal.value(" ".join(words)) in issued.values
