"""One line before the asked part: yes or no, or the sum for what was counted."""

import re
from typing import Final

from handlers.asked_papers import AskedPaper, asked_paper, asks_post, posted
from handlers.messages import Block, Fact, Paragraph
from handlers.wording import figures
from handlers.wording.documents import named
from knowledge.procedures import FeeKind, Part, Procedure
from knowledge.text.folding import fold

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
    """Whether the record lists a paper; what it does not list is no officer's to ask for."""
    found = paper.among(procedure.documents)
    if found:
        return Paragraph(f"Có trong danh sách: {'; '.join(map(named, found))}.")
    return Paragraph(
        f'Danh sách giấy tờ đã công bố của thủ tục này không có "{paper.name}". '
        "Ai đòi thêm, anh/chị hỏi lại quầy giúp em."
    )


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
