"""Floors on labelled questions: they only rise."""

import re
from pathlib import Path

import pytest

from knowledge.evaluation import evaluate
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.calibration import FILE
from knowledge.text.folding import fold
from knowledge.text.lexicon import load_lexicon
from tests.benchmarks._matching_data import SHARED, asker, catalogue, development, own, scorer

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="no study data beside the repository")

OWN_FLOORS = {"top1": 0.93, "top3": 0.96, "refused_right": 0.90, "clarified_right": 0.55}
OWN_CEILINGS = {"asked_back": 0.18, "wrong_and_sure": 0.05}
DEV_FLOORS = {
    "top1": 0.95, "top3": 0.98, "answered_right": 0.80, "refused_right": 0.97,
    "clarified_right": 0.85,
}  # fmt: skip
DEV_CEILINGS = {"asked_back": 0.15, "wrong_and_sure": 0.02, "absent_sure": 0.10}


def test_the_shipped_set_holds_its_floors(matcher: Matcher) -> None:
    figures = evaluate(own(), scorer(list(load_procedures())), asker(matcher))
    _hold(figures, OWN_FLOORS, OWN_CEILINGS)
    assert figures["conversations"]["top1"] >= 0.85


@pytest.fixture(scope="module")
def wide() -> Matcher:
    return build_matcher(catalogue(), load_guidance())


@needs_shared
@pytest.mark.shared
def test_the_development_questions_hold_the_products_bars(wide: Matcher) -> None:
    people = [line for line in development() if line.dataset != "legalrag"]
    judge = scorer(catalogue())
    plain = evaluate(people, judge, asker(wide))
    _hold(plain, DEV_FLOORS, DEV_CEILINGS)
    stripped = evaluate(people, judge, asker(wide), strip=True)
    assert plain["top1"] - stripped["top1"] <= 0.02
    assert plain["conversations"]["top1"] >= 0.90


@needs_shared
@pytest.mark.shared
def test_the_machine_written_questions_hold_their_floors(wide: Matcher) -> None:
    lines = [line for line in development() if line.dataset == "legalrag"]
    _hold(evaluate(lines, scorer(catalogue()), asker(wide)), {"top1": 0.78, "top3": 0.92}, {})


@needs_shared
@pytest.mark.shared
def test_no_phrase_of_the_lexicon_is_a_line_of_the_questions() -> None:
    asked = {fold(one.question) for line in development() for one in (line.turns or (line,))}
    words = load_lexicon().phrases.vocabulary()
    copied = sorted(text for text in map(" ".join, words) if text in asked and " " in text)
    assert [text for text in copied if not _is_name(text)] == []


def _is_name(text: str) -> bool:
    """Official words of a procedure may be used word for word."""
    names = (fold(p.name + " " + (p.short_name or "")) for p in load_procedures())
    return any(re.search(rf"\b{text}\b", name) for name in names)


def test_the_measured_bins_are_calibrated() -> None:
    import yaml

    bins = yaml.safe_load(Path(FILE).read_text(encoding="utf-8"))["measured"]["bins"]
    assert len(bins) == 5
    assert all(abs(row["confidence"] - row["right"]) <= 0.08 for row in bins)


def _hold(figures: dict[str, float], floors: dict[str, float], ceilings: dict[str, float]) -> None:
    low = {name: figures[name] for name, floor in floors.items() if figures[name] < floor}
    high = {name: figures[name] for name, top in ceilings.items() if figures[name] > top}
    assert (low, high) == ({}, {})
