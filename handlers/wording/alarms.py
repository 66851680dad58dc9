"""What who runs the program is told when it needs a hand."""

from datetime import datetime

from handlers.quotas import Usage
from knowledge.calendar import local


def messages(used: Usage) -> str:
    """A month's messages run out."""
    share = round(used.used * 100)
    said = (
        f"Kênh {used.endpoint}: tháng này đã dùng {number(used.messages)} trên "
        f"{number(used.plan.messages)} tin ({share} %)."
    )
    if used.used >= 1:
        return (
            f"{said} Em đếm được như vậy, hoặc Zalo liên tục báo hết lượt. "
            "Zalo có thể không nhận thêm tin nào đến đầu tháng sau."
        )
    if used.spent:
        return f"{said} Từ nay đến hết tháng em chỉ trả lời, không tự nhắn thông báo ở kênh này."
    return f"{said} Đến 90 % em sẽ chỉ trả lời, không tự nhắn thông báo ở kênh này."


def people(used: Usage) -> str:
    """A bot's people run out."""
    return (
        f"Kênh {used.endpoint}: đã có {number(used.people)} trên {number(used.plan.people)} người "
        "nhắn tin. Quá số này Zalo có thể không chuyển tin của người mới."
    )


def token(channel: str) -> str:
    """A channel's token is not taken any more."""
    return (
        f"Kênh {channel} đã dừng: nhà cung cấp không nhận mã truy cập (token). "
        "Anh/chị lấy token mới rồi khởi động lại chương trình giúp em."
    )


def silence(channel: str) -> str:
    """The webhook has brought nothing for long."""
    return (
        f"Kênh {channel}: đã lâu trong giờ làm việc không nhận được tin nào. Có thể Zalo không gọi "
        "được webhook: anh/chị xem giúp em bằng: motcua zalobot check."
    )


def gateway(name: str) -> str:
    """A gateway of the bridge does not take our signature."""
    return (
        f"Cổng {name} không nhận chữ ký của em, tin gửi qua cổng này đang phải chờ. "
        "Anh/chị so mật khẩu của hai bên (MOTCUA_BRIDGE__SECRETS) giúp em."
    )


def number(count: int) -> str:
    """With the thousands set apart: 3.000."""
    return f"{count:,}".replace(",", ".")


def stuck(channel: str, number: int, since: datetime) -> str:
    """Messages go nowhere, and what to look at."""
    return (
        f"Kẹt tin: {number} tin trên {channel} chờ từ {local(since):%H:%M %d/%m} mà không tin nào "
        "cùng loại đi được. Xem motcua serve còn chạy không, kênh có mở không: motcua doctor."
    )
