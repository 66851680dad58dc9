"""Every threshold keeps the rule it is chosen by, on the curve stored beside it."""

from typing import Any, Final

import pytest
import yaml

from knowledge.matching.calibration import FILE
from tests.benchmarks._thresholds import GRIDS, LEAST_CLARIFIED, LEAST_SHOWN, SLACK, failing

STORED: Final[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
CHOSEN: Final[dict[str, float]] = STORED["thresholds"]
CURVES: Final[dict[str, list[dict[str, float]]]] = STORED["measured"]["curves"]


def test_every_threshold_has_a_curve() -> None:
    assert set(CHOSEN) == set(CURVES) == set(GRIDS)


@pytest.mark.parametrize("name", sorted(GRIDS))
def test_the_chosen_value_keeps_the_rule_on_its_curve(name: str) -> None:
    assert failing(name, CHOSEN[name], CURVES[name]) == []


@pytest.mark.parametrize("name", sorted(GRIDS))
def test_the_curve_goes_on_at_both_sides_of_the_chosen_value(name: str) -> None:
    values = [row["at"] for row in CURVES[name]]

    assert values == sorted(values)
    assert min(values) < CHOSEN[name] < max(values)


def test_all_curves_are_of_one_matcher() -> None:
    """Where each passes its chosen value it is the same setting, so the figures are the same."""
    chosen = [
        {name: value for name, value in row.items() if name != "at"}
        for name, rows in CURVES.items()
        for row in rows
        if row["at"] == CHOSEN[name]
    ]

    assert len(chosen) == len(CURVES)
    assert all(one == chosen[0] for one in chosen)


def test_a_value_that_costs_more_or_breaks_a_bar_fails_its_rule() -> None:
    good = {
        "wrong_in_study": 0.0,
        "clarified_in_study": LEAST_CLARIFIED,
        "top3_in_study": LEAST_SHOWN,
        "taps": 20.0,
    }
    rows = [
        {**good, "at": 0.1},
        {**good, "at": 0.2, "taps": 20.0 + 2 * SLACK},
        {**good, "at": 0.3, "clarified_in_study": 0.0, "taps": 1.0},
        {**good, "at": 0.5, "top3_in_study": 0.0, "taps": 1.0},
    ]

    assert failing("sure", 0.1, rows) == []
    assert all(failing("sure", value, rows) for value in (0.2, 0.3, 0.4, 0.5))
