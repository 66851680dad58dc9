"""Short forms of chat and office written out; what they mean depends on their neighbours."""

from collections.abc import Sequence

from knowledge.text.folding import fold_word
from knowledge.text.lexicon import Lexicon
from knowledge.text.syllables import is_syllable


def expand(typed: Sequence[str], lexicon: Lexicon) -> tuple[list[str], int]:
    """The words of one clause written out, lower case, and how many short forms there were."""
    lower = [word.lower() for word in typed]
    folded = [fold_word(word) for word in lower]
    written: list[str] = []
    short = 0
    for position, word in enumerate(lower):
        meant = _meaning(lower, folded, position, lexicon)
        short += meant is not None and (len(word) <= 2 or not is_syllable(folded[position]))
        written.extend(meant or (word,))
    return written, short


def _meaning(
    lower: Sequence[str], folded: Sequence[str], position: int, lexicon: Lexicon
) -> tuple[str, ...] | None:
    word = lower[position]
    if (readings := lexicon.context.get(word)) is None:
        plain = folded[position]
        spelled = word in lexicon.always or is_syllable(plain)
        return lexicon.always.get(word if spelled else plain)
    previous = folded[position - 1] if position else ""
    following = folded[position + 1] if position + 1 < len(folded) else ""
    return next((reading.words for reading in readings if reading.fits(previous, following)), None)
