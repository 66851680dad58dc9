"""What people's words speak for, beside the names of procedures.

The ranking reads names and their synonyms; who only tells what happened names nothing. There the
fitted model of situations (`situations.py`) is heard: each procedure that was found or that the
words speak for is weighed (`weighing.py`). What is likely is answered, what is not is asked back,
the likeliest first. The bounds were chosen by counts over our own texts and the strangers';
`knowledge/data/questions/README.md` says which.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, cast

from knowledge.guidance import Guidance
from knowledge.matching.asking_back import OTHERS
from knowledge.matching.calibration import Calibration
from knowledge.matching.going_on import road
from knowledge.matching.guides import INTENTS
from knowledge.matching.judgements import shipped_judgement
from knowledge.matching.knowing import Knowing
from knowledge.matching.outcomes import (
    Ambiguous,
    Candidate,
    CardFound,
    Intent,
    Match,
    NoMatch,
    Option,
    Outcome,
    ProcedureOption,
    RouteFound,
    RouteOption,
    Several,
)
from knowledge.matching.plainly import exact_keys
from knowledge.matching.queries import Query
from knowledge.matching.situations import CARD, NOTHING
from knowledge.matching.weighing import (
    JUDGEMENT,
    NEARLY,
    Evidence,
    Told,
    Weighed,
    codes_of,
    names_family,
    told_of,
    weigh,
)
from knowledge.procedures import Procedure
from knowledge.text.folding import agrees, fold_word

TELLS: Final = 2.0
"""Full words a message needs to tell a situation."""
SPEAKS: Final = 3.0
"""Full words below which nothing that was found is asked back, nor a tie settled."""
ENOUGH: Final = 4.0
"""Full words below which what no name led to is asked back rather than answered."""
NAMED_SURELY: Final = 0.97
"""Confidence by names from which an answer stands whatever else is told."""
CERTAIN: Final = 0.97
"""Probability from which a hinted route is doubted and, by the situations, one of several near by
name is answered,"""
TELLS_MUCH: Final = 5.0
"""where so many full words are told."""
LIKELY: Final = 0.35
"""Probability from which a procedure goes before those that were found by names."""
DOUBTS: Final = 0.6
"""Probability of another from which an answer is asked back,"""
STEEP: Final = 2.2
"""and how much more it takes with each part of the confidence by names above nine tenths."""
AHEAD: Final = 0.45
"""How much likelier another has to be for a question back."""
UNHEARD: Final = 0.06
"""Probability up to which nothing told speaks for what a name led to, less than nearly surely."""
TOGETHER: Final = 0.7
"""Probability together of what is offered where no name led to any."""
OFFERED: Final = 0.1
"""Probability of one procedure from which it is among what is offered anew."""
ADDED: Final = 0.15
"""Probability from which what a question back leaves out is offered too."""
PICKED: Final = 0.75
"""Share among the options from which one of them is told by a few words."""
FOREIGN: Final = 3.0
"""How many times likelier another matter has to be for none of them to be told."""
UNLIKELY: Final = 0.05
"""Probability of a card under which no more than its words were said."""
_TOLD_BESIDE: Final = frozenset({Intent.INFO, Intent.SMALLTALK})
"""Cards that may be no more than a word in passing: "thanh toán", "bưu điện"."""
ROADS: Final = (("tố", "cáo"), ("khiếu", "nại"))
"""How somebody begins who takes one of them, whatever it is about."""
_HEAD: Final = 4
_MOST: Final = 5
_FEW: Final = 3


class SecondOpinion(Knowing):
    """Decides with what people's words speak for."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.meant = shipped_judgement(JUDGEMENT)

    def opinion(
        self, found: Outcome, intent: Intent, whole: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        """The outcome in the light of what is told; the one that was found where that is sure."""
        if not self._is_weighed(found, whole):
            return found, intent
        evidence, rows = self.weighed(found, whole, visible)
        meant = self._meant(found, rows, whole, visible) if rows else None
        strange = evidence.offtopic and not isinstance(found, Match | Ambiguous)
        unsure = strange and not (meant and meant == self._told_surely(rows, whole))
        return (found, intent) if meant is None or unsure else (meant, Intent.PROCEDURE)

    def _told_surely(self, rows: Sequence[Weighed], whole: Query) -> Match | None:
        """The answer beside a word of what no office does, where nearly all told is of it."""
        sure = rows[0].share >= self.calibration.instead and whole.weight >= TELLS_MUCH
        return self._likeliest(rows) if sure else None

    def weighed(
        self, found: Outcome, whole: Query, visible: frozenset[str] | None
    ) -> tuple[Evidence, list[Weighed]]:
        """What is known of a message and the procedures it may mean; asked more than once."""
        key = ("weighed", found, visible)
        if key not in whole.memo:
            evidence = self.evidence(found, whole, visible)
            whole.memo[key] = evidence, weigh(evidence, self.meant)
        return cast("tuple[Evidence, list[Weighed]]", whole.memo[key])

    def weighed_told(self, text: str) -> list[tuple[str, Told]]:
        """The procedures a cleaned text may mean, with what is judged of each."""
        whole, rows, _ = self.reader.read(text)
        found, _ = self._decide(whole, rows, None)
        if not self._is_weighed(found, whole):
            return []
        return told_of(self.evidence(found, whole, None))

    def told_of(self, whole: Query, options: Sequence[str]) -> str | None:
        """The one of the offered procedures that is told, where no other matter is likelier."""
        guess = self.situations.guess(whole)
        offered = [code for code in options if code in self.procedures]
        best = max(offered, key=guess.of, default=None)
        if best is None or whole.weight < TELLS:
            return None
        share, key = guess.of(best), guess.rows[0][0]
        clear = share >= PICKED * sum(guess.of(code) for code in offered)
        other = key not in offered and guess.of(key) >= FOREIGN * share
        return best if share >= OFFERED and clear and not other else None

    def _meant(
        self,
        found: Outcome,
        rows: Sequence[Weighed],
        whole: Query,
        visible: frozenset[str] | None,
    ) -> Match | Ambiguous | None:
        match found:
            case Match():
                return self._answered(found, rows)
            case Ambiguous():
                return self._settled(found, rows, whole)
            case NoMatch() | RouteFound(key="ngoai_pham_vi"):
                return self._unnamed(rows, whole)
            case RouteFound():
                return self._doubted(found, rows, whole, visible)
            case CardFound() | Several():
                return self._likeliest(rows) if self._outdone(found, rows[0], whole) else None

    def _outdone(self, found: CardFound | Several, first: Weighed, whole: Query) -> bool:
        """True for a card said in passing, or one wish of several, beside what is told surely."""
        guess = self.situations.guess(whole)
        if isinstance(found, Several):
            other = first.code not in {one.code for one in found.matches}
            return other and guess.of(first.code) >= CERTAIN
        hinted = guess.of(f"{CARD}{found.key}") < UNLIKELY
        return hinted and first.share >= self.calibration.instead

    def _answered(self, found: Match, rows: Sequence[Weighed]) -> Match | Ambiguous | None:
        """The other that is meant, or the question which; None where the answer stands."""
        own = next(row.share for row in rows if row.code == found.code)
        first = rows[0]
        if first.code == found.code:
            return None
        if first.share >= self.calibration.instead:
            return self._likeliest(rows)
        named = max(0.0, found.confidence - NEARLY) * STEEP
        ahead = own < self.calibration.kept or first.share - own >= AHEAD
        unheard = own <= UNHEARD and first.share >= LIKELY and found.confidence < NEARLY
        if unheard or (first.share >= DOUBTS + named and ahead):
            others = [row for row in rows if row.share >= OFFERED and row.code != found.code]
            return self._asked([*others[: _FEW - 1], Weighed(found.code, own)])
        return None

    def _settled(
        self, found: Ambiguous, rows: Sequence[Weighed], whole: Query
    ) -> Match | Ambiguous | None:
        """The answer where one is likely; else the question back, the likely ones first."""
        if taken := self._road_taken(found, whole):
            return Match(taken, self.calibration.settled)
        sure = self.calibration.of_family if names_family(found) else self.calibration.settled
        if rows[0].share >= sure or self._is_certain(found, rows[0], whole):
            return self._likeliest(rows)
        return self._ordered(found, rows)

    def _road_taken(self, found: Ambiguous, whole: Query) -> str | None:
        """The law's own road among the options, where a message begins with its name (F-10)."""
        head = list(pairwise(whole.typed[:_HEAD]))
        named = any(agrees(one, a) and agrees(two, b) for one, two in head for a, b in ROADS)
        codes = (code for code in codes_of(found) if road(self.procedures[code]))
        return next(codes, None) if named else None

    def _ordered(self, found: Ambiguous, rows: Sequence[Weighed]) -> Ambiguous | None:
        """The same question, the likely ones first and what was left out behind its first."""
        given = {one.code: one for one in found.options if isinstance(one, ProcedureOption)}
        likely = [row.code for row in rows if row.share >= LIKELY]
        least = LIKELY if names_family(found) else ADDED
        added = [row.code for row in rows if row.share >= least and row.code not in given]
        if not likely and not added:
            return None
        ahead: list[Option] = [given.get(code) or self._option(code) for code in likely]
        rest = [one for one in found.options if one not in ahead]
        more = [self._option(code) for code in added if code not in likely]
        options = [*ahead, *rest[:1], *more, *rest[1:]]
        kept = options if names_family(found) else options[:_MOST]
        return Ambiguous(tuple(kept), found.family, found.question)

    def _is_certain(self, found: Ambiguous, first: Weighed, whole: Query) -> bool:
        """True where all that is told speaks for one of the procedures that are near by name."""
        told = self.situations.guess(whole).of(first.code) >= CERTAIN
        enough = whole.weight >= TELLS_MUCH and first.code in codes_of(found)
        return told and enough and not names_family(found) and not any(whole.beside)

    def _unnamed(self, rows: Sequence[Weighed], whole: Query) -> Match | Ambiguous | None:
        """What a message that names nothing is about, or the question which of a few."""
        told = whole.weight >= ENOUGH and rows[0].share >= self.calibration.found
        if told or (whole.weight >= SPEAKS and rows[0].share >= self.calibration.instead):
            return self._likeliest(rows)
        together = sum(row.share for row in rows[:_FEW]) >= TOGETHER
        nothing = self.situations.guess(whole).of(NOTHING) >= rows[0].share
        likely = together and not nothing and rows[0].share >= self.calibration.asked
        offered = [*rows[:2], *(row for row in rows[2:] if row.share >= OFFERED)]
        return self._asked(offered) if likely and len(rows) > 1 else None

    def _doubted(
        self,
        found: RouteFound,
        rows: Sequence[Weighed],
        whole: Query,
        visible: frozenset[str] | None,
    ) -> Ambiguous | None:
        """The question whether a procedure is meant where a route was only hinted at."""
        if self.guides.routes[found.key].urgent or self._is_said(found, whole, visible):
            return None
        if rows[0].share < self._least_doubting(found, self.weighed(found, whole, visible)[0]):
            return None
        route = RouteOption(found.key, self.guides.routes[found.key].title)
        return Ambiguous((self._option(rows[0].code), route))

    def _least_doubting(self, found: RouteFound, evidence: Evidence) -> float:  # noqa: ARG002
        """Probability of a procedure from which it is asked beside a hinted route."""
        return CERTAIN

    def _likeliest(self, rows: Sequence[Weighed]) -> Match:
        others = tuple(Candidate(row.code, row.share) for row in rows[1:] if row.share >= OFFERED)
        return Match(rows[0].code, rows[0].share, others[:OTHERS])

    def _asked(self, rows: Sequence[Weighed]) -> Ambiguous:
        return Ambiguous(tuple(self._option(row.code) for row in rows[:_FEW]))

    def _is_weighed(self, found: Outcome, whole: Query) -> bool:
        return whole.weight >= TELLS and not self._stands_firm(found, whole)

    def _stands_firm(self, found: Outcome, whole: Query) -> bool:
        """True for an answer that is not asked about, and for what has a voice of its own.

        A few words speak for little, and what is mentioned besides ("có cần bản sao căn cước
        không") for another matter. Nothing is known of what people tell of a procedure for which
        no texts were written.
        """
        codes = codes_of(found)[:1]
        if any(code not in self.situations.known for code in codes):
            return True
        if isinstance(found, Match):
            sure = found.confidence >= NAMED_SURELY and whole.weight < TELLS_MUCH
            taken = road(self.procedures[found.code]) is not None or self._is_joined(found)
            return whole.weight < SPEAKS or sure or taken or any(whole.beside)
        if isinstance(found, CardFound):
            tells = INTENTS[self.guides.cards[found.key].intent] in _TOLD_BESIDE
            return whole.weight < ENOUGH or not tells
        if isinstance(found, Ambiguous):
            needs = any(whole.beside) and ("co", "can") in pairwise(map(fold_word, whole.typed))
            own_words = found.question is not None and not names_family(found)
            named = any(key in self.guides.families_by_plain for key in exact_keys(whole.typed))
            return whole.weight < SPEAKS or needs or own_words or named
        if isinstance(found, Several):
            return len(found.wishes) > 1 or whole.weight < TELLS_MUCH
        return not isinstance(found, NoMatch | RouteFound)
