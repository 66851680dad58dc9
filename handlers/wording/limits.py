"""A citizen's own limit in words: the day, and the last open day before it."""

from datetime import date

from handlers.messages import Block, Paragraph
from handlers.wording import figures
from knowledge.procedures import CitizenLimit


def ask_day(limit: CitizenLimit) -> str:
    """Asks for the day the limit counts from."""
    return (
        f"Anh/chị cho em biết {limit.start} (ví dụ 7/10), em tính hạn giúp. "
        "Em chỉ dùng để tính rồi xoá, không lưu lại."
    )


def last_day(limit: CitizenLimit, last: date, advised: date, *, today: date) -> list[Block]:
    """The limit and the day to go; a limit gone by is told kindly, with what still can be done."""
    if limit.before:
        return [_window(last, advised)]
    if last < today:
        return [
            Paragraph(
                f"Hạn là {figures.day(last)}, nay đã qua. Anh/chị vẫn làm được, theo trường hợp "
                "quá hạn; nên đi sớm."
            )
        ]
    if advised != last:
        return [
            Paragraph(
                f"Hạn là {figures.day(last)}, hôm đó không làm việc; anh/chị nên đi trước hoặc "
                f"trong {figures.day(advised)}."
            )
        ]
    return [Paragraph(f"Hạn là {figures.day(last)}. Anh/chị nên đi sớm trước ngày đó.")]


def _window(first: date, end: date) -> Block:
    return Paragraph(f"Anh/chị làm được từ {figures.day(first)} đến {figures.day(end)}.")
