"""Fits what people's words speak for: `python -m tests.benchmarks._situations [--write]`.

Learns from `situations/*.jsonl` and `weighed/*.jsonl`: texts of our own, each told with and without
marks, by people who had read none of the questions figures are reported on; and from the names and
phrases of the shipped records, routes and cards. Prints how often the first and
one of the first three matters is right on those. With --write the weights go into the data.
"""

import argparse
import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from knowledge.guidance import Guidance
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.situations import CARD, FILE, ROUTE, SCALE, Situations, features
from knowledge.questions import Line, read_lines
from knowledge.text.characters import clean
from knowledge.text.folding import strip_marks
from tests.benchmarks._matching_data import OWN, development, own

TEXTS: Final = Path(__file__).with_name("situations")
WEIGHED: Final = Path(__file__).with_name("weighed")
PENALTY: Final = 0.005
"""Strength of the penalty on the squares of the weights, a step."""
ROUNDS: Final = 8
BATCH: Final = 4096
PACE: Final = 0.3
"""Times all texts are gone through, how many at once, and the length of a step. Few rounds keep
the weights of what is rare from growing to no purpose."""
SEEN: Final = 2
"""Texts in which a feature is seen at least."""
LEAST: Final = 0.5
"""Weight under which one is dropped."""
TELLS: Final = 1.5
"""Largest weight of a feature under which it is dropped whole."""


Told = tuple[str, tuple[str, ...]]
"""A text with the keys of all it may be about: mostly one."""


def texts() -> list[Told]:
    """Each text with the key of its matter, or those of all it may be about."""
    lines = (line for path in _paths() for line in path.read_text("utf-8").splitlines())
    rows = map(json.loads, lines)
    return [(row["t"], (row["c"],) if isinstance(row["c"], str) else (*row["c"],)) for row in rows]


def _paths() -> list[Path]:
    return [path for folder in (TEXTS, WEIGHED) for path in sorted(folder.glob("*.jsonl"))]


def digest() -> str:
    """Of all texts: the data says which ones it was fitted on."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _paths())).hexdigest()


def named(guidance: Guidance) -> list[tuple[str, tuple[str, ...]]]:
    """The names and everyday names of the records, and the phrases of routes and cards."""
    rows = [(say, one.code) for one in load_procedures() for say in (one.name, *one.aliases)]
    rows += [(say, f"{ROUTE}{one.key}") for one in guidance.routes for say in one.phrases]
    told = {key for _, keys in texts() for key in keys}
    cards = [(say, f"{CARD}{one.key}") for one in guidance.cards for say in one.phrases]
    return [(say, (key,)) for say, key in (*rows, *cards) if key in told]


@dataclass(frozen=True)
class Read:
    """A text with the features of each form it is told in: as typed and without marks."""

    forms: tuple[list[str], ...]
    keys: tuple[str, ...]


def read(matcher: Matcher, told: Sequence[Told]) -> list[Read]:
    """The features of `told`."""

    def seen(text: str) -> list[str]:
        return sorted(features(matcher.reader.read(clean(text))[0]))

    return [Read((seen(text), seen(strip_marks(text))), keys) for text, keys in told]


def fitted(told: Sequence[Read]) -> Situations:
    """The model of `told`; a text that may be about several matters counts for each."""
    seen = Counter(feature for one in told for feature in {*one.forms[0], *one.forms[1]})
    known = {one: at for at, one in enumerate(sorted(f for f, n in seen.items() if n >= SEEN))}
    said = [(form, key) for one in told for form in one.forms for key in one.keys]
    model = MLPClassifier(
        hidden_layer_sizes=(),
        alpha=PENALTY,
        batch_size=min(BATCH, len(said)),
        learning_rate_init=PACE,
        max_iter=ROUNDS,
        n_iter_no_change=ROUNDS,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(_matrix([form for form, _ in said], known), [key for _, key in said])
    bias = [round(float(one), 3) for one in model.intercepts_[0]]
    return Situations([*map(str, model.classes_)], bias, _kept(model.coefs_[0], known))


def _matrix(rows: Sequence[Sequence[str]], known: dict[str, int]) -> sparse.csr_matrix:
    places: list[tuple[int, int, float]] = []
    for number, row in enumerate(rows):
        found = [known[one] for one in row if one in known]
        places += [(number, at, 1 / np.sqrt(len(found))) for at in found]
    row_numbers, columns, values = zip(*places, strict=True)
    shape = (len(rows), len(known))
    return sparse.csr_matrix((np.array(values, np.float32), (row_numbers, columns)), shape=shape)


def _kept(coefficients: NDArray[Any], known: dict[str, int]) -> dict[str, list[int]]:
    """The weights that tell something, as whole numbers."""
    kept: dict[str, list[int]] = {}
    for feature, column in known.items():
        own_weights = coefficients[column]
        if np.abs(own_weights).max() < TELLS:
            continue
        strong = np.flatnonzero(np.abs(own_weights) >= LEAST)
        pairs = ((int(at), round(float(own_weights[at]) * SCALE)) for at in strong)
        kept[feature] = [number for pair in pairs for number in pair]
    return kept


def shares(model: Situations, matcher: Matcher, lines: Sequence[Line]) -> tuple[int, float, float]:
    """How many questions have a known answer; shares with it first, and among three."""
    count = first = three = 0
    for line in lines:
        gold = line.gold.intersection(model.keys)
        if line.turns or line.behaviour != "answer" or not gold:
            continue
        query = matcher.reader.read(clean(line.question))[0]
        guessed = [key for key, _ in model.guess(query).rows[:3]]
        count, first = count + 1, first + (guessed[0] in gold)
        three += not gold.isdisjoint(guessed)
    return count, first / max(1, count), three / max(1, count)


def write(model: Situations) -> None:
    """One feature a line, so that a change of the texts can be read."""
    rows = (
        f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for feature, row in sorted(model.weights.items())
    )
    told = {"texts": digest(), "keys": model.keys, "bias": model.bias}
    head = json.dumps(told).removesuffix("}") + ',\n"weights":{\n'
    FILE.write_text(head + ",\n".join(rows) + "\n}}\n", encoding="utf-8")


def main() -> None:
    """Fit, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    guidance = load_guidance()
    matcher = build_matcher(list(load_procedures()), guidance)
    model = fitted(read(matcher, [*texts(), *named(guidance)]))
    print(f"{len(model.keys)} matters, {len(model.weights)} features")
    if chosen.write:
        write(model)
    sets = {"development": [one for one in development() if one.dataset != "legalrag"]}
    sets["own"] = own()
    for name in ("learnt", "kept"):
        sets[name] = list(read_lines(OWN / "strangers" / f"{name}.jsonl"))
    for name, lines in sets.items():
        count, first, three = shares(model, matcher, lines)
        print(f"{name:12} {count:4} questions: first {first:.3f}, of three {three:.3f}")


if __name__ == "__main__":
    main()
