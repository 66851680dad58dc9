"""Fits what is judged yes or no: `python -m tests.benchmarks._judgements [--write]`.

`going_on`: whether a message goes on with the procedure talked about, from `dialogues/*.jsonl`
(whole dialogues, of which each later turn is read after the right subject, and single messages said
after the answer about a procedure). `two_wishes`: whether the halves of a message are two wishes,
from `wishes/*.jsonl`. All are texts of our own, by people who had read none of the questions
figures are reported on. Prints how often the judgement is right, five-fold cross-fitted by
dialogue or message. With --write the weights go into the data.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.matching import elsewhere, halves, staying, undecided, weighing
from knowledge.matching.judgements import FOLDER
from knowledge.text.characters import clean
from tests.benchmarks._apart import Apart
from tests.benchmarks._situations import texts

HERE: Final = Path(__file__).parent
FOLDS: Final = 5
LEAST: Final = 0.05
"""Weight under which a feature is dropped."""
FREEDOM: Final = {
    staying.NAME: 3.0,
    halves.JUDGEMENT: 1.0,
    weighing.JUDGEMENT: 1.0,
    elsewhere.LED: 1.0,
    undecided.JUDGEMENT: 1.0,
}
"""Inverse strength of the penalty."""
ELSEWHERE: Final = 0.04
"""Weight of a text of another procedure beside a turn of a dialogue,"""
FOREIGN: Final = 0.1
"""and of what no procedure is meant by."""
STEP: Final = 37
"""Every so manieth procedure is the one talked about before a text of another matter."""
BESIDE: Final = 0.4
"""Weight of a text that no procedure is meant by."""
SEEN: Final = 30
"""Answers in whose texts a word is seen at least, to tell whether they were asked for."""
SAID_AFTER: Final = 0.3
"""Weight of a message that was written alone beside a turn of a dialogue."""

Told = dict[str, float]


@dataclass(frozen=True)
class Sample:
    """What is told of one case, and what is right."""

    group: int
    """Number of its dialogue or message: one is never learnt from and measured at once."""
    told: Told
    right: bool
    weight: float = 1.0


def rows(folder: str) -> list[dict[str, Any]]:
    """The lines of all files in `folder`."""
    paths = sorted((HERE / folder).glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def keys_of(row: dict[str, Any]) -> tuple[str, ...]:
    """Of all that a text may be about."""
    return (row["c"],) if isinstance(row["c"], str) else (*row["c"],)


def digest(name: str) -> str:
    """Of all texts a judgement is fitted on: the data says which ones."""
    folders, _ = SAMPLES[name]
    paths = [path for folder in folders for path in sorted((HERE / folder).glob("*.jsonl"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def turns(dialogue: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    """Each later turn after a procedure: the procedure, the words, whether they go on with it."""
    code: str | None = None
    for turn in dialogue:
        gold = turn["gold_codes"]
        unclear = turn["behaviour"] == "clarify" and code in gold
        if code and not unclear:
            yield code, turn["question"], code in gold
        if turn["behaviour"] == "answer":
            code = gold[0] if len(gold) == 1 or code not in gold else code
        elif turn["behaviour"] == "clarify":
            code = None


def going_on(matcher: Apart) -> Iterator[Sample]:
    """Samples of the first judgement."""
    for number, row in enumerate(rows("dialogues")):
        said = list(turns(row["turns"])) if "turns" in row else [(row["c"], row["t"], True)]
        weight = 1.0 if "turns" in row else SAID_AFTER
        for code, text, right in said:
            if told := matcher.knowing_others(text).staying_told(text, code):
                yield Sample(number, told, right, weight)
    codes = sorted(matcher.procedures)
    for number, row in enumerate(rows("weighed")):
        code = codes[number * STEP % len(codes)]
        if code not in row["c"] and (
            told := matcher.knowing_others(row["t"]).staying_told(row["t"], code)
        ):
            weight = ELSEWHERE if row["c"][0][0].isdigit() else FOREIGN
            yield Sample(number, told, right=False, weight=weight)


def two_wishes(matcher: Apart) -> Iterator[Sample]:
    """Samples of the second: a cut is right where both halves are among what is wanted."""
    for number, row in enumerate(rows("wishes")):
        for cut in matcher.knowing_others(row["t"]).cuts(clean(row["t"])):
            both = {cut.first, cut.second} <= set(row["c"])
            yield Sample(number, cut.told, row["k"] == "two" and both)
    for number, row in enumerate(rows("weighed")):
        for cut in matcher.knowing_others(row["t"]).cuts(clean(row["t"])):
            yield Sample(number, cut.told, right=False)


def meant(matcher: Apart) -> Iterator[Sample]:
    """Samples of the third: of a text that may be about several none is the one that is meant."""
    for number, text, gold, weight in weighed(matcher):
        for code, told in matcher.knowing_others(text).weighed_told(clean(text)):
            yield Sample(number, told, (code,) == gold, weight)


def led(matcher: Apart) -> Iterator[Sample]:
    """Samples of the fourth: whether a route, a card or nothing is meant."""
    for number, text, gold, weight in weighed(matcher):
        for key, told in matcher.knowing_others(text).elsewhere_told(clean(text)):
            yield Sample(number, told, (key,) == gold, weight)


def torn(matcher: Apart) -> list[Sample]:
    """Samples of the fifth: whether an answer is one of several that a text fits."""
    found = []
    texts_of = [(text, gold) for _, text, gold, _ in weighed(matcher)]
    pairs = [(row["t"], keys_of(row)) for row in rows("open_matters")]
    for number, (text, gold) in enumerate([*texts_of, *pairs]):
        answer = matcher.knowing_others(text).undecided_told(text)
        if answer and answer[0] in gold:
            found.append(Sample(number, answer[1], len(gold) > 1))
    seen = Counter(name for one in found for name in one.told)
    rare = {name for name, count in seen.items() if name[0] == undecided.WORD and count < SEEN}
    return [
        replace(one, told={name: value for name, value in one.told.items() if name not in rare})
        for one in found
    ]


def weighed(matcher: Apart) -> Iterator[tuple[int, str, tuple[str, ...], float]]:
    """Number, text and meaning of each, and how much it counts."""
    procedures = matcher.procedures
    told = [*texts(), *_besides()]
    for number, (text, keys) in enumerate(told):
        yield number, text, keys, 1.0 if keys[0] in procedures else BESIDE


def _besides() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Texts the situations never learn from."""
    yield from ((row["t"], (*row["c"],)) for row in rows("wishes") if row["k"] == "one")
    firsts = (row["turns"][0] for row in rows("dialogues") if "turns" in row)
    told = ((turn["question"], (*turn["gold_codes"],)) for turn in firsts)
    yield from ((text, keys) for text, keys in told if keys)


SAMPLES: Final[dict[str, tuple[tuple[str, ...], Callable[[Apart], Iterable[Sample]]]]] = {
    staying.NAME: (("dialogues", "weighed"), going_on),
    halves.JUDGEMENT: (("wishes", "weighed"), two_wishes),
    weighing.JUDGEMENT: (("situations", "weighed", "wishes", "dialogues"), meant),
    elsewhere.LED: (("situations", "weighed", "wishes", "dialogues"), led),
    undecided.JUDGEMENT: (("situations", "weighed", "wishes", "dialogues", "open_matters"), torn),
}


def fit(samples: Sequence[Sample], freedom: float) -> tuple[DictVectorizer, LogisticRegression]:
    """The judgement of `samples`."""
    names = DictVectorizer()
    table = names.fit_transform([one.told for one in samples])
    model = LogisticRegression(C=freedom, max_iter=1000)
    model.fit(table, [one.right for one in samples], [one.weight for one in samples])
    return names, model


def crossed(samples: Sequence[Sample], freedom: float) -> NDArray[Any]:
    """The share each sample gets from the judgement of the other folds."""
    shares = np.zeros(len(samples))
    for fold in range(FOLDS):
        inside = [place for place, one in enumerate(samples) if one.group % FOLDS == fold]
        names, model = fit([one for one in samples if one.group % FOLDS != fold], freedom)
        told = names.transform([samples[place].told for place in inside])
        shares[inside] = model.predict_proba(told)[:, 1]
    return shares


def write(name: str, names: DictVectorizer, model: LogisticRegression) -> int:
    """One feature a line; returns how many."""
    pairs = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    kept = {key: round(float(weight), 2) for key, weight in pairs if abs(weight) >= LEAST}
    told = {"texts": digest(name), "bias": round(float(model.intercept_[0]), 3)}
    head = json.dumps(told).removesuffix("}") + ',\n"weights":{\n'
    lines = (f"{json.dumps(key, ensure_ascii=False)}:{one}" for key, one in sorted(kept.items()))
    path = FOLDER / f"{name}.json"
    path.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
    return len(kept)


def main() -> None:
    """Fit, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    matcher = Apart()
    for name, (_, read) in SAMPLES.items():
        samples = list(read(matcher))
        shares = crossed(samples, FREEDOM[name])
        right = np.array([one.right for one in samples])
        yes, no = shares[right] >= 0.5, shares[~right] < 0.5
        print(
            f"{name}: {len(samples)} cases, right of {right.sum()} yes {yes.mean():.3f}, "
            f"of {(~right).sum()} no {no.mean():.3f}"
        )
        if chosen.write:
            print(write(name, *fit(samples, FREEDOM[name])), "features written")


if __name__ == "__main__":
    main()
