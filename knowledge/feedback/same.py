"""Words that stand for one thing in reports and answers: "chờ lâu" and "đợi".

Narrower than a topic (`same.yaml`, a line each): which lines a text says a word of, and how surely.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.feedback.cues import FEEDBACK_DATA
from knowledge.feedback.stop_words import has_marks
from knowledge.text.folding import fold_word, spelling, words
from knowledge.yaml_lines import read_yaml

ONE_WORD: Final = 0.6
"""How surely a single word means its line; a phrase does."""

Lines = Mapping[int, float]
"""The lines a text says a word of."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    line: int
    folded: tuple[str, ...]
    spelled: tuple[str, ...]


class Same:
    """All lines, found by their phrases' first words."""

    def __init__(self, lines: Iterable[Iterable[str]]) -> None:
        """Of the phrases of each line."""
        self._by_first: dict[str, list[_Phrase]] = {}
        for line, phrases in enumerate(lines):
            for said in (words(phrase.lower()) for phrase in phrases):
                folded = tuple(map(fold_word, said))
                one = _Phrase(line, folded, tuple(map(spelling, said)))
                self._by_first.setdefault(folded[0], []).append(one)

    def lines_of(self, text: str) -> Lines:
        """Without marks a single word says nothing: "cho" is chó, chợ and cho."""
        said = words(text.lower())
        marked = has_marks(said)
        folded, spelled = tuple(map(fold_word, said)), tuple(map(spelling, said))
        found: dict[int, float] = {}
        for start, first in enumerate(folded):
            for one in self._by_first.get(first, ()):
                if _stands(one, folded, spelled, start, marked=marked):
                    sure = 1.0 if len(one.folded) > 1 else ONE_WORD
                    found[one.line] = max(found.get(one.line, 0.0), sure)
        return found


def _stands(
    one: _Phrase,
    folded: Sequence[str],
    spelled: Sequence[str],
    start: int,
    *,
    marked: bool,
) -> bool:
    end = start + len(one.folded)
    if marked:
        return spelled[start:end] == one.spelled
    return len(one.folded) > 1 and folded[start:end] == one.folded


def shared(one: Lines, other: Lines) -> float:
    """How surely both say a word of one line."""
    return max((sure * other.get(line, 0.0) for line, sure in one.items()), default=0.0)


@lru_cache(maxsize=1)
def shipped_same() -> Same:
    """The shipped lines, read once."""
    return Same([map(str, one) for one in read_yaml(FEEDBACK_DATA / "same.yaml").value])
