"""What an answer is judged by: five small fitted models over its signs and words.

Each head says how far an answer is from what it should be, in log-odds less the bound chosen for
it; above nought it is sent back. Four know one fault each and name it; the fifth looks at
everything at once and borrows its name from whichever of the four comes nearest. Weights come
from `tests/benchmarks/_answers.py`.
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
    WHOLE = "whole"
    """Any of these, by everything that can be seen together."""


def signs_of_each(reply: str, matter: str) -> Mapping[Head, Signs]:
    """What each head looks at."""
    deeds, tone, points = of_deeds(reply), of_tone(reply), of_points(reply, matter)
    kinds = (("deeds", deeds), ("tone", tone), ("points", points))
    whole = {f"{kind}_{name}": value for kind, one in kinds for name, value in one.items()}
    return {
        Head.DEEDS: deeds,
        Head.RUDE: tone,
        Head.BLAME: tone,
        Head.POINTS: points,
        Head.WHOLE: whole,
    }


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
        """The heads that send an answer back, never `WHOLE`: the nearest stands for it."""
        said, signs = grams(reply), signs_of_each(reply, matter)
        over = {head: one.over(signs[head], said) for head, one in self.heads.items()}
        whole = over.pop(Head.WHOLE)
        found = frozenset(head for head, far in over.items() if far > 0)
        if found or whole <= 0:
            return found
        return frozenset({max(over, key=lambda head: over[head] + self.heads[head].bound)})


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
