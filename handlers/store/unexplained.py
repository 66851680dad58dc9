"""Dossiers whose officer still owes the cause of lateness."""

from datetime import datetime

from sqlalchemy import bindparam, select

from handlers.duties.values import DraftState
from handlers.store.tables import ApologyDraftRow, table_of
from handlers.store.unit_of_work import Work
from knowledge import dossier_store
from knowledge.dossiers.dossier import Lateness

_DRAFT = table_of(ApologyDraftRow)
_DOSSIER = table_of(dossier_store.DossierRow)
_FINISHED_LATE = (
    select(_DOSSIER.c.id)
    .where(
        _DOSSIER.c.commune == bindparam("commune"),
        _DOSSIER.c.done_at >= bindparam("since"),
        _DOSSIER.c.lateness == Lateness.LATE.value,
        _DOSSIER.c.cause == "",
    )
    .order_by(_DOSSIER.c.done_at.desc(), _DOSSIER.c.id)
)
_SPOKEN_FOR = (
    select(_DOSSIER.c.id)
    .join(_DRAFT, _DRAFT.c.dossier == _DOSSIER.c.id)
    .where(
        _DRAFT.c.commune == bindparam("commune"),
        _DRAFT.c.at >= bindparam("since"),
        _DRAFT.c.state.in_((DraftState.OPEN.value, DraftState.SIGNED.value)),
        _DOSSIER.c.cause == "",
    )
    .order_by(_DRAFT.c.at.desc(), _DOSSIER.c.id)
)


def unexplained(work: Work, commune: str, since: datetime) -> list[int]:
    """Ids of those finished late, then of those a slip says will be: the youngest first."""
    values = {"commune": commune, "since": since}
    found = [*work.run(_FINISHED_LATE, values).scalars(), *work.run(_SPOKEN_FOR, values).scalars()]
    return list(dict.fromkeys(found))
