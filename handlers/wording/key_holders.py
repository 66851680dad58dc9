"""What is said of the key to reporters' names: in chats, on the console, on the command line."""

from datetime import datetime
from typing import Final

from handlers.messages import Block, Fact, Heading, Paragraph, Reply
from knowledge.calendar import local

_HAPPENED: Final = {
    "enrolled": "{who} vừa lập khoá niêm phong tên người phản ánh",
    "asked": "{who} vừa xin giữ khoá niêm phong, chờ một người đang giữ khoá cho vào",
    "admitted": "{who} vừa cho {whom} cùng giữ khoá niêm phong",
    "recovered": "{who} vừa dùng cụm từ trong phong bì để giữ khoá niêm phong",
    "rotated": "{who} vừa đổi khoá niêm phong, mọi tên đã niêm phong lại",
    "phrase": "{who} vừa đổi mật khẩu mở niêm phong của mình",
    "envelope": "{who} vừa làm cụm từ mới cho phong bì; cụm từ cũ hết dùng được",
    "removed": "{who} thôi giữ khoá niêm phong; nên đổi khoá",
    "paused": "Mật khẩu mở niêm phong bị nhập sai nhiều lần dưới tên {who}, đang tạm khoá",
}
"""Each act in words; the key is the end of its name in the audit trail."""
TROUBLE: Final = {
    "wrong": "Mật khẩu mở niêm phong không đúng.",
    "paused": "Nhập sai mật khẩu mở niêm phong nhiều lần nên tạm khoá. Anh/chị thử lại sau.",
    "not_enrolled": "Phường, xã chưa lập khoá niêm phong.",
    "enrolled": "Phường, xã đã có khoá niêm phong.",
    "holds": (
        "Anh/chị đang giữ khoá niêm phong. Quên mật khẩu: xin lại khi có người khác cùng giữ khoá, "
        "hoặc dùng phong bì."
    ),
    "no_holder": (
        "Chưa giữ khoá niêm phong, hoặc còn chờ một người đang giữ khoá cho vào (trang Niêm phong)."
    ),
    "not_allowed": (
        "Chỉ lãnh đạo và người soát xét giữ khoá niêm phong; ai kiêm quản trị thì không."
    ),
    "weak": (
        "Mật khẩu cần ít nhất 12 chữ, không chỉ toàn số và không lặp một chữ. "
        "Bỏ trống thì máy đặt giúp."
    ),
    "code": "Mã đối chiếu không khớp. Anh/chị nghe người đó đọc lại từ trang Niêm phong của họ.",
    "swapped": (
        "Khoá trong cơ sở dữ liệu không phải khoá đã lập. Không mở gì thêm; báo ngay cấp trên "
        "và khôi phục bản sao lưu."
    ),
    "again": "Vừa có người khác làm việc này. Anh/chị xem lại rồi làm lại.",
}
"""Why nothing was done."""
SAY_IT_PLAINLY: Final = (
    "Ai mất hết mật khẩu thì mất hết tên: nếu mọi người giữ khoá đều quên và phong bì cũng mất, "
    "không ai mở được tên người phản ánh nữa, kể cả người làm ra phần mềm."
)
ENVELOPE: Final = (
    "Cụm từ dự phòng dưới đây chỉ hiện một lần. Anh/chị in hoặc chép ra giấy, bỏ phong bì dán kín, "
    "ký mép, cất trong két sắt cơ quan; không chụp ảnh, không gửi qua tin nhắn, không để người "
    "quản trị máy giữ."
)


def happened(what: str, who: str, whom: str, at: datetime) -> Reply:
    """Told to every head and reviewer."""
    words = _HAPPENED[what].format(who=who, whom=whom)
    text = (
        f"{words} (lúc {local(at):%H:%M %d/%m}). Khoá này mở tên người phản ánh. Nếu anh/chị thấy "
        "lạ, hỏi lại người đó và báo ngay cấp trên."
    )
    return Reply((Paragraph(text),))


UNLOCKED_BY: Final = (
    "Tin này gửi cho quản trị mỗi lần có người mở, không nêu phản ánh nào. Anh/chị hỏi lại người "
    "mở; nếu không phải họ làm, cho họ ra khỏi mọi phiên (motcua staff sign-out) và báo lãnh đạo."
)


def unlocked_by(by: str) -> list[Block]:
    """Told to the administrator, who sees no case."""
    return [
        Heading("Vừa mở niêm phong tên một người phản ánh"),
        Fact("Người mở", by),
        Paragraph(UNLOCKED_BY),
    ]
