"""Floors of the shipped questions only rise: never below their best without a written reason."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

QUESTIONS = Path(__file__).resolve().parents[2] / "knowledge" / "data" / "questions"
LESS_IS_BETTER = {"wrong_and_sure", "asked_back"}
LEAST_REASON = 20
"""Characters under which a reason says nothing."""

Bounds = Mapping[str, Mapping[str, float]]


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((QUESTIONS / name).read_text(encoding="utf-8"))
    return found


def each(bounds: Bounds) -> Iterator[tuple[tuple[str, str], float]]:
    for kind, figures in bounds.items():
        for name, value in figures.items():
            yield (kind, name), value


def fallen(floors: Bounds, best: Bounds) -> set[tuple[str, str]]:
    """The bounds that allow more than their best did, and those that are gone."""
    now = dict(each(floors))
    found = set()
    for key, value in each(best):
        if key not in now or (now[key] > value if key[1] in LESS_IS_BETTER else now[key] < value):
            found.add(key)
    return found


def test_no_floor_stands_below_its_best_without_a_reason() -> None:
    kept = read("best.yaml")
    reasons = dict(each(kept["fell"]))

    assert fallen(read("floors.yaml"), kept["best"]) == set(reasons)
    assert all(len(str(reason)) >= LEAST_REASON for reason in reasons.values())


def test_every_floor_has_its_best_and_none_is_better_than_it() -> None:
    floors, best = read("floors.yaml"), read("best.yaml")["best"]

    assert dict(each(floors)).keys() == dict(each(best)).keys()
    assert fallen(best, floors) == set()


def test_no_floor_gates_nothing() -> None:
    floors = each(read("floors.yaml"))

    assert [key for key, value in floors if not value and key[1] not in LESS_IS_BETTER] == []


def test_a_floor_that_falls_or_vanishes_is_seen() -> None:
    best = {"all": {"top1": 0.9, "wrong_and_sure": 0.02, "top3": 0.95}}

    assert fallen(best, best) == set()
    assert fallen({"all": {"top1": 0.89, "wrong_and_sure": 0.03}}, best) == set(dict(each(best)))
