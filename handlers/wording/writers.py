"""One writer per part: the lines the record holds on it, and nothing it does not hold."""

from collections.abc import Callable

from handlers.messages import Block, Item, Link, Paragraph
from handlers.wording import figures
from handlers.wording.documents import documents, named
from handlers.wording.views import View, Writer, in_order, lines_of, with_case
from knowledge.commune import Commune
from knowledge.procedures import (
    Desk,
    Fee,
    FeeKind,
    OnlineLevel,
    Part,
    Procedure,
    ProcessingTime,
    SubmissionWay,
)

PORTAL = "Cổng Dịch vụ công quốc gia"
OWN = {Part.FEE: "lệ phí", Part.TIME: "thời gian giải quyết"}
"""Figures a commune may have of its own (P-8)."""

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


def times(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Every case that changes the time, the asked one first."""
    del commune
    rows: tuple[ProcessingTime, ...] = procedure.times
    return lines_of(
        [
            with_case(procedure, rows[i], view.case, figures.processing_time(rows[i]))
            for i in in_order(rows, view.case)
        ]
    )


def fees(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Every fee row; a way of filing is named only where the amount differs by it."""
    del commune
    rows: tuple[Fee, ...] = tuple(
        row for row in procedure.fees if row.kind is not FeeKind.UNKNOWN or row.text
    )
    return lines_of([_fee_line(procedure, rows[i], view.case) for i in in_order(rows, view.case)])


def _fee_line(procedure: Procedure, row: Fee, asked: str | None) -> str:
    words = figures.fee(row)
    if row.way is not None:
        words = f"nộp {WAYS[row.way].split(' (')[0]}: {words}"
    return with_case(procedure, row, asked, words)


def place(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Where to file; who decides and where to collect when they differ (§3: three answers)."""
    texts = [desk(procedure, commune)]
    if procedure.submit_to:
        texts.append(f"Nộp được ở: {procedure.submit_to}")
    if view.brief:
        return lines_of(texts)
    if procedure.deciding_agency:
        texts.append(f"Nơi giải quyết: {procedure.deciding_agency}")
    if procedure.collect_at:
        texts.append(f"Nhận kết quả: {procedure.collect_at}")
    if procedure.ways:
        texts.append(f"Cách nộp: {figures.list_of([WAYS[way] for way in procedure.ways])}")
    return lines_of([*texts, *_presence(procedure)])


def desk(procedure: Procedure, commune: Commune) -> str:
    """The desk that takes it, with its address; by its kind where the commune names none."""
    fallback = {
        Desk.PSC: "Trung tâm Phục vụ hành chính công của xã, phường",
        Desk.POLICE: "Công an cấp xã",
        Desk.INSURANCE: "cơ quan Bảo hiểm xã hội",
        Desk.ROUTE: commune.chairman.place or "Nơi tiếp công dân của xã, phường",
    }[procedure.desk]
    found = None if procedure.desk is Desk.ROUTE else commune.desks.get(procedure.desk.value)
    if found is None:
        return fallback
    return f"{found.name}, {found.address}" if found.address else found.name


def online(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Whether it can be filed online; the level is local, so unknown unless the record says."""
    del commune, view
    level = ONLINE.get(procedure.online_level)
    lines: list[Block] = [Paragraph(level)] if level else []
    if not level and SubmissionWay.ONLINE in procedure.ways:
        lines.append(
            Paragraph(
                "có nhận qua mạng trên Cổng Dịch vụ công quốc gia hoặc VNeID; "
                "làm được toàn bộ hay một phần tuỳ từng tỉnh"
            )
        )
    if not lines and procedure.ways and SubmissionWay.ONLINE not in procedure.ways:
        ways = figures.list_of([WAYS[way] for way in procedure.ways])
        lines.append(Paragraph(f"chưa thấy cách nộp qua mạng; nộp {ways}"))
    url = procedure.online_url or (procedure.source_url if _online(procedure) else None)
    if url:
        lines.append(Link("Mở trang nộp hồ sơ trên Cổng Dịch vụ công quốc gia", url))
    return lines


def _online(procedure: Procedure) -> bool:
    return procedure.online_level in ONLINE or SubmissionWay.ONLINE in procedure.ways


def agency(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Who decides, and who is consulted."""
    del commune, view
    texts = [procedure.deciding_agency] if procedure.deciding_agency else []
    if procedure.coordinating_agency:
        texts.append(f"Cơ quan phối hợp: {procedure.coordinating_agency}")
    return lines_of(texts)


def results(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """What the citizen gets, with how long it may be used where a text says so."""
    del commune, view
    return lines_of(
        [
            f"{row.name}, dùng trong {row.validity}" if row.validity else row.name
            for row in procedure.results
        ]
    )


def validity(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """How long the result may be used."""
    del commune, view
    return lines_of([f"{row.name}: {row.validity}" for row in procedure.results if row.validity])


def forms(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Forms to fill in; the desk has them on paper."""
    del commune, view
    names = [f"{form.name} ({form.code})" if form.code else form.name for form in procedure.forms]
    links = [Link(f"Tải {form.name}", form.url) for form in procedure.forms if form.url]
    return [*lines_of(names), *links]


def _texts(pick: Callable[[Procedure], tuple[str, ...]]) -> Writer:
    def write(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
        del commune, view
        return lines_of(list(pick(procedure)))

    return write


def steps(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Steps in order."""
    del commune, view
    return [Item(f"Bước {n}: {text}") for n, text in enumerate(procedure.steps, start=1)]


def _bases(procedure: Procedure) -> tuple[str, ...]:
    """One line: a list of texts is looked up, not read."""
    return ("; ".join(procedure.legal_basis),) if procedure.legal_basis else ()


def _name(procedure: Procedure) -> tuple[str, ...]:
    return (f"{procedure.name} (mã {procedure.code})",)


def local_sources(procedure: Procedure, parts: list[Part], commune: Commune) -> list[str]:
    """What the commune's own figures rest on, never under the ministry's decision (W-1)."""
    named: dict[str, list[str]] = {}
    for part in parts:
        if (basis := procedure.local.get(part)) is not None:
            named.setdefault(basis or f"thông tin của {commune.name}", []).append(OWN[part])
    return [f"{figures.list_of(what)} tại địa phương theo {by}" for by, what in named.items()]


def source(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Source, announcing decision, day of checking and link (W-1)."""
    del view
    own = local_sources(procedure, list(procedure.local), commune)
    texts: list[Block] = [Paragraph(f"{one[:1].upper()}{one[1:]}.") for one in own]
    if procedure.announcement:
        texts.append(Paragraph(f"Công bố theo {procedure.announcement.number}."))
    if procedure.source:
        texts.append(Paragraph(f"Nguồn: {procedure.source}."))
    if procedure.checked_on:
        texts.append(Paragraph(f"Kiểm tra ngày {figures.short_day(procedure.checked_on)}."))
    if procedure.source_url:
        texts.append(Link(PORTAL, procedure.source_url))
    return texts


def applicants(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Who may do it, who has to be there, and what who goes for another brings along."""
    del commune, view
    papers = [named(row) for row in procedure.documents if "ủy quyền" in row.name.lower()]
    proxy = [f"Nhờ người khác làm thay: {'; '.join(papers)}"] if papers else []
    return lines_of([*procedure.applicant_kinds, *_presence(procedure), *proxy])


def _presence(procedure: Procedure) -> list[str]:
    """The record's own first sentence on who has to be there, if it has one."""
    texts = (*procedure.conditions, *procedure.notes.values(), *procedure.steps)
    return [text for text in texts if "có mặt" in text][:1]


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
    Part.APPLICANTS: applicants,
    Part.LIMIT: _texts(lambda procedure: tuple(limit.text for limit in procedure.citizen_limits)),
    Part.LEGAL_BASIS: _texts(_bases),
    Part.SOURCE: source,
}
