"""Messages that did not arrive, in officers' words: what, why, and what can be done."""

from typing import Final

from handlers.messages import ChannelName
from handlers.undelivered_lines import Line, Outcome, Trouble
from knowledge.calendar import local

KINDS: Final = {
    "reply": "trả lời người dân",
    "officer": "tin cho cán bộ",
    "notice": "tin báo",
    "broadcast": "tin gửi nhiều người",
    "alert": "tin khẩn",
}
CHANNELS: Final = {
    ChannelName.TELEGRAM: "Telegram",
    ChannelName.ZALO_BOT: "bot Zalo",
    ChannelName.ZALO_OA: "Zalo OA",
    ChannelName.WEB: "trang web",
    ChannelName.BRIDGE: "cổng của tỉnh",
    ChannelName.TERMINAL: "cửa sổ lệnh",
}
WHY: Final = {
    Trouble.UNKNOWN: "không rõ đã đến chưa: mất kết nối đúng lúc gửi",
    Trouble.GONE: "người nhận đã chặn, rời nhóm hoặc bỏ tài khoản",
    Trouble.TRIED: "đã thử {attempts} lần, kênh vẫn không nhận",
    Trouble.REFUSED: "kênh không nhận tin này ({reason})",
    Trouble.LATE: "chờ quá lâu, không gửi nữa",
}
DO: Final = {
    Trouble.UNKNOWN: "Gọi hỏi đã nhận chưa; chắc chắn chưa nhận mới gửi lại.",
    Trouble.GONE: "Gọi điện nếu cần; họ nhắn lại thì kênh mở lại.",
    Trouble.TRIED: "Gửi lại khi kênh đã thông, hoặc gọi điện.",
    Trouble.REFUSED: "Báo người quản trị xem lỗi, rồi gửi lại hoặc gọi điện.",
    Trouble.LATE: "Gửi lại nếu còn ích, hoặc gọi điện.",
}
NO_REPEAT: Final = {
    Outcome.NOBODY: "Không gửi lại được: người nhận đã chặn, rời kênh hoặc không muốn nhận tin.",
    Outcome.ERASED: "Không gửi lại được: nội dung đã xoá.",
    Outcome.TOO_LATE: "Không gửi lại: tin đã quá lúc còn ích.",
    Outcome.MAY_REPEAT: "Tin này có thể đã đến. Hỏi người nhận trước; chắc chắn chưa nhận mới gửi.",
    Outcome.OTHERS: "Người khác vừa xử lý tin này.",
    Outcome.DENIED: "Không có tin này, hoặc anh/chị không được xem.",
}
QUEUED: Final = "Đã xếp gửi lại."
LET_GO: Final = "Đã bỏ khỏi danh sách."
NONE: Final = "Không có tin nào không đến được."
SEE: Final = "Xem: motcua outbox dead, hoặc mục Tin lỗi ở trang /can-bo."


def kind(line: Line) -> str:
    """What kind of message, and about what, as far as it may be said."""
    said = KINDS[line.letter.kind]
    if line.case is not None:
        return f"{said}, phản ánh {line.case}"
    if line.dossier:
        return f"{said}, hồ sơ {line.dossier}"
    return f"{said} {line.letter.officer}" if line.letter.officer else said


def why(line: Line) -> str:
    """Why it did not arrive."""
    given = {"attempts": line.letter.attempts, "reason": line.letter.reason or "?"}
    return WHY[line.trouble].format(**given)


def todo(line: Line) -> str:
    """What can be done about it."""
    return NO_REPEAT[Outcome.ERASED] if line.letter.erased else DO[line.trouble]


def head(line: Line) -> str:
    """Number, moment, channel and kind."""
    letter = line.letter
    when = f"{local(letter.ended_at):%H:%M %d/%m}"
    return f"{letter.id} · {when} · {CHANNELS[letter.channel]} · {kind(line)}"


def digest(number: int) -> str:
    """The line of a morning."""
    return f"{number} tin gửi đi không đến được hoặc không rõ đã đến chưa. {SEE}"
