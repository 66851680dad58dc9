"""Every figure of the records against the readings; each difference is listed with its reason.

Figures that stand in the words of a record (conditions, steps, notes, labels) must stand somewhere
in a reading of its code. A row of `differences.yaml` says which figures only the record (`record`)
and only the reading (`reading`) state. A difference nobody listed fails, and so does a row whose
difference is gone.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.loading import DATA, load_procedures
from knowledge.procedures import Procedure
from tests.knowledge.data.readings import Readings, record_figures

STUDY = os.environ.get("MOTCUA_SHARED")  # noqa: TID251 - where the study data lies, tests only
SHARED = Path(STUDY) if STUDY else DATA.parents[1].parent / "shared"
DIFFERENCES = Path(__file__).with_name("differences.yaml")

Difference = tuple[str, str, str, tuple[str, ...], tuple[str, ...]]
"""Code, reading, kind, figures only in the record, figures only in the reading."""

needs_study_data = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the study data is not beside the repository"
)


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings(SHARED)


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(DIFFERENCES.read_text(encoding="utf-8"))
    return rows


def _listed() -> set[Difference]:
    return {
        (
            row["code"],
            row["where"],
            row["kind"],
            tuple(sorted(row.get("record", []))),
            tuple(sorted(row.get("reading", []))),
        )
        for row in _rows()
    }


def _differences(record: Procedure, readings: Readings) -> set[Difference]:
    own = record_figures(record)
    found: set[Difference] = set()
    for where, figures in readings.of(record.code).items():
        for kind, stated in figures.items():
            ours, theirs = own[kind] - stated, stated - own[kind]
            if where == "sheet":
                ours -= {"HĐND"}  # the sheets state the amounts one council set
            if ours or theirs:
                found.add((record.code, where, kind, tuple(sorted(ours)), tuple(sorted(theirs))))
    for paper, (ours_n, theirs_n) in readings.counts(record).items():
        found.add((record.code, "crawl", f"copies: {paper}", (ours_n,), (theirs_n,)))
    if unread := readings.unread(record):
        found.add((record.code, "all", "words", tuple(sorted(unread)), ()))
    return found


@needs_study_data
def test_every_difference_from_a_reading_is_listed(readings: Readings) -> None:
    found = {row for record in load_procedures() for row in _differences(record, readings)}
    assert found - _listed() == set()


@needs_study_data
def test_no_listed_difference_is_gone(readings: Readings) -> None:
    found = {row for record in load_procedures() for row in _differences(record, readings)}
    assert _listed() - found == set()


@needs_study_data
def test_a_figure_put_into_words_without_a_reading_is_found(readings: Readings) -> None:
    record = next(one for one in load_procedures() if one.code == "1.000894")

    told = record.model_copy(update={"conditions": ("Chờ 19 ngày, nộp 123.000 đồng.",)})

    assert readings.unread(record) == frozenset()
    assert readings.unread(told) == {"19 ngay", "123000 dong"}


@needs_study_data
def test_every_record_stands_in_a_reading(readings: Readings) -> None:
    unread = {record.code for record in load_procedures() if not readings.of(record.code)}
    assert unread == set()


def test_every_difference_is_listed_once_with_a_reason() -> None:
    rows = _rows()
    assert len(_listed()) == len(rows)
    assert [row for row in rows if len(row.get("reason", "")) < 15] == []
