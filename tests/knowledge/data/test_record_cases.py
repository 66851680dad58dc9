"""Figures that belong to a case stand at that case: figures of two cases swapped are found.

The comparison of whole sets (`test_record_figures.py`) says that a figure is read somewhere; this
one says that it stands where the reading has it. Also the hour from which the next day counts.
"""

import os
from collections import Counter
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from knowledge.loading import DATA, load_procedures
from knowledge.procedures import Fee, FeeKind, Procedure, TimeUnit
from tests.knowledge.data.readings import Readings

STUDY = os.environ.get("MOTCUA_SHARED")  # noqa: TID251 - where the study data lies, tests only
SHARED = Path(STUDY) if STUDY else DATA.parents[1].parent / "shared"
RECORDS = {record.code: record for record in load_procedures()}
KNOWN = {
    ("2.000908", "sheet", "cutoff"): "the longer time is stated, one working day: no hour counts",
    ("1.001612", "facts", "online"): "the portal's amount is an illustration: the council decides",
    ("2.002516", "sheet", "usual"): "the portal gives no time; one province's is not told",
    ("2.002516", "sheet", "verify"): "the portal gives no time; one province's is not told",
}
"""Where a case differs, and why; `differences.yaml` has the same of the whole sets."""

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the study data is not beside the repository"
)


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings(SHARED)


def differing(readings: Readings, record: Procedure) -> set[tuple[str, str, str]]:
    return {(record.code, one.where, one.case) for one in readings.by_case(record)}


def test_figures_stand_at_the_case_the_readings_have_them_at(readings: Readings) -> None:
    found = [one for record in RECORDS.values() for one in differing(readings, record)]
    assert set(found) == set(KNOWN)


def test_as_many_cases_are_compared_as_the_readings_tell_apart(readings: Readings) -> None:
    pairs = [pair for record in RECORDS.values() for pair in readings.cases_read(record)]
    known = ("cutoff", "verify", "on_time", "late", "copy", "online", "in_person", "from page 3")
    counted = Counter(pair.case for pair in pairs if pair.case in known)
    least = {
        "cutoff": 24, "verify": 12, "on_time": 2, "late": 2, "copy": 2, "online": 5,
        "in_person": 4, "from page 3": 3,
    }  # fmt: skip
    assert {case: counted[case] for case in least if counted[case] < least[case]} == {}
    assert len(pairs) >= 110


def test_every_hour_a_record_states_stands_in_a_reading(readings: Readings) -> None:
    stated = {one.code for one in RECORDS.values() if any(row.cutoff for row in one.times)}
    read = {
        code for code in stated
        if any(pair.case == "cutoff" for pair in readings.cases_read(RECORDS[code]))
    }  # fmt: skip
    assert stated == read
    assert len(stated) >= 12


def _times(code: str, **changed: dict[str, Any]) -> Procedure:
    """A record with the times of some cases changed."""
    record = RECORDS[code]
    times = tuple(
        row.model_copy(update=changed.get(row.case or "none", {})) for row in record.times
    )
    return record.model_copy(update={"times": times})


def _swapped(code: str, one: int, other: int) -> Procedure:
    """A record with what two of its fees cost swapped; a set of figures sees no difference."""
    record = RECORDS[code]
    fees = list(record.fees)
    what = ("kind", "amount")
    first: dict[str, Any] = {name: getattr(fees[one], name) for name in what}
    second: dict[str, Any] = {name: getattr(fees[other], name) for name in what}
    fees[one], fees[other] = _as(fees[one], second), _as(fees[other], first)
    return record.model_copy(update={"fees": tuple(fees)})


def _as(fee: Fee, cost: dict[str, Any]) -> Fee:
    return fee.model_copy(update=cost)


def test_times_of_two_cases_swapped_are_found(readings: Readings) -> None:
    day, working = TimeUnit.DAY, TimeUnit.WORKING_DAY
    swapped = _times(
        "1.004873",
        usual={"value": Decimal(23), "unit": day},
        verify={"value": Decimal(3), "unit": working},
    )
    assert {case for _, _, case in differing(readings, swapped)} == {
        "thường", "phải xác minh", "usual", "verify",
    }  # fmt: skip


def test_free_in_time_and_paid_late_swapped_are_found(readings: Readings) -> None:
    record = RECORDS["1.001193"]
    kinds = [(fee.case, fee.kind) for fee in record.fees[:2]]
    assert kinds == [("on_time", FeeKind.EXEMPT), ("late", FeeKind.COUNCIL)]
    found = differing(readings, _swapped("1.001193", 0, 1))
    assert {case for _, _, case in found} == {"on_time", "late"}


@pytest.mark.parametrize(
    ("code", "cases"),
    [
        ("1.004222", {"online", "in_person"}),
        ("1.010038", {"online", "in_person"}),
        ("2.000815", {"pages 1-2", "from page 3"}),
    ],
)
def test_fees_of_two_cases_swapped_are_found(
    readings: Readings, code: str, cases: set[str]
) -> None:
    assert {case for _, _, case in differing(readings, _swapped(code, 0, 1))} == cases


def test_the_fee_of_one_copy_charged_for_each_act_is_found(readings: Readings) -> None:
    record = RECORDS["1.000894"]
    fees = (record.fees[0], record.fees[1].model_copy(update={"per": "lần đăng ký"}))
    moved = record.model_copy(update={"fees": fees})
    assert differing(readings, moved) == {("1.000894", "facts", "copy")}


def test_another_hour_or_none_is_found(readings: Readings) -> None:
    for cutoff in (time(16, 0), None):
        moved = _times("1.001193", none={"cutoff": cutoff})
        assert ("1.001193", "facts", "cutoff") in differing(readings, moved)
        assert ("1.001193", "sheet", "cutoff") in differing(readings, moved)
