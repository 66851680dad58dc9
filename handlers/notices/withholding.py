"""Which notices a broken rule holds back until a person decides (mirror mode)."""

from datetime import datetime
from typing import Final

from handlers.notice_kinds import NoticeKind
from handlers.ward import Ward
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rules import APOLOGY, withholding
from knowledge.dossiers.statuses import DossierStatus

_K, _S = NoticeKind, DossierStatus
_GOES_ON: Final = (_K.ACCEPTED, _K.RESUMED, _K.DATE_MOVED)
PUSHES: Final[dict[str, tuple[NoticeKind, ...]]] = {
    _S.REGISTERED: _GOES_ON,
    _S.ACCEPTED: _GOES_ON,
    _S.PROCESSING: (*_GOES_ON, _K.DUE_TOMORROW, _K.FISCAL_TOMORROW),
    _S.SUPPLEMENT_NEEDED: (
        _K.SUPPLEMENT,
        _K.SUPPLEMENT_CLOSING_3,
        _K.SUPPLEMENT_CLOSING_1,
        _K.SUPPLEMENT_OVER,
    ),
    _S.PAYMENT_NEEDED: (_K.PAYMENT, _K.PAYMENT_REMINDER),
    _S.WITHDRAWAL_REQUESTED: (_K.WITHDRAWAL,),
    _S.REJECTED: (_K.REJECTED,),
    _S.STOPPED: (_K.STOPPED,),
    _S.DONE: (_K.READY, _K.UNCOLLECTED),
    _S.RETURNED: (_K.RETURNED, _K.SATISFACTION),
    _S.UNKNOWN: (),
    APOLOGY: (_K.APOLOGY,),
}
"""What a rule names as blocked, and the notices that say it: an impossible step may lead to any
status, so none is missing, and each names all that is planned of a dossier in it."""


def withheld(
    dossier: Dossier, ward: Ward, now: datetime, copied_at: datetime | None
) -> frozenset[NoticeKind]:
    """The notices that wait for a person: their rule is broken and nobody set it aside."""
    found = withholding(dossier, ward.calendar, now, copied_at, ward.mode)
    pushes = {push for one in found for push in one.blocks}
    return frozenset(kind for push in pushes for kind in PUSHES[push])
