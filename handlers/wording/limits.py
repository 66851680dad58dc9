"""A citizen's own limit in words: the day, and the last open day before it."""

from collections.abc import Sequence
from datetime import date

from handlers.messages import Block, Fact, Paragraph
from handlers.wording import figures
from handlers.wording.parts import LABELS, part_text
from handlers.wording.procedure import Setting, reservation, source_line
from handlers.wording.views import View
from knowledge.clocks import OwnLimit
from knowledge.procedures import CitizenLimit, Part, Procedure


def ask_day(limit: CitizenLimit) -> str:
    """Asks for the day the limit counts from."""
    return (
        f"Anh/chị cho em biết {limit.start} (ví dụ 7/10), em tính hạn giúp. "
        "Em chỉ dùng để tính rồi xoá, không lưu lại."
    )


def last_day(dates: OwnLimit, *, today: date, late: bool, ask: str) -> list[Block]:
    """The limit and the day to go; a limit gone by is told kindly, with what still can be done.

    That is what the record says of the `late`, or else to `ask` the desk.
    """
    if dates.last < today:
        left = (
            "vẫn làm được, theo trường hợp quá hạn; nên đi sớm"
            if late
            else f"hỏi quầy xem còn làm được không: {ask}"
        )
        return [Paragraph(f"Hạn là {figures.day(dates.last)}, nay đã qua. Anh/chị {left}.")]
    if dates.last_open_day < today:
        shut = "từ nay đến hôm đó quầy không làm việc"
        go = f"Anh/chị đi ngay ngày làm việc tới, hỏi thêm: {ask}."
        return [Paragraph(f"Hạn là {figures.day(dates.last)}, {shut}. {go}")]
    expected = " (lịch nghỉ còn dự kiến)" if dates.expected else ""
    if dates.first is not None:
        span = f"từ {figures.day(dates.first)} đến {figures.day(dates.last)}"
        if dates.last_open_day != dates.last:
            go = f"nên đi chậm nhất {figures.day(dates.last_open_day)}"
            span = f"{span}, hôm đó không làm việc{expected}; {go}"
        return [Paragraph(f"Anh/chị làm được {span}.")]
    if dates.last_open_day != dates.last:
        return [
            Paragraph(
                f"Hạn là {figures.day(dates.last)}, hôm đó không làm việc{expected}; anh/chị nên "
                f"đi chậm nhất {figures.day(dates.last_open_day)}."
            )
        ]
    return [Paragraph(f"Hạn là {figures.day(dates.last)}{expected}. Anh/chị nên đi sớm.")]


BASES = 2
"""Legal texts named under a day; a record may rest on a dozen, which its full card lists."""


def grounds(
    procedure: Procedure, limit: CitizenLimit, setting: Setting, beside: Sequence[Part] = ()
) -> list[Block]:
    """What the day told follows from: the rule, its legal basis, the source and its day (W-1).

    What was asked `beside` the day comes first.
    """
    rule = part_text(procedure, Part.LIMIT, setting.commune, View())
    asked = [part_text(procedure, part, setting.commune, View(brief=True)) for part in beside]
    named = procedure.legal_basis[:BASES]
    more = len(procedure.legal_basis) - len(named)
    others = f" và {more} văn bản khác (bấm Xem đầy đủ)" if more else ""
    blocks: list[Block] = [block for text in asked for block in text.blocks]
    blocks.append(Fact("Cách tính", limit.text))
    if named:
        blocks.append(Fact(LABELS[Part.LEGAL_BASIS], f"{'; '.join(named)}{others}"))
    blocks.extend(reservation(procedure, [*asked, rule], setting))
    blocks.extend(source_line(procedure, [*asked, rule], setting))
    return blocks
