"""Scoring of answers against labelled questions, exactly as the product's definitions say.

Pure functions over a line `{id, question, behaviour, gold_codes, …}` and its answer
`{outcome, procedures: [code, …]}`; nothing here asks the matcher.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Match,
    NoMatch,
    ProcedureOption,
    Reading,
    RouteFound,
    Several,
)
from knowledge.questions import Line
from knowledge.text.folding import strip_marks

SHOWN: Final = 5
"""Codes counted of one answer, and buttons of one page."""


class Group(StrEnum):
    """What a line can be counted for."""

    ABSENT = "absent"
    ANSWERABLE = "answerable"
    ASK = "ask"
    MULTI = "multi"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the citizen got: the outcome's name and the codes seen, in order."""

    outcome: str
    procedures: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """True when something was answered rather than asked back or refused."""
        return self.outcome in ("answer", "multi")


@dataclass(slots=True)
class Tally:
    """Counts behind the figures of one set."""

    lines: dict[Group, int] = field(default_factory=lambda: dict.fromkeys(Group, 0))
    hits: dict[str, int] = field(default_factory=dict)
    sure: int = 0
    wrong: int = 0

    def add(self, name: str, *, hit: bool) -> None:
        """Count one hit under `name`."""
        self.hits[name] = self.hits.get(name, 0) + hit

    def figures(self) -> dict[str, Any]:
        """The figures by name: shares with four decimals, None when there is nothing to share."""
        n = self.lines[Group.ANSWERABLE]
        shares = {
            "top1": n,
            "top3": n,
            "asked_back": n,
            "answered_right": n,
            "absent_sure": self.lines[Group.ABSENT],
            "refused_right": self.lines[Group.REFUSE],
            "clarified_right": self.lines[Group.ASK],
            "multi_right": self.lines[Group.MULTI],
        }
        rows: dict[str, Any] = {"n": n}
        rows |= {name: _share(self.hits.get(name, 0), size) for name, size in shares.items()}
        rows["wrong_and_sure"] = _share(self.wrong, self.sure)
        rows["groups"] = {group.value: count for group, count in self.lines.items()}
        rows["sure"] = self.sure
        return rows


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores lines against the catalogue of one day."""

    active: frozenset[str]
    """Codes with an active record that day."""
    replaced_by: Mapping[str, str] = field(default_factory=dict)

    def gold(self, line: Line) -> frozenset[str]:
        """The codes that count as right: given ones and their successors, active that day."""
        codes = set(line.gold)
        for code in line.gold:
            seen = {code}
            while (code := self.replaced_by.get(code, "")) and code not in seen:
                seen.add(code)
                codes.add(code)
        return frozenset(codes) & self.active

    def group(self, line: Line) -> Group:
        """What `line` counts for."""
        right = self.gold(line)
        if line.behaviour == "refuse":
            return Group.REFUSE
        if line.gold and not right:
            return Group.ABSENT
        if line.behaviour == "answer" or len(right) == 1:
            return Group.ANSWERABLE
        return Group.ASK if line.behaviour == "clarify" else Group.MULTI

    def count(self, tally: Tally, line: Line, answer: Answer) -> list[str]:
        """Count one answer into `tally`; returns the names of the figures it missed."""
        group, right = self.group(line), self.gold(line)
        tally.lines[group] += 1
        shown = answer.procedures[:SHOWN]
        misses = _COUNTERS[group](tally, answer, shown, right)
        if answer.sure and group is not Group.ABSENT:
            tally.sure += 1
            if _is_wrong(answer, shown, right):
                tally.wrong += 1
                misses.append("wrong_and_sure")
        return misses


def _is_wrong(answer: Answer, shown: Sequence[str], right: frozenset[str]) -> bool:
    if answer.outcome == "multi":
        return not shown or not set(shown) <= right
    return not shown or shown[0] not in right


def _count_answerable(
    tally: Tally, answer: Answer, shown: Sequence[str], right: frozenset[str]
) -> list[str]:
    first = bool(shown) and shown[0] in right
    third = bool(set(shown[:3]) & right)
    asked = answer.outcome == "clarify"
    tally.add("top1", hit=first)
    tally.add("top3", hit=third)
    tally.add("asked_back", hit=asked)
    tally.add("answered_right", hit=answer.sure and first)
    missed = {"top1": not first, "top3": not third, "asked_back": asked}
    return [name for name, miss in missed.items() if miss]


def _count_absent(
    tally: Tally, answer: Answer, shown: Sequence[str], right: frozenset[str]
) -> list[str]:
    del shown, right
    tally.add("absent_sure", hit=answer.sure)
    return ["absent_sure"] if answer.sure else []


def _count_refuse(
    tally: Tally, answer: Answer, shown: Sequence[str], right: frozenset[str]
) -> list[str]:
    del answer, right
    tally.add("refused_right", hit=not shown)
    return ["refused_right"] if shown else []


def _count_ask(
    tally: Tally, answer: Answer, shown: Sequence[str], right: frozenset[str]
) -> list[str]:
    hit = answer.outcome == "clarify" and (not right or bool(set(shown) & right))
    tally.add("clarified_right", hit=hit)
    return [] if hit else ["clarified_right"]


def _count_multi(
    tally: Tally, answer: Answer, shown: Sequence[str], right: frozenset[str]
) -> list[str]:
    enough = len(set(shown) & right) >= 2 and set(shown) <= right
    hit = answer.outcome in ("multi", "clarify") and enough
    tally.add("multi_right", hit=hit)
    return [] if hit else ["multi_right"]


_COUNTERS: Final[
    Mapping[Group, Callable[[Tally, Answer, Sequence[str], frozenset[str]], list[str]]]
] = {
    Group.ANSWERABLE: _count_answerable,
    Group.ABSENT: _count_absent,
    Group.REFUSE: _count_refuse,
    Group.ASK: _count_ask,
    Group.MULTI: _count_multi,
}

Ask = Callable[[Sequence[str]], Sequence[Answer]]
"""Asks the questions of one conversation in order and returns the answers."""


def evaluate(
    lines: Iterable[Line], scorer: Scorer, ask: Ask, *, strip: bool = False
) -> dict[str, Any]:
    """Figures over all lines, `by_set`, of `conversations`, and the `errors`."""
    total, talks = Tally(), Tally()
    sets: dict[str, Tally] = {}
    errors: list[dict[str, Any]] = []
    for line in lines:
        if line.skipped:
            continue
        asked = line.turns or (line,)
        questions = [strip_marks(one.question) if strip else one.question for one in asked]
        tallies = [talks] if line.turns else [total, sets.setdefault(line.dataset, Tally())]
        for one, question, answer in zip(asked, questions, ask(questions), strict=True):
            if line.turns and scorer.group(one) is Group.ABSENT:
                continue
            misses = [scorer.count(tally, one, answer) for tally in tallies][-1]
            if misses:
                errors.append(_error(line, one, question, answer, misses, scorer))
    return {
        **total.figures(),
        "by_set": {name: tally.figures() for name, tally in sorted(sets.items())},
        "conversations": talks.figures(),
        "errors": errors,
    }


def _error(
    line: Line, one: Line, question: str, answer: Answer, misses: list[str], scorer: Scorer
) -> dict[str, Any]:
    return {
        "id": line.identity,
        "dataset": line.dataset,
        "question": question,
        "group": scorer.group(one).value,
        "gold": sorted(scorer.gold(one)),
        "outcome": answer.outcome,
        "procedures": list(answer.procedures),
        "missed": misses,
    }


def shown(reading: Reading) -> Answer:
    """What the citizen sees of a reading: outcome and codes as the definitions count them."""
    match reading.outcome:
        case Match(code=code, others=others):
            codes = (code, *(other.code for other in others))
            return Answer("answer", codes[:SHOWN])
        case Several() as several:
            codes = tuple(match.code for match in several.matches)[:SHOWN]
            return Answer(several.told_as, codes)
        case Ambiguous(options=options):
            page = options if len(options) <= SHOWN else options[: SHOWN - 1]
            codes = tuple(option.code for option in page if isinstance(option, ProcedureOption))
            return Answer("clarify", codes)
        case RouteFound():
            return Answer("route")
        case CardFound():
            return Answer("card")
        case NoMatch():
            return Answer("none")
