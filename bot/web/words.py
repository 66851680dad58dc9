"""What the pages themselves say: problems, notices, the commune's hours in one line."""

from typing import Final

from bot.channels.web.receive import MAX_MESSAGE, Problem
from knowledge.commune import DeskHours

PROBLEMS: Final = {
    Problem.EMPTY: "Anh/chị chưa nhập câu hỏi. Anh/chị gõ vào ô bên dưới rồi bấm Gửi giúp em.",
    Problem.TOO_LONG: (
        f"Tin nhắn dài hơn {MAX_MESSAGE:,} ký tự nên em chưa nhận được. Nội dung vẫn còn trong ô, "
        "anh/chị rút ngắn hoặc chia thành vài tin giúp em."
    ).replace(",", ".", 1),
    Problem.UNREADABLE: (
        "Tin nhắn có nhiều ký tự em không đọc được. Anh/chị gõ lại bằng chữ giúp em."
    ),
    Problem.BAD_CHOICE: "Nút này không dùng được nữa. Anh/chị gõ câu hỏi vào ô bên dưới giúp em.",
}

STORE_FAILED: Final = (
    "Hệ thống đang bận nên em chưa nhận được tin. Nội dung vẫn còn trong ô, anh/chị bấm Gửi lại "
    "sau ít phút giúp em."
)
FOREIGN_FORM: Final = (
    "Em chưa nhận tin này vì nó không được gửi từ trang của phường. Anh/chị bấm Gửi lại giúp em."
)
ERASED: Final = "Đã xoá cuộc trò chuyện. Tin nhắn cũ không còn được giữ."
NO_COOKIE: Final = (
    "Trình duyệt đang chặn cookie nên trang không giữ được cuộc trò chuyện. Anh/chị bật cookie "
    "cho trang này, hoặc gọi điện cho phường giúp em."
)
LINK_OPENED: Final = "Mở thủ tục từ đường dẫn"
TAPPED: Final = "Đã chọn một nút"
WORDS_ERASED: Final = "(Đã xoá lời này để giữ riêng tư cho anh/chị)"
FILE_SENT: Final = "Đã gửi một tệp"

STATUS: Final = {
    400: ("Không đọc được yêu cầu", "Anh/chị quay lại trang hỏi đáp và thử lại giúp em."),
    403: ("Chưa nhận được", FOREIGN_FORM),
    404: (
        "Không có trang này",
        "Đường dẫn có thể đã cũ hoặc gõ nhầm. Anh/chị hỏi ở trang hỏi đáp giúp em.",
    ),
    405: ("Không làm được theo cách này", "Anh/chị quay lại trang hỏi đáp giúp em."),
    408: ("Đường truyền quá chậm", "Em chưa nhận được tin. Anh/chị gửi lại giúp em."),
    410: (
        "Trang đã được gỡ",
        "Phường, xã đã gỡ nội dung này. Anh/chị xem các phản ánh đã trả lời khác giúp em.",
    ),
    413: (
        "Tin gửi quá dài",
        f"Mỗi tin nhận tối đa {MAX_MESSAGE:,} ký tự, ảnh tối đa 10 MB.".replace(",", ".", 1)
        + " Anh/chị quay lại, rút ngắn và gửi lại giúp em.",
    ),
    415: ("Không đọc được yêu cầu", "Anh/chị gửi câu hỏi bằng ô nhập trên trang giúp em."),
    429: ("Gửi hơi nhanh", "Anh/chị chờ một chút rồi thử lại giúp em."),
    500: (
        "Hệ thống gặp lỗi",
        "Lỗi không phải do anh/chị. Anh/chị thử lại sau ít phút, hoặc gọi điện giúp em.",
    ),
    503: ("Hệ thống đang bận", "Anh/chị thử lại sau ít phút, hoặc gọi điện giúp em."),
}

_DAYS: Final = {
    "mon": "Thứ Hai",
    "tue": "Thứ Ba",
    "wed": "Thứ Tư",
    "thu": "Thứ Năm",
    "fri": "Thứ Sáu",
    "sat": "Thứ Bảy",
    "sun": "Chủ nhật",
}


def too_fast(seconds: float) -> str:
    """Said to a visitor over the rate limit."""
    return (
        f"Anh/chị gửi hơi nhanh nên em chưa nhận được tin này. Nội dung vẫn còn trong ô, anh/chị "
        f"chờ khoảng {max(1, round(seconds + 0.5))} giây rồi bấm Gửi lại giúp em."
    )


def opening_line(desk: DeskHours | None) -> str:
    """A desk's days and hours in one line; empty without a desk or hours it has published."""
    if desk is None or not desk.published:
        return ""
    days = ", ".join(_days(part.strip()) for part in desk.days.split(","))
    hours = " và ".join(_hours(one) for one in desk.hours)
    return f"{days}: {hours}"


def _days(part: str) -> str:
    first, _, second = part.partition("-")
    if second in {"am", "pm"}:
        return f"{'sáng' if second == 'am' else 'chiều'} {_DAYS[first]}"
    return f"{_DAYS[first]}–{_DAYS[second]}" if second else _DAYS[first]


def _hours(hours: str) -> str:
    return "–".join(f"{int(one[:2])}:{one[3:]}" for one in hours.split("-"))


def dialled(number: str) -> str:
    """A phone number as a `tel:` address; empty when it holds no digits."""
    digits = "".join(c for c in number if c.isdecimal())
    return f"tel:{'+' if number.strip().startswith('+') else ''}{digits}" if digits else ""
