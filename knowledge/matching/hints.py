"""Words heard one after another that lead to a card or route, or to a word said first.

Likeness finds a procedure for "hai người nữ kết hôn được không" or "công an gọi nói em dính ma túy"
and answers as if nothing stood in the way. What must not be passed over is therefore heard as
danger is (`alarms`): word after word, with its marks. The phrases stand in `heard.yaml`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.guidance import Heard
from knowledge.matching.alarms import Phrase, Phrases, phrase_of, well_marked
from knowledge.matching.marriages import UNDER_AGE, too_young
from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Intent,
    Match,
    NoMatch,
    Outcome,
    ProcedureOption,
    Reading,
    RouteFound,
    Several,
)
from knowledge.text.folding import fold_word

LIKELY: Final = 0.7
"""Confidence of the choice a question back put first, once what was heard speaks for it."""


@dataclass(frozen=True, slots=True)
class _Hint:
    heard: Heard
    needs: tuple[Phrases, ...]
    """Of each something must be said."""
    calm: Phrases


class Hints:
    """All of them, by the first word of their phrases."""

    def __init__(self, heard: Iterable[Heard]) -> None:
        self._by_first: dict[str, list[tuple[Phrase, _Hint]]] = {}
        self._by_key: dict[str, Heard] = {}
        for one in heard:
            needs = tuple(Phrases(says) for says in (one.needs, one.also) if says)
            hint = _Hint(one, needs, Phrases(one.calm))
            self._by_key[one.key] = one
            for written in one.phrases:
                phrase = phrase_of(written, spread=True)
                first = fold_word(phrase.words[0][0])
                self._by_first.setdefault(first, []).append((phrase, hint))

    def heard(self, typed: Sequence[str]) -> Heard | None:
        """The one whose longest phrase is said, with what it needs and nothing that calms it."""
        folded = [fold_word(word) for word in typed]
        marked = well_marked(typed)
        best, most, every = None, 0, frozenset(folded)
        for place, word in enumerate(folded):
            for phrase, hint in self._by_first.get(word, ()):
                longer = len(phrase.words) > most and phrase.needed <= every
                if longer and phrase.begins_at(typed, place, marked=marked):
                    if not _fits(hint, typed, folded, marked=marked):
                        continue
                    best, most = hint.heard, len(phrase.words)
        if best is None and too_young(folded):
            return self._by_key.get(UNDER_AGE)
        return best


def _fits(hint: _Hint, typed: Sequence[str], folded: Sequence[str], *, marked: bool) -> bool:
    if not all(needs.longest(typed, folded, marked=marked) for needs in hint.needs):
        return False
    return not hint.calm.longest(typed, folded, marked=marked)


def told_with(reading: Reading, heard: Heard, meant: Outcome | None = None) -> Reading:
    """The reading with what was heard: before its answer, or instead of it.

    `meant` is the procedure or question back that it leads to, where the ward has it.
    """
    if (heard.alone and reading.follow_up) or (heard.last and not _unfound(reading.outcome)):
        return reading
    if meant is not None:
        first = heard.card if heard.first else None
        reading = replace(reading, outcome=meant, intent=Intent.PROCEDURE, case=None)
        return replace(reading, part=heard.part or reading.part, said_first=first)
    if heard.family or (heard.code and not heard.first):
        return reading
    if heard.first:
        reading = replace(reading, outcome=_settled(reading.outcome, heard))
        if _goes_beside(reading.outcome, heard):
            part = reading.part
            if isinstance(reading.outcome, Match) and reading.outcome.code in heard.beside:
                part = heard.part or part
            return replace(reading, part=part, said_first=heard.card)
        if isinstance(reading.outcome, Match):
            return reading
    outcome: Outcome = CardFound(heard.card) if heard.card else RouteFound(heard.route or "")
    intent = Intent.INFO if heard.card else Intent.PROCEDURE
    return replace(reading, outcome=outcome, intent=intent, case=None, follow_up=False)


def _unfound(outcome: Outcome) -> bool:
    return isinstance(outcome, NoMatch)


def _settled(outcome: Outcome, heard: Heard) -> Outcome:
    """A question back whose likeliest choice the card belongs to: that choice."""
    if isinstance(outcome, Ambiguous):
        first = outcome.options[0]
        if isinstance(first, ProcedureOption) and first.code in heard.beside:
            return Match(first.code, LIKELY)
    return outcome


def _goes_beside(outcome: Outcome, heard: Heard) -> bool:
    """True when the card goes before that answer."""
    if isinstance(outcome, Match):
        return not heard.beside or outcome.code in heard.beside
    if isinstance(outcome, Ambiguous):
        return not heard.beside
    return isinstance(outcome, RouteFound | Several)
