"""The papers of a procedure in words."""

from collections.abc import Sequence

from handlers.messages import Block, Fact, Item, Paragraph
from handlers.wording.views import View, case_label
from knowledge.commune import Commune
from knowledge.procedures import Handover, Procedure, RequiredDocument


def documents(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Papers as a checklist: to hand in, only to show, and what the officer looks up (P-11)."""
    del commune
    always, at_times = _split(procedure.documents, view.case)
    lines: list[Block] = _checklist(procedure, _of(always, Handover.SUBMIT), view)
    lines += _group(procedure, SHOWN, _of(always, Handover.SHOW), view)
    if at_times:
        brief = view.brief and len(at_times) > BRIEF + 1
        shown = at_times[:BRIEF] if brief else at_times
        some = _checklist(procedure, shown, view)
        if not isinstance(some[0], Paragraph):  # that would be two headings in a row
            lines.append(Paragraph("Tuỳ trường hợp mới cần thêm:" if lines else "Tuỳ trường hợp:"))
        lines += some
        if left := len(at_times) - len(shown):
            lines.append(Item(f"và {left} giấy tờ khác cho trường hợp riêng, bấm Giấy tờ để xem"))
    lines += _group(procedure, LOOKED_UP, _of(always, Handover.LOOKUP), view)
    if procedure.sets and procedure.sets > 1:
        lines.append(Paragraph(f"Số bộ hồ sơ: {procedure.sets}."))
    return lines


BRIEF = 3
"""Papers for some cases only that a brief answer lists; the record puts the usual ones first."""

SHOWN = "Chỉ mang theo để xuất trình, không phải nộp"
LOOKED_UP = "Chỉ khi cán bộ không tra được trên hệ thống mới cần cung cấp"


def _group(
    procedure: Procedure, intro: str, rows: Sequence[RequiredDocument], view: View
) -> list[Block]:
    """Papers not to hand in at first: one line in a brief answer, a list of their own elsewhere."""
    if not rows:
        return []
    if not view.brief:
        return [Paragraph(f"{intro}:"), *_checklist(procedure, rows, view)]
    papers = "; ".join(named(row) + _aside(procedure, row, view) for row in rows)
    return [Fact(intro, papers)]


def _aside(procedure: Procedure, row: RequiredDocument, view: View) -> str:
    label = case_label(procedure, row.case) if row.case != view.case else ""
    return f" (trường hợp {label[:1].lower()}{label[1:]})" if label else ""


def _split(
    rows: Sequence[RequiredDocument], case: str | None
) -> tuple[list[RequiredDocument], list[RequiredDocument]]:
    """Papers everyone needs, or the asked case needs, and papers only some have to hand in."""
    always: list[RequiredDocument] = []
    at_times: list[RequiredDocument] = []
    for row in rows:
        some = row.condition is not None or (row.case is not None and row.case != case)
        kept = at_times if some and row.handover is Handover.SUBMIT else always
        kept.append(row)
    return always, at_times


def _of(rows: Sequence[RequiredDocument], handover: Handover) -> list[RequiredDocument]:
    return [row for row in rows if row.handover is handover]


def _checklist(procedure: Procedure, rows: Sequence[RequiredDocument], view: View) -> list[Block]:
    """Papers one by one; those of one case stand together under its name."""
    lines: list[Block] = []
    cases = list(dict.fromkeys([None, *(row.case for row in rows)]))
    for case in cases:
        papers = [named(row) for row in rows if row.case == case]
        label = case_label(procedure, case) if case != view.case else ""
        if label and len(papers) == 1:
            papers = [f"{label[:1].upper()}{label[1:]}: {papers[0]}"]
        elif label:
            lines.append(Paragraph(f"Trường hợp {label[:1].lower()}{label[1:]}:"))
        lines += [Item(paper, checkable=True) for paper in papers]
    return lines


def named(row: RequiredDocument) -> str:
    """A paper with its counts and the condition it is needed on."""
    words = row.name
    counts = _counts(row)
    if counts:
        words += f" ({counts})"
    if row.condition:
        words += f", {row.condition[:1].lower()}{row.condition[1:]}"
    return words


def _counts(row: RequiredDocument) -> str:
    if row.form or (row.originals == 1 and not row.copies):
        return ""
    kinds = ((row.originals, "bản chính"), (row.copies, "bản sao"))
    return ", ".join(f"{count} {kind}" for count, kind in kinds if count)
