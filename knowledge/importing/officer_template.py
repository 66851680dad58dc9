"""The plain sheet an officer fills in, one procedure a row: what it asks, and how it is read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.importing.cleaning import clean, clean_lines
from knowledge.importing.figures import Doubt, read_fee, split_time
from knowledge.importing.rows import FeeText, Paper, PaperGroup, SourceRow, WayText
from knowledge.importing.sheets import Sheet, find_table
from knowledge.importing.workbooks import Heading, OutSheet
from knowledge.procedures import Fee, SubmissionWay
from knowledge.text.folding import fold

EXAMPLE_MARK: Final = "(VÍ DỤ)"
"""Rows whose name starts so are the template's own and are skipped."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template."""

    key: str
    heading: str
    example: str
    explanation: str
    width: int = 24


COLUMNS: Final = (
    Column("code", "Mã thủ tục *", "1.999999", "Mã sáu số, ví dụ 1.999999. Phần sau bỏ đi.", 14),
    Column("name", "Tên thủ tục *", f"{EXAMPLE_MARK} Cấp giấy mẫu", "Tên đúng như công bố.", 40),
    Column("field", "Lĩnh vực *", "Hộ tịch", "Tên lĩnh vực."),
    Column("audience", "Đối tượng thực hiện *", "Cá nhân", "Mỗi dòng một đối tượng."),
    Column(
        "ways",
        "Cách nộp *",
        "trực tiếp; bưu chính; trực tuyến",
        "Ghi các cách nộp được, cách nhau bằng dấu chấm phẩy.",
    ),
    Column(
        "agency",
        "Cơ quan giải quyết *",
        "UBND cấp xã",
        "Cơ quan ký kết quả. Việc của Công an xã thì ghi Công an cấp xã.",
    ),
    Column("receiving", "Nơi nộp", "Trung tâm Phục vụ hành chính công", "Để trống nếu không rõ."),
    Column("steps", "Trình tự thực hiện *", "Nộp hồ sơ\nNhận kết quả", "Mỗi dòng một bước.", 40),
    Column(
        "time",
        "Thời hạn giải quyết *",
        "2,5 ngày làm việc",
        "Số kèm đơn vị: ngày làm việc, ngày, giờ làm việc, tháng; hoặc: trong ngày. "
        "Không ghi số trơn. Để trống nếu chưa rõ.",
    ),
    Column(
        "fee",
        "Phí, lệ phí",
        "8.000đ/bản",
        "Số tiền đủ phần nghìn (8.000đ/bản); hoặc: miễn; hoặc: HĐND tỉnh quy định; hoặc một câu, "
        "ví dụ: đúng hạn miễn, quá hạn 8.000đ. Không ghi 0. Để trống nếu chưa rõ.",
    ),
    Column("fee_basis", "Căn cứ thu phí", "TT 281/2016/TT-BTC", "Văn bản quy định mức thu."),
    Column("submit", "Giấy tờ phải nộp *", "Tờ khai\nBản sao giấy B", "Mỗi dòng một giấy.", 40),
    Column("show", "Giấy tờ chỉ xuất trình", "Căn cước", "Mỗi dòng một giấy.", 30),
    Column("results", "Kết quả", "Giấy mẫu", "Người dân nhận được gì."),
    Column("requirements", "Yêu cầu, điều kiện", "", "Để trống nếu không có.", 30),
    Column("legal", "Căn cứ pháp lý *", "Luật 60/2014/QH13", "Mỗi dòng một văn bản.", 30),
    Column("announcement", "Số quyết định công bố", "01/QĐ-UBND", "Quyết định công bố thủ tục."),
    Column("url", "Đường dẫn nguồn", "", "Trang đã đối chiếu."),
    Column("checked", "Ngày kiểm tra", "22/11/2026", "Ngày đối chiếu với nguồn, ngày/tháng/năm."),
)
_STARTS: Final = {column.key: (fold(column.heading),) for column in COLUMNS}
_WAYS: Final = (
    ("truc tiep", SubmissionWay.IN_PERSON),
    ("buu", SubmissionWay.POST),
    ("truc tuyen", SubmissionWay.ONLINE),
    ("qua mang", SubmissionWay.ONLINE),
)
_OWN: Final = {"time", "submit", "agency"}
"""Columns the portal's list never has."""


def template_sheets() -> tuple[OutSheet, ...]:
    """The empty template with one example row, and a sheet that explains each column."""
    headings = tuple(Heading(c.heading, c.width, to_fill=True) for c in COLUMNS)
    example = tuple(column.example for column in COLUMNS)
    help_rows = tuple((column.heading, column.explanation, column.example) for column in COLUMNS)
    general = (
        "Chung",
        (
            "Cột có dấu * là bắt buộc. Điều gì chưa chắc hãy để trống: máy sẽ nói là chưa rõ và "
            "mời người dân hỏi quầy, không đoán. Dòng ví dụ không được nhập."
        ),
        "",
    )
    return (
        OutSheet("Thủ tục", headings, (example,)),
        OutSheet(
            "Hướng dẫn",
            (Heading("Cột", 26), Heading("Cách ghi", 80), Heading("Ví dụ", 30)),
            (general, *help_rows),
        ),
    )


def is_officer_template(sheet: Sheet) -> bool:
    """Whether a sheet has the template's own columns."""
    table = find_table(sheet, _STARTS)
    return table is not None and set(table.columns) >= _OWN


def read_officer_template(file: str, sheet: Sheet) -> Iterator[SourceRow]:
    """Rows of a filled template, the example left out."""
    table = find_table(sheet, _STARTS)
    for number, cells in table.rows if table is not None else ():
        if not fold(cells["name"]).startswith(fold(EXAMPLE_MARK)):
            yield _row(file, number, cells)


def _row(file: str, number: int, cells: Mapping[str, str]) -> SourceRow:
    return SourceRow(
        file=file,
        line=number,
        code=cells["code"],
        name=cells["name"],
        field=cells.get("field", ""),
        at_commune=True,
        executing=cells.get("agency", ""),
        receiving=cells.get("receiving", ""),
        audience=clean_lines(cells.get("audience", "")),
        announcement=cells.get("announcement", ""),
        steps=cells.get("steps", ""),
        ways=_ways(cells),
        papers=_papers(cells),
        results=tuple((line, "") for line in clean_lines(cells.get("results", ""))),
        legal_basis=clean_lines(cells.get("legal", "")),
        requirements=cells.get("requirements", ""),
        url=cells.get("url", ""),
        checked_on=read_day(cells.get("checked", "")),
        source="Bản cán bộ nhập",
    )


def _ways(cells: Mapping[str, str]) -> tuple[WayText, ...]:
    said = fold(cells.get("ways", ""))
    ways = dict.fromkeys(way for word, way in _WAYS if word in said)
    time_text = clean(cells.get("time", ""))
    value, unit = split_time(time_text)
    fees, unread = _fees(cells)
    return tuple(
        WayText(
            way=way,
            time_text=time_text,
            time_value=value,
            time_unit=unit,
            fees=fees,
            raw=unread if time_text else "",
        )
        for way in ways
    )


def _fees(cells: Mapping[str, str]) -> tuple[tuple[FeeText, ...], str]:
    """The fee cell as it was read, and what could not be read."""
    text = clean(cells.get("fee", ""))
    read = read_fee(text)
    if isinstance(read, Fee):
        basis = clean(cells.get("fee_basis", "")) or None
        return (FeeText(text=text, read=read.model_copy(update={"basis": basis})),), ""
    match read:
        case Doubt.NOTHING:
            return (), ""
        case Doubt.ZERO:
            return (FeeText(text=text, amount=Decimal(0)),), ""
        case Doubt.TOO_SMALL:
            return (FeeText(text=text, amount=Decimal(re.sub(r"\D", "", text))),), ""
        case _:
            return (), text


def _papers(cells: Mapping[str, str]) -> tuple[PaperGroup, ...]:
    groups = (("", "submit"), ("Giấy tờ phải xuất trình", "show"))
    return tuple(
        PaperGroup(heading, tuple(Paper(line) for line in clean_lines(cells.get(key, ""))))
        for heading, key in groups
        if cells.get(key, "").strip()
    )


def read_day(text: str) -> date | None:
    """A day as officers write it, or as a spreadsheet gives it; None when it is neither."""
    found = re.search(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if found is not None:
            return date(int(found.group(3)), int(found.group(2)), int(found.group(1)))
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return None
