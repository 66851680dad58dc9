"""Which notices a broken rule holds back until a person decides (mirror mode)."""

from datetime import datetime
from typing import Final

from handlers.notice_kinds import NoticeKind
from handlers.ward import Ward
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rules import APOLOGY, withholding
from knowledge.dossiers.statuses import DossierStatus

_K = NoticeKind
PUSHES: Final = {
    DossierStatus.SUPPLEMENT_NEEDED.value: (
        _K.SUPPLEMENT,
        _K.SUPPLEMENT_CLOSING_3,
        _K.SUPPLEMENT_CLOSING_1,
        _K.SUPPLEMENT_OVER,
    ),
    DossierStatus.STOPPED.value: (_K.STOPPED,),
    DossierStatus.DONE.value: (_K.READY, _K.UNCOLLECTED),
    DossierStatus.UNKNOWN.value: (),
    APOLOGY: (_K.APOLOGY,),
}
"""What a rule names as blocked, and the notices that say it; a test holds that none is missing."""


def withheld(
    dossier: Dossier, ward: Ward, now: datetime, copied_at: datetime | None
) -> frozenset[NoticeKind]:
    """The notices that wait for a person: their rule is broken and nobody set it aside."""
    found = withholding(dossier, ward.calendar, now, copied_at, ward.mode)
    pushes = {push for one in found for push in one.blocks}
    return frozenset(kind for push in pushes for kind in PUSHES.get(push, ()))
