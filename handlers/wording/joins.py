"""What is said about one person's chats on several channels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.messages import Button, ChannelName, Paragraph, Reply
from knowledge.calendar import local

NAMES: Final = {
    ChannelName.TELEGRAM: "Telegram",
    ChannelName.ZALO_BOT: "Zalo (bot)",
    ChannelName.ZALO_OA: "Zalo",
    ChannelName.WEB: "trang web",
    ChannelName.BRIDGE: "cổng của tỉnh",
    ChannelName.TERMINAL: "cửa sổ lệnh",
}
GET_CODE: Final = "Lấy mã nối kênh"
AGREE: Final = "Đồng ý nối"
DECLINE: Final = "Không nối"
PART: Final = "Gỡ kênh này ra"
WHAT_FOR: Final = (
    "Anh/chị nhắn với em ở nhiều nơi (Telegram, Zalo, trang web) thì có thể nối lại, để tin "
    "hồ sơ đến nơi gửi được. Các nơi đã nối cùng xem được hồ sơ anh/chị theo dõi. "
    "Gỡ ra lúc nào cũng được."
)
SPENT: Final = "Mã này không đúng, đã dùng hoặc quá 15 phút. Anh/chị lấy mã mới: gõ /noikenh ạ."
SAME_CHANNEL: Final = (
    "Mã này để gõ ở kênh khác (ví dụ lấy mã ở Telegram thì gõ ở Zalo), không gõ cùng một kênh ạ."
)
PART_FIRST: Final = (
    "Kênh này đang nối với nơi khác. Anh/chị gỡ ra trước (gõ /noikenh), rồi lấy mã mới để nối ạ."
)
ALREADY: Final = "Hai kênh này đã nối với nhau rồi ạ."
ALONE: Final = "Kênh này chưa nối với kênh nào ạ."
PARTED: Final = "Em đã gỡ kênh này ra. Tin hồ sơ anh/chị theo dõi ở đây chỉ gửi về đây."
OTHER_PARTED: Final = "Một kênh đã nối với kênh này vừa được gỡ ra theo yêu cầu ở kênh ấy."


def code(text: str, until: datetime) -> str:
    """A code with how to use it."""
    return (
        f"Mã nối kênh của anh/chị: {text}\nTrước {local(until):%H:%M}, anh/chị mở kênh kia (Zalo, "
        "Telegram hoặc trang web), gõ mã này rồi bấm đồng ý. Đừng đưa mã cho người khác: ai dùng "
        "mã sẽ xem được hồ sơ anh/chị theo dõi."
    )


def ask(other: ChannelName) -> str:
    """What agreeing means, before it is agreed to."""
    return (
        f"Mã này nối cuộc trò chuyện này với một cuộc trò chuyện ở {NAMES[other]}. Nối rồi, "
        "hai nơi cùng xem được hồ sơ theo dõi, tin gửi đến nơi gửi được. "
        "Chỉ đồng ý nếu chính anh/chị vừa lấy mã ở đó."
    )


def done(other: ChannelName) -> str:
    """Joined, said where it was agreed to."""
    return f"Đã nối với {NAMES[other]}. Muốn gỡ, anh/chị gõ /noikenh ạ."


def joined(others: Sequence[ChannelName]) -> str:
    """What this chat is joined with."""
    listed = ", ".join(dict.fromkeys(NAMES[one] for one in others))
    return f"Kênh này đang nối với: {listed}. Tin hồ sơ gửi đến nơi gửi được."


def told(other: ChannelName) -> Reply:
    """Said where the code was made: so that nobody is joined unknowingly."""
    text = f"Kênh này vừa được nối với {NAMES[other]}. Không phải anh/chị làm thì bấm gỡ ngay ạ."
    return Reply((Paragraph(text),), (Button(PART, actions.build("join", "part")),))
