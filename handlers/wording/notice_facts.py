"""The facts a notice is made of, as words need them and as approved templates do."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers.messages import Block, Fact, Form
from handlers.notice_kinds import NoticeKind
from handlers.wording import figures
from handlers.wording.hours import week_text
from knowledge.calendar import local
from knowledge.commune import Commune
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import Fee

LONGEST_FEE: Final = 140
"""Characters of a published fee in a notice."""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the words are made of."""

    dossier: Dossier
    commune: Commune
    closing: date | None = None
    """Of a supplement or a payment: its last day."""
    closing_known: bool = True
    """False: nobody named a day, the days of the rule are (D-12)."""
    fee: str = ""
    """Of a payment: what is published for its procedure, where that is one figure."""

    @property
    def name(self) -> str:
        """The dossier as its owner knows it: the procedure, and the end of its code."""
        number = self.dossier.code.rsplit("-", 1)[-1]
        return f"{self.dossier.procedure_name or 'Hồ sơ'} (mã kết thúc bằng {number})"


def of_commune(commune: Commune) -> dict[str, str]:
    """The facts that are the same in every notice; empty words for what is not known."""
    desk = commune.desks.get("psc")
    return {
        "phuong": commune.name,
        "noi_nhan": desk.name if desk else "",
        "dia_chi": desk.address if desk else "",
        "dien_thoai": desk.phone if desk else "",
    }


def moment_words(at: datetime) -> str:
    """A promised moment: 17:00 thứ Tư 25/11/2026."""
    there = local(at)
    return f"{there:%H:%M} {figures.day(there.date())}"


def published(row: Fee) -> str:
    """A published figure with who is exempt, or that some are: a notice stays short."""
    words = figures.fee(row)
    if len(words) <= LONGEST_FEE:
        return words
    return f"{figures.fee(row.model_copy(update={'text': None}))} (có trường hợp được miễn, giảm)"


def place_of(commune: Commune) -> list[Block]:
    """Where a result is fetched, and when it is open."""
    desk = commune.desks.get("psc")
    if desk is None:
        return []
    where = ", ".join(part for part in (desk.name, desk.address) if part)
    blocks: list[Block] = [Fact("Nơi nhận", where)]
    if week := week_text(desk):
        blocks.append(Fact("Giờ làm việc", week))
    return blocks


def phone_of(commune: Commune) -> str:
    """Whom to call."""
    desk = commune.desks.get("psc")
    return f"{desk.name}, điện thoại {desk.phone}" if desk and desk.phone else commune.name


def form(kind: NoticeKind, facts: NoticeFacts) -> Form:
    """The facts of a notice, for approved templates; the code ends as its owner knows it."""
    dossier, place = facts.dossier, of_commune(facts.commune)
    moved = [one.new_due_at for one in dossier.apologies if one.approved]
    result = dossier.result
    paid = dossier.status is DossierStatus.PAYMENT_NEEDED
    due = max(moved) if kind is NoticeKind.APOLOGY and moved else result and result.falls_due_at
    return Form(
        kind.value,
        (
            ("ma", dossier.code.rsplit("-", 1)[-1]),
            ("thu_tuc", dossier.procedure_name or "thủ tục hành chính"),
            *place.items(),
            ("ngay_hen", f"{local(due):%d/%m/%Y}" if due else ""),
            ("han_bo_sung", f"{facts.closing:%d/%m/%Y}" if facts.closing and not paid else ""),
        ),
    )
