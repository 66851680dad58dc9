"""What officers read while an answer becomes a card the bot tells."""

from collections.abc import Sequence
from typing import Final

from handlers.messages import Block, Item, Paragraph
from handlers.wording.guide import card as card_blocks
from knowledge.own_cards import (
    LONGEST_BODY,
    LONGEST_PHRASE,
    LONGEST_TITLE,
    MOST_PHRASES,
    SHORTEST_BODY,
    CardText,
    Drafted,
    Flaw,
    OwnCard,
    Private,
)

FLAWS: Final = {
    Flaw.TITLE: f"Tiêu đề phải có, tối đa {LONGEST_TITLE} chữ, không có tên và số của ai.",
    Flaw.PHRASES: f"Cần từ 1 đến {MOST_PHRASES} cách người dân hỏi.",
    Flaw.PHRASE: f"Mỗi cách hỏi tối đa {LONGEST_PHRASE} chữ, không có tên, số điện thoại.",
    Flaw.BODY: f"Nội dung phải dài từ {SHORTEST_BODY} đến {LONGEST_BODY} chữ.",
    Flaw.BRACES: "Thẻ không dùng được dấu ngoặc nhọn { }.",
    Flaw.UNFILLED: "Còn chỗ chưa điền: ngoặc vuông [ ], dấu “…” hoặc “___”.",
    Flaw.REVIEW: "Ngày xem lại phải sau hôm nay và trong vòng một năm.",
}
ASK_TITLE: Final = (
    "Thẻ trả lời từ câu hỏi {code}. Anh/chị gõ dòng đầu là tiêu đề (dưới {title} chữ), mỗi dòng "
    "sau là một cách người dân hỏi việc này (dưới {phrase} chữ), bỏ tên và số của người hỏi."
)
ITS_WORDS: Final = "Câu người dân đã hỏi, nếu hợp thì gõ lại làm một cách hỏi: “{matter}”"
BODY: Final = "Nội dung thẻ, lấy từ câu trả lời của {who}:"
REWRITE: Final = "Gõ lại nội dung nếu cần: viết cho mọi người, không chỉ cho người đã hỏi."
PRIVATE: Final = "Có vẻ là thông tin riêng, gõ lại nội dung không có những chỗ này:"
PRIVATE_MAY: Final = "Nếu không phải của riêng ai (tên cán bộ, số của cơ quan) thì bấm để nguyên."
KEEP: Final = "Dùng nguyên lời này"
KEEP_PRIVATE: Final = "Không phải thông tin riêng, để nguyên"
PREVIEW: Final = "Người dân sẽ đọc:"
ASKED_AS: Final = "Khi hỏi: {phrases}."
SAVE: Final = "Ghi bản nháp"
AGAIN: Final = "Gõ lại nội dung"
NOTED: Final = (
    "Đã ghi thẻ “{title}”. Phụ trách một cửa hoặc lãnh đạo cho thử và dùng; có kết quả em báo."
)
WAITS: Final = "{who} làm thẻ trả lời “{title}” từ một câu hỏi. Thử trên bộ câu hỏi rồi dùng?"
TRY: Final = "Thử và dùng"
DROP: Final = "Bỏ thẻ này"
REVOKE: Final = "Thôi dùng thẻ"
TRYING: Final = "Em đang thử thẻ “{title}” trên bộ câu hỏi, vài phút nữa báo anh/chị."
DROPPED: Final = "Đã bỏ thẻ “{title}”; nội dung nháp đã xoá."
REVOKED: Final = "Đã thôi dùng thẻ “{title}”."
NOT_NOW: Final = "Thẻ này không còn chờ việc đó."
NOT_ALLOWED: Final = "Chỉ phụ trách một cửa hoặc lãnh đạo cho dùng một thẻ."
LIVE: Final = "Thẻ “{title}” đã qua bộ câu hỏi và đang trả lời người dân."
FAILED: Final = "Thẻ “{title}” chưa dùng được: {why}. Thẻ được giữ lại, chưa dùng."
ASTRAY: Final = "hỏi “{phrase}” máy vẫn trả lời việc khác"
TAKES: Final = "giành mất {number} câu đang được trả lời đúng, ví dụ “{line}”"
STILL: Final = "còn chỗ có vẻ là thông tin riêng: {words}"
UNSOUND: Final = "nội dung chưa đủ: {flaws}"


def flaw_lines(found: Sequence[Flaw]) -> tuple[str, ...]:
    """What keeps a draft from being kept."""
    return tuple(FLAWS[one] for one in found)


def private_lines(found: Sequence[Private]) -> list[Block]:
    """What may name somebody."""
    return [Item(f"“{one.words}”: {one.kind}") for one in found]


def shown(drafted: Drafted) -> list[Block]:
    """The card as a citizen will read it, and when."""
    told = OwnCard(0, drafted.text, drafted.answered_by, drafted.answered_on, drafted.review_by)
    return [*card_blocks(told.as_card(), {}), Paragraph(asked_as(drafted.text))]


def asked_as(text: CardText) -> str:
    """The ways to ask for it."""
    return ASKED_AS.format(phrases=", ".join(f"“{one}”" for one in text.phrases))


def why(
    astray: Sequence[str],
    spoilt: Sequence[str],
    private: Sequence[Private],
    unsound: Sequence[Flaw] = (),
) -> str:
    """Why a card did not pass; empty when it did."""
    parts = [ASTRAY.format(phrase=astray[0])] if astray else []
    if spoilt:
        parts.append(TAKES.format(number=len(spoilt), line=spoilt[0].partition(": ")[2]))
    if private:
        parts.append(STILL.format(words=", ".join(f"“{one.words}”" for one in private)))
    if unsound:
        parts.append(UNSOUND.format(flaws=" ".join(flaw_lines(unsound))))
    return "; ".join(parts)
