"""What officers read while an answered question becomes a phrase the bot knows."""

from collections.abc import Sequence
from typing import Final

from knowledge.feedback.codes import CaseCode

STATE_NAMES: Final = {
    "trial": "đang thử",
    "check": "chờ thử",
    "asked": "chờ thử để dùng",
    "live": "đang dùng",
    "revoked": "đã thôi",
}
OFFER: Final = (
    "Anh/chị vừa trả lời câu hỏi {code}, máy chưa biết cách hỏi này. Câu hỏi đó về thủ tục nào, để "
    "lần sau máy tự trả lời? Không phải thủ tục thì làm thẻ từ câu trả lời."
)
MAKE_CARD: Final = "Làm thẻ trả lời"
CHOOSE: Final = "Chọn thủ tục"
NO: Final = "Không dùng"
NOT_USED: Final = "Vâng ạ, câu này không dùng."
WHICH: Final = "Câu hỏi {code} về thủ tục nào? Chọn, hoặc gõ tên hay mã thủ tục."
UNKNOWN: Final = "Em không tìm thấy thủ tục đó. Anh/chị gõ mã (1.001193) hoặc tên khác."
PHRASE: Final = (
    "{name}: người dân gọi việc này là gì? Anh/chị gõ cách nói ngắn (dưới {longest} chữ), bỏ tên "
    "và số của người hỏi."
)
WHOLE: Final = "Dùng nguyên câu hỏi"
NOT_A_PHRASE: Final = (
    "Cách nói phải ngắn (dưới {longest} chữ), không có tên, số điện thoại. Anh/chị gõ lại."
)
NOTED: Final = (
    "Đã ghi “{phrase}” cho {name}. Phụ trách một cửa hoặc lãnh đạo cho thử và dùng; có kết quả "
    "em báo."
)
KNOWN: Final = "Thủ tục này đã có, hoặc từng có, cách nói đó."
WAITS: Final = "{who} ghi một cách nói mới: “{phrase}” → {name}. Thử trên bộ câu hỏi rồi dùng?"
TRY: Final = "Thử và dùng"
DROP: Final = "Bỏ cách nói này"
REVOKE: Final = "Thôi dùng"
TRYING: Final = "Em đang thử “{phrase}” trên bộ câu hỏi, vài phút nữa báo anh/chị."
DROPPED: Final = "Đã bỏ “{phrase}”."
REVOKED: Final = "Đã thôi dùng “{phrase}”."
NOT_NOW: Final = "Cách nói này không còn chờ việc đó."
NOT_ALLOWED: Final = "Chỉ phụ trách một cửa hoặc lãnh đạo cho dùng một cách nói."
LIVE: Final = "“{phrase}” đã qua bộ câu hỏi và đang dùng cho {name}."
FAILED: Final = "“{phrase}” chưa dùng được cho {name}: {why}. Cách nói được giữ lại, chưa dùng."
ASTRAY: Final = "máy vẫn hiểu câu đó sang việc khác"
SPOILS: Final = "làm sai {number} câu đang đúng, ví dụ “{line}”"


def offer(code: CaseCode) -> str:
    """Asked once, after the answer."""
    return OFFER.format(code=code)


def why(*, leads: bool, spoilt: Sequence[str]) -> str:
    """Why a phrase did not pass."""
    parts = [] if leads else [ASTRAY]
    if spoilt:
        parts.append(SPOILS.format(number=len(spoilt), line=spoilt[0].partition(": ")[2]))
    return "; ".join(parts)


TAUGHT: Final = {
    "ghi": "Đã ghi, chưa dùng. Phụ trách một cửa hoặc lãnh đạo cho thử và dùng.",
    "thu": "Đã xếp hàng thử trên bộ câu hỏi, trong khoảng một phút có kết quả.",
    "dung": "Đang thử trên bộ câu hỏi; đạt thì dùng luôn, trong khoảng một phút.",
    "thoi": "Đã thôi dùng.",
}
"""What the console says after a button."""
PHRASES: Final = "Cách nói của thủ tục"
CARDS: Final = "Thẻ làm từ câu trả lời"
WHICH_PROCEDURE: Final = "Có nhiều thủ tục khớp: chọn một thủ tục rồi ghi."
PRIVATE_LEFT: Final = (
    "Chưa ghi: còn chỗ có vẻ là thông tin riêng. Viết lại nội dung, hoặc đánh dấu chỗ không phải "
    "của riêng ai."
)
MOVING: Final = "Đang thử {left} mục trên bộ câu hỏi."
