"""One line before the asked part: yes or no, or the sum for what was counted."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from handlers.asked_papers import AskedPaper, asked_paper, asks_post, posted
from handlers.messages import Block, Fact, Paragraph
from handlers.wording import figures
from handlers.wording.documents import named
from knowledge.procedures import FeeKind, Handover, Mark, Part, Procedure, RequiredDocument
from knowledge.text.folding import fold

_HANDED: Final = {
    Handover.SUBMIT: "Có, phải nộp",
    Handover.SHOW: "Có, chỉ mang theo để xuất trình",
    Handover.LOOKUP: "Cán bộ tra trên hệ thống, không tra được mới cần",
}
"""How a paper is asked for."""
_PAGES: Final = re.compile(r"\b(\d{1,3}) (?:trang|to|mat giay)\b")
_TO_RECEIVE: Final = re.compile(r"\b(?:nhan|lay|tra|ve nha|tan nha|tai nha)\b")
"""Words by which the result is to be posted, which is not a way of filing."""
_COPIES: Final = re.compile(r"\b(\d{1,2}) (?:ban|bo)\b")
_FROM: Final = re.compile(r"từ trang thứ (\d+)")
_MOST: Final = re.compile(r"tối đa ([\d.]+)đ một bản", re.IGNORECASE)


def plain_answer(procedure: Procedure, part: Part | None, text: str) -> list[Block]:
    """What answers a plain question in one line; empty where none was asked."""
    if part is Part.FEE or (part is None and _PAGES.search(fold(text))):
        return _sum(procedure, fold(text))
    if asks_post(text) and not _TO_RECEIVE.search(fold(text)):
        return _post(procedure)
    paper = asked_paper(text)
    return [paper_line(procedure, paper)] if paper else []


def paper_line(procedure: Procedure, paper: AskedPaper) -> Block:
    """Whether the record lists a paper, and how: to hand in, to show, or looked up at the desk."""
    rows = procedure.documents
    if not rows or procedure.marks.get(Part.DOCUMENTS) is Mark.UNKNOWN:
        return Paragraph("Em chưa có danh sách giấy tờ của thủ tục này nên không dám nói chắc.")
    if found := paper.among(rows):
        told = [f"{text}: {'; '.join(some)}" for text, some in _by_handover(found)]
        return Paragraph(f"{'. '.join(told)}.")
    if near := paper.near(rows):
        return Paragraph(f"Trong danh sách có giấy gần với ý đó: {'; '.join(map(named, near))}.")
    return Paragraph(
        f'Em không thấy "{paper.name}" trong danh sách giấy tờ đã công bố của thủ tục này. '
        "Ai đòi thêm thì anh/chị hỏi lại quầy giúp em."
    )


def offered_line(procedures: Sequence[Procedure], text: str) -> list[Block]:
    """Whether a paper stands in the lists of all that is offered, or in none."""
    paper = asked_paper(text)
    if paper is None or not procedures:
        return []
    listed = [bool(paper.near(one.documents)) for one in procedures]
    if not any(listed):
        return [Paragraph(f'Danh sách giấy tờ của các việc dưới đây đều không có "{paper.name}".')]
    return [Paragraph(f'Các việc dưới đây đều có "{paper.name}".')] if all(listed) else []


def _by_handover(rows: Sequence[RequiredDocument]) -> Iterator[tuple[str, list[str]]]:
    for handover, text in _HANDED.items():
        if some := [named(row) for row in rows if row.handover is handover]:
            yield text, some


def _post(procedure: Procedure) -> list[Block]:
    known = posted(procedure)
    if known is None:
        return []
    if known:
        return [Paragraph("Gửi hồ sơ qua bưu điện được.")]
    return [Paragraph("Em chưa thấy thủ tục này nhận hồ sơ qua bưu điện.")]


def _sum(procedure: Procedure, folded: str) -> list[Block]:
    """The sum for so many pages and copies, where the fee goes by the page."""
    pages = _PAGES.search(folded)
    if pages is None:
        return []
    one = _of_pages(procedure, int(pages[1]))
    if one is None:
        return []
    number = _COPIES.search(folded)
    copies = int(number[1]) if number else 1
    told = f"{figures.money(one)} một bản"
    if copies > 1:
        told += f", {copies} bản là {figures.money(one * copies)}"
    return [Fact(f"Tính cho bản chính {pages[1]} trang", told)]


def _of_pages(procedure: Procedure, pages: int) -> int | None:
    """What one copy costs; None where the fee goes by something else."""
    rows = [row for row in procedure.fees if row.kind is FeeKind.AMOUNT]
    if not rows or not all((row.per or "").startswith("trang") for row in rows):
        return None
    starts = [int(found[1]) if (found := _FROM.search(row.per or "")) else 1 for row in rows]
    if sorted(starts) != starts or starts[0] != 1:
        return None
    total = 0
    for row, start, end in zip(rows, starts, [*starts[1:], pages + 1], strict=True):
        total += (row.amount or 0) * max(0, min(end, pages + 1) - start)
    most = next((found for row in rows if (found := _MOST.search(row.text or ""))), None)
    return min(total, int(most[1].replace(".", ""))) if most else total
