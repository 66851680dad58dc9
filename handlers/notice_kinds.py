"""The kinds of notices, each with who hears it, why, and how long it is of use (domain.md §4.3).

The provincial SMS service knows 18 kinds; `docs/notices.md` lists ours beside what moves them, and
beside what such a service tells.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class NoticeKind(StrEnum):
    """A notice to a citizen who follows a dossier or asked to be reminded."""

    ACCEPTED = "accepted"
    RESUMED = "resumed"
    SUPPLEMENT = "supplement"
    SUPPLEMENT_CLOSING_3 = "supplement-3d"
    SUPPLEMENT_CLOSING_1 = "supplement-1d"
    SUPPLEMENT_OVER = "supplement-over"
    PAYMENT = "payment"
    PAYMENT_REMINDER = "payment-3d"
    FISCAL_TOMORROW = "fiscal-1d"
    DUE_TOMORROW = "due-1d"
    DATE_MOVED = "date-moved"
    APOLOGY = "apology"
    READY = "ready"
    UNCOLLECTED = "uncollected"
    REJECTED = "rejected"
    RETURNED = "returned"
    STOPPED = "stopped"
    WITHDRAWAL = "withdrawal"
    SATISFACTION = "satisfaction"
    OWN_LIMIT_OPENS = "own-limit-opens"
    OWN_LIMIT_7 = "own-limit-7d"
    OWN_LIMIT_1 = "own-limit-1d"


@dataclass(frozen=True, slots=True)
class About:
    """What holds for every notice of a kind."""

    says: str
    """What it tells, in Vietnamese, for `motcua notices due` and the officers' list."""
    why: str
    """What moves it, in Vietnamese."""
    basis: str
    """The law or practice it stands on."""
    life: timedelta
    """How long after its moment it is still of use; later it is dropped, never sent stale."""
    claims_now: bool = False
    """Says what is so now, not what happened: never from a copy older than one working day."""


_STATUS_BASIS: Final = "NĐ 224/2026/NĐ-CP điều 15"
_WARD: Final = "quy định của phường"
_DAYS: Final = timedelta(days=1)

ABOUT: Final[dict[NoticeKind, About]] = {
    NoticeKind.ACCEPTED: About(
        "Hồ sơ đã được tiếp nhận, ngày hẹn", "phần mềm báo tiếp nhận", _STATUS_BASIS, 3 * _DAYS
    ),
    NoticeKind.RESUMED: About(
        "Hết tạm dừng, hồ sơ giải quyết tiếp",
        "phần mềm báo giải quyết tiếp sau khi chờ",
        _STATUS_BASIS,
        3 * _DAYS,
    ),
    NoticeKind.SUPPLEMENT: About(
        "Cần bổ sung giấy tờ nào, hạn bổ sung",
        "phần mềm báo yêu cầu bổ sung",
        "TT 03/2025/TT-VPCP mẫu 02",
        7 * _DAYS,
    ),
    NoticeKind.SUPPLEMENT_CLOSING_3: About(
        "Còn 3 ngày làm việc để bổ sung",
        "trước hạn bổ sung 3 ngày làm việc",
        _WARD,
        _DAYS,
        claims_now=True,
    ),
    NoticeKind.SUPPLEMENT_CLOSING_1: About(
        "Sắp hết hạn bổ sung", "trước hạn bổ sung 1 ngày làm việc", _WARD, _DAYS, claims_now=True
    ),
    NoticeKind.SUPPLEMENT_OVER: About(
        "Đã hết hạn bổ sung, hồ sơ có thể bị dừng",
        "ngày làm việc sau hạn bổ sung, giấy tờ chưa có",
        "NĐ 105/2025/NĐ-CP",
        3 * _DAYS,
        claims_now=True,
    ),
    NoticeKind.PAYMENT: About(
        "Cần nộp phí, lệ phí hoặc nghĩa vụ tài chính",
        "phần mềm báo chờ nộp tiền",
        _STATUS_BASIS,
        7 * _DAYS,
    ),
    NoticeKind.PAYMENT_REMINDER: About(
        "Nhắc nộp phí, lệ phí",
        "3 ngày làm việc sau khi báo nộp",
        _WARD,
        2 * _DAYS,
        claims_now=True,
    ),
    NoticeKind.FISCAL_TOMORROW: About(
        "Sắp đến hẹn chuyển thông tin sang cơ quan thuế",
        "trước hẹn thuế 1 ngày làm việc",
        _WARD,
        _DAYS,
        claims_now=True,
    ),
    NoticeKind.DUE_TOMORROW: About(
        "Sắp đến ngày hẹn, dự kiến có kết quả",
        "trước ngày hẹn 1 ngày làm việc, 16 giờ",
        _WARD,
        _DAYS,
        claims_now=True,
    ),
    NoticeKind.DATE_MOVED: About(
        "Ngày hẹn đổi sau thời gian tạm dừng",
        "phần mềm ghi ngày hẹn mới",
        _STATUS_BASIS,
        3 * _DAYS,
    ),
    NoticeKind.APOLOGY: About(
        "Xin lỗi, lý do, ngày hẹn mới",
        "có phiếu xin lỗi và hẹn lại",
        "TT 03/2025/TT-VPCP mẫu 04",
        7 * _DAYS,
    ),
    NoticeKind.READY: About(
        "Đã có kết quả, mời đến nhận",
        "phần mềm báo xong và quầy xác nhận có kết quả",
        _STATUS_BASIS,
        14 * _DAYS,
    ),
    NoticeKind.UNCOLLECTED: About(
        "Kết quả vẫn chờ ở quầy", "5 ngày làm việc chưa nhận", _WARD, 5 * _DAYS, claims_now=True
    ),
    NoticeKind.RETURNED: About(
        "Kết quả đã được trả", "phần mềm báo đã trả kết quả", _STATUS_BASIS, _DAYS
    ),
    NoticeKind.REJECTED: About(
        "Hồ sơ không được tiếp nhận", "phần mềm báo từ chối", _STATUS_BASIS, 7 * _DAYS
    ),
    NoticeKind.STOPPED: About(
        "Hồ sơ đã dừng giải quyết", "phần mềm báo dừng", _STATUS_BASIS, 7 * _DAYS
    ),
    NoticeKind.WITHDRAWAL: About(
        "Đã ghi nhận đề nghị rút hồ sơ", "phần mềm báo rút", _STATUS_BASIS, 3 * _DAYS
    ),
    NoticeKind.SATISFACTION: About(
        "Hỏi mức độ hài lòng",
        "1 ngày làm việc sau khi trả kết quả",
        "QĐ 766/QĐ-TTg",
        7 * _DAYS,
    ),
    NoticeKind.OWN_LIMIT_OPENS: About(
        "Từ hôm nay làm được, hạn của anh/chị", "anh/chị nhờ nhắc", _WARD, 3 * _DAYS
    ),
    NoticeKind.OWN_LIMIT_7: About(
        "Còn 7 ngày đến hạn của anh/chị", "anh/chị nhờ nhắc", _WARD, 3 * _DAYS
    ),
    NoticeKind.OWN_LIMIT_1: About("Sắp hết hạn của anh/chị", "anh/chị nhờ nhắc", _WARD, _DAYS),
}
"""Every kind; a test holds that none is missing."""
