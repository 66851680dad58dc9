"""Two versions of a record side by side, part by part, in words an officer can compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from knowledge.importing.overlay_words import said_fees, said_times
from knowledge.procedures import Procedure

LABELS: Final = {
    "name": "Tên",
    "field": "Lĩnh vực",
    "desk": "Nơi tiếp nhận",
    "times": "Thời hạn",
    "fees": "Lệ phí",
    "documents": "Giấy tờ",
    "forms": "Mẫu đơn",
    "results": "Kết quả",
    "ways": "Cách nộp",
    "deciding_agency": "Cơ quan giải quyết",
    "applicant_kinds": "Đối tượng",
    "conditions": "Điều kiện",
    "legal_basis": "Căn cứ pháp lý",
    "announcement": "Quyết định công bố",
    "steps": "Trình tự",
}
"""Parts an officer compares; marks, notes and sources follow from them."""

_CARRIED: Final = (
    "short_name",
    "aliases",
    "linked",
    "replaces",
    "citizen_limits",
    "collect_at",
    "online_url",
    "review_by",
    "review_reason",
)
"""What the portal and the officers' sheet never say; silence there is no reason to forget it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that reads differently."""

    part: str
    label: str
    ours: str
    theirs: str


def differences(ours: Procedure, theirs: Procedure) -> tuple[Difference, ...]:
    """Parts of two records that do not say the same."""
    return tuple(
        Difference(part, label, one, other)
        for part, label in LABELS.items()
        if (one := said(ours, part)) != (other := said(theirs, part))
    )


def said(procedure: Procedure, part: str) -> str:
    """A part as one text; empty when it says nothing."""
    if part in ("times", "fees"):
        say = said_times if part == "times" else said_fees
        cases = (None, *(case.key for case in procedure.cases))
        return "; ".join(filter(None, (say(procedure, case) for case in cases)))
    return _text(getattr(procedure, part))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, BaseModel):
        name = getattr(value, "name", None) or getattr(value, "number", "")
        return str(name)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(_text(one) for one in value)
    return str(value)


def carried_over(new: Procedure, old: Procedure | None) -> Procedure:
    """The new record with what its source cannot say kept from the old one."""
    if old is None:
        return new
    kept = {name: getattr(old, name) for name in _CARRIED if not getattr(new, name)}
    return new.model_copy(update={**kept, "condolence": new.condolence or old.condolence})
