"""A CSV with a quote too many loses the line it stands on, and no other."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.csv_rows import read_csv
from knowledge.importing.sheets import UnreadableFileError, read_sheets

HEAD = ("code", "name", "note", "status")


def code(number: int) -> str:
    return f"H32.12.05-261119-{number:04d}"


def lines(count: int = 100) -> list[str]:
    """A heading and rows, some of them with quotes as they should be."""
    rows = [HEAD]
    for number in range(2, count + 2):
        note = f'đơn, "bản sao" {number}' if number % 7 == 0 else ""
        rows.append((code(number), "Xác nhận", note, "4"))
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().splitlines(keepends=True)


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("broken", [2, 4, 50, 101])
def test_a_quote_that_never_closes_costs_its_own_line(broken: int, quoted: bool) -> None:
    text = lines()
    if not quoted:
        text = [one if '"' not in one else f"{one[:21]},Xác nhận,,4\n" for one in text]
    at = broken - 1
    text[at] = f'{code(broken)},"Xác nhận,,4\n'
    rows = list(read_csv("".join(text)))
    assert [one.line for one in rows] == list(range(1, 102))
    assert [one.line for one in rows if one.faulty] == [broken]
    assert [one.cells[0] for one in rows[1:]] == [code(number) for number in range(2, 102)]


def test_two_stray_quotes_in_one_column_swallow_nothing_between_them() -> None:
    """Together they read like one long cell, of the right width."""
    text = lines(20)
    text[3] = f'{code(4)},"nhà 12,,4\n'
    text[5] = f'{code(6)},nhà 12",,4\n'
    rows = list(read_csv("".join(text)))
    assert [one.line for one in rows if one.faulty] == [4]
    assert [one.line for one in rows] == list(range(1, 22))


def test_many_broken_lines_are_each_reported() -> None:
    text = lines()
    for number in range(10, 60):
        text[number - 1] = f'{code(number)},"Xác nhận,,4\n'
    rows = list(read_csv("".join(text)))
    assert [one.line for one in rows if one.faulty] == list(range(10, 60))
    assert len(rows) == 101


def test_a_quote_too_many_in_every_row_spoils_every_row() -> None:
    """Read leniently they would agree among each other on cells that are not theirs."""
    text = [f'{code(at)},"a, b,c,"d ""e""",4\n' for at in range(2, 12)]
    rows = list(read_csv("".join(["code,name,note,more,status\n", *text])))
    assert [one.line for one in rows if one.faulty] == list(range(2, 12))


def test_a_cell_of_several_lines_is_one_cell() -> None:
    text = f'code;name;status\n{code(1)};"đơn\nảnh; hộ chiếu\n\n""sao""";4\n{code(2)};x;4\n'
    assert [(one.line, one.cells) for one in read_csv(text)] == [
        (1, ("code", "name", "status")),
        (2, (code(1), 'đơn\nảnh; hộ chiếu\n\n"sao"', "4")),
        (6, (code(2), "x", "4")),
    ]


cells = st.text(st.sampled_from('ab,;"\n\t x'), max_size=12)


@given(
    st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=30),
    st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_spreadsheet_program_writes_comes_back(
    notes: list[tuple[str, str, str]], end: str
) -> None:
    rows = [("code", "a", "b", "c"), *((code(at), *one) for at, one in enumerate(notes))]
    written = io.StringIO()
    csv.writer(written, lineterminator=end).writerows(rows)
    read = list(read_csv(written.getvalue()))
    assert [one.cells for one in read] == rows
    assert not any(one.faulty for one in read)


def test_a_list_of_the_ward_with_a_broken_quote_is_not_read_by_half(tmp_path: Path) -> None:
    """Fees and recipients are small and mended at once; the line says where."""
    path = tmp_path / "a.csv"
    path.write_text("".join([*lines(5), f'{code(7)},"Xác nhận,,4\n', *lines(3)[1:]]))
    with pytest.raises(UnreadableFileError, match="dòng 7: dấu nháy kép"):
        read_sheets(path)
    (sheet,) = read_sheets(path, faults=True)
    assert [row.number for row in sheet.rows if row.fault] == [7]
