"""When an answer is owed, as an officer's card says it: what is left, whose step, if paused."""

from datetime import timedelta
from typing import Final

from handlers.messages import Block, Fact
from handlers.wording.case_cards import moment_text
from knowledge.calendar import local
from knowledge.feedback.clocks import Standing
from knowledge.feedback.states import CaseState

NEXT: Final = {
    CaseState.RECEIVED: "cán bộ nhận việc",
    CaseState.NEEDS_INFO: "người gửi bổ sung",
    CaseState.ASSIGNED: "cán bộ trả lời",
    CaseState.REOPENED: "cán bộ trả lời",
}
"""Whose step it is; nobody's once the ward owes nothing."""


def clock(state: CaseState, found: Standing, holder: str = "") -> list[Block]:
    """When the answer is owed, what is left of it, whose step it is; of an ended case its date."""
    due, step = moment_text(found.due), NEXT.get(state)
    if step is None:
        return [Fact("Hạn trả lời", due)]
    if found.paused_since is not None:
        since = moment_text(found.paused_since)
        return [Fact("Hạn trả lời", f"tạm dừng từ {since}"), Fact("Đến lượt", step)]
    over = found.left < timedelta(0)
    left = working_time(abs(found.left), found.day)
    said = f"QUÁ HẠN {left}" if over else f"còn {left}"
    if state is not CaseState.NEEDS_INFO and holder:
        step = f"{holder} trả lời"
    at = f"{local(found.at):%H:%M %d/%m}"
    return [Fact("Hạn trả lời", f"{due}, {said} (tính lúc {at})"), Fact("Đến lượt", step)]


def working_time(left: timedelta, day: timedelta) -> str:
    """Working time in days and hours, below an hour in minutes."""
    days, rest = divmod(left, day)
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    parts = [f"{days} ngày"] if days else []
    parts += [f"{hours} giờ"] if hours else []
    if not parts:
        parts = [f"{minutes} phút"]
    return f"{' '.join(parts)} làm việc"
