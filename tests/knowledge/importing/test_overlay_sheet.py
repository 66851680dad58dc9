"""The commune's sheet: prefilled, filled in, read back with mistakes by row."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue, Entry, build_catalogue
from knowledge.importing.overlay_sheet import (
    HEADINGS,
    SheetReading,
    overlay_sheets,
    read_overlay_sheet,
)
from knowledge.importing.reading import gather
from knowledge.importing.sheets import UnreadableFileError, read_sheets
from knowledge.importing.workbooks import write_sheets
from knowledge.overlay import Overlay, apply_overlay
from knowledge.procedures import (
    CatalogueState,
    Desk,
    Fee,
    FeeKind,
    OnlineLevel,
    Part,
    Procedure,
    Rank,
    SubmissionWay,
)

DAY = date(2026, 11, 22)
RECORD = Procedure.model_validate(
    {
        "code": "1.999001",
        "name": "Cấp giấy thử nghiệm",
        "field": "Lĩnh vực thử",
        "cases": [
            {"key": "late", "label": "quá hạn"},
            {"key": "proxy", "label": "ủy quyền"},
        ],
        "times": [{"value": 3, "unit": "working_day"}],
        "fees": [{"kind": "exempt"}, {"kind": "council", "case": "late"}],
    }
)
OTHER = RECORD.model_copy(
    update={"code": "1.999002", "name": "Cấp giấy khác", "cases": (), "fees": ()}
)
COLUMNS = list(HEADINGS)


def _catalogue(overlay: Overlay | None = None) -> Catalogue:
    entries = [Entry(one, 1, Rank.SHIPPED, CatalogueState.ACTIVE) for one in (RECORD, OTHER)]
    overlays = {overlay.code: overlay} if overlay else {}
    return build_catalogue(entries, DAY, overlays=overlays)


def _filled(
    path: Path, cells: dict[tuple[int, str], str], catalogue: Catalogue | None = None
) -> SheetReading:
    """The sheet with cells filled in, (row as the spreadsheet shows it, column) to text."""
    catalogue = catalogue or _catalogue()
    sheet, explained = overlay_sheets(catalogue, (RECORD, OTHER))
    rows = [list(row) for row in sheet.rows]
    for (row, column), text in cells.items():
        rows[row - 2][COLUMNS.index(column)] = text
    write_sheets(path, (replace(sheet, rows=tuple(tuple(row) for row in rows)), explained))
    return read_overlay_sheet(read_sheets(path)[0], catalogue, "Lan", DAY)


def test_the_sheet_shows_what_is_published_a_row_per_case_with_figures() -> None:
    sheet, _ = overlay_sheets(_catalogue(), (RECORD, OTHER))

    shown = [dict(zip(COLUMNS, row, strict=True)) for row in sheet.rows]

    assert [(row["code"], row["case"], row["said_time"], row["said_fee"]) for row in shown] == [
        ("1.999001", "", "3 ngày làm việc", "miễn"),
        ("1.999001", "quá hạn", "", "HĐND tỉnh quy định"),
        ("1.999002", "", "3 ngày làm việc", ""),
    ]


@pytest.mark.parametrize("name", ["bang.xlsx", "bang.csv"])
def test_what_an_officer_fills_in_is_read(tmp_path: Path, name: str) -> None:
    reading = _filled(
        tmp_path / name,
        {
            (2, "time"): "1,5 ngày làm việc",
            (2, "level"): "Toàn trình",
            (2, "url"): "https://dichvucong.gov.vn/x",
            (2, "desk"): "công an",
            (2, "confirmed"): "giấy tờ; kết quả",
            (3, "fee"): "8.000đ/bản",
            (3, "basis"): "NQ 23/2026/NQ-HĐND",
            (4, "offered"): "không",
        },
    )

    assert reading.mistakes == []
    first, second = reading.overlays
    assert [time.value for time in first.times] == [Decimal("1.5")]
    assert [(fee.amount, fee.per, fee.case, fee.basis) for fee in first.fees] == [
        (8000, "bản", "late", "NQ 23/2026/NQ-HĐND")
    ]
    assert (first.online_level, first.desk) == (OnlineLevel.FULL, Desk.POLICE)
    assert first.confirmed == (Part.DOCUMENTS, Part.RESULT)
    assert (first.confirmed_by, first.confirmed_on) == ("Lan", DAY)
    assert second.offered is False


def test_a_fee_of_its_own_online_is_told_beside_the_other(tmp_path: Path) -> None:
    cells = {(3, "fee"): "8.000đ", (3, "fee_online"): "miễn", (3, "basis"): "NQ 23/2026/NQ-HĐND"}

    reading = _filled(tmp_path / "bang.xlsx", cells)

    (overlay,) = reading.overlays
    assert [(fee.kind, fee.amount, fee.case, fee.way) for fee in overlay.fees] == [
        (FeeKind.AMOUNT, 8000, "late", None),
        (FeeKind.EXEMPT, None, "late", SubmissionWay.ONLINE),
    ]
    again = _filled(tmp_path / "lai.xlsx", {}, _catalogue(overlay))
    assert apply_overlay(RECORD, again.overlays[0]) == apply_overlay(RECORD, overlay)


def test_the_sheet_says_who_decides_and_for_which_way_a_published_fee_holds() -> None:
    fees = (
        Fee(kind=FeeKind.COUNCIL, case="late", text="Miễn cho hộ nghèo."),
        Fee(kind=FeeKind.AMOUNT, amount=7000, way=SubmissionWay.ONLINE),
        Fee(kind=FeeKind.AMOUNT, amount=15000, way=SubmissionWay.IN_PERSON),
    )
    record = RECORD.model_copy(update={"fees": fees})
    entry = Entry(record, 1, Rank.SHIPPED, CatalogueState.ACTIVE)

    sheet, _ = overlay_sheets(build_catalogue([entry], DAY), (record,))

    assert [row[COLUMNS.index("said_fee")] for row in sheet.rows] == [
        "trực tuyến: 7.000đ; trực tiếp: 15.000đ",
        "HĐND tỉnh quy định (Miễn cho hộ nghèo)",
    ]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"fee_online": "miễn", "basis": "NQ"}, "cần đi cùng lệ phí tại địa phương"),
        ({"fee": "0", "basis": "NQ"}, "lệ phí ghi 0"),
        ({"fee": "8", "basis": "NQ"}, "thiếu phần nghìn"),
        ({"fee": "8.000đ"}, "cần có căn cứ"),
        ({"time": "5"}, "thiếu đơn vị"),
        ({"level": "mức 4"}, "toàn trình; một phần; chỉ thông tin"),
        ({"desk": "bưu điện"}, "một cửa; công an; bảo hiểm"),
        ({"url": "dichvucong"}, "https://"),
        ({"confirmed": "màu giấy"}, "giấy tờ; lệ phí"),
        ({"code": "9.000000", "time": "5 ngày"}, "không có thủ tục mã “9.000000”"),
        ({"case": "quá sớm", "time": "5 ngày"}, "không có trường hợp “quá sớm”"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_loaded(
    tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    filled = {(2, column): text for column, text in cells.items()}

    reading = _filled(tmp_path / "bang.xlsx", {**filled, (4, "offered"): "không"})

    assert reading.overlays == []
    assert [str(mistake).startswith("Dòng 2: ") for mistake in reading.mistakes] == [True]
    assert words in reading.mistakes[0].text


def test_a_sheet_written_again_brings_back_what_the_commune_said(tmp_path: Path) -> None:
    said = Overlay.model_validate(
        {
            "code": "1.999001",
            "fees": [{"kind": "amount", "amount": 8000, "case": "late", "basis": "NQ 1"}],
            "times": [{"value": "2.5", "unit": "working_day", "basis": "NQ 1"}],
            "online_level": "partial",
            "desk": "psc",
            "basis": "NQ 1",
        }
    )

    (again,) = _filled(tmp_path / "bang.xlsx", {}, _catalogue(said)).overlays

    assert again.times == said.times
    assert [(fee.kind, fee.amount, fee.case) for fee in again.fees] == [
        (FeeKind.AMOUNT, 8000, "late")
    ]
    assert (again.online_level, again.desk) == (said.online_level, said.desk)


def test_a_row_emptied_takes_back_what_was_said(tmp_path: Path) -> None:
    said = Overlay(code="1.999002", online_level=OnlineLevel.FULL)

    (taken,) = _filled(tmp_path / "bang.xlsx", {(4, "level"): ""}, _catalogue(said)).overlays

    assert taken == Overlay(code="1.999002")


def test_an_untouched_sheet_says_nothing(tmp_path: Path) -> None:
    assert _filled(tmp_path / "bang.xlsx", {}) == SheetReading()


def test_the_communes_sheet_is_not_taken_for_a_list_of_procedures(tmp_path: Path) -> None:
    _filled(tmp_path / "bang.xlsx", {})

    with pytest.raises(UnreadableFileError, match="catalogue overlay"):
        gather([tmp_path / "bang.xlsx"])
