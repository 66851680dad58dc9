"""Fitted numbers: ranking weights, the confidence curve and the thresholds read off it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

FILE: Final = Path(__file__).parent.parent / "data" / "calibration.yaml"

SIGNS: Final = (
    "margin",
    "guide_margin",
    "found",
    "surface",
    "official",
    "covered",
    "missing",
    "extra",
    "unknown",
    "length",
    "exact",
    "pairs",
)
"""What the confidence of a first candidate is read from."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of `knowledge/data/calibration.yaml`."""

    weights: Mapping[str, float]
    """Of the ranking features."""
    bias: float
    signs: Mapping[str, float]
    """Logistic coefficients over `SIGNS`."""
    sure: float
    """Confidence from which a procedure is answered."""
    ask: float
    """Confidence from which the nearest procedures are offered."""
    guide: float
    """Similarity a route or card needs."""
    guide_lead: float
    """How far a route or card must lead the best procedure: an active record goes first."""

    def confidence(self, signs: Sequence[float]) -> float:
        """Probability that the first candidate is the one meant."""
        total = self.bias + sum(
            self.signs.get(name, 0.0) * value for name, value in zip(SIGNS, signs, strict=True)
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _from_yaml(data: Mapping[str, Any]) -> Calibration:
    confidence, thresholds = data["confidence"], data["thresholds"]
    return Calibration(
        weights=data["weights"],
        bias=confidence["bias"],
        signs=confidence["signs"],
        sure=thresholds["sure"],
        ask=thresholds["ask"],
        guide=thresholds["guide"],
        guide_lead=thresholds["guide_lead"],
    )


@lru_cache(maxsize=1)
def load_calibration(path: Path = FILE) -> Calibration:
    """The shipped calibration, read once."""
    return _from_yaml(yaml.safe_load(path.read_text(encoding="utf-8")))
