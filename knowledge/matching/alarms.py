"""Whether a message is written by somebody in danger, or about somebody who is.

Phrases are heard word after word and with their marks, never by likeness: the number of the fire
brigade shown to who asks for "quán ăn chay" is laughable, the one for who wants to die shown to who
writes "chân đau" is worse, and a danger missed is the worst. What is heard goes before all else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from knowledge.guidance import Alarm, Heard
from knowledge.text.folding import agrees, fold_word, is_marked
from knowledge.text.sieve import Sieve

ELLIPSIS: Final = "…"
EXACT: Final = "="
GAP: Final = 1
WIDE: Final = 4
"""Other words that may stand between two of a phrase: as a rule, and where "…" stands.

As a rule none, where marks were left out: "bo cu doi" tells of nobody who goes hungry.
"""
WELL_MARKED: Final = 0.5
"""Share of marked words from which a word without a mark is meant so: "quán ăn chay"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in their order, each with how many others may stand before it."""

    words: tuple[tuple[str, int], ...]
    exact: bool
    """Every mark must be typed."""
    needed: frozenset[str]
    """Its words, folded: most phrases are passed over because one of them is missing."""

    @property
    def first(self) -> str:
        """The word it begins with, folded."""
        return fold_word(self.words[0][0])

    def begins_at(self, typed: Sequence[str], place: int, *, marked: bool) -> bool:
        """True when it is said from `place` on."""
        first = self.words[0][0]
        if not self._is(typed[place], first, marked=marked):
            return False
        bare = _left_bare(typed[place], first)
        for word, gap in self.words[1:]:
            reach = range(place + 1, min(len(typed), place + 2 + gap))
            found = next((at for at in reach if self._is(typed[at], word, marked=marked)), None)
            if found is None:
                return False
            bare = bare or _left_bare(typed[found], word)
            if bare and gap < WIDE and found > place + 1:
                return False
            place = found
        return True

    def _is(self, typed: str, meant: str, *, marked: bool) -> bool:
        if not agrees(typed, meant):
            return False
        return not _left_bare(typed, meant) or not (self.exact or marked)


def _left_bare(typed: str, meant: str) -> bool:
    """True when the marks of a word were not typed, so that it may be another."""
    return is_marked(meant) and not is_marked(typed)


class Phrases:
    """Phrases by their first word."""

    def __init__(self, written: Iterable[str], *, spread: bool = False) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for one in written:
            phrase = phrase_of(one, spread=spread)
            self._by_first.setdefault(phrase.first, []).append(phrase)

    def __iter__(self) -> Iterator[Phrase]:
        return chain.from_iterable(self._by_first.values())

    def longest(self, typed: Sequence[str], folded: Sequence[str], *, marked: bool) -> int:
        """Words of the longest phrase that is said; 0 when none is."""
        found, most, every = self._by_first, 0, None
        for place, word in enumerate(folded):
            if word not in found:
                continue
            every = every or frozenset(folded)
            for phrase in found[word]:
                size = len(phrase.words)
                if size > most and phrase.needed <= every:
                    most = size if phrase.begins_at(typed, place, marked=marked) else most
        return most


class Alarms:
    """The phrases of all urgent routes."""

    def __init__(self, alarms: Iterable[Alarm]) -> None:
        self._alarms = [
            (one, Phrases(one.phrases, spread=True), Phrases(one.calm)) for one in alarms
        ]
        self._phrases = Sieve(
            (phrase.needed, number)
            for number, (_, phrases, _) in enumerate(self._alarms)
            for phrase in phrases
        )
        """Numbers of the alarms by their phrases."""

    def heard(self, typed: Sequence[str]) -> Alarm | None:
        """The one whose longest phrase is said, a mere cry only without it; None without danger."""
        folded = [fold_word(word) for word in typed]
        marked = well_marked(typed)
        best: Alarm | None = None
        most = (False, 0)
        said = {number for _, number in self._phrases.passed(frozenset(folded))}
        for number in sorted(said):
            alarm, phrases, calm = self._alarms[number]
            longest = phrases.longest(typed, folded, marked=marked)
            told = (not alarm.last, longest)
            if longest and told > most and not calm.longest(typed, folded, marked=marked):
                best, most = alarm, told
        return best


def well_marked(typed: Sequence[str]) -> bool:
    """True when so many words have marks that one without is meant so."""
    return bool(typed) and sum(map(is_marked, typed)) >= WELL_MARKED * len(typed)


def alarm_words(alarms: Iterable[Alarm | Heard]) -> frozenset[str]:
    """Folded words of all phrases, and of what calms them: none of them is a mistyped other."""
    said = [phrase.removeprefix(EXACT) for one in alarms for phrase in (*one.phrases, *one.calm)]
    return frozenset(fold_word(word) for phrase in said for word in phrase.split())


def phrase_of(written: str, *, spread: bool) -> Phrase:
    """A phrase as the data write it.

    `spread`: of an alarm, where others may stand between and a single word needs its marks.
    """
    words: list[tuple[str, int]] = []
    gap = least = GAP if spread else 0
    for word in written.removeprefix(EXACT).split():
        if word == ELLIPSIS:
            gap = WIDE
            continue
        words.append((word, gap))
        gap = least
    exact = written.startswith(EXACT) or (spread and len(words) == 1)
    return Phrase(tuple(words), exact, frozenset(fold_word(word) for word, _ in words))
