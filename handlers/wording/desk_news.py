"""What officers read who write to the people from their own chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_reports import Seen
from handlers.broadcast_texts import Draft
from handlers.messages import Block, Item, Paragraph
from handlers.wording.broadcast_reports import facts, size
from handlers.wording.joins import NAMES as CHANNELS
from knowledge.calendar import local

WHICH_TOPIC: Final = "Tin này thuộc chủ đề nào? Chọn rồi em cho xem trước; chưa gửi gì."
IN_PRIVATE: Final = (
    "Tin gửi người dân không soạn trong nhóm. Anh/chị nhắn riêng cho em đúng câu ấy để xem trước "
    "rồi gửi."
)
OVER: Final = "Tin đang soạn đã quá giờ. Anh/chị gõ lại: thông báo: nội dung."
SEND: Final = "Gửi {number} người"
ASK_SECOND: Final = "Nhờ người thứ hai duyệt"
SENT: Final = "Đã cho gửi tới {number} người, trong khoảng {hours}."
SENT_URGENT: Final = "Đã cho gửi khẩn tới {number} người, gửi ngay cả ban đêm."
RINGS: Final = "Tin khẩn: gửi ngay cả ban đêm, điện thoại người nhận sẽ reo."
HURRY: Final = "Gửi khẩn, cả ban đêm"
CALM: Final = "Không khẩn nữa"
NO_FORMS: Final = "Chưa có mẫu tin nào. Mẫu được soạn ở trang cán bộ, mục Mẫu tin."
SENT_LATER: Final = "Đã hẹn gửi tới {number} người {when}."
SEND_LATER: Final = "Gửi {number} người {when}"
HOW_LATER: Final = (
    "Muốn hẹn giờ, anh/chị gõ: lúc 16:00, hoặc: lúc 8:00 ngày 28/11. Chưa bấm gửi thì chưa gửi gì."
)
LEAVES: Final = "Tin sẽ đi {when}."
SHOW: Final = "Xem kết quả"
PAUSE: Final = "Tạm dừng"
RESUME: Final = "Gửi tiếp"
CANCEL: Final = "Huỷ tin này"
DROP: Final = "Huỷ hẳn"
PAUSED: Final = "Đã tạm dừng tin số {number}; bản nào đang trên đường thì vẫn đến."
RESUMED: Final = "Tin số {number} gửi tiếp."
CANCELLED: Final = "Đã huỷ tin số {number}; ai chưa nhận thì không nhận nữa."
SURE: Final = "Huỷ hẳn tin số {number}? Ai chưa nhận sẽ không nhận nữa, và không gửi lại được."
ASKED: Final = "Em đã ghi bản nháp và nhờ phụ trách một cửa, lãnh đạo đọc; duyệt thì tin mới đi."
APPROVED: Final = "Anh/chị đã duyệt; tin số {number} bắt đầu gửi."
ALREADY: Final = "Tin số {number} đã có người duyệt rồi; tin sẽ gửi đúng giờ."
APPROVED_LATER: Final = "Anh/chị đã duyệt; tin số {number} sẽ gửi đúng giờ."
APPROVE: Final = "Duyệt và gửi"
TOO_MANY: Final = (
    "Tin này gửi {number} người; từ chat chỉ gửi tới {most} người. Anh/chị soạn ở trang cán bộ, "
    "mục Tin gửi, để xem trước từng kênh."
)


def no_field(known: Sequence[str]) -> str:
    """No field of that name, or several."""
    if not known:
        return "Chưa có ai theo dõi hồ sơ qua trợ lý, nên chưa gửi theo lĩnh vực được."
    return f"Anh/chị ghi rõ một lĩnh vực trong số này: {', '.join(known)}."


def no_limit(known: Sequence[str]) -> str:
    """Nobody keeps a limit, or none of that procedure."""
    if not known:
        return "Chưa có ai nhờ nhắc hạn riêng, nên chưa gửi theo nhắc hạn được."
    codes = ", ".join(known)
    return f"Anh/chị ghi mã thủ tục có người nhờ nhắc hạn: {codes}; bỏ trống là mọi thủ tục."


def forms(whole: int, shown: int) -> str:
    """Which of the kept texts."""
    more = "" if shown == whole else f" Còn {whole - shown} mẫu: gõ thông báo mẫu rồi tên mẫu."
    return f"Soạn theo mẫu nào ạ?{more}"


def field(name: str, text: str, left: int) -> str:
    """What is to stand for a field of a kept text."""
    rest = f" (còn {left} chỗ)" if left > 1 else ""
    return f"“{text}”\n{{{name}}} điền gì ạ?{rest}"


def too_long(over: int) -> str:
    """By SMS only what one message holds leaves by itself: nothing is sent that loses its end."""
    return (
        f"Bản SMS dài hơn một tin, phần cuối sẽ không tới người nhận. Anh/chị bỏ bớt {over} chữ "
        "rồi gõ lại thông báo; chưa gửi gì."
    )


def send(total: int, due: datetime | None, *, urgent: bool) -> str:
    """The button."""
    label = SEND_LATER.format(number=total, when=when(due)) if due else SEND.format(number=total)
    return label.replace("Gửi", "Gửi khẩn", 1) if urgent else label


def sent(total: int, due: datetime | None, hours: str, *, urgent: bool) -> str:
    """It is on its way; what is not urgent by day, in `hours`."""
    if due:
        return SENT_LATER.format(number=total, when=when(due))
    return (SENT_URGENT if urgent else SENT).format(number=total, hours=hours)


def preview(topic: str, total: int, draft: Draft) -> str:
    """Before it leaves."""
    areas, field = draft.areas, draft.field
    where = f", ở {', '.join(areas)}" if areas else ""
    if draft.audience == Audience.LIMITS:
        of = f" thủ tục {field}" if field else ""
        return f"Xem trước: {total} người nhờ nhắc hạn{of} sẽ nhận ({topic}):"
    if field:
        return f"Xem trước: {total} người theo dõi hồ sơ lĩnh vực {field} sẽ nhận ({topic}):"
    return f"Xem trước: {total} người đăng ký nhận tin ({topic}){where} sẽ nhận:"


def channels(seen: Sequence[Seen]) -> list[Block]:
    """What each channel shows and to how many; the same words once."""
    names: dict[str, str] = {str(one): name for one, name in CHANNELS.items()}
    blocks: list[Block] = []
    for messages, some in _by_messages(seen).items():
        for one in some:
            told = ". ".join([f"{names.get(one.channel, one.channel)}: {size(one)}", *facts(one)])
            blocks.append(Item(told))
        blocks += [Paragraph(f"“{text}”") for text in messages]
    return blocks


def _by_messages(seen: Sequence[Seen]) -> dict[tuple[str, ...], list[Seen]]:
    found: dict[tuple[str, ...], list[Seen]] = {}
    for one in seen:
        found.setdefault(one.messages, []).append(one)
    return found


def when(due: datetime) -> str:
    """A moment to leave."""
    return f"lúc {local(due):%H:%M ngày %d/%m/%Y}"


def standing(one: Broadcast, line: str, table: Sequence[tuple[str, str, str, int]]) -> list[Block]:
    """How far one is, and what became of its copies."""
    names: dict[str, str] = {str(each): name for each, name in CHANNELS.items()}
    blocks: list[Block] = [Paragraph(f"Tin số {one.id}. {line}.")]
    if one.due is not None and one.state is BroadcastState.SCHEDULED:
        blocks.append(Paragraph(LEAVES.format(when=when(one.due))))
    for channel, became, reason, number in table:
        why = f" ({reason})" if reason else ""
        blocks.append(Item(f"{names.get(channel, channel)}: {number} {became}{why}"))
    return blocks


def to_second(one: Broadcast, who: str, text: str, total: int) -> str:
    """The card of who is asked to approve it."""
    rings = " khẩn (gửi cả ban đêm)" if one.urgent else ""
    return f"{who} nhờ anh/chị đọc và duyệt tin{rings} số {one.id}, gửi {total} người:\n“{text}”"


def to_writer(number: int, who: str) -> str:
    """Who wrote it hears that it leaves."""
    return f"{who} đã duyệt tin số {number}; tin bắt đầu gửi."
