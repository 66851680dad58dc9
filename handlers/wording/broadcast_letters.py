"""What officers read in their chat about a broadcast that needs their eyes."""

from datetime import datetime

from handlers.broadcast import Broadcast
from knowledge.calendar import local


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


def _begins(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"


def _at(moment: datetime | None) -> str:
    return f"{local(moment):%H:%M ngày %d/%m/%Y}" if moment else "—"
