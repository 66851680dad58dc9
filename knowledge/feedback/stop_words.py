"""Lists of words that tell nothing, compared as they were typed.

With marks "đền" is no "đến" and "vay" no "vậy"; in a text without any, the letters must do.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.text.folding import fold_word, is_marked, spelling


@dataclass(frozen=True, slots=True)
class StopWords:
    """One such list."""

    folded: frozenset[str]
    spelled: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "StopWords":
        """The words of a list written with marks, as one text."""
        listed = text.split()
        return cls(frozenset(map(fold_word, listed)), frozenset(map(spelling, listed)))

    def holds(self, word: str, *, marked: bool) -> bool:
        """Whether it is listed; `marked`: it stands in a text with marks."""
        return spelling(word) in self.spelled if marked else fold_word(word) in self.folded


def has_marks(said: Iterable[str]) -> bool:
    """Whether any of these words was typed with a mark."""
    return any(map(is_marked, said))
