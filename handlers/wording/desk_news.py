"""What officers read who write to the people from their own chat."""

from collections.abc import Sequence
from typing import Final

from handlers.wording.joins import NAMES as CHANNELS

WHICH_TOPIC: Final = "Tin này thuộc chủ đề nào? Chọn rồi em cho xem trước; chưa gửi gì."
OVER: Final = "Tin đang soạn đã quá giờ. Anh/chị gõ lại: thông báo: nội dung."
SEND: Final = "Gửi {number} người"
ASK_SECOND: Final = "Nhờ người thứ hai duyệt"
SENT: Final = (
    "Đã cho gửi tới {number} người, trong khoảng 07:00-21:00. Xem đến đâu, dừng hoặc huỷ: trang "
    "cán bộ, mục Tin gửi."
)
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


def preview(topic: str, total: int, areas: Sequence[str] = (), field: str = "") -> str:
    """Before it leaves."""
    where = f", ở {', '.join(areas)}" if areas else ""
    if field:
        return f"Xem trước: {total} người theo dõi hồ sơ lĩnh vực {field} sẽ nhận ({topic}):"
    return f"Xem trước: {total} người đăng ký nhận tin ({topic}){where} sẽ nhận:"


def on_channel(channel: str, many: int) -> str:
    """How many on one channel."""
    names: dict[str, str] = {str(one): name for one, name in CHANNELS.items()}
    return f"{names.get(channel, channel)}: {many} người"


def to_second(number: int, who: str, text: str, total: int) -> str:
    """The card of who is asked to approve it."""
    return f"{who} nhờ anh/chị đọc và duyệt tin số {number}, gửi {total} người:\n“{text}”"


def to_writer(number: int, who: str) -> str:
    """Who wrote it hears that it leaves."""
    return f"{who} đã duyệt tin số {number}; tin bắt đầu gửi."
