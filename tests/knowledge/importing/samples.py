"""Rows and files of the shapes the importers read, with invented procedures."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from docx import Document

from knowledge.importing.rows import FeeText, Paper, PaperGroup, SourceRow, WayText
from knowledge.procedures import SubmissionWay

WAY = WayText(
    SubmissionWay.IN_PERSON,
    "Trực tiếp",
    "3 ngày làm việc",
    Decimal(3),
    "working_day",
    (FeeText("8,000 VNĐ", Decimal(8000), "VND"),),
)
ROW = SourceRow(
    file="thu.jsonl",
    line=7,
    code="1.999001",
    name="Cấp giấy thử nghiệm",
    field="Lĩnh vực thử",
    executing="Ủy ban nhân dân cấp xã",
    audience=("Công dân Việt Nam",),
    steps="Bước 1: người dân nộp hồ sơ tại quầy. Bước 2: cán bộ kiểm tra. Bước 3: nhận kết quả.",
    ways=(WAY,),
    papers=(PaperGroup("", (Paper("- Tờ khai thử;", 1, 0),)),),
    results=(("Giấy thử", "KQ.G15.999999"),),
    legal_basis=("01/2026/NĐ-CP",),
)


def with_way(**changes: object) -> SourceRow:
    """The row with its one way changed."""
    return replace(ROW, ways=(replace(WAY, **changes),))  # type: ignore[arg-type]


def with_fee(text: str, amount: int | None, note: str = "", currency: str = "VND") -> SourceRow:
    """The row with one fee as a portal prints it."""
    number = None if amount is None else Decimal(amount)
    return with_way(fees=(FeeText(text, number, currency, note),))


RECORD: dict[str, object] = {
    "code": "1.999001",
    "name": "Cấp giấy thử nghiệm",
    "field": "Lĩnh vực thử",
    "levels": ["commune"],
    "is_commune": True,
    "executing_agency": "Ủy ban nhân dân cấp xã",
    "audience": ["Công dân Việt Nam"],
    "steps": ROW.steps,
    "methods": [
        {
            "channel": "in_person",
            "channel_vi": "Trực tiếp",
            "time_text": "3 Ngày làm việc",
            "time_value": 3,
            "time_unit": "working_day",
            "fees": [{"text": "8,000 VNĐ", "amount": 8000, "currency": "VND", "note": None}],
            "description": None,
            "raw": "Trực tiếp3 Ngày làm việc8,000 VNĐ",
        }
    ],
    "components": [
        {
            "case": None,
            "items": [{"name": "Tờ khai thử", "originals": 1, "copies": 0, "is_note": False}],
        }
    ],
    "results": [{"name": "Giấy thử", "code": "KQ.G15.999999"}],
    "legal_codes": ["01/2026/NĐ-CP"],
    "crawled": "2026-06-10 or shortly before",
}


def write_jsonl(path: Path, *records: object) -> Path:
    """A file of JSON lines; a text stands as it is."""
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


WORD: dict[str, object] = {
    "Mã thủ tục": "1.999001",
    "Số quyết định": "12/QĐ-BTP",
    "Tên thủ tục": "Cấp giấy thử nghiệm",
    "Cấp thực hiện": "Cấp Xã",
    "Lĩnh vực": "Lĩnh vực thử",
    "Trình tự thực hiện": "Bước 1: Nộp hồ sơ tại quầy.\nBước 2: Cán bộ kiểm tra và hẹn ngày.\n"
    "Bước 3: Nhận kết quả tại quầy đã nộp.",
    "Cách thức thực hiện": [
        ["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"],
        ["Trực tiếp", "1 Ngày làm việc", "Lệ phí : 8.000 Đồng (8.000 đồng/bản)", "Nộp tại quầy"],
        ["Trực tuyến", "1 Ngày làm việc", "Lệ phí : 8.000 Đồng (8.000 đồng/bản)", ""],
    ],
    "Thành phần hồ sơ": [
        ["Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng"],
        ["Tờ khai thử", "Mau01.docx", "Bản chính: 1\nBản sao: 0"],
        ["Giấy xác nhận", "", "Bản chính: 0\nBản sao: 1"],
    ],
    "Đối tượng thực hiện": "Công dân Việt Nam, Tổ chức nước ngoài",
    "Cơ quan thực hiện": "Ủy ban nhân dân cấp xã",
    "Kết quả thực hiện": "Giấy thử",
    "Căn cứ pháp lý": [
        ["Số ký hiệu", "Trích yếu", "Ngày ban hành", "Cơ quan ban hành"],
        ["01/2026/NĐ-CP", "Nghị định thử", "01-01-2026", "Chính phủ"],
    ],
    "Yêu cầu, điều kiện thực hiện": "Không",
}


def write_word(path: Path, said: dict[str, object], *, two_columns: bool = True) -> Path:
    """A document as the portal exports one: a label table, or labelled paragraphs."""
    document = Document()
    document.add_heading("CHI TIẾT THỦ TỤC HÀNH CHÍNH")
    table = document.add_table(rows=0, cols=2) if two_columns else None
    for label, value in said.items():
        if table is not None:
            cells = table.add_row().cells
            cells[0].text = label
            holder = cells[1]
        else:
            document.add_paragraph(f"{label}: " + (value if isinstance(value, str) else ""))
            holder = document
        if isinstance(value, list):
            _grid(holder, value)
        elif table is not None:
            holder.text = str(value)
    document.save(str(path))
    return path


def _grid(holder: object, rows: list[list[str]]) -> None:
    table = holder.add_table(rows=0, cols=len(rows[0]))  # type: ignore[attr-defined]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
