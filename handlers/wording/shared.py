"""What the records of all offered procedures agree on, in lines: for who cannot choose."""

from collections.abc import Sequence
from typing import Final

from handlers.wording import figures
from handlers.wording.documents import named
from handlers.wording.parts import LABELS, figure_lines
from handlers.wording.writers import desk
from knowledge.commune import Commune
from knowledge.procedures import Handover, Part, Procedure, SubmissionWay
from knowledge.text.folding import fold

ALIKE: Final = (Part.FEE, Part.TIME)
"""Figures told when they are the same whichever option it is."""
IDENTITY: Final = "căn cước"
"""A record asks to see it under many names: the card, its electronic form, a passport."""


def lines(offered: Sequence[Procedure], commune: Commune) -> list[str]:
    """Place, papers, figures and way that hold for each of two or more; none for fewer."""
    if len(offered) < 2:
        return []
    found = [*_desk(offered, commune), *_papers(offered)]
    for part in ALIKE:
        told = {figure_lines(one, part, commune) for one in offered}
        same = next(iter(told)) if len(told) == 1 else ()
        found += [f"{LABELS[part]}: {'; '.join(same)}."] if same else []
    if all(SubmissionWay.ONLINE in one.ways for one in offered):
        found.append("Việc nào cũng có nhận qua mạng (Cổng Dịch vụ công quốc gia hoặc VNeID).")
    days = [one.checked_on for one in offered if one.checked_on]
    if found and len(days) == len(offered):
        found.append(f"Theo thông tin kiểm tra ngày {figures.short_day(min(days))}.")
    return found


def _desk(offered: Sequence[Procedure], commune: Commune) -> list[str]:
    desks = {desk(one, commune) for one in offered}
    return [f"Việc nào cũng nộp tại {desks.pop()}."] if len(desks) == 1 else []


def _papers(offered: Sequence[Procedure]) -> list[str]:
    """Papers everybody needs whatever they choose; proof of who one is in one word for all."""
    first, *others = [_needed(one) for one in offered]
    common = [text for key, text in first.items() if all(key in papers for papers in others)]
    if all(any(fold(IDENTITY) in key for key in papers) for papers in (first, *others)):
        common = [text for text in common if fold(IDENTITY) not in fold(text)]
        common.insert(0, "thẻ căn cước (hoặc VNeID) để xuất trình")
    return [f"Việc nào cũng cần: {'; '.join(common)}."] if common else []


def _needed(procedure: Procedure) -> dict[str, str]:
    return {
        fold(row.name): f"{row.name[:1].lower()}{named(row)[1:]}"
        for row in procedure.documents
        if row.handover is not Handover.LOOKUP and row.condition is None and row.case is None
    }
