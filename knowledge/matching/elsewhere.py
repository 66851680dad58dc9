"""Whether a route, a card or nothing at all is meant, weighed as procedures are.

What leads to a procedure by a word ("mất cái máy bơm": a death; "chuyển trường đại học") is often
another office's or nobody's matter, and what is told of those has as many words as what is told of
procedures. Each route and card that was found or that the words speak for, and "nothing", gets the
probability that it is meant: a judgement fitted as that of procedures is (`weighing.py`).
"""

from collections.abc import Sequence
from typing import Final

from knowledge.guidance import Guidance
from knowledge.matching.calibration import Calibration
from knowledge.matching.guides import INTENTS, route_intent
from knowledge.matching.judgements import Judgement, odds, share_of, shipped_judgement
from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Intent,
    Match,
    NoMatch,
    Outcome,
    RouteFound,
    RouteOption,
)
from knowledge.matching.queries import Query
from knowledge.matching.second_opinion import ENOUGH, SPEAKS, TELLS, SecondOpinion
from knowledge.matching.situations import CARD, NOTHING, ROUTE
from knowledge.matching.standing import OUTSIDE
from knowledge.matching.weighing import (
    FEW,
    GUESSED,
    HEARD,
    NEARLY,
    Evidence,
    Told,
    Weighed,
    is_code,
    names_family,
)
from knowledge.procedures import Procedure

LED: Final = "elsewhere"
SAYS: Final = 1.0
"""Full words below which a message leads nowhere."""
UNHEARD_ROUTE: Final = 0.05
"""Probability of a route up to which a word led to it and nothing told speaks for it."""
_MUCH: Final = 8.0


class Elsewhere(SecondOpinion):
    """Leads to a route or card, or offers nothing, where that is what is told."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.led = shipped_judgement(LED)

    def opinion(
        self, found: Outcome, intent: Intent, whole: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        """The outcome in the light of what is told; what leads away goes before a procedure."""
        led = self._led_away(found, intent, whole, visible)
        return led or super().opinion(found, intent, whole, visible)

    def _led_away(
        self, found: Outcome, intent: Intent, whole: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent] | None:
        if not self._may_lead_away(found, whole) or self._is_said(found, whole, visible):
            return None
        evidence, inside = self.weighed(found, whole, visible)
        rows = weigh_elsewhere(evidence, self.led)
        first = rows[0] if rows else Weighed(NOTHING, 0.0)
        sure = first.share >= self._least(found)
        if sure and not (inside and inside[0].share >= first.share):
            return self._led_to(first.code, found, intent)
        return None

    def elsewhere_told(self, text: str) -> list[tuple[str, Told]]:
        """What a cleaned text may mean that is no procedure, with what is judged of each."""
        whole, rows, _ = self.reader.read(text)
        found, _ = self._decide(whole, rows, None)
        if not self._may_lead_away(found, whole):
            return []
        return told_elsewhere(self.evidence(found, whole, None))

    def _may_lead_away(self, found: Outcome, whole: Query) -> bool:
        if whole.weight < SAYS:
            return False
        if isinstance(found, RouteFound) and self.guides.routes[found.key].urgent:
            return False
        if isinstance(found, Ambiguous):
            named = names_family(found) or found.question is not None
            little = not named and whole.weight < SPEAKS
            return little or not self._stands_firm(found, whole)
        if isinstance(found, NoMatch) and whole.weight < ENOUGH:
            first = self.situations.guess(whole).rows[0][0]
            return whole.weight >= TELLS and first.startswith(CARD)
        return whole.weight >= ENOUGH and not self._stands_firm(found, whole)

    def _least_doubting(self, found: RouteFound, evidence: Evidence) -> float:
        """Less where nothing told speaks for the route that a word led to."""
        shares = {row.code: row.share for row in weigh_elsewhere(evidence, self.led)}
        heard = shares.get(f"{ROUTE}{found.key}", 0.0) > UNHEARD_ROUTE
        return super()._least_doubting(found, evidence) if heard else self.calibration.found

    def _least(self, found: Outcome) -> float:
        """Probability from which what was found gives way."""
        answered = isinstance(found, Match)
        return self.calibration.led_away if answered else self.calibration.led

    def _led_to(self, key: str, found: Outcome, intent: Intent) -> tuple[Outcome, Intent] | None:
        """What `key` leads to; None for an urgent route, which alarms alone sound."""
        if key.startswith(ROUTE):
            route = self.guides.routes[key.removeprefix(ROUTE)]
            if route.urgent:
                return None
            same = isinstance(found, RouteFound) and found.key == route.key
            return (found, intent) if same else (RouteFound(route.key), route_intent(route))
        if key.startswith(CARD):
            card = self.guides.cards[key.removeprefix(CARD)]
            same = isinstance(found, CardFound) and found.key == card.key
            return (found, intent) if same else (CardFound(card.key), INTENTS[card.intent])
        nothing = isinstance(found, NoMatch) or _is_outside(found)
        return (found, intent) if nothing else (NoMatch(), Intent.UNKNOWN)


def weigh_elsewhere(evidence: Evidence, judgement: Judgement) -> list[Weighed]:
    """Routes, cards and "nothing", by their keys, likeliest first."""
    rows = [
        Weighed(key, share_of(judgement.bias + judgement.score(told)))
        for key, told in told_elsewhere(evidence)
    ]
    return sorted(rows, key=lambda row: -row.share)


def told_elsewhere(evidence: Evidence) -> list[tuple[str, Told]]:
    """Each that may be meant with what speaks for and against it, by name."""
    general = _general(evidence)
    return [(key, general | _own(evidence, key)) for key in _keys(evidence)]


def _keys(evidence: Evidence) -> list[str]:
    guessed = [key for key, share in evidence.guess.rows[:GUESSED] if share > HEARD]
    return list(dict.fromkeys([*_shown(evidence.found), *(k for k in guessed if not is_code(k))]))


def _shown(found: Outcome) -> list[str]:
    """Keys of what an outcome itself leads away to."""
    if isinstance(found, CardFound):
        return [f"{CARD}{found.key}"]
    if _is_outside(found) or isinstance(found, NoMatch):
        return [NOTHING]
    if isinstance(found, RouteFound):
        return [f"{ROUTE}{found.key}"]
    if isinstance(found, Ambiguous):
        return [f"{ROUTE}{one.key}" for one in found.options if isinstance(one, RouteOption)]
    return []


def _is_outside(found: Outcome) -> bool:
    return isinstance(found, RouteFound) and found.key == OUTSIDE


def _general(evidence: Evidence) -> Told:
    """What is the same for all that is weighed."""
    found = evidence.found
    kind = "outside" if _is_outside(found) else type(found).__name__
    told = {
        f"found {kind}": 1.0,
        "outside": evidence.outside,
        "several": evidence.several,
        "few": float(evidence.weight < FEW),
        "weight": min(evidence.weight, _MUCH) / _MUCH,
        "offtopic": float(evidence.offtopic),
        "beside": float(evidence.beside),
    }
    if isinstance(found, Match):
        told["named"] = evidence.confidence
        told["named surely"] = max(0.0, evidence.confidence - NEARLY) * 10.0
        told["answered is told"] = odds(evidence.guess.of(found.code))
    if isinstance(found, Ambiguous):
        told["family"] = float(names_family(found))
        told["own question"] = float(found.question is not None)
    return told


def _own(evidence: Evidence, key: str) -> Told:
    found, guess = evidence.found, evidence.guess
    kind = "nothing" if key == NOTHING else key.split(":", maxsplit=1)[0]
    share = odds(guess.of(key))
    rival = next((one for other, one in guess.rows[:2] if other != key), 0.0)
    own = "own " if key in _shown(found) else ""
    return {
        f"{own}{kind}": 1.0,
        f"{own}{kind} after {type(found).__name__}": 1.0,
        "said": share,
        "margin": share - odds(rival),
        f"said {kind}": share,
        f"said, {type(found).__name__}": share,
        f"said {own}{kind}": share,
        "said in full": share * min(evidence.weight, _MUCH) / _MUCH,
        f"outside, {kind}": evidence.outside,
    }
