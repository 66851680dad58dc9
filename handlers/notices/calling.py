"""Whom an officer should call: notices that did not reach the person and still hold.

A channel that forbids a push, a message whose fate nobody knows, a person who cannot be reached:
the ward still owes them the word, for as long as the dossier stands as it says.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.notice_calls import Call
from handlers.notice_kinds import NoticeKind
from handlers.notices.planning import planned
from handlers.store import notices, records
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge.dossier_store import reading
from knowledge.dossiers.dossier import Dossier

KINDS: Final = tuple(
    kind.value
    for kind in (
        NoticeKind.SUPPLEMENT,
        NoticeKind.SUPPLEMENT_CLOSING_3,
        NoticeKind.SUPPLEMENT_CLOSING_1,
        NoticeKind.SUPPLEMENT_OVER,
        NoticeKind.PAYMENT,
        NoticeKind.APOLOGY,
        NoticeKind.READY,
        NoticeKind.UNCOLLECTED,
        NoticeKind.REJECTED,
        NoticeKind.STOPPED,
    )
)
"""What a person must hear of: of the rest they lose nothing."""
SINCE: Final = timedelta(days=30)
"""As long as the outbox keeps its rows."""


def calls(work: Work, ward: Ward, now: datetime) -> list[Call]:
    """Whom to call, who waits longest first: what still holds of what did not reach them."""
    found = notices.not_reached(work, ward.commune.key, KINDS, now - SINCE)
    by_dossier: dict[int, list[notices.NotReached]] = {}
    for one in found:
        by_dossier.setdefault(one.dossier, []).append(one)
    listed = []
    for dossier in reading.load(work.session, set(by_dossier)):
        holds = {one.kind for one in planned(dossier, ward.calendar) if one.at <= now}
        missed = [one for one in by_dossier[dossier.id] if NoticeKind(one.kind) in holds]
        if missed:
            listed.append(_call(dossier, missed))
    return sorted(listed, key=lambda one: one.since)


def called(work: Work, commune: str, dossier: int, by: str, now: datetime) -> int:
    """An officer has called: nothing of it is sent any more; how many notices that were."""
    closed = notices.close_called(work, commune, dossier, now)
    if closed:
        records.audit(work, commune, by, "notice.called", str(dossier), now)
    return closed


def _call(dossier: Dossier, missed: Sequence[notices.NotReached]) -> Call:
    kinds = tuple(dict.fromkeys(NoticeKind(one.kind) for one in missed))
    why = tuple(dict.fromkeys(one.reason for one in missed))
    return Call(dossier, kinds, why, min(one.since for one in missed))
