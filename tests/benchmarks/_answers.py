"""Fits the heads that judge an answer: `python -m tests.benchmarks._answers [--write]`.

Learns from the tuning half of `replies.jsonl`, from the ready replies filled in, from the answers
written blind and from those written to be learnt from (`replies_told.jsonl`). Prints what is
reached on each set by weights that never saw it, nor another set of its author: what a first
reading would give; as a curve over the bound of `whole`, the one head that has to choose. With
--write the numbers go into judge.yaml; bounds are decisions.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from knowledge.feedback.checking import SHORTEST
from knowledge.feedback.cues import FEEDBACK_DATA
from knowledge.feedback.judging import FILE, Head, Weights, signs_of_each
from knowledge.feedback.left_out import is_elsewhere, unowned
from knowledge.feedback.listing_signs import LeftOut, left_out_signs
from knowledge.feedback.personal import personal
from knowledge.feedback.ready import unfilled
from knowledge.feedback.signs import Signs, grams
from knowledge.feedback.units import units_named
from knowledge.text.folding import fold
from tests.benchmarks._complaints import Seen, fit_left_out, held_out, write_left_out
from tests.knowledge.feedback.test_ready import ANSWERS as READY
from tests.knowledge.feedback.test_ready import FILLED, MATTER

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
    Head.WHOLE: (TALK | {"part", "other", "rude", "blame"}, frozenset({"good"})),
}
"""Which answers each head is to send back, and which it is to leave; the rest it does not see."""
BOUNDS: Final = {
    Head.DEEDS: 1.0,
    Head.RUDE: 0.5,
    Head.BLAME: 0.5,
    Head.POINTS: 2.0,
    Head.WHOLE: 1.3,
}
"""The four are sure where they speak; `whole` stands where none of the halves kept back passes
fewer good answers than by the weights before."""
LEFT_OUT: Final = {"points_l_surely": 1.2, "points_l_surely_listed": 3.6}
"""What a complaint surely left out counts in `whole` beside what is fitted, more in a list: of the
sets few lack a part and many are vague, so a fit of all alone hardly sees it."""
FREEDOM: Final[Mapping[Head, float]] = {
    Head.DEEDS: 1.0,
    Head.RUDE: 1.0,
    Head.BLAME: 1.0,
    Head.POINTS: 0.03,
    Head.WHOLE: 0.03,
}
"""Inverse strength of the penalty."""
GRAM: Final[Mapping[Head, float]] = {
    Head.DEEDS: 0.3,
    Head.RUDE: 0.3,
    Head.BLAME: 0.3,
    Head.POINTS: 0.0,
    Head.WHOLE: 2.0,
}
"""How much a word counts beside a sign: less is a stronger penalty."""
SCALED: Final = frozenset({Head.POINTS, Head.WHOLE})
"""Heads with many signs that mean alike: each is to be penalised alike."""
SEEN: Final = 4
"""Answers a word must stand in."""
LEAST: Final = 0.02
"""Weights of words below this are left away."""
KEPT: Final = frozenset({"report5", "report6", "report7", "report8", "report9"})
"""What no weight is learnt from."""
SETS: Final = (
    ("tune", "report", "later"),
    ("told",),
    ("tune3", "report3"),
    ("told_a",),
    ("told_b",),
    ("tune4", "report4"),
    ("tune5",),
    ("told_c",),
    ("told_d",),
    ("tune6",),
    ("tune7",),
    ("lists",),
    ("tune9",),
)
"""The sets by author: each is held out whole."""


@dataclass(frozen=True)
class Answer:
    """One answer to a case, and what is wrong with it (`good` when nothing is)."""

    case: str
    reply: str
    fault: str
    source: str
    left: Signs | None = None
    """How surely a complaint is left out, by weights that never saw the set; else the shipped."""

    @cached_property
    def signs(self) -> Mapping[Head, Signs]:
        """Each head's."""
        found = dict(signs_of_each(self.reply, self.case))
        left = self.left or {}
        found[Head.POINTS] = {**found[Head.POINTS], **left}
        whole = {f"points_{name}": value for name, value in left.items()}
        found[Head.WHOLE] = {**found[Head.WHOLE], **whole}
        return found

    @cached_property
    def grams(self) -> frozenset[str]:
        """Its words."""
        return grams(self.reply)

    @cached_property
    def ruled_out(self) -> bool:
        """Whether a plain rule sends it back."""
        short = len(fold(self.reply).split()) < SHORTEST
        data = personal(self.reply, frozenset(), self.case) or bool(unfilled(self.reply))
        unsigned = not units_named(self.reply, ())
        bare = is_elsewhere(self.case, self.reply) or unowned(self.case, self.reply)
        return short or data or unsigned or bare


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answers() -> list[Answer]:
    """All that may be learnt from."""
    found = [
        Answer(one["case"], one["reply"], one["fault"] or "good", one.get("half") or "told")
        for name in ("replies_blind.jsonl", "replies_told.jsonl")
        for one in lines(ANSWERS / name)
    ]
    found = [one for one in found if one.source not in KEPT]
    names = {None: "good", "no_next": "vague", "no_unit": "unit"}
    own = [one for one in lines(FEEDBACK_DATA / "replies.jsonl") if one["set"] == "tune"]
    found += [
        Answer(one["case"], one["reply"], names.get(one["fault"], one["fault"]), "own")
        for one in own
    ]
    return found + [Answer(MATTER, one.filled(FILLED), "good", "own") for one in READY]


def with_left_out(rows: Sequence[Answer]) -> tuple[LeftOut, list[Answer]]:
    """The model of complaints, and the answers as models that never saw their sets see them."""
    wrong, right = LEARNT[Head.POINTS]
    seen = [
        Seen(left_out_signs(one.reply, one.case), one.fault in wrong, one.source) for one in rows
    ]
    learnt = [one for one, row in zip(seen, rows, strict=True) if row.fault in wrong | right]
    left = held_out(seen, learnt, SETS)
    found = [replace(row, left=left.get(number)) for number, row in enumerate(rows)]
    return fit_left_out(learnt), found


def fit(head: Head, rows: Sequence[Answer]) -> Weights:
    """One head's weights: both sides count alike, however many answers each has."""
    held, left = LEARNT[head]
    rows = [one for one in rows if one.fault in held | left]
    names = sorted(rows[0].signs[head])
    counts = Counter(gram for one in rows for gram in one.grams)
    known = sorted(gram for gram, seen in counts.items() if GRAM[head] and seen >= SEEN)
    seen_signs = np.array([[one.signs[head][name] for name in names] for one in rows])
    scale = seen_signs.std(axis=0) + 1e-6 if head in SCALED else np.ones(len(names))
    words_seen = _words(rows, known) * GRAM[head]
    table = sparse.hstack([sparse.csr_matrix(seen_signs / scale), words_seen]).tocsr()
    labels = np.array([one.fault in held for one in rows])
    share = np.where(labels, labels.sum(), (~labels).sum())
    model = LogisticRegression(C=FREEDOM[head], max_iter=1000)
    model.fit(table, labels, sample_weight=len(rows) / (2 * share))
    found, told = np.split(model.coef_[0], [len(names)])
    for name, more in LEFT_OUT.items() if head is Head.WHOLE else ():
        found[names.index(name)] += more * scale[names.index(name)]
    said = {
        gram: round(float(value) * GRAM[head], 3) for gram, value in zip(known, told, strict=True)
    }
    return Weights(
        BOUNDS[head],
        round(float(model.intercept_[0]), 3),
        {name: round(float(value), 3) for name, value in zip(names, found / scale, strict=True)},
        {gram: value for gram, value in said.items() if abs(value) >= LEAST},
    )


def _words(rows: Sequence[Answer], known: Sequence[str]) -> Any:  # noqa: ANN401
    """Which answer says which word: mostly none, so only what is said is kept."""
    place = {gram: index for index, gram in enumerate(known)}
    found = [
        (row, place[gram])
        for row, one in enumerate(rows)
        for gram in sorted(one.grams)
        if gram in place
    ]
    at = np.array(found, dtype=np.int64).reshape(-1, 2)
    return sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), (len(rows), len(known)))


def crossed(rows: Sequence[Answer]) -> Array:
    """How far over the bound each answer is for each head, by weights that never saw its set."""
    found = np.zeros((len(rows), len(Head)))
    for held in SETS:
        heads = {head: fit(head, [one for one in rows if one.source not in held]) for head in Head}
        for index, one in enumerate(rows):
            if one.source in held:
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
    model, rows = with_left_out(answers())
    over = crossed(rows)
    whole = list(Head).index(Head.WHOLE)
    for bound in (-0.4, -0.2, -0.1, 0.0, 0.1, 0.2):
        moved = over.copy()
        moved[:, whole] -= bound
        print(f"whole at {BOUNDS[Head.WHOLE] + bound:.1f}")
        for names in SETS:
            print("  ", ", ".join(names), shares(rows, moved, names))
    if asked.parse_args().write:
        write_left_out(model)
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
