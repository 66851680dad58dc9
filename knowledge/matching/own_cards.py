"""Whether a message asks what a commune's own card answers.

These cards stand beside the index, not in it: making one moves no weight of any other question,
and each commune of an installation has only its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from knowledge.guidance import Card
from knowledge.matching.index import PAIR_WEIGHT
from knowledge.matching.matcher import Matcher
from knowledge.matching.outcomes import (
    CardFound,
    Intent,
    Match,
    NoMatch,
    Outcome,
    Reading,
    Several,
)
from knowledge.matching.plainly import POLITE
from knowledge.text.characters import clean
from knowledge.text.codes import without_codes
from knowledge.text.folding import agrees, fold_word, word_set

FIRM: Final = frozenset(
    {
        Intent.COMPLAINT,
        Intent.DENUNCIATION,
        Intent.EMERGENCY,
        Intent.DOSSIER,
        Intent.HUMAN,
        Intent.PRIVACY,
    }
)
"""What somebody wants that no card may stand in the way of."""
_ASKING: Final = word_set(
    "o dau khi nao bao gio khong ko gi the sao lam nhu ra con nua cua duoc phuong xa ubnd"
)
"""Words that ask and name nothing, and the ward itself."""
SAID: Final = (0.95, 0.6)
"""Share of a card's phrase that is said, and of the message that says it, from which the card
answers although a procedure was found. Chosen so that all 20 ways of `ASKED` (the tests, written
by the same author) find their card, and none of the shipped labelled questions fits one even by
`NEAR`; what people really type will miss more."""
LIKE: Final = (0.6, 0.6)
"""The same where a route, a shipped card or a choice would be told."""
NEAR: Final = (0.55, 0.4)
"""The same where nothing else answers."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    card: Card
    key: tuple[str, ...]
    terms: Mapping[str, float]
    spelled: Mapping[str, str]


class CardFinder:
    """Built once per state of the knowledge; pure."""

    def __init__(self, cards: Sequence[Card], matcher: Matcher) -> None:
        self._reader, self._index = matcher.reader, matcher.index
        self._phrases = [self._phrase(card, say) for card in cards for say in card.phrases]

    def over(self, text: str, reading: Reading) -> Reading:
        """The reading, or one of a card where the message asks for it."""
        if not self._phrases or reading.intent in FIRM:
            return reading
        typed = self._typed(text)
        found = self._exact(typed) or self._closest(typed, _bar(reading.outcome))
        if found is None:
            return reading
        outcome = CardFound(found.key)
        return replace(reading, outcome=outcome, intent=Intent.INFO, case=None, follow_up=False)

    def fits(self, text: str) -> bool:
        """Whether a card could answer these words if nothing else did."""
        typed = self._typed(text)
        return (self._exact(typed) or self._closest(typed, NEAR)) is not None

    def _exact(self, typed: Sequence[str]) -> Card | None:
        key, spelled = _plain(typed), _spelled(typed)
        said = (one for one in self._phrases if key and one.key == key)
        return next((one.card for one in said if _agree(spelled, one.spelled)), None)

    def _closest(self, typed: Sequence[str], bar: tuple[float, float]) -> Card | None:
        terms, spelled = self._terms(typed), _spelled(typed)
        best: tuple[float, Card] | None = None
        for one in self._phrases:
            covered, spoken = _shares(one.terms, terms)
            fits = covered >= bar[0] and spoken >= bar[1] and _agree(spelled, one.spelled)
            if fits and (best is None or covered * spoken > best[0]):
                best = (covered * spoken, one.card)
        return best[1] if best else None

    def _phrase(self, card: Card, say: str) -> _Phrase:
        typed = self._typed(say)
        return _Phrase(card, _plain(typed), self._terms(typed), _spelled(typed))

    def _typed(self, text: str) -> Sequence[str]:
        return self._reader.read(without_codes(clean(text)))[0].typed

    def _terms(self, typed: Sequence[str]) -> dict[str, float]:
        """Words that say something and their neighbours, by idf."""
        said = [word for word in _plain(typed) if word not in _ASKING]
        known, unknown = self._index.idf, self._index.unknown_idf
        terms = {word: known.get(word, unknown) for word in said}
        for one, other in pairwise(said):
            terms[f"{one} {other}"] = PAIR_WEIGHT * known.get(f"{one} {other}", unknown)
        return terms


def _plain(typed: Sequence[str]) -> tuple[str, ...]:
    """The folded words without what may be a courtesy once its marks are left out.

    A card's phrase has marks and many who ask have none: "mượn bàn" and "muon ban" are to be one,
    and `_agree` looks at the marks of both.
    """
    folded = tuple(map(fold_word, typed))
    return tuple(word for word in folded if word not in POLITE) or folded


def _bar(outcome: Outcome) -> tuple[float, float]:
    """How much must be said, by what would be answered otherwise."""
    match outcome:
        case NoMatch():
            return NEAR
        case Match() | Several():
            return SAID
        case _:
            return LIKE


def _shares(phrase: Mapping[str, float], said: Mapping[str, float]) -> tuple[float, float]:
    """How much of the phrase is said, and how much of what is said the phrase is."""
    common = sum(value for term, value in phrase.items() if term in said)
    return common / (sum(phrase.values()) or 1.0), common / (sum(said.values()) or 1.0)


def _spelled(typed: Iterable[str]) -> dict[str, str]:
    return {fold_word(word): word for word in typed}


def _agree(said: Mapping[str, str], phrase: Mapping[str, str]) -> bool:
    """False when a mark somebody typed speaks against the phrase: "mắt" is not "mất"."""
    both = said.keys() & phrase.keys()
    return all(agrees(said[word], phrase[word]) for word in both)
