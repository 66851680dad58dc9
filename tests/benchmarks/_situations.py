"""Fits what people's words speak for: `python -m tests.benchmarks._situations [--write] [--apart]`.

Learns from `situations/*.jsonl` and `weighed/*.jsonl`: texts of our own, each told with and without
marks, by people who had read none of the questions figures are reported on; and from the names and
phrases of the shipped records, routes and cards. Prints how often the first and
one of the first three matters is right on those. With --write the weights go into the data.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

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
FREEDOM: Final = 30.0
"""Inverse strength of the penalty."""
SEEN: Final = 2
"""Texts, or the same without marks, in which a feature is seen at least."""
LEAST: Final = 0.5
"""Weight under which one is dropped."""
OPEN: Final = 1.0
"""How much a text that may be about several matters counts for each of them."""
TELLS: Final = 1.5
"""Largest weight of a feature under which it is dropped whole."""


def texts(*, apart: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    """Each text with the key of its matter, or those of all it may be about.

    `apart` leaves out those by which the judgements are fitted (`_judgements.py`).
    """
    lines = (line for path in _paths(apart=apart) for line in path.read_text("utf-8").splitlines())
    rows = map(json.loads, lines)
    return [(row["t"], (row["c"],) if isinstance(row["c"], str) else (*row["c"],)) for row in rows]


def _paths(*, apart: bool = False) -> list[Path]:
    folders = (TEXTS,) if apart else (TEXTS, WEIGHED)
    return [path for folder in folders for path in sorted(folder.glob("*.jsonl"))]


def digest(*, apart: bool = False) -> str:
    """Of all texts: the data says which ones it was fitted on."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _paths(apart=apart))).hexdigest()


def named(guidance: Guidance) -> list[tuple[str, tuple[str, ...]]]:
    """The names and everyday names of the records, and the phrases of routes and cards."""
    rows = [(say, one.code) for one in load_procedures() for say in (one.name, *one.aliases)]
    rows += [(say, f"{ROUTE}{one.key}") for one in guidance.routes for say in one.phrases]
    told = {key for _, keys in texts() for key in keys}
    cards = [(say, f"{CARD}{one.key}") for one in guidance.cards for say in one.phrases]
    return [(say, (key,)) for say, key in (*rows, *cards) if key in told]


def fitted(matcher: Matcher, told: Sequence[tuple[str, tuple[str, ...]]]) -> Situations:
    """The model of `told`; a text that may be about several matters counts for each in part."""
    forms = [(form, keys) for text, keys in told for form in (text, strip_marks(text))]
    read = [sorted(features(matcher.reader.read(clean(text))[0])) for text, _ in forms]
    said = [(place, key) for place, (_, keys) in enumerate(forms) for key in keys]
    rows = [read[place] for place, _ in said]
    parts = [OPEN if len(forms[place][1]) > 1 else 1.0 for place, _ in said]
    seen = Counter(feature for row in read for feature in row)
    known = {one: at for at, one in enumerate(sorted(f for f, n in seen.items() if n >= SEEN))}
    keys = sorted({key for _, key in said})
    numbers = {key: number for number, key in enumerate(keys)}
    model = LogisticRegression(C=FREEDOM, max_iter=60, tol=1e-3)
    model.fit(_matrix(rows, known), np.array([numbers[key] for _, key in said]), parts)
    weights = _kept(model.coef_, known)
    return Situations(keys, [round(float(one), 3) for one in model.intercept_], weights)


def _matrix(rows: Sequence[Sequence[str]], known: dict[str, int]) -> sparse.csr_matrix:
    places: list[tuple[int, int, float]] = []
    for number, row in enumerate(rows):
        found = [known[one] for one in row if one in known]
        places += [(number, at, 1 / np.sqrt(len(found))) for at in found]
    row_numbers, columns, values = zip(*places, strict=True)
    return sparse.csr_matrix((values, (row_numbers, columns)), shape=(len(rows), len(known)))


def _kept(coefficients: NDArray[Any], known: dict[str, int]) -> dict[str, list[int]]:
    """The weights that tell something, as whole numbers."""
    kept: dict[str, list[int]] = {}
    for feature, column in known.items():
        own_weights = coefficients[:, column]
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


def write(model: Situations, *, apart: bool = False) -> None:
    """One feature a line, so that a change of the texts can be read."""
    rows = (
        f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for feature, row in sorted(model.weights.items())
    )
    told = {"texts": digest(apart=apart), "keys": model.keys, "bias": model.bias}
    head = json.dumps(told).removesuffix("}") + ',\n"weights":{\n'
    FILE.write_text(head + ",\n".join(rows) + "\n}}\n", encoding="utf-8")


def main() -> None:
    """Fit, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--apart", action="store_true", help="without the texts of weighed/")
    chosen = parser.parse_args()
    guidance = load_guidance()
    matcher = build_matcher(list(load_procedures()), guidance)
    model = fitted(matcher, [*texts(apart=chosen.apart), *named(guidance)])
    print(f"{len(model.keys)} matters, {len(model.weights)} features")
    if chosen.write:
        write(model, apart=chosen.apart)
    sets = {"development": [one for one in development() if one.dataset != "legalrag"]}
    sets["own"] = own()
    for name in ("learnt", "kept"):
        sets[name] = list(read_lines(OWN / "strangers" / f"{name}.jsonl"))
    for name, lines in sets.items():
        count, first, three = shares(model, matcher, lines)
        print(f"{name:12} {count:4} questions: first {first:.3f}, of three {three:.3f}")


if __name__ == "__main__":
    main()
