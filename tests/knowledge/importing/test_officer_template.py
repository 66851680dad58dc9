"""The template an officer fills in: written, filled, read back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.importing.flags import Flag
from knowledge.importing.officer_template import COLUMNS, read_day, template_sheets
from knowledge.importing.reading import Gathered, gather
from knowledge.importing.workbooks import write_sheets
from knowledge.procedures import FeeKind, Handover, SubmissionWay, TimeUnit


def _filled(path: Path, **cells: str) -> Gathered:
    """The template with one row after the example, and what reading it gives."""
    sheet, help_sheet = template_sheets()
    row = {column.key: column.example for column in COLUMNS}
    row |= {"code": "1.999002", "name": "Cấp giấy của xã"} | cells
    rows = (*sheet.rows, tuple(row[column.key] for column in COLUMNS))
    write_sheets(path, (replace(sheet, rows=rows), help_sheet))
    return gather([path])


@pytest.mark.parametrize("name", ["mau.xlsx", "mau.csv"])
def test_a_filled_row_becomes_a_record_and_the_example_does_not(tmp_path: Path, name: str) -> None:
    gathered = _filled(tmp_path / name)

    (one,) = gathered.judged
    record = one.procedure
    assert gathered.from_officers
    assert (one.row.line, record.code) == (3 if name.endswith("xlsx") else one.row.line, "1.999002")
    assert record.ways == (SubmissionWay.IN_PERSON, SubmissionWay.POST, SubmissionWay.ONLINE)
    assert [(t.value, t.unit) for t in record.times] == [(Decimal("2.5"), TimeUnit.WORKING_DAY)]
    assert [(f.amount, f.per, f.basis) for f in record.fees] == [
        (8000, "bản", "TT 281/2016/TT-BTC")
    ]
    assert [(d.name, d.handover) for d in record.documents] == [
        ("Tờ khai", Handover.SUBMIT),
        ("Bản sao giấy B", Handover.SUBMIT),
        ("Căn cước", Handover.SHOW),
    ]
    assert record.checked_on == date(2026, 11, 22)


def test_an_officer_may_say_free(tmp_path: Path) -> None:
    (one,) = _filled(tmp_path / "a.xlsx", fee="miễn").judged

    assert [fee.kind for fee in one.procedure.fees] == [FeeKind.EXEMPT]


@pytest.mark.parametrize(
    ("cells", "flag"),
    [
        ({"fee": "0"}, Flag.FEE_ZERO_WITHOUT_WORDS),
        ({"fee": "8"}, Flag.FEE_AMOUNT_SUSPICIOUS),
        ({"fee": "như cũ"}, Flag.FEE_UNPARSED),
        ({"time": "5"}, Flag.TIME_UNIT_MISSING),
        ({"time": "8 giờ"}, Flag.TIME_HOUR_UNCLEAR),
        ({"submit": "", "show": ""}, Flag.NO_COMPONENTS),
    ],
)
def test_a_doubtful_cell_is_flagged(tmp_path: Path, cells: dict[str, str], flag: Flag) -> None:
    (one,) = _filled(tmp_path / "a.xlsx", **cells).judged

    assert flag in {found.flag for found in one.findings}


def test_the_same_day_is_read(tmp_path: Path) -> None:
    (one,) = _filled(tmp_path / "a.xlsx", time="trong ngày").judged

    assert [time.unit for time in one.procedure.times] == [TimeUnit.SAME_DAY]


def test_every_column_is_explained_with_an_example_row(tmp_path: Path) -> None:
    sheet, explained = template_sheets()

    assert len(sheet.rows) == 1
    assert {row[0] for row in explained.rows} >= {column.heading for column in COLUMNS}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22/11/2026", date(2026, 11, 22)),
        ("1-2-2026", date(2026, 2, 1)),
        ("2026-11-22", date(2026, 11, 22)),
        ("31/2/2026", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_officers_write_it(text: str, day: date | None) -> None:
    assert read_day(text) == day
