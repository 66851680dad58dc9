"""Fits the heads that judge an answer: `python -m tests.benchmarks._answers [--write]`.

Learns from the tuning half of `replies.jsonl`, from the answers written blind and from those
written to be learnt from (`replies_told.jsonl`). Prints what is reached on answers of cases the
weights never saw (folds by case), head by head and as a curve over the bound of `points`, the one
head that has to choose. With --write the numbers go into judge.yaml; bounds are decisions.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge.feedback.checking import SHORTEST
from knowledge.feedback.cues import FEEDBACK_DATA
from knowledge.feedback.judging import FILE, Head, Weights, signs_of
from knowledge.feedback.left_out import is_elsewhere
from knowledge.feedback.personal import personal
from knowledge.feedback.ready import unfilled
from knowledge.feedback.signs import Signs, grams
from knowledge.feedback.units import units_named
from knowledge.text.folding import fold

Array = NDArray[Any]
ANSWERS: Final = Path(__file__).parents[1] / "knowledge" / "feedback"
TALK: Final = frozenset({"vague", "praise", "law", "steps", "aside"})
"""`aside` tells something else about the place or the subject: figures, history, an event."""
OTHERS: Final = frozenset({"good", "part", "data", "unit"})
LEARNT: Final[Mapping[Head, tuple[frozenset[str], frozenset[str]]]] = {
    Head.DEEDS: (TALK, OTHERS),
    Head.RUDE: (frozenset({"rude"}), OTHERS | TALK),
    Head.BLAME: (frozenset({"blame"}), OTHERS | TALK),
    Head.POINTS: (frozenset({"part", "other", "aside"}), frozenset({"good"})),
}
"""Which answers each head is to send back, and which it is to leave; the rest it does not see."""
BOUNDS: Final = {Head.DEEDS: 0.0, Head.RUDE: 0.0, Head.BLAME: 0.0, Head.POINTS: 1.0}
FREEDOM: Final[Mapping[Head, float]] = {
    Head.DEEDS: 1.0,
    Head.RUDE: 1.0,
    Head.BLAME: 1.0,
    Head.POINTS: 0.05,
}
"""Inverse strength of the penalty."""
GRAM: Final = 0.3
"""How much a word counts beside a sign: less is a stronger penalty."""
SEEN: Final = 4
"""Answers a word must stand in."""
LEAST: Final = 0.02
"""Weights of words below this are left away."""
OWN: Final = 0.5
"""Weight of an answer of `replies.jsonl`, whose vague ones are plainly vague."""
FOLDS: Final = 10
KEPT: Final = frozenset({"report3", "report4"})
"""The halves of the third and the fourth blind set nothing is learnt from."""


@dataclass(frozen=True)
class Answer:
    """One answer to a case, and what is wrong with it (`good` when nothing is)."""

    case: str
    reply: str
    fault: str
    source: str

    @cached_property
    def signs(self) -> Mapping[Head, Signs]:
        """Each head's."""
        return {head: signs_of(head, self.reply, self.case) for head in Head}

    @cached_property
    def grams(self) -> frozenset[str]:
        """Its words."""
        return grams(self.reply)

    @cached_property
    def ruled_out(self) -> bool:
        """Whether a plain rule sends it back."""
        short = len(fold(self.reply).split()) < SHORTEST
        data = personal(self.reply, frozenset()) or bool(unfilled(self.reply))
        unsigned = not units_named(self.reply, ())
        return short or data or unsigned or is_elsewhere(self.case, self.reply)


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answers() -> list[Answer]:
    """All that may be learnt from."""
    found = [
        Answer(one["case"], one["reply"], one["fault"] or "good", one.get("half", "told"))
        for name in ("replies_blind.jsonl", "replies_told.jsonl")
        for one in lines(ANSWERS / name)
    ]
    found = [one for one in found if one.source not in KEPT]
    names = {None: "good", "no_next": "vague", "no_unit": "unit"}
    own = [one for one in lines(FEEDBACK_DATA / "replies.jsonl") if one["set"] == "tune"]
    return found + [
        Answer(one["case"], one["reply"], names.get(one["fault"], one["fault"]), "own")
        for one in own
    ]


def fit(head: Head, rows: Sequence[Answer]) -> Weights:
    """One head's weights: both sides count alike, however many answers each has."""
    held, left = LEARNT[head]
    rows = [one for one in rows if one.fault in held | left]
    names = sorted(rows[0].signs[head])
    counts = Counter(gram for one in rows for gram in one.grams)
    known = [] if head is Head.POINTS else sorted(g for g, seen in counts.items() if seen >= SEEN)
    place = {gram: len(names) + index for index, gram in enumerate(known)}
    table = np.zeros((len(rows), len(names) + len(known)))
    for index, one in enumerate(rows):
        table[index, : len(names)] = [one.signs[head][name] for name in names]
        table[index, [place[gram] for gram in one.grams if gram in place]] = GRAM
    labels = np.array([one.fault in held for one in rows])
    weights = np.array([OWN if one.source == "own" else 1.0 for one in rows])
    share = np.where(labels, weights[labels].sum(), weights[~labels].sum())
    scale = np.ones(table.shape[1])
    if head is Head.POINTS:  # many signs that mean alike: each to be penalised alike
        scale = table.std(axis=0) + 1e-6
    model = LogisticRegression(C=FREEDOM[head], max_iter=3000)
    model.fit(table / scale, labels, sample_weight=weights * len(rows) / (2 * share))
    found = model.coef_[0] / scale
    said = {gram: round(float(found[place[gram]]) * GRAM, 3) for gram in known}
    return Weights(
        BOUNDS[head],
        round(float(model.intercept_[0]), 3),
        {name: round(float(value), 3) for name, value in zip(names, found, strict=False)},
        {gram: value for gram, value in said.items() if abs(value) >= LEAST},
    )


def crossed(rows: Sequence[Answer], seed: int = 0) -> Array:
    """How far over the bound each answer is for each head, by weights that never saw its case."""
    cases = {case: index for index, case in enumerate(dict.fromkeys(one.case for one in rows))}
    order = np.random.RandomState(seed).permutation(len(cases))
    fold_of = np.array([order[cases[one.case]] % FOLDS for one in rows])
    found = np.zeros((len(rows), len(Head)))
    for number in range(FOLDS):
        learnt = [one for one, mine in zip(rows, fold_of, strict=True) if mine != number]
        heads = {head: fit(head, learnt) for head in Head}
        for index in map(int, np.flatnonzero(fold_of == number)):
            one = rows[index]
            found[index] = [heads[head].over(one.signs[head], one.grams) for head in Head]
    return found


def shares(rows: Sequence[Answer], over: Array, names: Sequence[str]) -> str:
    """Share of good answers that pass and of the others that are caught, and each fault's."""
    chosen = [index for index, one in enumerate(rows) if one.source in names]
    held = [rows[index].ruled_out or bool((over[index] > 0).any()) for index in chosen]
    by_fault: dict[str, list[bool]] = {}
    for index, back in zip(chosen, held, strict=True):
        by_fault.setdefault(rows[index].fault, []).append(back)
    good = by_fault.pop("good")
    caught = [back for found in by_fault.values() for back in found]
    each = ", ".join(f"{name} {sum(found)}/{len(found)}" for name, found in by_fault.items())
    return (
        f"pass {1 - sum(good) / len(good):.3f} of {len(good)}, "
        f"catch {sum(caught) / len(caught):.3f} of {len(caught)} ({each})"
    )


def main() -> None:
    """Fit, print, and write when asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    rows = answers()
    first = ["tune", "report", "later"]
    over = crossed(rows)
    points = list(Head).index(Head.POINTS)
    for bound in (-0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0):
        moved = over.copy()
        moved[:, points] -= bound
        print(f"points at {BOUNDS[Head.POINTS] + bound}")
        for names in (first, ["tune3"], ["told"]):
            print("  ", names, shares(rows, moved, names))
    if asked.parse_args().write:
        write({head: fit(head, rows) for head in Head})


def write(heads: Mapping[Head, Weights]) -> None:
    """Put the weights where they are read."""
    found = {
        head.value: {
            "bound": one.bound,
            "bias": one.bias,
            "signs": dict(one.signs),
            "grams": "".join(f"{weight} {gram}\n" for gram, weight in one.grams.items()),
        }
        for head, one in heads.items()
    }
    yaml.add_representer(str, _literal, Dumper=yaml.SafeDumper)
    text = yaml.safe_dump({"heads": found}, sort_keys=False, width=96, allow_unicode=True)
    FILE.write_text(HEADER + text, encoding="utf-8")


def _literal(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


HEADER: Final = """\
# Fitted by `python -m tests.benchmarks._answers --write`; bounds are decisions, in that file.
# grams: a weight and the folded word or pair of words it is for, a line each.
"""

if __name__ == "__main__":
    main()
