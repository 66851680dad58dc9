"""What an answer is judged by: four small fitted models over its signs and words.

Each head says how far an answer is from what it should be, in log-odds less the bound chosen for
it; above nought it is sent back. Weights come from `tests/benchmarks/_answers.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from knowledge.feedback.cues import FEEDBACK_DATA
from knowledge.feedback.signs import Signs, grams, of_deeds, of_points, of_tone
from knowledge.yaml_lines import read_yaml

FILE: Final = FEEDBACK_DATA / "judge.yaml"


class Head(StrEnum):
    """What is judged on its own."""

    DEEDS = "deeds"
    """Talk, law or the office's paper instead of something done or a day."""
    RUDE = "rude"
    BLAME = "blame"
    POINTS = "points"
    """Something that was brought up is left out."""


def signs_of(head: Head, reply: str, matter: str) -> Signs:
    """What a head looks at."""
    if head is Head.POINTS:
        return of_points(reply, matter)
    return of_deeds(reply) if head is Head.DEEDS else of_tone(reply)


@dataclass(frozen=True, slots=True)
class Weights:
    """One head's fitted numbers."""

    bound: float
    """Log-odds from which an answer is sent back."""
    bias: float
    signs: Mapping[str, float]
    grams: Mapping[str, float]

    def over(self, signs: Signs, said: frozenset[str]) -> float:
        """How far over the bound, in log-odds."""
        weighed = sum(self.signs[name] * value for name, value in signs.items())
        return self.bias + weighed + sum(self.grams.get(one, 0.0) for one in said) - self.bound


@dataclass(frozen=True, slots=True)
class Judge:
    """All heads."""

    heads: Mapping[Head, Weights]

    def lacks(self, reply: str, matter: str) -> frozenset[Head]:
        """The heads that send an answer back."""
        said = grams(reply)
        return frozenset(
            head
            for head, weights in self.heads.items()
            if weights.over(signs_of(head, reply, matter), said) > 0
        )


def load_judge(path: Path = FILE) -> Judge:
    """The shipped weights.

    Raises:
        KeyError, ValueError: the file does not fit its form.
    """
    value: dict[str, Any] = read_yaml(path).value
    return Judge({Head(name): _weights(found) for name, found in value["heads"].items()})


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    """The shipped weights, read once."""
    return load_judge()


def _weights(found: Mapping[str, Any]) -> Weights:
    """Grams stand as lines of one text, a weight and the words: thousands of them load at once."""
    listed = (line.split(" ", 1) for line in found["grams"].splitlines() if line)
    return Weights(
        float(found["bound"]),
        float(found["bias"]),
        {str(name): float(value) for name, value in found["signs"].items()},
        {words: float(weight) for weight, words in listed},
    )
