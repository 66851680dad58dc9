"""Amounts, times and dates in Vietnamese words."""

from datetime import date
from decimal import Decimal

from knowledge.procedures import Fee, FeeKind, ProcessingTime, TimeUnit

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

UNITS = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.HOUR: "giờ",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.MONTH: "tháng",
}


def money(amount: int) -> str:
    """Whole đồng with dots: 8.000đ."""
    return f"{amount:,}".replace(",", ".") + "đ"


def number(value: Decimal) -> str:
    """A number as written in Vietnamese: 2,5."""
    text = f"{value.normalize():f}"
    return text.replace(".", ",")


def day(when: date) -> str:
    """A date with its weekday: thứ Sáu 4/12/2026."""
    return f"{WEEKDAYS[when.weekday()]} {short_day(when)}"


def short_day(when: date) -> str:
    """A date in figures: 4/12/2026."""
    return f"{when.day}/{when.month}/{when.year}"


def processing_time(time: ProcessingTime) -> str:
    """One processing time; what has no figure is said in the source's words."""
    if time.unit is TimeUnit.SAME_DAY:
        return _same_day(time)
    if time.value is None or time.unit is None:
        return time.text or "chưa công bố"
    words = f"{number(time.value)} {UNITS[time.unit]}"
    if time.unit is TimeUnit.DAY:
        words += " (tính cả ngày nghỉ)"
    if time.cutoff is not None:
        words += f"; nộp sau {time.cutoff.hour} giờ thì tính từ ngày làm việc tiếp theo"
    return f"{words}. {time.text}" if time.text else words


def _same_day(time: ProcessingTime) -> str:
    if time.cutoff is None:
        return "trong ngày"
    return f"trong ngày; nộp sau {time.cutoff.hour} giờ thì trả ngày làm việc tiếp theo"


def fee(row: Fee) -> str:
    """One fee row. The council's fees are named as such, never guessed (P-3)."""
    words = _fee_words(row)
    if (
        row.kind is FeeKind.EXEMPT
        and row.text
        and row.text.lower().startswith(("không thu", "miễn"))
    ):
        return row.text[:1].lower() + row.text[1:].rstrip(".")
    return f"{words} ({row.text.rstrip('.')})" if row.text and words else row.text or words


def _fee_words(row: Fee) -> str:
    match row.kind:
        case FeeKind.AMOUNT:
            amount = money(row.amount or 0)
            return f"{amount}/{row.per}" if row.per else amount
        case FeeKind.EXEMPT:
            return "không thu" if not row.per else f"không thu ({row.per})"
        case FeeKind.COUNCIL:
            return "theo mức Hội đồng nhân dân tỉnh quy định"
        case FeeKind.UNKNOWN:
            return "chưa thấy công bố"
        case FeeKind.OTHER:
            return ""


def list_of(words: list[str]) -> str:
    """Words as a running list: "lệ phí, thời hạn và nơi nộp"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} và {words[-1]}"
