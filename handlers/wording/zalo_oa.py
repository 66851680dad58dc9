"""What administrators are told when the Zalo Official Account needs a hand."""

from datetime import datetime
from typing import Final

from handlers.messages import Paragraph, Reply
from handlers.traffic import Traffic
from handlers.zalo_account import AboutOa
from knowledge.calendar import local

_WHY: Final = {
    "no_login": "chưa có mã truy cập",
    "refresh_refused": "Zalo không nhận mã làm mới nữa",
    "refresh_unknown": "lần làm mới mã trước bị đứt giữa chừng nên mã đã mất",
    "auth": "Zalo từ chối cả mã truy cập mới",
    "wrong_account": "mã truy cập thuộc một OA khác",
    "key_lost": "không mở được mã đã niêm phong (zalo.key sai hoặc mất)",
}
_KINDS: Final = {"2": "doanh nghiệp", "4": "chính quyền"}
_ALARMS: Final = {
    "stop:-240": (
        " đang dừng gửi: Zalo báo lỗi -240, cách gửi tin cũ (v2) mà OA này dùng đã đóng. Em chuyển "
        "sang v3 và thử lại 30 phút một lần, chưa mất tin nào. Nếu vẫn lỗi, anh/chị hỏi Zalo loại "
        "OA và gói này còn được gửi tin không."
    ),
    "stop": (
        " đang dừng gửi: Zalo báo lỗi {detail} (quyền của ứng dụng, gói dịch vụ hoặc số dư). "
        "Anh/chị kiểm tra trang quản trị OA; em thử lại 30 phút một lần."
    ),
    "templates": (
        ": Zalo đang không nhận tin mẫu nào, lỗi {detail} (ví ZBS hết tiền, quyền hoặc gói). Tin "
        "trả lời người dân vẫn gửi bình thường; tin mẫu đang chờ, em thử lại 30 phút một lần. "
        "Anh/chị kiểm tra tài khoản ZBS và trang quản trị OA."
    ),
    "files": (
        ": Zalo đang không nhận tệp gửi đi, lỗi {detail} (hết lượt tải tệp của tháng, quyền hoặc "
        "gói). Tin trả lời vẫn gửi bình thường; ai cần tệp được mời đến quầy hoặc gọi quầy. "
        "Anh/chị kiểm tra trang quản trị OA."
    ),
    "silence": (
        ": đã lâu trong giờ làm việc không nhận được tin nào. Có thể Zalo đã tắt webhook: anh/chị "
        "xem lại trang quản trị ứng dụng, mục Webhook."
    ),
    "forged": (
        ": các lần Zalo gọi webhook gần đây đều sai chữ ký nên em không nhận tin nào. Anh/chị so "
        "MOTCUA_ZALO_OA__OA_SECRET_KEY với “OA Secret Key” ở mục Webhook của trang quản trị ứng "
        "dụng (khác app secret), rồi thử: motcua zalo check. Nếu khoá đúng, có người đang giả Zalo."
    ),
    "unheard": (
        ": có tin người dân mà Zalo không gửi tới webhook; em đã đọc lại từ Zalo và trả lời. "
        "Anh/chị xem trang quản trị ứng dụng, mục Webhook: có thể Zalo đã tắt."
    ),
    "too_old": (
        ": lúc hệ thống ngừng có {detail} tin người dân đã quá một ngày nên em không tự trả lời "
        "nữa. Anh/chị mở công cụ chat của OA để trả lời giúp."
    ),
    "unread": (
        ": em không đọc lại được tin đã lỡ, Zalo báo lỗi {detail}. Anh/chị kiểm tra quyền quản lý "
        "tin nhắn của ứng dụng; tin mới vẫn nhận và trả lời bình thường."
    ),
}
"""By word, or by what stands before its colon; what stands behind is the detail."""
_LOGIN: Final = "Anh/chị chạy: motcua zalo login. Tin trả lời người dân đang chờ, chưa mất tin nào."


ACCOUNT_UNKNOWN: Final = (
    "Zalo chưa cho biết loại tài khoản, gói: serve hỏi khi chạy; trước đó chưa rõ được gửi tin gì."
)
OLDER_CALL: Final = " Tin đi bằng lời gọi v2 (Zalo không phục vụ loại tài khoản này ở v3)."
NO_ZBS: Final = (
    "có tin mẫu và ngân sách nhưng OA chưa nối tài khoản ZBS: "
    "tin mẫu sẽ bị từ chối, hãy nối ZBS ở Zalo."
)


FORM_TITLE: Final = "Số điện thoại để báo tin hồ sơ"
FORM_SUBTITLE: Final = "Chỉ dùng khi Zalo không cho nhắn ở đây. Gõ /dulieu để xoá."
NO_FORM: Final = (
    "Lúc này Zalo chưa mở được mẫu gửi số điện thoại. Em vẫn báo tin ở đây khi Zalo còn cho nhắn ạ."
)
"""Said where Zalo does not take the form."""


def phone_quota(daily: int | None, remaining: int) -> str:
    """How many templates Zalo still takes by phone today."""
    of = f" trên {daily}" if daily is not None else ""
    rest = "" if remaining else "; phần còn lại chờ sang ngày mai"
    return f"tin mẫu theo số điện thoại: hôm nay Zalo còn nhận {remaining}{of} tin{rest}."


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
    followers = "" if told.followers is None else f", {told.followers} người quan tâm"
    return f"OA {told.name} ({kind}, {checked}), gói {told.package or '?'}{followers}, {zbs}."


def calls_left(told: AboutOa, at: datetime) -> str:
    """How many calls the app had left in the minute in which Zalo told it."""
    return f"lúc {local(at):%H:%M %d/%m} Zalo cho gọi thêm {told.calls_left} lần trong phút."


def traffic(now: Traffic) -> str:
    """When the webhook last brought something, and what waits on both sides."""
    last = "chưa có tin nào" if now.last is None else f"{local(now.last):%H:%M %d/%m}"
    return (
        f"tin đến gần nhất: {last}; đang chờ trả lời {now.stored}, xử lý lỗi {now.parked}, "
        f"chờ gửi {now.queued}, tạm giữ {now.withheld}."
    )


def why(word: str) -> str:
    """Why nothing goes."""
    return _WHY.get(word, word)


def alarm(endpoint: str, word: str) -> str:
    """Why the channel stands still, and what to do."""
    kind, _, detail = word.partition(":")
    if (said := _ALARMS.get(word) or _ALARMS.get(kind)) is not None:
        return f"Kênh {endpoint}{said.format(detail=detail)}"
    return f"Kênh {endpoint} đang dừng gửi: {why(word)}. {_LOGIN}"
