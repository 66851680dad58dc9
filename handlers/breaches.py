"""Every rule broken by dossiers of a stretch of time: the list behind the digest's counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rules import Stage, findings


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule broken by one dossier."""

    code: str
    rule: str
    due: datetime | None


def breaches(store: Store, ward: Ward, since: datetime, now: datetime) -> Iterator[Breach]:
    """Rules broken by dossiers still open, or moved since then; by their codes.

    A rule for which the copy is too old says nothing, as everywhere.
    """
    with store.read() as work:
        copied_at = dossier_store.copied_at(work.session, ward.commune.key)
        for dossier in dossier_store.all_dossiers(work.session, ward.commune.key):
            if _concerned(dossier, since):
                for one in findings(dossier, ward.calendar, now, copied_at, ward.mode):
                    if one.stage is Stage.BROKEN:
                        yield Breach(dossier.code, one.name, one.due)


def _concerned(dossier: Dossier, since: datetime) -> bool:
    moved = dossier.status_at
    return not dossier.ended or moved is None or moved >= since
