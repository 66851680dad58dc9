"""Which dossiers an agenda is made of: ids by what falls due, waits or was said. Built once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, false, func, select
from sqlalchemy.orm import Session

from knowledge.dossier_store.reading import CONFIRMATION, DOSSIER, EVENT, rows_of
from knowledge.dossiers.statuses import ENDED, DossierStatus

_ENDED: Final = [status.value for status in ENDED]
_UNFINISHED: Final = [status.value for status in DossierStatus if status not in ENDED]
_ANSWERS: Final = [
    one.value
    for one in DossierStatus
    if one not in (DossierStatus.REGISTERED, DossierStatus.DONE, DossierStatus.RETURNED)
]
_OF: Final = select(DOSSIER.c.id).where(DOSSIER.c.commune == bindparam("of_commune"))
_DUE: Final = _OF.where(
    DOSSIER.c.status.not_in(_ENDED), DOSSIER.c.falls_due_at <= bindparam("until")
).order_by(DOSSIER.c.falls_due_at, DOSSIER.c.id)
_IN_STATUS: Final = _OF.where(DOSSIER.c.status.in_(bindparam("statuses", expanding=True))).order_by(
    DOSSIER.c.id
)
_IN_STATUS_SINCE: Final = _IN_STATUS.where(DOSSIER.c.status_at >= bindparam("since"))
_FLAGGED: Final = _OF.where(DOSSIER.c.status.in_(_UNFINISHED), DOSSIER.c.flags != "[]").order_by(
    DOSSIER.c.id
)
_FLAGGED_LATELY: Final = _OF.where(
    DOSSIER.c.changed_at >= bindparam("since"),
    DOSSIER.c.status_at >= bindparam("since"),
    DOSSIER.c.status.in_(_ENDED),
    DOSSIER.c.flags != "[]",
).order_by(DOSSIER.c.id)
_ANSWERED: Final = (
    _OF.join(EVENT, EVENT.c.dossier == DOSSIER.c.id)
    .where(DOSSIER.c.changed_at >= bindparam("since"))
    .where(EVENT.c.at >= bindparam("since"), EVENT.c.status.in_(_ANSWERS))
    .distinct()
    .order_by(DOSSIER.c.id)
)
_said = (
    select(CONFIRMATION.c.ready)
    .where(CONFIRMATION.c.dossier == DOSSIER.c.id)
    .order_by(CONFIRMATION.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_UNCONFIRMED: Final = _OF.where(
    DOSSIER.c.status == DossierStatus.DONE.value,
    DOSSIER.c.status_at >= bindparam("since"),
    func.coalesce(_said, false()).is_(False),
).order_by(DOSSIER.c.done_at, DOSSIER.c.id)


def due_ids(session: Session, commune: str, until: datetime) -> list[int]:
    """Ids of unfinished dossiers that fall due at or before `until`, the earliest first."""
    return _listed(session, _DUE, {"of_commune": commune, "until": until})


def ids_with_status(
    session: Session, commune: str, *statuses: DossierStatus, since: datetime | None = None
) -> list[int]:
    """Ids of dossiers in one of these statuses, in it since `since` at the earliest."""
    wanted = [one.value for one in statuses]
    if since is None:
        return _listed(session, _IN_STATUS, {"of_commune": commune, "statuses": wanted})
    values = {"of_commune": commune, "statuses": wanted, "since": since}
    return _listed(session, _IN_STATUS_SINCE, values)


def flagged_ids(session: Session, commune: str, since: datetime) -> list[int]:
    """Ids of dossiers with something staff must look at: unfinished, or ended since then."""
    values = {"of_commune": commune, "since": since}
    unfinished = _listed(session, _FLAGGED, {"of_commune": commune})
    return sorted({*unfinished, *_listed(session, _FLAGGED_LATELY, values)})


def answered_ids(session: Session, commune: str, since: datetime) -> list[int]:
    """Ids of dossiers of which a status was told since then, so that an answer may be late."""
    return _listed(session, _ANSWERED, {"of_commune": commune, "since": since})


def unconfirmed_ids(session: Session, commune: str, since: datetime) -> list[int]:
    """Ids of dossiers done since then that the desk did not call ready, by when they were done."""
    return _listed(session, _UNCONFIRMED, {"of_commune": commune, "since": since})


def _listed(session: Session, query: Select[Any], values: Mapping[str, Any]) -> list[int]:
    return [int(row[0]) for row in rows_of(session, query, values)]
