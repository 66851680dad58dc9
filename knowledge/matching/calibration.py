"""Fitted numbers: ranking weights, the confidence curve and the thresholds read off it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from pathlib import Path
from typing import Any, Final

from knowledge.yaml_lines import plain_yaml

FILE: Final = Path(__file__).parent.parent / "data" / "calibration.yaml"

SIGNS: Final = (
    "margin",
    "lead",
    "found",
    "pairs",
    "surface",
    "covered",
    "official",
    "exact",
    "missing",
    "extra",
    "fuzzy",
    "popular",
    "unknown",
    "length",
    "near",
    "guide_found",
    "guide_surface",
    "guide_covered",
    "guide_pairs",
    "guide_gain",
    "own_gain",
    "family",
    "rivals",
    "alike",
    "specific",
    "tight",
    "complete",
    "strange",
    "stray",
    "telling",
    "alien",
    "offtopic",
    "brief",
    "sibling",
    "unnamed",
    "asks",
)
"""What the confidence of a first candidate is read from."""


THRESHOLDS: Final = (
    "sure", "ask", "tie", "family", "out", "guide",
    "kept", "instead", "settled", "of_family", "found", "asked", "both", "led", "led_away",
    "undecided",
)  # fmt: skip
"""Names of the thresholds; their rule stands in the file's header."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of `knowledge/data/calibration.yaml`."""

    weights: Mapping[str, float]
    """Of the ranking features."""
    right: Mapping[str, float]
    """Logistic coefficients of `SIGNS`, in order, and `bias`: the first candidate is meant."""
    outside: Mapping[str, float]
    """The same for: no procedure of the catalogue is meant."""
    several: Mapping[str, float]
    """The same for: more than one procedure fits, and the words do not tell them apart."""
    sure: float
    """Confidence from which a procedure is answered."""
    ask: float
    """Confidence from which the nearest procedures are offered."""
    tie: float
    """Probability of `several` from which the person is asked."""
    family: float
    """The same when the words name a family and nothing that decides within it."""
    out: float
    """Probability of `outside` from which no procedure is offered."""
    guide: float
    """Share of a route's or card's own phrase that must have been said."""
    kept: float
    """Probability, names and situations weighed together, under which an answer is asked back."""
    instead: float
    """The same from which another procedure is answered instead."""
    settled: float
    """The same from which one of several is answered."""
    of_family: float
    """The same where the open point of a family would be asked."""
    found: float
    """The same from which what no name led to is answered, or asked beside a route."""
    asked: float
    """The same from which it is offered with others."""
    both: float
    """Probability that the halves of a message are two wishes from which both are answered."""

    led: float
    """Probability of a route, a card or nothing at all from which that goes before a question
    back and before another of them."""
    led_away: float
    """The same from which it goes before an answer."""
    undecided: float
    """Probability that what is told does not decide between procedures from which an answer is
    asked back."""

    def confidence(self, signs: Sequence[float]) -> float:
        """Probability that the first candidate is the one meant."""
        return _logistic(self.right, signs)

    def out_of_scope(self, signs: Sequence[float]) -> float:
        """Probability that no procedure of the catalogue is meant."""
        return _logistic(self.outside, signs)

    def ambiguous(self, signs: Sequence[float]) -> float:
        """Probability that several procedures fit alike."""
        return _logistic(self.several, signs)


def _logistic(coefficients: Mapping[str, float], signs: Sequence[float]) -> float:
    total = coefficients["bias"] + sum(map(mul, coefficients.values(), signs))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _in_order(coefficients: Mapping[str, float]) -> dict[str, float]:
    """Those of all signs in their order, the bias behind them."""
    of_each = {name: coefficients.get(name, 0.0) for name in SIGNS}
    return of_each | {"bias": coefficients["bias"]}


def from_yaml(data: Mapping[str, Any]) -> Calibration:
    """The calibration of a file's content."""
    thresholds = data["thresholds"]
    return Calibration(
        weights=data["weights"],
        right=_in_order(data["right"]),
        outside=_in_order(data["outside"]),
        several=_in_order(data["several"]),
        **{name: thresholds[name] for name in THRESHOLDS},
    )


@lru_cache(maxsize=1)
def load_calibration(path: Path = FILE) -> Calibration:
    """The shipped calibration, read once."""
    return from_yaml(plain_yaml(path.read_text("utf-8")))
