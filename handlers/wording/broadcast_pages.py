"""What officers read on the console's pages about what the ward writes to many."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.broadcast import Audience, BroadcastState
from handlers.broadcast_texts import Refused, Why
from handlers.wording import broadcasts as words

AUDIENCES: Final = {
    Audience.ALL: "Người đã đăng ký nhận tin",
    Audience.FOLLOWERS: "Người đang theo dõi hồ sơ",
    Audience.LIMITS: "Người đã nhờ nhắc hạn của mình",
    Audience.SHEET: "Người trong bảng tính, nạp ở bước sau",
}
FIELDS: Final = (
    "{phuong}", "{tinh}", "{noi_nhan}", "{dia_chi}", "{dien_thoai}", "{duong_day_nong}", "{nam}",
    "{quy}", "{thang}",
)  # fmt: skip
"""What a text may leave to be filled in."""
CHOOSE: Final = "Anh/chị chọn chủ đề và người nhận."
FIELD_LINE: Final = "Chỗ điền “{line}”: viết mỗi dòng một chỗ, dạng ngay: 4/12/2026"
NO_FILE: Final = "Anh/chị chọn tệp .xlsx hoặc .csv."
_WHY: Final = {
    Why.NOT_APPROVED: "Tin gửi {what} người: phải có người thứ hai duyệt trước khi gửi.",
    Why.FIELDS: "Tin có chỗ chưa biết điền gì: {what}. Anh/chị ghi vào ô Chỗ điền.",
    Why.LIST_ONCE: "Tin gửi theo danh sách thì không gửi định kỳ được.",
    Why.NO_LIST: "Tin này không gửi theo danh sách.",
    Why.DATE: "{what}",
    Why.NO_TEMPLATE: "Không có mẫu này.",
}


def refusal(refused: Refused) -> str:
    """Why an act was not done, for who cannot see a command line."""
    if refused.why in _WHY:
        return _WHY[refused.why].format(what=refused.what)
    return words.refusal(refused)


def progress(
    state: BroadcastState, counted: tuple[int, int, int], rate: float, left: timedelta | None
) -> str:
    """One line of how far it is; `counted` are sent, settled and all."""
    sent, settled, whole = counted
    share = 100 * settled / whole if whole else 0.0
    said = f"{words.STATES[state].capitalize()}: đã gửi {sent}/{whole} ({share:.1f} %)"
    if rate > 0:
        said += f", {rate:.1f} tin mỗi giây"
    return f"{said}, còn khoảng {_span(left)}" if left else said


def table(counts: Sequence[tuple[str, str, str, int]]) -> list[tuple[str, str, str, int]]:
    """What became of the copies: channel, state, why, number; the same ones together."""
    found: dict[tuple[str, str, str], int] = {}
    for channel, state, why, number in counts:
        said = (channel, words.BECAME.get(state, state), words.REASONS.get(why, why))
        found[said] = found.get(said, 0) + number
    return [(*said, number) for said, number in sorted(found.items())]


def _span(left: timedelta) -> str:
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    if minutes >= 60:
        return f"{minutes // 60} giờ {minutes % 60} phút"
    return f"{minutes} phút {seconds} giây" if minutes else f"{seconds} giây"
