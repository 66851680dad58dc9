"""What each threshold of the matcher costs and saves, measured around the chosen value.

All questions with labels that are one message: the development questions written by people
(catalogue: shipped records and the imported core), the shipped set and those strangers' whose
misses were read (shipped records), read by the whole matcher with one threshold moved and the
others as chosen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from knowledge.evaluation import Answer, Group, Scorer, Tally, shown
from knowledge.guidance import Guidance
from knowledge.loading import load_procedures
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.calibration import Calibration
from knowledge.procedures import Procedure
from knowledge.questions import Line, read_lines
from tests.benchmarks._matching_data import OWN, catalogue, development, own, scorer

GRIDS: Final[Mapping[str, Sequence[float]]] = {
    "sure": (0.6, 0.7, 0.75, 0.8, 0.85, 0.9),
    "ask": (0.05, 0.1, 0.17, 0.25, 0.35),
    "tie": (0.05, 0.1, 0.15, 0.2, 0.3),
    "family": (0.02, 0.05, 0.08, 0.12, 0.2),
    "out": (0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "guide": (0.2, 0.3, 0.4, 0.5, 0.6),
    "kept": (0.1, 0.2, 0.3, 0.4, 0.5),
    "instead": (0.7, 0.8, 0.85, 0.95),
    "settled": (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9),
    "of_family": (0.85, 0.9, 0.93, 0.95, 0.97),
    "found": (0.6, 0.7, 0.8, 0.9),
    "asked": (0.2, 0.25, 0.3, 0.4, 0.5),
    "both": (0.45, 0.6, 0.7, 0.8),
    "led": (0.6, 0.7, 0.8, 0.9),
    "led_away": (0.8, 0.9, 0.95),
    "undecided": (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8),
}
"""Values measured of each threshold."""
WRONG: Final = 10.0
MISSED: Final = 4.0
GUESSED: Final = 2.0
TAP: Final = 1.0
"""What an answer costs a person, in taps: a wrong one believed; none, or a choice without the right
one, or one wish of two passed over, to who asked for what the ward does; one of several that fit
alike taken without asking, or one nobody asked for beside the right one; a question back."""
SLACK: Final = 1.0
"""Taps in a hundred questions that two values may differ by and count as alike: what two wrong
answers in two thousand questions cost, less than such a difference may be by chance."""
MOST_WRONG: Final = 0.02
"""Share of the answers to the development questions that may be wrong (the product's bar)."""
LEAST_SHOWN: Final = 0.98
"""Share of the development questions of which the right procedure must be among the first three."""
LEAST_CLARIFIED: Final = 0.85
"""Share of the development questions that several procedures fit which must be asked back."""


STRANGERS: Final = ("learnt", "kept", "described", "fresh", "second", "third", "fourth")
"""Sets whose misses were read; what is to be measured blind is no measure of a threshold."""


def strangers() -> list[Line]:
    """The questions of those sets."""
    files = (OWN / "strangers" / f"{name}.jsonl" for name in STRANGERS)
    return [line for file in files for line in read_lines(file)]


class _Asked:
    """One matcher with its questions and their judge."""

    def __init__(self, matcher: Matcher, lines: Sequence[Line], judge: Scorer) -> None:
        self.matcher, self.judge = matcher, judge
        self.lines = [line for line in lines if not line.turns and not line.skipped]

    def answers(self, calibration: Calibration) -> Iterator[tuple[Line, Answer]]:
        self.matcher.calibration = calibration
        for line in self.lines:
            yield line, shown(self.matcher.read(line.question))


def taps(group: Group, answer: Answer, right: frozenset[str], *, wrong: bool) -> float:
    """What one answer costs who asked."""
    if wrong:
        return GUESSED if answer.procedures[0] in right else WRONG
    if group is Group.REFUSE:
        return TAP if answer.procedures else 0.0
    shown = len(right.intersection(answer.procedures))
    if shown < (2 if group is Group.MULTI else 1):
        return MISSED if right or answer.outcome != "clarify" else 0.0
    if group is Group.ASK:
        return GUESSED if answer.sure else 0.0
    return TAP if answer.outcome == "clarify" and group is Group.ANSWERABLE else 0.0


def measured(sets: Sequence[_Asked], calibration: Calibration) -> dict[str, float]:
    """The figures of one setting: shares of the questions, and taps in a hundred of them."""
    inside = answered = asked = outside = taken = 0
    cost, count = 0.0, 0
    tallies = [Tally() for _ in sets]
    for one, tally in zip(sets, tallies, strict=True):
        for line, answer in one.answers(calibration):
            group = one.judge.group(line)
            if group is Group.ABSENT:
                continue
            wrong = "wrong_and_sure" in one.judge.count(tally, line, answer)
            cost += taps(group, answer, one.judge.gold(line), wrong=wrong)
            count += 1
            if group is Group.REFUSE:
                outside, taken = outside + 1, taken + bool(answer.procedures)
                continue
            inside += 1
            answered += answer.sure
            asked += answer.outcome == "clarify"
    figures = tallies[0].figures()
    sure, mistaken = sum(t.sure for t in tallies), sum(t.wrong for t in tallies)
    return {
        "answered": round(answered / inside, 3),
        "asked_back": round(asked / inside, 3),
        "refused": round(1 - (answered + asked) / inside, 3),
        "taken_for_ours": round(taken / outside, 3),
        "wrong": round(mistaken / sure, 4),
        "wrong_in_study": round(tallies[0].wrong / tallies[0].sure, 4),
        "clarified_in_study": round(figures["clarified_right"], 3),
        "top3_in_study": round(figures["top3"], 3),
        "taps": round(100 * cost / count, 2),
    }


def curves(calibration: Calibration, guidance: Guidance) -> dict[str, list[dict[str, float]]]:
    """For each threshold the figures at each value of its grid and at the chosen one."""
    full: list[Procedure] = catalogue()
    ships = list(load_procedures())
    people = [line for line in development() if line.dataset != "legalrag"]
    sets = (
        _Asked(build_matcher(full, guidance, calibration), people, scorer(full)),
        _Asked(build_matcher(ships, guidance, calibration), [*own(), *strangers()], scorer(ships)),
    )
    found: dict[str, list[dict[str, float]]] = {}
    for name, grid in GRIDS.items():
        values = sorted({*grid, getattr(calibration, name)})
        found[name] = [
            {"at": value, **measured(sets, replace(calibration, **{name: value}))}
            for value in values
        ]
    return found


def failing(name: str, chosen: float, rows: Sequence[Mapping[str, float]]) -> list[str]:
    """Why `chosen` does not keep the rule of the thresholds on its curve; empty when it does.

    It keeps the bars of the development questions, and no other value of its curve that keeps
    them costs people fewer taps by more than `SLACK`.
    """
    at = next((row for row in rows if row["at"] == chosen), None)
    if at is None:
        return [f"{name}: {chosen} was not measured"]
    if not keeps_bars(at):
        return [f"{name}: the bars of the development questions are not kept at {chosen}"]
    least = min(row["taps"] for row in rows if keeps_bars(row))
    dear = at["taps"] > least + SLACK
    return [f"{name}: {at['taps']} taps at {chosen}, {least} elsewhere"] if dear else []


def keeps_bars(row: Mapping[str, float]) -> bool:
    """True where few enough answers are wrong and enough of what is open is asked back."""
    right = row["wrong_in_study"] <= MOST_WRONG and row["top3_in_study"] >= LEAST_SHOWN
    return right and row["clarified_in_study"] >= LEAST_CLARIFIED
