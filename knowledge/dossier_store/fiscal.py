"""Land dossiers by their other date: when the fiscal data goes to the tax office (D-18)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.dossier_store.reading import DOSSIER
from knowledge.dossiers.statuses import ENDED, PAUSED, DossierStatus

_RUNNING = [one.value for one in DossierStatus if one not in ENDED | PAUSED]


def fiscal_ids(session: Session, commune: str, until: datetime) -> list[int]:
    """Ids of running dossiers whose fiscal date is at or before `until`, the earliest first."""
    due = func.coalesce(DOSSIER.c.fiscal_expected_at, DOSSIER.c.fiscal_due_at)
    query = (
        select(DOSSIER.c.id)
        .where(DOSSIER.c.commune == commune, DOSSIER.c.status.in_(_RUNNING))
        .where(DOSSIER.c.fiscal_due_at.is_not(None), due <= until)
        .order_by(due, DOSSIER.c.id)
    )
    return [int(number) for number in session.execute(query).scalars()]
