"""What officers read in their chat about a broadcast that needs their eyes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from handlers.broadcast import Broadcast, BroadcastState
from handlers.wording.broadcast_reports import ELSEWHERE, REACHED
from handlers.wording.broadcasts import TWICE
from knowledge.calendar import local

WILLED: Final = ("cancelled", "stopped", "erased")
"""Nobody is to be called about these."""


class Counted(Protocol):
    """How many copies stand so."""

    @property
    def state(self) -> str:
        """What became of them."""
        ...

    @property
    def why(self) -> str:
        """Why not."""
        ...

    @property
    def number(self) -> int:
        """How many."""
        ...

    @property
    def area(self) -> str:
        """Where they live."""
        ...


def planned(one: Broadcast, size: int, *, asks: bool, expected: bool) -> str:
    """A time of one that repeats is on its way."""
    lines = [
        f"Tin định kỳ số {one.series}: tin số {one.id} sẽ gửi lúc {_at(one.due)}, {size} người.",
        f"“{_begins(one.words)}”",
    ]
    if asks:
        lines.append("Số người nhiều hơn lúc duyệt: phải có người thứ hai duyệt trước giờ gửi.")
    if expected:
        lines.append("Lịch nghỉ của ngày ấy chưa xác nhận: anh/chị xem lại ngày gửi.")
    lines.append(
        f"Xem trước, bỏ lần này: trang cán bộ, mục Tin gửi, tin {one.id} "
        f"(hoặc motcua broadcast preview {one.id}, cancel {one.id})."
    )
    return "\n".join(lines)


def held(one: Broadcast, size: str) -> str:
    """It waits for a second person."""
    return (
        f"Tin số {one.id} đến giờ nhưng chưa gửi: nay có {size} người nhận, phải có người thứ hai "
        f"duyệt thì mới gửi: “{_begins(one.words)}” Xem cả tin: trang cán bộ, mục Tin gửi, tin "
        f"{one.id}. Quá {_at(one.expires_at)} thì tin không gửi nữa."
    )


def missed(one: Broadcast) -> str:
    """Its time went by."""
    return (
        f"Tin số {one.id} lẽ ra gửi lúc {_at(one.due)} nhưng chưa gửi cho ai và nay đã quá hạn: "
        f"“{_begins(one.words)}” Nếu còn cần, anh/chị soạn tin mới để gửi bù."
    )


def done(one: Broadcast, counts: Sequence[Counted], lack: int) -> str:
    """It is over: how many it reached, whom it did not by where they live, where to see them."""
    cancelled = one.state is BroadcastState.CANCELLED
    whole = sum(each.number for each in counts)
    sent = sum(each.number for each in counts if each.state in REACHED)
    arrived = sum(each.number for each in counts if each.state == "delivered")
    heard = f", trong đó {arrived} đã báo đến máy" if arrived else ""
    lines = [
        f"Tin số {one.id} {'đã huỷ' if cancelled else 'đã gửi xong'}: “{_begins(one.words)}”",
        f"Đã gửi {sent}/{whole} người{heard}.",
    ]
    missed = [each for each in counts if each.state not in REACHED and each.why not in WILLED]
    if missed:
        lines.append(_missed(missed))
    if again := sum(each.number for each in counts if each.why == TWICE):
        lines.append(f"{again} người có thể nhận hai lần: máy dừng đúng lúc đang gửi.")
    if lack:
        lines.append(lacking(lack))
    if missed or lack:
        lines.append(
            f"Xem từng người, số để gọi: trang cán bộ, mục Tin gửi, tin {one.id}, “Ai chưa nhận "
            f"được” (hoặc motcua broadcast calls {one.id})."
        )
    return "\n".join(lines)


def lacking(number: int) -> str:
    """So many were to get a copy and have none."""
    return f"Thiếu: {number} người không có bản tin nào, nhờ quản trị xem nhật ký máy."


def _missed(counts: Sequence[Counted]) -> str:
    number = sum(each.number for each in counts)
    by_area: dict[str, int] = {}
    for each in counts:
        by_area[each.area] = by_area.get(each.area, 0) + each.number
    if not any(by_area):
        return f"Chưa nhận được: {number} người."
    areas = sorted(by_area, key=lambda one: (not one, one))
    said = "; ".join(f"{area or ELSEWHERE}: {by_area[area]}" for area in areas)
    return f"Chưa nhận được: {number} người. {said}."


def _begins(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"


def _at(moment: datetime | None) -> str:
    return f"{local(moment):%H:%M ngày %d/%m/%Y}" if moment else "—"
