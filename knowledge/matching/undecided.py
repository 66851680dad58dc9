"""Whether what is told leaves open which of several procedures is meant.

"Giấy khuyết tật của mẹ em" names a paper and nothing that decides between getting it for the first
time and getting it anew; the likeliest is not what was asked. For each answer a judgement over what
the names, the situations and the words say, fitted on open messages and on their twins in which a
detail decides (`tests/benchmarks/_judgements.py`), tells whether to ask which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from knowledge.guidance import Guidance
from knowledge.matching.calibration import Calibration
from knowledge.matching.candidates import COVERED, FOUND, OFFICIAL, SURFACE, Ranked
from knowledge.matching.elsewhere import Elsewhere
from knowledge.matching.going_on import road
from knowledge.matching.judgements import odds, shipped_judgement
from knowledge.matching.outcomes import Ambiguous, Intent, Match, Option, Outcome, ProcedureOption
from knowledge.matching.queries import Query
from knowledge.matching.situations import features
from knowledge.matching.weighing import NEARLY, Evidence, Told, Weighed, is_code
from knowledge.procedures import Procedure

JUDGEMENT: Final = "undecided"
WORD: Final = "~"
"""Begins the name of a feature that is a word, a pair of words or a term."""
SAYS: Final = 0.3
"""How much one of those counts."""
OFFERED: Final = 0.04
"""Probability by the situations, or weighed, from which a procedure is among what is asked."""
_MOST: Final = 5
_MUCH: Final = 10.0


class Undecided(Elsewhere):
    """Asks which procedure is meant where several fit what is told alike."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.undecided = shipped_judgement(JUDGEMENT)
        self.akin = _akin(guidance)
        """What each procedure stands beside in a family that has a name."""

    def opinion(
        self, found: Outcome, intent: Intent, whole: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        """The outcome in the light of what is told; the question which where it does not decide."""
        meant, led = super().opinion(found, intent, whole, visible)
        if not isinstance(meant, Match) or not self._may_be_undecided(meant):
            return meant, led
        if self._is_named(meant, whole, visible):
            return meant, led
        told = self._told_of_answer(meant, whole, visible)
        if self.undecided.share(told) < self.calibration.undecided:
            return meant, led
        return self._which(meant, whole, visible) or meant, led

    def _is_named(self, meant: Match, whole: Query, visible: frozenset[str] | None) -> bool:
        """True for a name said in full, and for a way of putting it that names no family too.

        What an officer taught leads where it was taught to lead.
        """
        ranked = self.rank(whole, visible)
        first = ranked.procedures[0].entry.key if ranked.procedures else ""
        if first == meant.code and self._named_in_full(ranked):
            return True
        return not _in_family(meant.code, ranked) and self._exact(whole, visible) is not None

    def settled_opinion(
        self, found: Outcome, intent: Intent, whole: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        """The same with the likeliest answer where what is told does not decide."""
        return super().opinion(found, intent, whole, visible)

    def undecided_told(self, text: str) -> tuple[str, Told] | None:
        """The procedure a cleaned text is answered with, and what is judged of that answer."""
        whole, rows, _ = self.reader.read(text)
        if not whole.typed:
            return None
        meant, _ = super().opinion(*self._decide(whole, rows, None), whole, None)
        if not isinstance(meant, Match) or not self._may_be_undecided(meant):
            return None
        return meant.code, self._told_of_answer(meant, whole, None)

    def _may_be_undecided(self, meant: Match) -> bool:
        """False for who takes the law's own road, joined wishes and what no texts were told of."""
        taken = road(self.procedures[meant.code]) is not None or self._is_joined(meant)
        return meant.code in self.situations.known and not taken

    def _told_of_answer(self, meant: Match, whole: Query, visible: frozenset[str] | None) -> Told:
        evidence, rows = self.weighed(meant, whole, visible)
        ranked = self.rank(whole, visible)
        told = _shares(meant.code, evidence, rows) | _named(meant.code, ranked)
        akin = self.akin.get(meant.code, frozenset())
        told["akin"] = odds(sum(s for key, s in evidence.guess.rows if key in akin))
        told["no family"] = float(not akin)
        told |= self._facets(meant.code, akin, whole)
        told["exact"] = float(self._exact(whole, visible) is not None)
        told["part"] = float(bool(whole.asked))
        long = min(whole.weight, 8.0) / 8.0
        for name in ("own", "several", "margin", "akin"):
            told[f"{name}, in family"] = told[name] * told["in family"]
            told[f"{name}, in full"] = told[name] * long
        words = dict.fromkeys([f"{WORD}{one}" for one in features(whole)], SAYS)
        return told | words | {"full": min(whole.weight, _MUCH) / _MUCH}

    def _facets(self, code: str, akin: frozenset[str], whole: Query) -> Told:
        """What of the message tells the answer, or one beside it, apart."""
        has, entries = whole.facets.has, self.index.entries
        own = entries[self.numbers[code]].own
        others = [entries[self.numbers[key]].own for key in akin if key in self.numbers]
        theirs = frozenset().union(*others) - own
        told = {f"facet {one}": 0.5 for one in has}
        return told | {
            "tells it": float(bool(has & own)),
            "tells another": float(bool(has & theirs)),
        }

    def _which(
        self, meant: Match, whole: Query, visible: frozenset[str] | None
    ) -> Ambiguous | None:
        """The question: the family that was named, or what is likely; None where none is."""
        ranked = self.rank(whole, visible)
        evidence, rows = self.weighed(meant, whole, visible)
        fit = ranked.family
        if fit and _in_family(meant.code, ranked):
            asked = self._family(fit.family, ranked, visible)
            places = {row.code: place for place, row in enumerate(rows)} | {meant.code: -1}
            return _likely_first(asked, places) if isinstance(asked, Ambiguous) else None
        akin = self.akin.get(meant.code, frozenset())
        told = {row.code for row in rows if row.share >= OFFERED}
        told |= {key for key, share in evidence.guess.rows if share >= OFFERED and key in akin}
        others = [row.code for row in rows if row.code in told and row.code != meant.code]
        if not others:
            return None
        codes = [meant.code, *others][:_MOST]
        return Ambiguous(self._told_apart([self._option(code) for code in codes], ranked))


def _likely_first(asked: Ambiguous, places: Mapping[str, int]) -> Ambiguous:
    """The same options: those with a place first, in its order; the others as they were."""

    def place(option: Option) -> int:
        code = option.code if isinstance(option, ProcedureOption) else ""
        return places.get(code, len(places))

    return replace(asked, options=tuple(sorted(asked.options, key=place)))


def _akin(guidance: Guidance) -> dict[str, frozenset[str]]:
    akin: dict[str, set[str]] = {}
    for family in guidance.families:
        codes = {option.code for option in family.options if option.code and family.phrases}
        for code in codes:
            akin.setdefault(code, set()).update(codes - {code})
    return {code: frozenset(others) for code, others in akin.items()}


def _shares(code: str, evidence: Evidence, rows: Sequence[Weighed]) -> Told:
    """What names and situations say of the answer and of its likeliest rival."""
    guess = evidence.guess
    own = odds(guess.of(code))
    other = odds(max((s for key, s in guess.rows if is_code(key) and key != code), default=0.0))
    weighed = {row.code: row.share for row in rows}
    rival = max((row.share for row in rows if row.code != code), default=0.0)
    return {
        "own": own,
        "other": other,
        "margin": own - other,
        "weighed": odds(weighed.get(code, 0.0)),
        "rival": odds(rival),
        "several": evidence.several,
        "outside": evidence.outside,
        "named": evidence.confidence,
        "named surely": max(0.0, evidence.confidence - NEARLY) * 10.0,
    }


def _in_family(code: str, ranked: Ranked) -> bool:
    """Whether the words name a family that lists it."""
    fit = ranked.family
    return fit is not None and any(option.code == code for option in fit.family.options)


def _named(code: str, ranked: Ranked) -> Told:
    """How the answer was named, and whether the words name a family it is of."""
    fit = ranked.family if _in_family(code, ranked) else None
    told = {"in family": float(fit is not None)}
    if fit:
        told["close"] = float(fit.close)
        told["telling"], told["alien"] = min(1.0, fit.telling), min(1.0, fit.alien)
    first = ranked.procedures[0] if ranked.procedures else None
    if first and first.entry.key == code:
        told["first"] = 1.0
        told["official"], told["found"] = first.features[OFFICIAL], first.features[FOUND]
        told["covered"], told["surface"] = first.features[COVERED], first.features[SURFACE]
    return told
