"""Fits weights and confidence: `python -m tests.benchmarks._calibrate [--write | --curves]`.

Learns from the development questions (catalogue: shipped records and the imported core) and from
half of the shipped set (catalogue: shipped records); the other half is only measured. What is
outside the catalogue is learnt from `told.jsonl` as well: stories, Southern wording and questions
for other offices. The words of its matters are in the lexicon, so it would make the confidence too
high, and no figure is reported on it. Prints the weights, the cross-fitted calibration, a curve
for each threshold and whether the chosen value keeps the rule of the file's header. With --write
the numbers go into the data's calibration.yaml; thresholds are kept, they are a decision. --curves
fits nothing: it measures the curves of the numbers that stand there and writes those.
"""

import argparse
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from knowledge.evaluation import Group
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.calibration import FILE, SIGNS, from_yaml
from knowledge.matching.ranking import FEATURES
from knowledge.questions import Line
from knowledge.text.codes import procedure_codes
from knowledge.text.folding import strip_marks
from tests.benchmarks._matching_data import catalogue, development, own, scorer, told
from tests.benchmarks._thresholds import curves, failing

Array = NDArray[Any]
MACHINE_WRITTEN = 0.5
"""Weight of a legalrag line: 339 of them over 53 procedures, many undecidable."""
RIDGE = 3.0
FOLDS = 5
FREEDOM = 0.3
"""Inverse strength of the penalty: about forty signs on about a thousand questions."""


@dataclass
class Example:
    """One question: candidates' features with those that are right, and the signs."""

    features: Array
    right: Array
    signs: tuple[float, ...]
    group: Group
    weight: float
    machine: bool


def is_learnt(line: Line) -> bool:
    """True for the half of the shipped set that may be learnt from."""
    return int(hashlib.md5(line.identity.encode()).hexdigest(), 16) % 2 == 0  # noqa: S324


def examples(
    matcher: Matcher, lines: Sequence[Line], count: Callable[[Line], tuple[Group, frozenset[str]]]
) -> list[Example]:
    """What the matcher sees of `lines`, with and without marks for the ranking."""
    found = []
    for line in lines:
        if line.turns or line.skipped or procedure_codes(line.question):
            continue
        group, gold = count(line)
        machine = line.dataset == "legalrag"
        for text in dict.fromkeys((line.question, strip_marks(line.question))):
            ranked = matcher.decisive(*matcher.reader.read(text)[:2])
            rows = ranked.procedures
            found.append(
                Example(
                    np.array([row.features for row in rows]),
                    np.array([row.entry.key in gold for row in rows]),
                    ranked.signs,
                    group,
                    (MACHINE_WRITTEN if machine else 1.0) * (1.0 if text == line.question else 0),
                    machine,
                )
            )
    return found


def fit_weights(rows: Sequence[Example], start: Array) -> Array:
    """Conditional logit: the right candidate against the others of its question."""
    usable = [row for row in rows if len(row.right) > 1 and row.right.any()]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = 0.0, np.zeros_like(weights)
        for row in usable:
            scores = row.features @ weights
            odds = np.exp(scores - scores.max())
            share, mine = odds / odds.sum(), np.where(row.right, odds, 0) / odds[row.right].sum()
            total -= np.log(odds[row.right].sum() / odds.sum())
            slope += row.features.T @ (share - mine)
        return total + RIDGE * float(weights @ weights), slope + 2 * RIDGE * weights

    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def hits(rows: Sequence[Example], weights: Array) -> float:
    """Share of the questions whose first candidate is right."""
    usable = [row for row in rows if row.right.any()]
    return float(np.mean([row.right[np.argmax(row.features @ weights)] for row in usable]))


def logistic(
    rows: Sequence[Example], label: Callable[[Example], bool]
) -> tuple[dict[str, float], Array]:
    """Coefficients over the signs, and the cross-fitted probability of each row."""
    signs = np.array([row.signs for row in rows])
    labels = np.array([label(row) for row in rows])
    weights = np.array([row.weight for row in rows])
    model = LogisticRegression(C=FREEDOM, max_iter=3000).fit(signs, labels, sample_weight=weights)
    folds = KFold(FOLDS, shuffle=True, random_state=1)
    crossed = cross_val_predict(
        LogisticRegression(C=FREEDOM, max_iter=3000),
        signs,
        labels,
        cv=folds,
        method="predict_proba",
        params={"sample_weight": weights},
    )[:, 1]
    names = zip(SIGNS, model.coef_[0], strict=True)
    return {
        "bias": round(float(model.intercept_[0]), 3),
        **{name: round(float(value), 3) for name, value in names},
    }, crossed


def is_right(row: Example) -> bool:
    """True when the first candidate is the one meant."""
    return bool(row.right.any() and row.right[0])


def is_outside(row: Example) -> bool:
    """True when no procedure of the catalogue is meant."""
    return row.group in (Group.ABSENT, Group.REFUSE)


def bins(crossed: Array, labels: Array) -> list[dict[str, float]]:
    """Five equal-count bins: mean confidence beside share right."""
    order = np.argsort(crossed)
    halves = zip(np.array_split(crossed[order], 5), np.array_split(labels[order], 5), strict=True)
    return [
        {"confidence": round(float(p.mean()), 3), "right": round(float(t.mean()), 3)}
        for p, t in halves
    ]


def main() -> None:
    """Fit, print, and write when asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--weights", action="store_true", help="fit the ranking weights as well")
    asked.add_argument("--curves", action="store_true", help="measure the thresholds only")
    options = asked.parse_args()
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if not options.curves:
        refit(data, ranking=options.weights)
    data["measured"]["curves"] = found = curves(from_yaml(data), load_guidance())
    for name, rows in found.items():
        print(name, *rows, *failing(name, data["thresholds"][name], rows), sep="\n")
    if options.write or options.curves:
        text = yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=96)
        FILE.write_text(HEADER + text, encoding="utf-8")


def refit(data: dict[str, Any], *, ranking: bool) -> None:
    """Put newly fitted numbers into `data`."""
    full, shipped = catalogue(), list(load_procedures())
    guidance = load_guidance()
    judges = {id(full): scorer(full), id(shipped): scorer(shipped)}

    def see(procedures: list[Any], lines: Sequence[Line]) -> list[Example]:
        judge = judges[id(procedures)]
        matcher = build_matcher(procedures, guidance)
        return examples(matcher, lines, lambda line: (judge.group(line), judge.gold(line)))

    learnt = see(full, development()) + see(shipped, [line for line in own() if is_learnt(line)])
    scopes = see(shipped, told())
    blind = see(shipped, [line for line in own() if not is_learnt(line)])
    fit(data, learnt, blind, scopes, ranking=ranking)


def fit(
    data: dict[str, Any],
    learnt: list[Example],
    blind: list[Example],
    scopes: list[Example],
    *,
    ranking: bool,
) -> None:
    """Put newly fitted numbers into `data` and print what they reach."""
    start = np.array([data["weights"].get(name, 0.0) for name in FEATURES])
    print("ranking right, learnt / blind", hits(learnt, start), hits(blind, start))
    if ranking:
        weights = fit_weights(learnt, start)
        data["weights"] = {n: round(float(v), 2) for n, v in zip(FEATURES, weights, strict=True)}
        print("new weights", data["weights"], hits(learnt, weights), hits(blind, weights))
    rows = [row for row in learnt if row.weight > 0]
    data["right"], crossed = logistic(rows, is_right)
    data["outside"], _ = logistic([*rows, *(row for row in scopes if row.weight > 0)], is_outside)
    within = [row for row in rows if not is_outside(row)]
    data["several"], _ = logistic(within, lambda row: row.group is Group.ASK)
    labels = np.array([is_right(row) for row in rows])
    data["measured"] = {"bins": bins(crossed, labels)}
    print(*data["measured"]["bins"], sep="\n")


HEADER = """\
# Fitted by `python -m tests.benchmarks._calibrate --write`; `--curves` measures the curves alone.
# Rule of every threshold: on its curve under `measured` the chosen value keeps the bars of the
# development questions (at most 0.02 of the answers wrong, at least 0.85 of what several procedures
# fit asked back), and no other value there that keeps them costs people fewer taps by more than
# 1.1 in a hundred questions: 10 for a wrong answer, 4 for none, 1 for a question back.
#   sure: confidence from which a procedure is answered; ask: from which the nearest are offered;
#   tie, family: likelihood that several fit from which is asked back, the latter where the words
#   name a family; out: likelihood of nothing of ours from which none is offered; guide: share of a
#   route's or card's phrase that was said (it moves nothing: `matching.standing` asks for more).
# `bins`: cross-fitted confidence beside the share that was right.
"""

if __name__ == "__main__":
    main()
