"""The papers of a procedure in words."""

from collections.abc import Sequence

from handlers.messages import Block, Item, Paragraph
from handlers.wording.views import View, case_label
from knowledge.commune import Commune
from knowledge.procedures import Handover, Procedure, RequiredDocument


def documents(procedure: Procedure, commune: Commune, view: View) -> list[Block]:
    """Papers as a checklist: to hand in, only to show, and what the officer looks up (P-11)."""
    del commune
    always, at_times = _split(procedure.documents, view.case)
    lines: list[Block] = _checklist(procedure, _of(always, Handover.SUBMIT), view)
    if at_times:
        shown = at_times[:BRIEF] if view.brief and len(at_times) > BRIEF + 1 else at_times
        lines.append(Paragraph("Tuỳ trường hợp mới cần thêm:"))
        lines += _checklist(procedure, shown, view)
        if left := len(at_times) - len(shown):
            lines.append(Item(f"và {left} giấy tờ khác cho trường hợp riêng, bấm Giấy tờ để xem"))
    for handover, intro in _INTROS.items():
        if group := _of(always, handover):
            lines.append(Paragraph(intro))
            lines += _checklist(procedure, group, view)
    if procedure.sets and procedure.sets > 1:
        lines.append(Paragraph(f"Số bộ hồ sơ: {procedure.sets}."))
    return lines


BRIEF = 3
"""Papers for some cases only that a brief answer lists; the record puts the usual ones first."""

_INTROS = {
    Handover.SHOW: "Chỉ mang theo để xuất trình, không phải nộp:",
    Handover.LOOKUP: "Cán bộ tra trên hệ thống; chỉ khi không tra được mới cần cung cấp:",
}


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
    named: str | None = None
    cases = list(dict.fromkeys([None, *(row.case for row in rows)]))
    for row in sorted(rows, key=lambda row: cases.index(row.case)):
        label = case_label(procedure, row.case) if row.case != view.case else ""
        if label and label != named:
            lines.append(Paragraph(f"Trường hợp {label[:1].lower()}{label[1:]}:"))
        named = label or None
        lines.append(Item(_document(row), checkable=True))
    return lines


def _document(row: RequiredDocument) -> str:
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
