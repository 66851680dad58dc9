"""Questions of strangers: well formed, nobody's but ours, and floors that only rise.

The misses of `learnt.jsonl` and `dialogues.jsonl` were read to mend causes; of `kept.jsonl` and
`described.jsonl` some lines were seen while the second opinion's numbers were chosen. Of
`fresh.jsonl`, `second.jsonl`, `third.jsonl` and `fourth.jsonl` misses were read later, and numbers
chosen by their counts; of the second to fourth dialogues misses were seen. Of `fifth.jsonl` and
`dialogues_fifth.jsonl` nothing was seen before the numbers stood: those two tell best what a
stranger meets.
"""

import json
from pathlib import Path

import pytest

from knowledge.evaluation import evaluate
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import build_matcher
from knowledge.questions import Line, read_lines
from knowledge.text.folding import fold
from tests.benchmarks._matching_data import OWN, SHARED, asker, own, scorer

FOLDER = OWN / "strangers"
FILES = ("learnt", "kept", "described", "fresh", "second", "third", "fourth", "fifth")
FLOORS = {
    "learnt": {
        "top1": 0.99, "top3": 0.99, "answered_right": 0.95, "refused_right": 0.97,
        "clarified_right": 0.8, "multi_right": 0.75,
    },
    "kept": {
        "top1": 0.99, "top3": 0.99, "answered_right": 0.92, "refused_right": 1.0,
        "clarified_right": 0.75, "multi_right": 0.9,
    },
    "described": {
        "top1": 0.88, "top3": 0.91, "answered_right": 0.75, "refused_right": 0.95,
        "clarified_right": 0.92, "multi_right": 0.5,
    },
    "fresh": {
        "top1": 0.96, "top3": 0.99, "answered_right": 0.86, "refused_right": 1.0,
        "clarified_right": 0.9, "multi_right": 0.66,
    },
    "second": {
        "top1": 0.94, "top3": 0.95, "answered_right": 0.85, "refused_right": 0.95,
        "clarified_right": 0.75, "multi_right": 0.6,
    },
    "third": {
        "top1": 0.93, "top3": 0.97, "answered_right": 0.84, "refused_right": 0.88,
        "clarified_right": 0.76, "multi_right": 0.8,
    },
    "fourth": {
        "top1": 0.94, "top3": 0.97, "answered_right": 0.88, "refused_right": 0.88,
        "clarified_right": 0.85, "multi_right": 0.77,
    },
    "fifth": {
        "top1": 0.95, "top3": 0.98, "answered_right": 0.88, "refused_right": 0.94,
        "clarified_right": 0.68, "multi_right": 0.56,
    },
}  # fmt: skip
CEILINGS = {
    "learnt": {"wrong_and_sure": 0.01, "asked_back": 0.04},
    "kept": {"wrong_and_sure": 0.01, "asked_back": 0.06},
    "described": {"wrong_and_sure": 0.04, "asked_back": 0.16},
    "fresh": {"wrong_and_sure": 0.035, "asked_back": 0.11},
    "second": {"wrong_and_sure": 0.02, "asked_back": 0.11},
    "third": {"wrong_and_sure": 0.03, "asked_back": 0.145},
    "fourth": {"wrong_and_sure": 0.035, "asked_back": 0.09},
    "fifth": {"wrong_and_sure": 0.03, "asked_back": 0.1},
}
IN_DIALOGUES = {
    "dialogues": {"top1": 0.86, "answered_right": 0.84, "refused_right": 0.88, "wrong": 0.06},
    "dialogues_second": {
        "top1": 0.79,
        "answered_right": 0.77,
        "refused_right": 0.86,
        "wrong": 0.125,
    },
    "dialogues_third": {
        "top1": 0.76,
        "answered_right": 0.74,
        "refused_right": 0.73,
        "wrong": 0.19,
    },
    "dialogues_fourth": {"top1": 0.84, "answered_right": 0.81, "refused_right": 0.8, "wrong": 0.11},
    "dialogues_fifth": {
        "top1": 0.81,
        "answered_right": 0.78,
        "refused_right": 0.89,
        "wrong": 0.125,
    },
}
"""After a first question that is asked back, all that follows is asked back as well."""


def lines(name: str) -> list[Line]:
    return list(read_lines(FOLDER / f"{name}.jsonl"))


@pytest.mark.parametrize("name", FILES)
def test_strangers_are_understood_as_far_as_ever(name: str) -> None:
    procedures = list(load_procedures())
    matcher = build_matcher(procedures, load_guidance())

    figures = evaluate(lines(name), scorer(procedures), asker(matcher))

    low = {key: figures[key] for key, least in FLOORS[name].items() if figures[key] < least}
    high = {key: figures[key] for key, most in CEILINGS[name].items() if figures[key] > most}
    assert (low, high) == ({}, {})


@pytest.mark.parametrize("name", sorted(IN_DIALOGUES))
def test_dialogues_are_followed_as_far_as_ever(name: str) -> None:
    procedures = list(load_procedures())
    matcher = build_matcher(procedures, load_guidance())
    floors = dict(IN_DIALOGUES[name])
    wrong = floors.pop("wrong")

    told = evaluate(lines(name), scorer(procedures), asker(matcher))["conversations"]

    assert {key: told[key] for key, least in floors.items() if told[key] < least} == {}
    assert told["wrong_and_sure"] <= wrong


@pytest.mark.parametrize("name", FILES)
def test_every_label_is_a_shipped_code(name: str) -> None:
    shipped = {procedure.code for procedure in load_procedures()}

    assert {line.identity for line in lines(name) if not line.gold <= shipped} == set()
    assert {
        line.identity for line in lines(name) if line.behaviour == "refuse" and line.gold
    } == set()


def test_no_question_is_asked_twice() -> None:
    asked = [fold(one.question) for one in own() if not one.turns]
    asked += [fold(one.question) for name in FILES for one in lines(name)]
    fresh = {fold(one.question) for name in FILES for one in lines(name)}

    assert {one for one in fresh if asked.count(one) > 1} == set()


@pytest.mark.skipif(not SHARED.exists(), reason="no study data beside the repository")
@pytest.mark.shared
def test_no_question_is_borrowed_from_the_study_data() -> None:
    theirs = {fold(text) for path in _study() for text in _texts(path)}

    assert theirs, "the study data holds no question: the check would prove nothing"
    assert {
        one.identity for name in FILES for one in lines(name) if fold(one.question) in theirs
    } == set()


def _study() -> list[Path]:
    return sorted((SHARED / "data" / "questions").rglob("*.jsonl"))


def _texts(path: Path) -> list[str]:
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
    return [str(one.get("question", "")) for row in rows for one in row.get("turns", [row])]
