"""What a citizen reads on the way to a person: in writing, or by a call back."""

from datetime import datetime
from typing import Final

from handlers.messages import Block, Fact, Heading, Item
from handlers.wording import figures
from knowledge.calendar import local
from knowledge.feedback.calls import CallSlot
from knowledge.feedback.codes import CaseCode

ASK: Final = "Hỏi cán bộ"
CALL: Final = "Gọi lại cho tôi"
PROMPT: Final = "Anh/chị gõ câu hỏi, em chuyển cán bộ trả lời vào đây ạ:"
TWICE: Final = (
    "Em chưa trả lời được mấy câu liền. Anh/chị chọn bên dưới, em chuyển nguyên câu hỏi cho cán bộ."
)
CLOSED: Final = "Hiện phường, xã chưa nhận câu hỏi qua đây. Anh/chị hỏi tại quầy giúp em ạ."
PURPOSE: Final = "gọi lại trả lời câu hỏi của anh/chị"
WHEN: Final = "Anh/chị tiện nghe máy lúc nào? Cán bộ chỉ gọi trong giờ làm việc ạ."
ASK_PHONE: Final = "Anh/chị gõ số điện thoại để cán bộ gọi lại:"
ASK_PHONE_AND_WORDS: Final = "Anh/chị gõ số điện thoại và điều cần hỏi trong một tin:"
PHONE_AGAIN: Final = "Em chưa đọc được số điện thoại. Anh/chị gõ lại giúp em, ví dụ 0900 000 000:"
ONLY_PICTURES: Final = "(Chỉ gửi ảnh, không ghi lời.)"
NO_WORDS: Final = "(Xin gọi lại, chưa ghi câu hỏi.)"


def slot(one: CallSlot) -> str:
    """A stretch of hours: "14:30-17:00 thứ Hai 23/11"."""
    start, until = local(one.start), local(one.until)
    return f"{start:%H:%M}-{until:%H:%M} {figures.short_day(start.date())}"


def received(
    code: CaseCode, secret: str, unit: str, due: datetime, call: CallSlot | None
) -> list[Block]:
    """Handed on: reference, by whom, by when."""
    blocks: list[Block] = [Heading(f"Đã chuyển câu hỏi {code}"), Fact("Mã tra cứu", secret)]
    if call is not None:
        blocks.append(Item(f"{unit} gọi lại cho anh/chị trong khoảng {slot(call)}."))
    day = figures.short_day(local(due).date())
    blocks.append(Item(f"{unit} trả lời vào cuộc trò chuyện này, chậm nhất {day} (dự kiến)."))
    blocks.append(Item("Nhắn thêm vào đây, em ghép vào câu hỏi."))
    return blocks
