"""The commune's own sheet: written with what is known, read back with every mistake by row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from knowledge.catalogue import Catalogue, clean_code
from knowledge.importing.cleaning import clean
from knowledge.importing.figures import Doubt, read_fee, read_time
from knowledge.importing.overlay_words import (
    DESKS,
    LEVELS,
    PARTS,
    filled_fees,
    said_fees,
    said_times,
    word_for,
)
from knowledge.importing.sheets import Sheet, find_table
from knowledge.importing.workbooks import Heading, OutSheet
from knowledge.overlay import Overlay
from knowledge.procedures import Fee, Part, Procedure, ProcessingTime, SubmissionWay
from knowledge.text.folding import fold

HEADINGS: Final = {
    "code": Heading("Mã thủ tục", 12),
    "name": Heading("Tên thủ tục", 44),
    "case": Heading("Trường hợp", 26),
    "said_time": Heading("Thời hạn theo công bố", 26),
    "said_fee": Heading("Lệ phí theo công bố", 30),
    "time": Heading("Thời hạn tại địa phương", 20, to_fill=True),
    "fee": Heading("Lệ phí tại địa phương", 20, to_fill=True),
    "fee_online": Heading("Lệ phí khi nộp trực tuyến", 20, to_fill=True),
    "basis": Heading("Căn cứ (số nghị quyết, quyết định)", 26, to_fill=True),
    "level": Heading("Mức trực tuyến", 16, to_fill=True),
    "url": Heading("Đường dẫn nộp trực tuyến", 30, to_fill=True),
    "desk": Heading("Nơi tiếp nhận", 16, to_fill=True),
    "place": Heading("Nơi nộp cụ thể", 26, to_fill=True),
    "confirmed": Heading("Đã đối chiếu đúng", 22, to_fill=True),
    "offered": Heading("Làm tại đây", 12, to_fill=True),
}
_STARTS: Final = {key: (fold(heading.text),) for key, heading in HEADINGS.items()}
_FILLED: Final = tuple(key for key, heading in HEADINGS.items() if heading.to_fill)
_FEE_WRONG: Final = {
    Doubt.ZERO: "lệ phí ghi 0: nếu được miễn hãy ghi “miễn”, nếu chưa rõ hãy để trống",
    Doubt.TOO_SMALL: "lệ phí dưới 1.000 đồng: có thể thiếu phần nghìn (8.000, không phải 8)",
    Doubt.UNCLEAR: "không đọc được lệ phí: ghi như 8.000đ, 8.000đ/bản, hoặc miễn",
}
_TIME_WRONG: Final = {
    Doubt.NO_UNIT: "thời hạn thiếu đơn vị: ghi như 2,5 ngày làm việc",
    Doubt.HOUR: "ghi rõ “giờ làm việc”",
    Doubt.ZERO: "thời hạn không thể là 0; giải quyết ngay thì ghi “trong ngày”",
    Doubt.UNCLEAR: "không đọc được thời hạn: ghi như 2,5 ngày làm việc, 20 ngày, trong ngày",
}

HELP_ROWS: Final = (
    ("Chung", "Chỉ điền cột màu vàng. Ô trống nghĩa là theo công bố. Sai một dòng thì cả bảng "),
    ("Thời hạn", "2,5 ngày làm việc; 20 ngày; 4 giờ làm việc; trong ngày."),
    ("Lệ phí", "8.000đ; 8.000đ/bản; miễn. Không ghi 0. Phải kèm căn cứ."),
    (
        "Lệ phí khi nộp trực tuyến",
        "Chỉ điền khi khác lệ phí tại địa phương cùng dòng: 4.000đ; miễn.",
    ),
    ("Mức trực tuyến", "toàn trình; một phần; chỉ thông tin."),
    ("Nơi tiếp nhận", "một cửa; công an; bảo hiểm."),
    ("Đã đối chiếu đúng", "giấy tờ; lệ phí; thời hạn; nơi nộp; cơ quan; kết quả; hoặc: tất cả."),
    ("Làm tại đây", "Ghi “không” nếu xã, phường không làm việc này."),
)


def is_overlay_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is the commune's own, not a list of procedures."""
    table = find_table(sheet, _STARTS)
    return table is not None and {"time", "fee", "offered"} <= set(table.columns)


@dataclass(frozen=True, slots=True)
class SheetMistake:
    """A row that cannot be loaded, and what to write instead."""

    row: int
    text: str

    def __str__(self) -> str:
        return f"Dòng {self.row}: {self.text}"


@dataclass(slots=True)
class SheetReading:
    """What a filled sheet says; with one mistake, nothing of it is loaded."""

    overlays: list[Overlay] = field(default_factory=list)
    mistakes: list[SheetMistake] = field(default_factory=list)


def overlay_sheets(catalogue: Catalogue, procedures: Iterable[Procedure]) -> tuple[OutSheet, ...]:
    """The sheet to fill in, a row per procedure and case, with what the commune said before."""
    rows = tuple(row for procedure in procedures for row in _rows(catalogue, procedure))
    help_rows = (
        (HELP_ROWS[0][0], HELP_ROWS[0][1] + "không được nạp."),
        *HELP_ROWS[1:],
    )
    return (
        OutSheet("Riêng của xã", tuple(HEADINGS.values()), rows),
        OutSheet("Hướng dẫn", (Heading("Cột", 24), Heading("Cách ghi", 80)), help_rows),
    )


def _rows(catalogue: Catalogue, procedure: Procedure) -> Iterator[tuple[str, ...]]:
    published = catalogue.get(procedure.code) or procedure
    overlay = catalogue.overlays.get(procedure.code, Overlay(code=procedure.code))
    for case in (None, *published.cases):
        key = case.key if case else None
        general = case is None
        figures = (
            said_times(published, key),
            said_fees(published, key),
            said_times(overlay, key),
            filled_fees(overlay, key, online=False),
            filled_fees(overlay, key, online=True),
        )
        if not general and not any(figures):
            continue
        yield (
            published.code,
            published.title if general else "",
            case.label if case else "",
            *figures,
            _basis(overlay, key),
            word_for(LEVELS, overlay.online_level) if general else "",
            overlay.online_url or "" if general else "",
            word_for(DESKS, overlay.desk) if general else "",
            overlay.submit_to or "" if general else "",
            "; ".join(word_for(PARTS, part) for part in overlay.confirmed) if general else "",
            "không" if general and not overlay.offered else "",
        )


def _basis(overlay: Overlay, case: str | None) -> str:
    """What the figures of one row rest on: its own decision, else that of the procedure's row."""
    rows: list[Fee | ProcessingTime] = [*overlay.fees, *overlay.times]
    own = next((row.basis for row in rows if row.case == case and row.basis), "")
    return overlay.basis if case is None else own if own != overlay.basis else ""


def read_overlay_sheet(sheet: Sheet, catalogue: Catalogue, by: str, on: date) -> SheetReading:
    """Read a filled sheet against the catalogue it was made for."""
    reading = SheetReading()
    table = find_table(sheet, _STARTS)
    if table is None or not is_overlay_sheet(sheet):
        why = "đây không phải bảng riêng của xã; lấy bảng bằng: motcua catalogue overlay --template"
        reading.mistakes.append(SheetMistake(1, why))
        return reading
    drafts: dict[str, _Draft] = {}
    for number, cells in table.rows:
        _read_row(number, cells, catalogue, drafts, reading)
    if not reading.mistakes:
        for code, draft in drafts.items():
            overlay = draft.overlay(code, by, on)
            if overlay != Overlay(code=code) or code in catalogue.overlays:
                reading.overlays.append(overlay)
    return reading


@dataclass(slots=True)
class _Draft:
    """An overlay while its rows are being read."""

    values: dict[str, object] = field(default_factory=dict)
    fees: list[Fee] = field(default_factory=list)
    times: list[ProcessingTime] = field(default_factory=list)

    def overlay(self, code: str, by: str, on: date) -> Overlay:
        values = {"fees": tuple(self.fees), "times": tuple(self.times), **self.values}
        if values.get("confirmed"):
            values |= {"confirmed_by": by or None, "confirmed_on": on}
        return Overlay.model_validate({"code": code, **values})


def _read_row(
    number: int,
    cells: Mapping[str, str],
    catalogue: Catalogue,
    drafts: dict[str, _Draft],
    reading: SheetReading,
) -> None:
    code = clean_code(cells["code"])
    procedure = catalogue.get(code) if code else None
    if code is None or procedure is None:
        why = f"không có thủ tục mã “{clean(cells['code'])}” trong danh mục"
        reading.mistakes.append(SheetMistake(number, why))
        return
    draft = drafts.setdefault(code, _Draft())
    if not any(cells.get(key, "") for key in _FILLED):
        return
    case, wrong = _case(procedure, clean(cells.get("case", "")))
    problems = [wrong] if wrong else []
    problems += _figures(cells, case, draft)
    problems += _settings(cells, draft)
    reading.mistakes.extend(SheetMistake(number, problem) for problem in problems)


def _case(procedure: Procedure, label: str) -> tuple[str | None, str]:
    if not label:
        return None, ""
    for case in procedure.cases:
        if fold(case.label) == fold(label):
            return case.key, ""
    return None, f"thủ tục không có trường hợp “{label}”"


def _figures(cells: Mapping[str, str], case: str | None, draft: _Draft) -> Iterator[str]:
    basis = clean(cells.get("basis", ""))
    if basis:
        draft.values.setdefault("basis", basis)
    if text := clean(cells.get("time", "")):
        told = read_time(text)
        if told.time is None:
            yield _TIME_WRONG[told.doubt or Doubt.UNCLEAR]
        else:
            draft.times.append(told.time.model_copy(update={"case": case, "basis": basis or None}))
    yield from _fees(cells, case, basis, draft)


def _fees(cells: Mapping[str, str], case: str | None, basis: str, draft: _Draft) -> Iterator[str]:
    """The fee of the row, and the other one of who files online."""
    told = {key: clean(cells.get(key, "")) for key in ("fee", "fee_online")}
    if told["fee_online"] and not told["fee"]:
        yield "lệ phí khi nộp trực tuyến cần đi cùng lệ phí tại địa phương của dòng ấy"
        return
    for key, text in told.items():
        if not text:
            continue
        fee = read_fee(text)
        if not isinstance(fee, Fee):
            yield _FEE_WRONG[fee]
        elif not (basis or draft.values.get("basis")):
            yield "lệ phí tại địa phương cần có căn cứ (số nghị quyết, quyết định)"
        else:
            way = SubmissionWay.ONLINE if key == "fee_online" else None
            draft.fees.append(
                fee.model_copy(update={"case": case, "basis": basis or None, "way": way})
            )


def _settings(cells: Mapping[str, str], draft: _Draft) -> Iterator[str]:
    for key, name, words, what in (
        ("level", "online_level", LEVELS, "mức trực tuyến"),
        ("desk", "desk", DESKS, "nơi tiếp nhận"),
    ):
        if text := clean(cells.get(key, "")):
            value = words.get(fold(text))
            if value is None:
                allowed = "; ".join(_first_words(words))
                yield f"{what} “{text}” không có; hãy ghi một trong: {allowed}"
            draft.values[name] = value
    if text := clean(cells.get("url", "")):
        if re.fullmatch(r"https?://\S+", text) is None:
            yield "đường dẫn phải bắt đầu bằng https:// và không có dấu cách"
        draft.values["online_url"] = text
    if text := clean(cells.get("place", "")):
        draft.values["submit_to"] = text
    if fold(cells.get("offered", "")) == "khong":
        draft.values["offered"] = False
    yield from _confirmed(clean(cells.get("confirmed", "")), draft)


def _confirmed(text: str, draft: _Draft) -> Iterator[str]:
    if fold(text) == "tat ca":
        draft.values["confirmed"] = tuple(dict.fromkeys(PARTS.values()))
        return
    parts: list[Part] = []
    for word in filter(None, (clean(piece) for piece in re.split(r"[;,]", text))):
        part = PARTS.get(fold(word))
        if part is None:
            yield f"“{word}” không phải một phần; hãy ghi: {'; '.join(_first_words(PARTS))}"
        else:
            parts.append(part)
    if parts:
        draft.values["confirmed"] = tuple(parts)


def _first_words(words: Mapping[str, object]) -> Sequence[str]:
    return [word_for(words, value) for value in dict.fromkeys(words.values())]
