"""What the console itself says: labels of lists, acts, states and the lines of a history."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from handlers.cases.acts import Refused
from handlers.cases.listing import Scope
from handlers.cases.page import Happened
from handlers.wording import case_cards as cards
from knowledge.calendar import local
from knowledge.feedback.kinds import LABELS, OFFERED, FeedbackKind
from knowledge.feedback.states import CaseState

SCOPES: Final = {
    Scope.OPEN: "Đang mở",
    Scope.MINE: "Của tôi",
    Scope.NEW: "Chưa ai nhận",
    Scope.LATE: "Quá hạn",
    Scope.WAITING: "Chờ người gửi",
    Scope.ANSWERED: "Đã trả lời",
    Scope.ENDED: "Đã kết thúc",
}
STATES: Final = {
    CaseState.RECEIVED: "Mới nhận",
    CaseState.NEEDS_INFO: "Chờ người gửi bổ sung",
    CaseState.ASSIGNED: "Đang xử lý",
    CaseState.FORWARDED: "Đã chuyển cơ quan khác",
    CaseState.NOT_ACCEPTED: "Không tiếp nhận",
    CaseState.ANSWERED: "Đã trả lời",
    CaseState.REOPENED: "Mở lại",
    CaseState.WITHDRAWN: "Người gửi đã rút",
    CaseState.JOINED: "Đã gộp",
    CaseState.CLOSED: "Đã kết thúc",
    CaseState.ROUTED: "Đã chuyển theo luật",
}
_DID: Final = {
    "open": "gửi phản ánh",
    "add": "bổ sung",
    "claim": "nhận việc",
    "assign": "chuyển việc",
    "ask": "hỏi thêm người gửi",
    "answer": "trả lời",
    "forward": "chuyển cơ quan có thẩm quyền",
    "refuse": "không tiếp nhận",
    "route": "chuyển theo luật khiếu nại, tố cáo; nội dung đã xoá",
    "join": "gộp với phản ánh khác",
    "reopen": "mở lại",
    "withdraw": "rút phản ánh",
    "close": "kết thúc",
    "publish": "công khai",
    "unpublish": "gỡ công khai",
    "publish.named": "định công khai khi còn tên phải che",
    "part": "tách ra xử lý riêng",
    "note": "ghi chú nội bộ",
    "keep": "ghi là việc của phường, xã",
    "urgent": "đánh dấu khẩn",
    "mark": "ghi phản ánh về ai",
    "unlock": "mở tên người gửi",
    "explain": "ghi lý do chậm",
    "reclassify": "đổi loại",
    "override": "gửi dù kiểm tra chưa đạt, lý do",
    "named": "phản ánh có nêu tên cán bộ; quyền xem đã đổi",
    "go_on": "hết hạn chờ bổ sung, xử lý tiếp",
}
_BY: Final = {"citizen": "Người gửi", "system": "Hệ thống", "": "Cán bộ cũ"}
ABOUT: Final = {
    "nobody": "không về ai",
    "head": "người đứng đầu",
    "unclear": "chưa rõ về ai",
}
REFUSALS: Final = {
    Refused.GONE: cards.GONE,
    Refused.NOT_NOW: cards.NOT_NOW,
    Refused.NEEDS_REASON: cards.NEEDS_REASON,
    Refused.BLANK: cards.BLANK,
    Refused.LATE_REASON: cards.LATE_REASON,
    Refused.UNKNOWN_OFFICER: cards.UNKNOWN_OFFICER,
    Refused.NAMED: cards.NAMED,
    Refused.NEEDS_KEY: cards.NEEDS_KEY,
    Refused.NOT_ALLOWED: cards.NOT_ALLOWED,
}
BLANKS: Final = "Còn chỗ chưa điền: {blanks}."
_DONE: Final = {**cards.DONE, "claim": "Anh/chị đã nhận phản ánh {code}."}
_CODE: Final = re.compile(r"PA-\d{6}-\d{3,5}")
KINDS: Final = {kind.value: label for kind, label in LABELS.items()}
"""Of every list."""
MADE: Final = frozenset(kind.value for kind in OFFERED)
"""What an officer may make of a case."""


def did(one: Happened) -> str:
    """Who did what, in words."""
    who = _BY.get(one.by, one.by)
    what = _DID.get(one.act, one.act)
    if one.act == "reclassify":
        old, _, new = one.note.partition(">")
        return f"{who} {what}: {_kind(old)} → {_kind(new)}"
    return f"{who} {what}"


def _kind(text: str) -> str:
    return LABELS[FeedbackKind(text)] if text in KINDS else text


def meanwhile(news: Iterable[Happened]) -> str:
    """Somebody was faster: who did what and when."""
    told = "; ".join(f"{did(one)} lúc {local(one.at):%H:%M}" for one in news)
    return f"Trong lúc anh/chị xem trang này: {told}. Việc anh/chị vừa bấm chưa được làm."


def due_words(due: datetime, now: datetime, *, late: bool) -> str:
    """A due moment as one reads a list: the day, and how far it is."""
    day, today = local(due).date(), local(now).date()
    if late:
        gone = (today - day).days
        return f"quá hạn {gone} ngày" if gone else "quá hạn hôm nay"
    if day == today:
        return f"hôm nay, {local(due):%H:%M}"
    if day == today + timedelta(days=1):
        return "ngày mai"
    return f"{day:%d/%m/%Y}"


def done(act: str, code: str | None) -> str:
    """What was done on the page before; empty for anything else in the address."""
    known = code is not None and _CODE.fullmatch(code) is not None
    return _DONE[act].format(code=code) if known and act in _DONE else ""
