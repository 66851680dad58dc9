"""What was found by names and what the words speak for, weighed together.

Each procedure found by its name, or that the words speak for, gets the probability that it is the
one that is meant: a judgement over its place in the outcome, the confidence by names and what the
situations say, fitted on texts the situations had not learnt from (`tests/benchmarks/_judgements`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.matching.asking_back import MOURNING
from knowledge.matching.judgements import Judgement, odds, share_of
from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Match,
    Outcome,
    ProcedureOption,
    RouteFound,
)
from knowledge.matching.situations import CARD, NOTHING, ROUTE, Guess
from knowledge.matching.standing import OUTSIDE

JUDGEMENT: Final = "meant"
HEARD: Final = 0.02
"""Probability by the situations from which a procedure is weighed though no name led to it."""
GUESSED: Final = 4
"""Likeliest matters among which such a procedure stands."""
MOST: Final = 8
"""Procedures that are weighed."""
FEW: Final = 3.0
"""Full words under which words speak for little."""
NEARLY: Final = 0.9
"""Confidence by names from which each hundredth more says much."""
_LAST: Final = 4

Told = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A procedure with the probability that it is meant."""

    code: str
    share: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a message."""

    found: Outcome
    guess: Guess
    weight: float
    """Full words."""
    confidence: float
    """By names, that the first procedure is right."""
    outside: float
    """By names, probability that nothing of the catalogue is meant."""
    several: float
    """By names, probability that several procedures fit alike."""
    beside: bool
    """True where something is mentioned besides."""
    offtopic: bool
    """True where a word names what no office does: a pet, a song."""


def weigh(evidence: Evidence, judgement: Judgement) -> list[Weighed]:
    """The procedures that may be meant, likeliest first."""
    shown, codes = _weighed(evidence)
    if not codes:
        return []
    general = judgement.bias + judgement.score(_general(evidence))
    scores = [general + judgement.score(_own(evidence, code, shown)) for code in codes]
    rows = [Weighed(code, share_of(score)) for code, score in zip(codes, scores, strict=True)]
    return sorted(rows, key=lambda row: -row.share)


def told_of(evidence: Evidence) -> list[tuple[str, Told]]:
    """Each procedure that may be meant with what speaks for and against it, by name."""
    shown, codes = _weighed(evidence)
    general = _general(evidence)
    return [(code, general | _own(evidence, code, shown)) for code in codes]


def _weighed(evidence: Evidence) -> tuple[list[str], list[str]]:
    """The procedures that are shown, and those with what is guessed besides."""
    shown = codes_of(evidence.found)
    guessed = [code for code, share in evidence.guess.rows[:GUESSED] if share > HEARD]
    more = [code for code in guessed if is_code(code)]
    return shown, list(dict.fromkeys([*shown[: MOST - GUESSED], *more, *shown]))[:MOST]


def codes_of(found: Outcome) -> list[str]:
    """The procedures an outcome shows, in their order."""
    if isinstance(found, Match):
        return [found.code, *(one.code for one in found.others)]
    if isinstance(found, Ambiguous):
        return [one.code for one in found.options if isinstance(one, ProcedureOption)]
    return []


def _general(evidence: Evidence) -> Told:
    """What is the same for all procedures of a message."""
    top, _ = evidence.guess.rows[0]
    return {
        "outside": evidence.outside,
        "speaks for nothing": odds(evidence.guess.of(NOTHING)),
        "speaks for no procedure": float(not is_code(top)),
        "few": float(evidence.weight < FEW),
        "beside": float(evidence.beside),
        "offtopic": float(evidence.offtopic),
        "several": evidence.several,
    }


def _own(evidence: Evidence, code: str, shown: Sequence[str]) -> Told:
    found, guess = evidence.found, evidence.guess
    place = shown.index(code) if code in shown else -1
    share = odds(guess.of(code))
    rival = next((one for key, one in guess.rows[:2] if key != code), 0.0)
    kind = type(found).__name__
    told = {
        "said": share,
        "margin": share - odds(rival),
        "said in full": share * min(evidence.weight, 8.0) / 8.0,
        f"said, {kind}": share,
        f"{kind} {min(place, _LAST)}": 1.0,
        "said, beside": share * evidence.beside,
    }
    return told | _by_kind(evidence, place)


def _by_kind(evidence: Evidence, place: int) -> Told:
    found = evidence.found
    if isinstance(found, Match):
        who = "first" if place == 0 else "other"
        surely = max(0.0, evidence.confidence - NEARLY) * 10.0
        return {f"named, {who}": evidence.confidence, f"named surely, {who}": surely}
    if isinstance(found, Ambiguous):
        family = float(names_family(found))
        torn = {f"several {min(place, 2)}": evidence.several} if place >= 0 else {}
        return torn | {f"family {min(place, 2)}": family, "options": len(codes_of(found)) / 5.0}
    if isinstance(found, RouteFound | CardFound):
        guided = evidence.guess.of(f"{ROUTE}{found.key}") + evidence.guess.of(f"{CARD}{found.key}")
        return {"guided": odds(guided), "led outside": float(found.key == OUTSIDE)}
    return {"outside, nothing found": evidence.outside}


def names_family(found: Ambiguous) -> bool:
    """True for the question of a family that was named; a death told names no matter at all."""
    return found.family not in (None, MOURNING)


def is_code(key: str) -> bool:
    """True for the key of a procedure, not of a route, a card or nothing."""
    return key[:1].isdigit()
