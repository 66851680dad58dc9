"""A yes or no by the weights of what is told, fitted on texts of our own."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "data" / "judgements"
RARE: Final = 0.001
"""Probability below and above (one less it) which shares are not told apart."""
_STEEP: Final = 4.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """A fitted logistic model over named features."""

    bias: float
    weights: Mapping[str, float]

    def share(self, told: Mapping[str, float]) -> float:
        """Probability of yes, 0 to 1; features without a weight say nothing."""
        return share_of(self.bias + self.score(told))

    def score(self, told: Mapping[str, float]) -> float:
        """What the features told say together, beside the bias."""
        known = self.weights
        return sum([known[key] * value for key, value in told.items() if key in known])


def share_of(score: float) -> float:
    """The probability with these log odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def odds(share: float) -> float:
    """Log odds of a probability, bounded and scaled to about -2 … 2."""
    return math.log(max(share, RARE) / max(1.0 - share, RARE)) / _STEEP


@lru_cache(maxsize=8)
def shipped_judgement(name: str) -> Judgement:
    """The fitted judgement `name` that is shipped."""
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Judgement(told["bias"], told["weights"])
