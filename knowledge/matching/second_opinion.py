"""What people's words speak for, where the names of procedures do not decide.

The ranking reads names and their synonyms; who only tells what happened names nothing. There the
fitted model of situations (`situations.py`) is heard: it answers what found nothing, settles ties,
and asks back where it is sure of something else. The numbers were chosen by counts over the
development questions, our own and the strangers'; `knowledge/data/questions/README.md` says which.
"""

from collections.abc import Sequence
from typing import Final

from knowledge.guidance import Guidance
from knowledge.matching.asking_back import OTHERS
from knowledge.matching.calibration import Calibration
from knowledge.matching.candidates import SURFACE
from knowledge.matching.deciding import Decider
from knowledge.matching.outcomes import (
    Ambiguous,
    Candidate,
    Intent,
    Match,
    NoMatch,
    Option,
    Outcome,
    ProcedureOption,
    RouteFound,
    RouteOption,
)
from knowledge.matching.queries import Query
from knowledge.matching.situations import CARD, NOTHING, ROUTE, Guess, shipped_situations
from knowledge.procedures import CatalogueState, Procedure

TELLS: Final = 2.0
"""Full words a message needs to tell a situation."""
SPEAKS: Final = 3.0
"""Full words below which nothing that was found is asked back."""
SURE: Final = 0.88
"""Probability from which one matter is answered where nothing else was found."""
TOGETHER: Final = 0.6
"""Probability of all that is offered from which it is offered."""
OFFERED: Final = 0.1
"""Probability of one matter from which it is among the options."""
FOREIGN: Final = 0.06
"""Probability of what no office does from which a message that names nothing is left alone."""
LIKELY: Final = 0.7
"""Probability from which something is offered although the names say that it is outside."""
FAR_OUT: Final = 0.95
"""Probability by the names of being outside from which only what is likely is offered."""
TELLS_ENOUGH: Final = 4.0
"""Full words under which it is asked back rather than answered."""
SETTLES: Final = 5.0
"""Full words under which near procedures are not told apart by it."""
SETTLED: Final = 0.93
"""Probability from which one of two near procedures is answered."""
ADDED: Final = 0.4
"""Probability from which what a question back leaves out is offered too."""
CERTAIN: Final = 0.99
"""The same where something is mentioned besides, or the names leave no doubt but the tie."""
NAMED: Final = 0.9
"""Confidence by the names from which a tie was meant to be asked about."""
AHEAD: Final = 0.85
"""Probability from which it comes first."""
UNLIKELY: Final = 0.05
"""Probability of what was found under which something surer is asked about."""
QUESTIONS: Final = 0.75
"""Probability from which an answer of something unlikely is asked back."""
ALIKE: Final = 0.7
"""Likeness of a message and the phrase of a route from which that is no mere hint."""
DOUBTS: Final = 0.93
"""Probability from which a route is doubted."""
NAMED_SURELY: Final = 0.97
"""Confidence from which an answer stands whatever else is told."""
_MOST: Final = 5


class SecondOpinion(Decider):
    """Decides with what people's words speak for."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.situations = shipped_situations()

    def opinion(
        self, found: Outcome, intent: Intent, whole: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        """The outcome in the light of what is told; the one that was found where that is sure."""
        if whole.weight < TELLS or "offtopic" in whole.facets.has or _stands(found, whole):
            return found, intent
        guess = self._known(self.situations.guess(whole), visible)
        match found:
            case NoMatch() | RouteFound(key="ngoai_pham_vi"):
                meant = self._told(guess, whole, visible)
            case Ambiguous():
                meant = self._settled(found, guess, whole, visible)
            case Match():
                meant = self._questioned(found, guess)
            case RouteFound():
                meant = self._doubted(found, guess, whole, visible)
            case _:
                meant = None
        if meant is None:
            return found, intent
        return meant, Intent.PROCEDURE

    def told_of(self, whole: Query, options: Sequence[str]) -> str | None:
        """The one of the offered procedures that is told, where no other matter is likelier."""
        if whole.weight < TELLS:
            return None
        key, share = self.situations.guess(whole).rows[0]
        return key if key in self.procedures and key in options and share >= QUESTIONS else None

    def _questioned(self, found: Match, guess: Guess) -> Ambiguous | None:
        """The question whether what the words speak for much more is meant."""
        key, share = guess.rows[0]
        known = key in self.procedures and found.code in self.situations.known
        if not known or share < QUESTIONS or guess.of(found.code) > UNLIKELY:
            return None
        return Ambiguous((self._option(key), self._option(found.code)))

    def _known(self, guess: Guess, visible: frozenset[str] | None) -> Guess:
        rows = tuple(row for row in guess.rows if self._is_known(row[0], visible))
        return Guess(rows or ((NOTHING, 1.0),))

    def _is_known(self, key: str, visible: frozenset[str] | None) -> bool:
        if key.startswith(ROUTE):
            return key.removeprefix(ROUTE) in self.guides.routes
        if key.startswith(CARD):
            return key.removeprefix(CARD) in self.guides.cards
        if key == NOTHING:
            return True
        procedure = self.procedures.get(key)
        active = procedure is not None and procedure.state is CatalogueState.ACTIVE
        return active and (visible is None or key in visible)

    def _outside(self, whole: Query, visible: frozenset[str] | None) -> float:
        """Probability by the names alone that nothing of the catalogue is meant."""
        return self.calibration.out_of_scope(self.rank(whole, visible).signs)

    def _told(
        self, guess: Guess, whole: Query, visible: frozenset[str] | None
    ) -> Match | Ambiguous | None:
        """What a message that names nothing is about, or the question which of a few."""
        key, share = guess.rows[0]
        if guess.of(NOTHING) >= FOREIGN or key not in self.procedures:
            return None
        near = [row for row in guess.rows if row[0] in self.procedures]
        if share >= SURE and whole.weight >= TELLS_ENOUGH:
            others = tuple(Candidate(code, 0.0) for code, one in near[1:] if one >= OFFERED)
            return Match(key, share, others[:OTHERS])
        rows = [*near[:2], *(row for row in near[2:3] if row[1] >= OFFERED)]
        if len(rows) < 2 or sum(share for _, share in rows) < TOGETHER:
            return None
        least = LIKELY if whole.weight >= SPEAKS else SURE
        if share < least and self._outside(whole, visible) >= FAR_OUT:
            return None
        return Ambiguous(tuple(self._option(code) for code, _ in rows))

    def _settled(
        self, found: Ambiguous, guess: Guess, whole: Query, visible: frozenset[str] | None
    ) -> Match | Ambiguous | None:
        """The question back, the likeliest first; the answer where only names are near."""
        key, share = guess.rows[0]
        if key not in self.procedures or share < ADDED or self._unheard_of(found):
            return None
        options = list(found.options)
        place = next((at for at, one in enumerate(options) if _code(one) == key), None)
        option = self._option(key) if place is None else options.pop(place)
        torn = self.rank(whole, visible).confidence >= NAMED  # well named, and yet a sibling fits
        settles = CERTAIN if torn or any(whole.beside) else SETTLED
        if found.family is None and share >= settles and whole.weight >= SETTLES:
            others = tuple(Candidate(code, 0.0) for one in options if (code := _code(one)))
            return Match(key, share, others[:OTHERS])
        first = 0 if share >= AHEAD else min(1, len(options)) if place is None else place
        options.insert(first, option)
        kept = options if found.family else options[:_MOST]
        return Ambiguous(tuple(kept), found.family, found.question)

    def _unheard_of(self, found: Ambiguous) -> bool:
        """True where a procedure comes first of which no situation is known."""
        first = found.options[0]
        return bool(_code(first)) and _code(first) not in self.situations.known

    def _doubted(
        self,
        found: RouteFound,
        guess: Guess,
        whole: Query,
        visible: frozenset[str] | None,
    ) -> Ambiguous | None:
        """The procedure that is told where a route was only hinted at."""
        key, share = guess.rows[0]
        name, urgent = f"{ROUTE}{found.key}", self.guides.routes[found.key].urgent
        if urgent or key not in self.procedures or share < DOUBTS or guess.of(name) > UNLIKELY:
            return None
        guides = self.rank(whole, visible).guides
        if any(one.entry.key == found.key and one.features[SURFACE] >= ALIKE for one in guides[:1]):
            return None
        route = RouteOption(found.key, self.guides.routes[found.key].title)
        return Ambiguous((self._option(key), route))

    def _option(self, code: str) -> ProcedureOption:
        return ProcedureOption(code, self.procedures[code].title[:60])


def _stands(found: Outcome, whole: Query) -> bool:
    """True for an answer that is not asked about, and for what has a voice of its own.

    What is mentioned besides ("có cần bản sao căn cước không") speaks for another matter, and a
    few words speak for little.
    """
    if isinstance(found, Match):
        few = whole.weight < SPEAKS
        return few or found.confidence >= NAMED_SURELY or any(whole.beside)
    return not isinstance(found, NoMatch | RouteFound | Ambiguous)


def _code(option: Option) -> str:
    return option.code if isinstance(option, ProcedureOption) else ""
