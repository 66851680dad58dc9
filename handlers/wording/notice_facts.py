"""The facts a notice is made of, as words need them and as approved templates do."""

from dataclasses import dataclass
from datetime import date

from handlers.messages import Form
from handlers.notice_kinds import NoticeKind
from knowledge.calendar import local
from knowledge.commune import Commune
from knowledge.dossiers.dossier import Dossier


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the words are made of."""

    dossier: Dossier
    commune: Commune
    closing: date | None = None
    """Of a supplement: its last day."""
    closing_known: bool = True
    """False: nobody named a day, the days of the rule are (D-12)."""

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


def form(kind: NoticeKind, facts: NoticeFacts) -> Form:
    """The facts of a notice, for approved templates; the code ends as its owner knows it."""
    dossier, place = facts.dossier, of_commune(facts.commune)
    moved = [one.new_due_at for one in dossier.apologies if one.approved]
    result = dossier.result
    due = max(moved) if kind is NoticeKind.APOLOGY and moved else result and result.falls_due_at
    return Form(
        kind.value,
        (
            ("ma", dossier.code.rsplit("-", 1)[-1]),
            ("thu_tuc", dossier.procedure_name or "thủ tục hành chính"),
            *place.items(),
            ("ngay_hen", f"{local(due):%d/%m/%Y}" if due else ""),
            ("han_bo_sung", f"{facts.closing:%d/%m/%Y}" if facts.closing else ""),
        ),
    )
