"""What administrators are told when the Zalo Official Account needs a hand."""

from typing import Final

from handlers.messages import Paragraph, Reply
from handlers.zalo_account import AboutOa

_WHY: Final = {
    "no_login": "chưa có mã truy cập",
    "refresh_refused": "Zalo không nhận mã làm mới nữa",
    "refresh_unknown": "lần làm mới mã trước bị đứt giữa chừng nên mã đã mất",
    "auth": "Zalo từ chối cả mã truy cập mới",
    "wrong_account": "mã truy cập thuộc một OA khác",
    "key_lost": "không mở được mã đã niêm phong (zalo.key sai hoặc mất)",
}
_KINDS: Final = {"2": "doanh nghiệp", "4": "chính quyền"}
_READ_BACK: Final = {
    "unheard": (
        "có tin người dân mà Zalo không gửi tới webhook; em đã đọc lại từ Zalo và trả lời. "
        "Anh/chị xem trang quản trị ứng dụng, mục Webhook: có thể Zalo đã tắt."
    ),
    "too_old": (
        "lúc hệ thống ngừng có {detail} tin người dân đã quá một ngày nên em không tự trả lời nữa. "
        "Anh/chị mở công cụ chat của OA để trả lời giúp."
    ),
    "unread": (
        "em không đọc lại được tin đã lỡ, Zalo báo lỗi {detail}. Anh/chị kiểm tra quyền quản lý "
        "tin nhắn của ứng dụng; tin mới vẫn nhận và trả lời bình thường."
    ),
}
_LOGIN: Final = "Anh/chị chạy: motcua zalo login. Tin trả lời người dân đang chờ, chưa mất tin nào."


ACCOUNT_UNKNOWN: Final = (
    "Zalo chưa cho biết loại tài khoản, gói: serve hỏi khi chạy; trước đó chưa rõ được gửi tin gì."
)
OLDER_CALL: Final = " Tin đi bằng lời gọi v2 (Zalo không phục vụ loại tài khoản này ở v3)."
NO_ZBS: Final = (
    "có tin mẫu và ngân sách nhưng OA chưa nối tài khoản ZBS: "
    "tin mẫu sẽ bị từ chối, hãy nối ZBS ở Zalo."
)


def number_kept(phone: str) -> Reply:
    """What is kept, what for, and how it goes again."""
    return Reply(
        (
            Paragraph(
                f"Em đã giữ số điện thoại (đuôi {phone[-3:]}) để báo tin hồ sơ của anh/chị khi "
                "Zalo không cho nhắn ở đây. Muốn xoá, anh/chị gõ /dulieu ạ."
            ),
        )
    )


def account(told: AboutOa) -> str:
    """Which account this is, and what its package and links allow."""
    kind = _KINDS.get(told.kind, f"loại {told.kind or '?'}")
    checked = "đã xác thực" if told.verified else "CHƯA xác thực"
    zbs = "đã nối ZBS" if told.zbs else "chưa nối ZBS (không gửi được tin mẫu)"
    return f"OA {told.name} ({kind}, {checked}), gói {told.package or '?'}, {zbs}."


def why(word: str) -> str:
    """Why nothing goes."""
    return _WHY.get(word, word)


def alarm(endpoint: str, word: str) -> str:
    """Why the channel stands still, and what to do."""
    if word.startswith("stop:"):
        code = word.removeprefix("stop:")
        return (
            f"Kênh {endpoint} đang dừng gửi: Zalo báo lỗi {code} (quyền của ứng dụng, gói dịch vụ "
            "hoặc số dư). Anh/chị kiểm tra trang quản trị OA; em thử lại 30 phút một lần."
        )
    if word == "silence":
        return (
            f"Kênh {endpoint}: đã hết một ngày làm việc không nhận được tin nào. Có thể Zalo "
            "đã tắt webhook: anh/chị xem lại trang quản trị ứng dụng, mục Webhook."
        )
    kind, _, detail = word.partition(":")
    if kind in _READ_BACK:
        return f"Kênh {endpoint}: {_READ_BACK[kind].format(detail=detail)}"
    return f"Kênh {endpoint} đang dừng gửi: {why(word)}. {_LOGIN}"
