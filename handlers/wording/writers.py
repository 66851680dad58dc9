"""One writer per part: the lines the record holds on it, and nothing it does not hold."""

from collections.abc import Callable, Sequence
from typing import Protocol

from handlers.messages import Block, Item, Link, Paragraph
from handlers.wording import figures
from knowledge.commune import Commune
from knowledge.procedures import (
    Desk,
    Fee,
    FeeKind,
    Handover,
    OnlineLevel,
    Part,
    Procedure,
    ProcessingTime,
    RequiredDocument,
    SubmissionWay,
)

Writer = Callable[[Procedure, Commune, str | None], list[Block]]

WAYS = {
    SubmissionWay.IN_PERSON: "trực tiếp",
    SubmissionWay.POST: "qua bưu điện",
    SubmissionWay.ONLINE: "qua mạng (Cổng Dịch vụ công quốc gia hoặc VNeID)",
}

ONLINE = {
    OnlineLevel.FULL: "nộp qua mạng được toàn bộ, không phải đến quầy",
    OnlineLevel.PARTIAL: "nộp qua mạng một phần, vẫn có bước phải đến trực tiếp",
    OnlineLevel.INFO_ONLY: "chưa nộp qua mạng được, chỉ xem hướng dẫn",
}


class _Cased(Protocol):
    @property
    def case(self) -> str | None: ...


def _case_label(procedure: Procedure, key: str | None) -> str:
    return next((case.label for case in procedure.cases if case.key == key), "")


def _with_case(procedure: Procedure, row: _Cased, asked: str | None, text: str) -> str:
    label = _case_label(procedure, row.case)
    if not label:
        return text
    mine = " (trường hợp anh/chị hỏi)" if asked and row.case == asked else ""
    return f"{label[:1].upper()}{label[1:]}{mine}: {text}"


def _order(rows: Sequence[_Cased], asked: str | None) -> list[int]:
    """Indexes with the asked case first; the rest keep the record's order."""
    return sorted(range(len(rows)), key=lambda i: asked is not None and rows[i].case != asked)


def _lines(texts: list[str]) -> list[Block]:
    if len(texts) == 1:
        return [Paragraph(texts[0])]
    return [Item(text) for text in texts]


def times(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Every case that changes the time, the asked one first."""
    del commune
    rows: tuple[ProcessingTime, ...] = procedure.times
    return _lines(
        [
            _with_case(procedure, rows[i], asked, figures.processing_time(rows[i]))
            for i in _order(rows, asked)
        ]
    )


def fees(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Every fee row; a way of filing is named only where the amount differs by it."""
    del commune
    rows: tuple[Fee, ...] = tuple(
        row for row in procedure.fees if row.kind is not FeeKind.UNKNOWN or row.text
    )
    return _lines([_fee_line(procedure, rows[i], asked) for i in _order(rows, asked)])


def _fee_line(procedure: Procedure, row: Fee, asked: str | None) -> str:
    words = figures.fee(row)
    if row.way is not None:
        words = f"nộp {WAYS[row.way].split(' (')[0]}: {words}"
    return _with_case(procedure, row, asked, words)


def documents(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Papers as a checklist: to hand in, only to show, and what the officer looks up (P-11)."""
    del commune
    rows = procedure.documents
    lines: list[Block] = []
    for handover, intro in _HANDOVER:
        group = [rows[i] for i in _order(rows, asked) if rows[i].handover is handover]
        if group and intro:
            lines.append(Paragraph(intro))
        lines.extend(Item(_document(procedure, row, asked), checkable=True) for row in group)
    if lines and procedure.sets:
        lines.append(Paragraph(f"Số bộ hồ sơ: {procedure.sets}."))
    return lines


_HANDOVER = (
    (Handover.SUBMIT, ""),
    (Handover.SHOW, "Chỉ mang theo để xuất trình, không phải nộp:"),
    (
        Handover.LOOKUP,
        "Cán bộ tra trên hệ thống; chỉ khi không tra được mới cần anh/chị cung cấp:",
    ),
)


def _document(procedure: Procedure, row: RequiredDocument, asked: str | None) -> str:
    words = row.name
    counts = _counts(row)
    if counts:
        words += f" ({counts})"
    if row.condition:
        words += f", {row.condition[:1].lower()}{row.condition[1:]}"
    return _with_case(procedure, row, asked, words)


def _counts(row: RequiredDocument) -> str:
    kinds = ((row.originals, "bản chính"), (row.copies, "bản sao"))
    return ", ".join(f"{count} {kind}" for count, kind in kinds if count)


def place(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Where to file; who decides and where to collect when they differ (§3: three answers)."""
    del asked
    texts = [f"Nộp tại: {_desk(procedure, commune)}"]
    if procedure.submit_to:
        texts.append(procedure.submit_to)
    if procedure.deciding_agency:
        texts.append(f"Nơi giải quyết: {procedure.deciding_agency}")
    if procedure.collect_at:
        texts.append(f"Nhận kết quả: {procedure.collect_at}")
    if procedure.ways:
        texts.append(f"Cách nộp: {figures.list_of([WAYS[way] for way in procedure.ways])}")
    return _lines(texts)


def _desk(procedure: Procedure, commune: Commune) -> str:
    fallback = {
        Desk.PSC: "Trung tâm Phục vụ hành chính công của xã, phường",
        Desk.POLICE: "Công an cấp xã",
        Desk.INSURANCE: "cơ quan Bảo hiểm xã hội",
        Desk.ROUTE: "nơi tiếp công dân của xã, phường",
    }[procedure.desk]
    desk = None if procedure.desk is Desk.ROUTE else commune.desks.get(procedure.desk.value)
    if desk is None:
        return fallback
    return f"{desk.name}, {desk.address}" if desk.address else desk.name


def online(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Whether it can be filed online; the level is local, so unknown unless the record says."""
    del commune, asked
    level = ONLINE.get(procedure.online_level)
    lines: list[Block] = [Paragraph(level)] if level else []
    if not level and SubmissionWay.ONLINE in procedure.ways:
        lines.append(
            Paragraph(
                "có nhận qua mạng trên Cổng Dịch vụ công quốc gia hoặc VNeID; "
                "làm được toàn bộ hay một phần tuỳ từng tỉnh"
            )
        )
    url = procedure.online_url or (procedure.source_url if lines else None)
    if url:
        lines.append(Link("Mở trang nộp hồ sơ trên Cổng Dịch vụ công quốc gia", url))
    return lines


def agency(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Who decides, and who is consulted."""
    del commune, asked
    texts = [procedure.deciding_agency] if procedure.deciding_agency else []
    if procedure.coordinating_agency:
        texts.append(f"Cơ quan phối hợp: {procedure.coordinating_agency}")
    return _lines(texts)


def results(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """What the citizen gets, with how long it may be used where a text says so."""
    del commune, asked
    return _lines(
        [
            f"{row.name}, dùng trong {row.validity}" if row.validity else row.name
            for row in procedure.results
        ]
    )


def validity(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """How long the result may be used."""
    del commune, asked
    return _lines([f"{row.name}: {row.validity}" for row in procedure.results if row.validity])


def forms(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Forms to fill in; the desk has them on paper."""
    del commune, asked
    names = [f"{form.name} ({form.code})" if form.code else form.name for form in procedure.forms]
    links = [Link(f"Tải {form.name}", form.url) for form in procedure.forms if form.url]
    return [*_lines(names), *links]


def _texts(pick: Callable[[Procedure], tuple[str, ...]]) -> Writer:
    def write(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
        del commune, asked
        return _lines(list(pick(procedure)))

    return write


def steps(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Steps in order."""
    del commune, asked
    return [Item(f"Bước {n}: {text}") for n, text in enumerate(procedure.steps, start=1)]


def _name(procedure: Procedure) -> tuple[str, ...]:
    return (f"{procedure.name} (mã {procedure.code})",)


def source(procedure: Procedure, commune: Commune, asked: str | None) -> list[Block]:
    """Source, announcing decision, day of checking and link (W-1)."""
    del commune, asked
    texts: list[Block] = []
    if procedure.announcement:
        texts.append(Paragraph(f"Công bố theo {procedure.announcement.number}."))
    if procedure.source:
        texts.append(Paragraph(f"Nguồn: {procedure.source}."))
    if procedure.checked_on:
        texts.append(Paragraph(f"Kiểm tra ngày {figures.short_day(procedure.checked_on)}."))
    if procedure.source_url:
        texts.append(Link("Xem trên Cổng Dịch vụ công quốc gia", procedure.source_url))
    return texts


WRITERS: dict[Part, Writer] = {
    Part.NAME: _texts(_name),
    Part.DOCUMENTS: documents,
    Part.FEE: fees,
    Part.TIME: times,
    Part.PLACE: place,
    Part.ONLINE: online,
    Part.AGENCY: agency,
    Part.RESULT: results,
    Part.VALIDITY: validity,
    Part.FORMS: forms,
    Part.STEPS: steps,
    Part.CONDITIONS: _texts(lambda procedure: procedure.conditions),
    Part.APPLICANTS: _texts(lambda procedure: procedure.applicant_kinds),
    Part.LIMIT: _texts(lambda procedure: tuple(limit.text for limit in procedure.citizen_limits)),
    Part.LEGAL_BASIS: _texts(lambda procedure: procedure.legal_basis),
    Part.SOURCE: source,
}
