"""One procedure as the national portal exports it to Word.

Labels and values stand in a table of two columns, or as paragraphs "Nhãn: giá trị"; ways, papers
and legal texts are tables of their own, inside the value's cell or below the label.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from knowledge.importing.cleaning import clean, says_nothing
from knowledge.importing.figures import split_time
from knowledge.importing.rows import FeeText, Paper, PaperGroup, SourceRow, WayText
from knowledge.importing.sheets import UnreadableFileError
from knowledge.procedures import SubmissionWay
from knowledge.text.folding import fold

LABELS: Final = {
    "ma thu tuc": "code",
    "ten thu tuc": "name",
    "so quyet dinh": "announcement",
    "cap thuc hien": "level",
    "loai thu tuc": "kind",
    "linh vuc": "field",
    "trinh tu thuc hien": "steps",
    "cach thuc thuc hien": "ways",
    "thanh phan ho so": "papers",
    "so luong ho so": "sets",
    "thoi han giai quyet": "time",
    "doi tuong thuc hien": "audience",
    "co quan thuc hien": "executing",
    "co quan co tham quyen": "deciding",
    "dia chi tiep nhan hs": "receiving",
    "dia chi tiep nhan ho so": "receiving",
    "co quan duoc uy quyen": "authorised",
    "co quan phoi hop": "coordinating",
    "ket qua thuc hien": "results",
    "phi le phi": "fees",
    "can cu phap ly": "legal",
    "yeu cau dieu kien thuc hien": "requirements",
    "tu khoa": "keywords",
    "mo ta": "description",
}
_WAYS: Final = (
    ("truc tuyen", SubmissionWay.ONLINE),
    ("buu chinh", SubmissionWay.POST),
    ("buu dien", SubmissionWay.POST),
    ("truc tiep", SubmissionWay.IN_PERSON),
)
_FEE: Final = re.compile(
    r"(?:Phí|Lệ phí)\s*:\s*([\d.,]*)\s*(Đồng|VNĐ|VND|USD|EUR)?\s*(?:\((.*)\)\s*)?",
    re.I | re.S,  # noqa: FURB167
)
_FEE_STARTS: Final = re.compile(r"(?=(?:Phí|Lệ phí)\s*:)")
_COUNT: Final = re.compile(r"bản (chính|sao)\s*:?\s*(\d+)", re.IGNORECASE)
_CODE_IN_NAME: Final = re.compile(r"[1-9]\.\d{6}")

_Grid = list[list[str]]


@dataclass(slots=True)
class _Section:
    """What stands under one label, in order: lines, and tables as grids of text."""

    parts: list[str | _Grid] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(part for part in self.parts if isinstance(part, str)).strip()

    @property
    def grids(self) -> list[_Grid]:
        return [part for part in self.parts if isinstance(part, list)]


def read_portal_word(path: Path) -> SourceRow:
    """The procedure of one document; raises `UnreadableFileError` when it is none."""
    try:
        sections = _sections(_open(path))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise UnreadableFileError(path.name, "bảng trong tệp Word bị hỏng") from error
    if not {"code", "name"} & sections.keys():
        raise UnreadableFileError(path.name, "không thấy “Mã thủ tục” và “Tên thủ tục”")
    said = {label: section.text for label, section in sections.items()}
    promised = _CODE_IN_NAME.search(path.stem)
    level = fold(said.get("level", ""))
    return SourceRow(
        file=path.name,
        line=1,
        code=said.get("code", ""),
        name=said.get("name", ""),
        field=said.get("field", ""),
        at_commune=("cap xa" in level) if level else None,
        expected_code=promised.group(0) if promised else "",
        executing=said.get("executing", ""),
        deciding=said.get("deciding", ""),
        coordinating=said.get("coordinating", ""),
        receiving=said.get("receiving", ""),
        audience=_items(said.get("audience", "")),
        announcement=said.get("announcement", ""),
        steps=said.get("steps", ""),
        ways=_ways(sections.get("ways", _Section())),
        papers=_papers(sections.get("papers", _Section())),
        results=tuple((item, "") for item in _items(said.get("results", ""))),
        legal_basis=_legal(sections.get("legal", _Section())),
        requirements=said.get("requirements", ""),
        source="Cổng Dịch vụ công quốc gia, bản Word",
    )


def _open(path: Path) -> Any:  # noqa: ANN401
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with path.open("rb") as stream:
            return Document(stream)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        why = "không phải tệp Word đọc được; tệp .doc cũ hãy lưu lại thành .docx"
        raise UnreadableFileError(path.name, why) from error


def _sections(document: Any) -> dict[str, _Section]:  # noqa: ANN401
    sections: dict[str, _Section] = {}
    current: _Section | None = None
    for kind, text, grid in _blocks(document):
        label, rest = _label(text) if kind != "grid" else (None, text)
        if label is not None:
            current = sections.setdefault(label, _Section())
            text = rest  # noqa: PLW2901
        if current is None:
            continue
        if kind == "grid":
            current.parts.append(grid)
        elif text.strip():
            current.parts.append(text.strip())
    return sections


def _blocks(holder: Any) -> Iterator[tuple[str, str, _Grid]]:  # noqa: ANN401
    """Paragraphs and tables in reading order; rows of a label table are walked through."""
    from docx.table import Table

    for block in holder.iter_inner_content():
        if not isinstance(block, Table):
            yield "text", block.text, []
        elif _is_label_table(block):
            for row in block.rows:
                cells = row.cells
                yield "label", f"{cells[0].text.strip().rstrip(':')}:", []
                yield from _blocks(cells[-1])
        else:
            yield "grid", "", [[cell.text for cell in row.cells] for row in block.rows]


def _is_label_table(table: Any) -> bool:  # noqa: ANN401
    if len(table.columns) != 2:
        return False
    heads = [_label(f"{row.cells[0].text.strip().rstrip(':')}:")[0] for row in table.rows]
    return bool(heads) and sum(head is not None for head in heads) * 2 > len(heads)


def _label(text: str) -> tuple[str | None, str]:
    head, colon, rest = text.partition(":")
    if not colon:
        return None, text
    label = LABELS.get(fold(re.sub(r"^[\d.\s]+", "", head)))
    return (label, rest) if label is not None else (None, text)


def _ways(section: _Section) -> tuple[WayText, ...]:
    ways: list[WayText] = []
    for grid in section.grids:
        columns = [fold(cell) for cell in grid[0]]
        for row in grid[1:]:
            cells = dict(zip(columns, row, strict=False))
            ways.append(_way(cells))
    return tuple(ways)


def _way(cells: dict[str, str]) -> WayText:
    label = _cell(cells, "hinh thuc")
    time_text = clean(_cell(cells, "thoi han"))
    value, unit = split_time(time_text)
    return WayText(
        way=next((way for word, way in _WAYS if word in fold(label)), None),
        label=clean(label),
        time_text=time_text,
        time_value=value,
        time_unit=unit,
        fees=_fees(_cell(cells, "phi")),
        description=clean(_cell(cells, "mo ta")),
    )


def _cell(cells: dict[str, str], start: str) -> str:
    return next((text for head, text in cells.items() if head.startswith(start)), "")


def _fees(text: str) -> tuple[FeeText, ...]:
    pieces = [piece.strip() for piece in _FEE_STARTS.split(text) if piece.strip()]
    return tuple(_fee(piece) for piece in pieces)


def _fee(text: str) -> FeeText:
    found = _FEE.match(text)
    if found is None:
        return FeeText(text=clean(text))
    digits, currency, note = found.groups()
    foreign = currency is not None and currency.upper() in ("USD", "EUR")
    return FeeText(
        text=clean(text if note is None else text.replace(f"({note})", "")),
        amount=_amount(digits, foreign=foreign),
        currency=currency.upper() if foreign and currency else "VND",
        note=clean(note or ""),
    )


def _amount(digits: str, *, foreign: bool) -> Decimal | None:
    digits = digits.strip(".,")
    if not digits:
        return None
    return Decimal(digits.replace(",", ".") if foreign else re.sub(r"[.,]", "", digits))


def _papers(section: _Section) -> tuple[PaperGroup, ...]:
    groups: list[PaperGroup] = []
    heading = ""
    for part in section.parts:
        if isinstance(part, str):
            heading = part
        else:
            groups.append(PaperGroup(heading, tuple(_paper(part[0], row) for row in part[1:])))
            heading = ""
    return tuple(groups)


def _paper(heads: list[str], row: list[str]) -> Paper:
    cells = dict(zip((fold(head) for head in heads), row, strict=False))
    counts = {kind.lower(): int(n) for kind, n in _COUNT.findall(_cell(cells, "so luong"))}
    form = clean(_cell(cells, "mau don"))
    originals, copies = counts.get("chính"), counts.get("sao")
    return Paper(
        name=_cell(cells, "ten giay to"),
        originals=originals,
        copies=copies,
        is_note=originals == 0 and copies == 0,
        forms=(form,) if form and not says_nothing(form) else (),
    )


def _legal(section: _Section) -> tuple[str, ...]:
    texts = [
        clean(" ".join(cell for cell in row[:2] if cell.strip()))
        for grid in section.grids
        for row in grid[1:]
    ]
    return tuple(filter(None, texts)) or _items(section.text)


def _items(text: str) -> tuple[str, ...]:
    items = (clean(item) for item in re.split(r"[;\n]|,\s(?=[A-ZĐ])", text))
    return tuple(item for item in items if not says_nothing(item))
