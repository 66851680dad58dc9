"""What officers read about their web console, in their chat."""

from datetime import datetime
from typing import Final

from handlers import actions
from handlers.messages import Block, Button, Link, Paragraph, Reply
from knowledge.calendar import local

SIGN_OUT: Final = "Thoát mọi phiên"
IN_PRIVATE: Final = (
    "Mã đăng nhập chỉ gửi trong cuộc trò chuyện riêng. Anh/chị mở trò chuyện riêng với em rồi gõ "
    "“đăng nhập”."
)
NO_CONSOLE: Final = "Ở đây chưa có trang làm việc của cán bộ. Anh/chị hỏi người quản trị."
SIGNED_OUT: Final = (
    "Đã thoát mọi phiên làm việc trên trang cán bộ. Mã đăng nhập cũ không dùng được."
)
_CHANGED: Final = {
    "set_up": "Đã cài mã xác nhận trên điện thoại cho trang làm việc",
    "reset": "Người quản trị đã xoá mã xác nhận cũ; lần đăng nhập tới anh/chị cài lại",
}


_WATCHED: Final = {"set_up": "vừa cài mã xác nhận mới", "reset": "vừa bị xoá mã xác nhận"}
FACTOR_TROUBLE: Final = {
    "wrong": "Mã xác nhận không đúng hoặc đã dùng. Chờ số mới rồi nhập lại.",
    "locked": "Nhập mã sai nhiều lần nên tạm khoá. Anh/chị thử lại sau.",
    "none": "Anh/chị cần cài mã xác nhận trước (trang Tài khoản).",
    "young": (
        "Mã xác nhận của anh/chị mới cài chưa đủ 3 ngày nên chưa mở được tên người gửi. "
        "Việc gấp: nhờ lãnh đạo khác hoặc người soát xét mở."
    ),
}
"""Why a code of the authenticator app opened nothing."""


def ticket(code: str, url: str, page: str) -> tuple[Block, ...]:
    """The way in; chats refuse links to a machine's own address, so that one is only told."""
    blocks: list[Block] = [
        Paragraph(
            f"Mã vào trang làm việc: {code}. Dùng một lần, trong 10 phút. "
            "Anh/chị đừng chuyển mã cho ai."
        )
    ]
    if url.startswith("https://"):
        blocks.append(Link("Mở trang làm việc", url))
    blocks.append(Paragraph(f"Ở máy khác: mở {page} rồi gõ mã."))
    return tuple(blocks)


def signed_in(at: datetime) -> Reply:
    """Said in the officer's chat when a browser was signed in."""
    return _not_you(f"Vừa có đăng nhập vào trang làm việc lúc {local(at):%H:%M %d/%m}.")


def second_factor_changed(what: str, at: datetime) -> Reply:
    """Said when the second factor was set up or reset."""
    return _not_you(f"{_CHANGED[what]} (lúc {local(at):%H:%M %d/%m}).")


def second_factor_watched(what: str, name: str, at: datetime) -> Reply:
    """Said to the other heads and reviewers: an app that opens reporters' names is new or gone."""
    words = (
        f"{name} {_WATCHED[what]} (lúc {local(at):%H:%M %d/%m}). Mã này mở được tên người phản "
        "ánh. Anh/chị hỏi lại người đó; nếu không phải họ làm, báo ngay cấp trên."
    )
    return Reply((Paragraph(words),))


def _not_you(text: str) -> Reply:
    words = f"{text} Nếu không phải anh/chị, bấm “{SIGN_OUT}” và báo người quản trị."
    return Reply((Paragraph(words),), (Button(SIGN_OUT, actions.build("work", "signout")),))
