"""Fits what tells whether a listed complaint is left out (`complaints.yaml`).

Which complaint an answer leaves out is mostly not written down: of a good answer none is left out,
of one that lacks a part one at least, so the whole is as likely as one of its complaints is. Sets
written to be hard count less: few wards answer in riddles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.feedback.listing_signs import FILE, LeftOut, Signs, of_each

Array = NDArray[Any]
PENALTY: Final = 40.0
HARD: Final = 0.3
"""What an answer of a set written to be hard counts."""
WRITTEN_HARD: Final = frozenset({"told_a", "told_b", "told_c", "told_d"})


@dataclass(frozen=True)
class Seen:
    """What is known of each complaint of an answer, and whether it leaves one out."""

    each: Sequence[Signs]
    lacks: bool
    source: str


def held_out(
    rows: Sequence[Seen],
    learnt: Sequence[Seen],
    sets: Sequence[Sequence[str]],
) -> dict[int, dict[str, float]]:
    """Of each answer of the sets, by its number, the signs by a model that never saw its set."""
    found = {}
    for held in sets:
        model = fit_left_out([one for one in learnt if one.source not in held])
        mine = [number for number, one in enumerate(rows) if one.source in held]
        found.update({number: of_each(model, rows[number].each) for number in mine})
    return found


def fit_left_out(rows: Sequence[Seen]) -> LeftOut:
    """The weights, from the complaints of many answers."""
    names = sorted(rows[0].each[0])
    table = np.array([[one[name] for name in names] for row in rows for one in row.each])
    scale = table.std(axis=0) + 1e-6
    begins = np.cumsum([0, *(len(row.each) for row in rows[:-1])])
    wrong = np.array([row.lacks for row in rows])
    own = np.array([HARD if row.source in WRITTEN_HARD else 1.0 for row in rows])
    own = own * np.where(wrong, own[~wrong].sum() / own[wrong].sum(), 1.0)
    found = _minimised(table / scale, begins, wrong, own)
    signs = {
        name: round(float(one), 3) for name, one in zip(names, found[:-1] / scale, strict=True)
    }
    return LeftOut(round(float(found[-1]), 3), signs)


def _minimised(table: Array, begins: Array, wrong: Array, counts: Array) -> Array:
    many = np.diff(np.append(begins, len(table)))

    def loss(weights: Array) -> tuple[float, Array]:
        far = table @ weights[:-1] + weights[-1]
        none = np.minimum(np.add.reduceat(-np.logaddexp(0, far), begins), -1e-9)
        one = -np.expm1(none)
        likely = np.where(wrong, np.log(one), none)
        slope = np.repeat(np.where(wrong, -np.exp(none) / one, 1.0) * counts, many)
        slope = slope / (1 + np.exp(-far))
        penalty = np.append(PENALTY * weights[:-1], 0.0)
        gradient = np.append(table.T @ slope, slope.sum()) + penalty
        return float(-(likely * counts).sum() + penalty @ weights / 2), gradient

    start = np.zeros(table.shape[1] + 1)
    start[-1] = -2.0
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x)


def write_left_out(model: LeftOut) -> None:
    """Put the weights where they are read."""
    text = yaml.safe_dump({"bias": model.bias, "signs": dict(model.signs)}, sort_keys=False)
    FILE.write_text(HEADER + text, encoding="utf-8")


HEADER: Final = """\
# Fitted by `python -m tests.benchmarks._answers --write`: what tells that a complaint is left out.
"""
