"""Files of every kind, sound and broken."""

import gzip
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importing.flags import Flag
from knowledge.importing.reading import Wanted, gather, name_changes, worth_writing
from knowledge.importing.sheets import UnreadableFileError, read_sheets
from knowledge.importing.workbooks import Heading, OutSheet, write_sheets
from tests.knowledge.importing.samples import RECORD, write_jsonl

WORDS = {*RECORD, "time_value", "time_unit", "fees", "amount", "items", "originals", "channel"}
LIST_HEADINGS = ("Mã số", "Tên thủ tục hành chính", "Cơ quan thực hiện", "Lĩnh vực")


def _list(path: Path, *rows: tuple[str, ...]) -> Path:
    """An Excel list as the portal exports it: a title, then headings, then rows."""
    title = ("DANH SÁCH THỦ TỤC HÀNH CHÍNH", "", "", "")
    headings = tuple(Heading(text) for text in title)
    write_sheets(path, (OutSheet("Danh sách", headings, (LIST_HEADINGS, *rows)),))
    return path


def test_a_broken_line_is_refused_by_its_number_and_the_rest_is_taken(tmp_path: Path) -> None:
    other = {**RECORD, "code": "1.999002"}
    path = write_jsonl(tmp_path / "a.jsonl", RECORD, "{not json", other, '"a text"')

    gathered = gather([path])

    assert [one.procedure.code for one in gathered.judged] == ["1.999001", "1.999002"]
    assert [(one.line, one.findings[0].flag) for one in gathered.refused] == [
        (2, Flag.UNREADABLE),
        (4, Flag.UNREADABLE),
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(WORDS)), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(WORDS)), anything, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_line_of_any_content_stops_an_import(tmp_path: Path, changes: dict[str, object]) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, **changes})

    gathered = gather([path])

    assert gathered.read == 1


def test_a_code_seen_before_is_refused_and_says_where(tmp_path: Path) -> None:
    first = write_jsonl(tmp_path / "a.jsonl", RECORD)
    second = write_jsonl(tmp_path / "b.jsonl", {**RECORD, "code": "1.999001.H38"})

    (refused,) = gather([first, second]).refused

    assert refused.findings[0].flag is Flag.DUPLICATE
    assert "a.jsonl dòng 1" in str(refused)


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(write_jsonl(tmp_path / "a.jsonl", RECORD).read_bytes()))

    assert len(gather([path]).judged) == 1


def test_excluded_fields_are_judged_and_not_taken(tmp_path: Path) -> None:
    customs = {**RECORD, "code": "1.999002", "field": "Hải quan", "results": []}
    path = write_jsonl(tmp_path / "a.jsonl", RECORD, customs)

    gathered = gather([path], Wanted(exclude_fields=("hai quan",)))

    assert [one.procedure.code for one in gathered.judged] == ["1.999001"]
    assert gathered.flags() == {"no_result": 1}
    assert gathered.read == 2


def test_a_record_of_another_level_is_refused_unless_asked_for(tmp_path: Path) -> None:
    path = write_jsonl(
        tmp_path / "a.jsonl", {**RECORD, "levels": ["ministry"], "is_commune": False}
    )

    assert len(gather([path]).refused) == 1
    assert len(gather([path], Wanted(all_levels=True)).judged) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"not a workbook"),
        ("a.docx", b"not a document"),
        ("a.jsonl.gz", b"not packed"),
        ("b.jsonl.gz", gzip.compress(b"{}", mtime=0)[:-9]),
        ("c.jsonl.gz", gzip.compress(b"{}" * 9, mtime=0)[:10] + b"\xff" * 20),
        ("a.pdf", b"%PDF"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.jsonl", b""),
    ],
)
def test_a_file_that_is_none_of_the_kinds_is_named(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableFileError, match=name):
        gather([path])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="không có tệp này"):
        gather([tmp_path / "a.jsonl"])


def test_the_portals_list_gives_names_fields_and_agencies(tmp_path: Path) -> None:
    path = _list(
        tmp_path / "ds.xlsx",
        ("1.999001.000.00.00.H56", "Cấp giấy thử", "Công an cấp xã", "Lĩnh vực thử"),
    )

    (one,) = gather([path]).judged

    assert one.procedure.code == "1.999001"
    assert one.procedure.deciding_agency == "Công an cấp xã"
    assert one.procedure.field == "Lĩnh vực thử"
    assert one.findings == ()


def test_a_line_that_names_a_field_holds_for_the_rows_below(tmp_path: Path) -> None:
    path = _list(
        tmp_path / "ds.xlsx",
        ("I. LĨNH VỰC THỬ", "", "", ""),
        ("1.999001", "Cấp giấy thử", "UBND xã", ""),
    )

    (one,) = gather([path]).judged

    assert one.procedure.field == "Thử"


def test_a_list_row_without_a_code_is_refused_with_its_row(tmp_path: Path) -> None:
    path = _list(tmp_path / "ds.xlsx", ("", "Cấp giấy thử", "UBND xã", "Lĩnh vực thử"))

    (refused,) = gather([path]).refused

    assert (refused.line, refused.findings[0].flag) == (3, Flag.BAD_CODE)


def test_a_sheet_without_codes_is_not_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Họ tên,Tuổi\nAn,3\n", encoding="utf-8")

    with pytest.raises(UnreadableFileError, match="Mã thủ tục"):
        gather([path])


def test_a_bare_name_never_stands_in_for_a_record_we_have(tmp_path: Path) -> None:
    rows = (("1.999001", "Cấp giấy thử", "", ""), ("1.999002", "Cấp giấy khác", "", ""))
    judged = gather([_list(tmp_path / "ds.xlsx", *rows)]).judged

    assert [one.procedure.code for one in worth_writing(judged, {"1.999001"})] == ["1.999002"]


def test_a_name_that_changed_is_shown_to_officers(tmp_path: Path) -> None:
    judged = gather([write_jsonl(tmp_path / "a.jsonl", RECORD)]).judged

    assert name_changes(judged, {"1.999001": "Cấp giấy mang tên cũ"}) == {
        "1.999001": "Cấp giấy mang tên cũ"
    }
    assert name_changes(judged, {"1.999001": "CẤP GIẤY THỬ NGHIỆM"}) == {}


def test_codes_and_figures_typed_as_numbers_are_read_as_meant(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [1.00008, 8000.0, 2.5, True, "chữ"])

    (row,) = read_sheets(path)[0].rows

    assert row.cells == ("1.000080", "8000", "2.5", "x", "chữ")


def test_a_cell_that_looks_like_a_formula_survives_the_way_through_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_sheets(path, (OutSheet("A", (Heading("Cột"),), (("=1+1",), ("+84",), ("'a",))),))

    assert path.read_text(encoding="utf-8-sig").splitlines()[1] == "'=1+1"
    assert [row.cells[0] for row in read_sheets(path)[0].rows[1:]] == ["=1+1", "+84", "'a"]
