"""Labelled questions as files hold them: one JSON object a line, every mistake with its place."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SKIPPED: Final = {"standalone": False, "ambiguous_text": True, "approximate_code": True}
_BEHAVIOURS: Final = ("answer", "clarify", "multi", "refuse")


class BadLineError(Exception):
    """A line that cannot be scored; the text starts with file and line number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled question, or one conversation when it has `turns`."""

    identity: str
    dataset: str
    question: str
    behaviour: str
    gold: frozenset[str]
    turns: tuple["Line", ...] = ()
    skipped: bool = False


def read_lines(path: Path) -> Iterator[Line]:
    """The labelled lines of a JSONL file; raises `BadLineError` with file:line."""
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                yield _line(json.loads(text))
            except (ValueError, KeyError, TypeError) as error:
                raise BadLineError(f"{path}:{number}: {_why(error)}") from error


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "dòng này không phải JSON"
    return f"thiếu {error}" if isinstance(error, KeyError) else str(error)


def _line(row: object) -> Line:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    if "turns" in row:
        turns = tuple(_line({"id": row["id"], **turn}) for turn in row["turns"])
        return Line(row["id"], row.get("dataset", ""), "", "", frozenset(), turns)
    if row["behaviour"] not in _BEHAVIOURS:
        raise ValueError(f"behaviour must be one of {', '.join(_BEHAVIOURS)}")
    if not isinstance(row["question"], str):
        raise TypeError("question must be text")
    codes = [*row.get("gold_codes", ()), *row.get("gold_codes_in_kb", ())]
    if not all(isinstance(code, str) for code in codes):
        raise TypeError("gold_codes must be a list of codes")
    skipped = row.get("dataset") == "legalrag" and any(
        row.get(key) is value for key, value in _SKIPPED.items()
    )
    return Line(
        str(row["id"]),
        row.get("dataset", ""),
        row["question"],
        row["behaviour"],
        frozenset(codes),
        skipped=skipped,
    )
