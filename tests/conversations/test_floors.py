"""The guide on the shipped questions, kind by kind: each floor only rises.

Floors stand in `knowledge/data/questions/floors.yaml`. They gate a ward's own changes too, so they
hold on the shipped records alone; the study's questions are measured with the imported catalogue.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue import Dialogue, answer_object, router_of
from knowledge.base import KnowledgeBase
from knowledge.evaluation import Answer, Scorer, evaluate
from knowledge.questions import Line, read_lines
from tests.conversations.conftest import NOON
from tests.fakes.shipped import shipped_base

QUESTIONS = Path(__file__).resolve().parents[2] / "knowledge" / "data" / "questions"
FLOORS: dict[str, dict[str, float]] = yaml.safe_load(
    (QUESTIONS / "floors.yaml").read_text(encoding="utf-8")
)
CEILINGS = {"wrong_and_sure", "asked_back"}
"""Figures where less is better: their entry is the most allowed."""


def by_kind() -> list[Line]:
    """Every shipped line, its wording kind as its set."""
    lines: list[Line] = []
    for file in sorted(QUESTIONS.glob("*.jsonl")):
        kinds = {
            row["id"]: row.get("kind", "conversations")
            for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())
        }
        lines += [replace(line, dataset=kinds[line.identity]) for line in read_lines(file)]
    return lines


def measured(base: KnowledgeBase, *, strip: bool = False) -> dict[str, Any]:
    router = router_of(base)

    def ask(questions: Sequence[str]) -> list[Answer]:
        dialogue = Dialogue(router, NOON)
        found = [answer_object(dialogue.says(question)) for question in questions]
        return [
            Answer(one["outcome"], tuple(each["code"] for each in one["procedures"]))
            for one in found
        ]

    successors = {code: one.replaced_by for code, one in base.retired.items() if one.replaced_by}
    scorer = Scorer(frozenset(base.procedures), successors)
    return evaluate(by_kind(), scorer, ask, strip=strip)


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return measured(shipped_base())


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_no_kind_of_wording_falls_below_its_floor(figures: dict[str, Any], kind: str) -> None:
    if kind in ("all", "conversations"):
        found = figures if kind == "all" else figures["conversations"]
    else:
        found = figures["by_set"][kind]

    for name, bound in FLOORS[kind].items():
        value = found[name]
        assert value is not None, name
        if name in CEILINGS:
            assert value <= bound, f"{kind} {name}: {value} > {bound}"
        else:
            assert value >= bound, f"{kind} {name}: {value} < {bound}"


def test_every_kind_of_the_questions_has_a_floor(figures: dict[str, Any]) -> None:
    assert set(figures["by_set"]) | {"all", "conversations"} == set(FLOORS)
