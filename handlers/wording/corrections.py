"""Corrections in words: to who was told otherwise, and to the officers who let them leave."""

from collections.abc import Sequence
from typing import Final

from handlers import actions
from handlers.broadcast_texts import Refused, Why
from handlers.correction import Correction, CorrectionState
from handlers.messages import Block, Button, Heading, Item, Paragraph, Reply
from handlers.wording import figures
from handlers.wording.guide import marked
from handlers.wording.news import STOP
from handlers.wording.parts import LABELS
from knowledge.commune import Commune
from knowledge.procedures import Part

MOST: Final = 8
"""Papers listed of what came or went; the card has all."""
STATES: Final = {
    CorrectionState.OPEN: "chờ cán bộ cho gửi",
    CorrectionState.SENDING: "đang gửi",
    CorrectionState.DONE: "đã gửi",
    CorrectionState.DROPPED: "cán bộ bỏ, không gửi",
    CorrectionState.SUPERSEDED: "thông tin lại đổi, có đính chính sau thay",
}
NO_SUCH: Final = "Không có đính chính mang số này. Xem: motcua corrections list"
BAD_DAY: Final = "Ngày viết dạng 2026-12-01, hoặc bỏ trống."
NOTHING: Final = "chưa có trong thông tin đã công bố"


def letter(commune: Commune, one: Correction, old: Sequence[str]) -> Reply:
    """What was said, what is right, since when, and whose mistake it was."""
    blocks: list[Block] = [Heading(f"Đính chính: {one.title}")]
    blocks += _papers(one, old) if one.part is Part.DOCUMENTS else _figure(one, old)
    blocks += [Paragraph(_why(commune, one)), Paragraph(_ask(commune))]
    buttons = (
        Button("Xem thủ tục", actions.build("p", one.code)),
        Button(STOP, actions.build("unnews")),
    )
    reply = Reply(tuple(blocks), buttons, subject=f"correction:{one.id}")
    return marked(reply, commune)


def _figure(one: Correction, old: Sequence[str]) -> list[Block]:
    label = LABELS[one.part].lower()
    blocks: list[Block] = [Paragraph(f"Trước đây em báo {label} là:"), *map(Item, old)]
    day = figures.short_day(one.holds_from)
    if not one.lines:
        return [*blocks, Paragraph(f"Từ {day}, {label} {NOTHING}; anh/chị hỏi quầy trước khi đi.")]
    return [*blocks, Paragraph(f"Nay đúng là, từ {day}:"), *map(Item, one.lines)]


def _papers(one: Correction, old: Sequence[str]) -> list[Block]:
    """Of a list of papers only what came and what went."""
    day = figures.short_day(one.holds_from)
    if not one.lines:
        text = f"Từ {day}, danh sách giấy tờ {NOTHING}; anh/chị hỏi quầy trước khi đi."
        return [Paragraph(text)]
    gone = [line for line in old if line not in one.lines]
    new = [line for line in one.lines if line not in old]
    blocks: list[Block] = [Paragraph(f"Giấy tờ cần có đã khác với điều em báo, từ {day}.")]
    for intro, lines in (("Trước đây em báo:", gone), ("Nay đúng là:", new)):
        if lines:
            blocks += [Paragraph(intro), *map(Item, lines[:MOST])]
        if len(lines) > MOST:
            blocks.append(Item(f"và {len(lines) - MOST} dòng khác, bấm Xem thủ tục để đọc đủ"))
    return blocks


def _why(commune: Commune, one: Correction) -> str:
    if one.mistake:
        return f"Trước đây em báo sai. {commune.name} xin lỗi anh/chị."
    return "Lúc em báo thì đúng, sau đó quy định hoặc mức của địa phương đã đổi."


def _ask(commune: Commune) -> str:
    desk = commune.desks.get("psc")
    return f"Cần hỏi thêm: {desk.name}, {desk.phone}." if desk and desk.phone else "Cần hỏi: quầy."


def found(one: Correction, number: int) -> str:
    """To who leads: a figure changed that people were told."""
    return (
        f"{one.title}: {LABELS[one.part].lower()} vừa đổi, {number} người đã được báo khác. "
        f"Đính chính {one.id} đã soạn sẵn, chưa gửi. Xem và cho gửi: trang cán bộ, mục Đính chính "
        f"(/can-bo/dinh-chinh/{one.id}), hoặc motcua corrections show {one.id}."
    )


def line(one: Correction) -> str:
    """One of a list."""
    return f"{one.id}. {STATES[one.state]}: {one.title} – {LABELS[one.part].lower()}"


def refusal(refused: Refused) -> str:
    """Why it was not done, and what to do."""
    match refused.why:
        case Why.STATE:
            return f"Đính chính {STATES[CorrectionState(refused.what)]}, không làm được việc này."
        case Why.NOT_APPROVED:
            return f"Gửi {refused.what} người: phải do phụ trách một cửa hoặc lãnh đạo cho gửi."
        case Why.NOBODY:
            return "Không còn ai cần nghe: họ đã được báo đúng, thôi nhận tin, hoặc quá lâu rồi."
        case Why.UNKNOWN:
            return NO_SUCH
        case _:
            return "Vai trò của cán bộ này không làm được việc đó."
