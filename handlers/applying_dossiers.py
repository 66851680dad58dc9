"""Apply what citizens do about dossiers: look-ups on record."""

from datetime import datetime

from handlers.commands import CountLookUp, DossierCommand
from handlers.store import lookups
from handlers.store.unit_of_work import Work


def change_dossier(
    work: Work, commune: str, contact: str, command: DossierCommand, now: datetime
) -> None:
    """Apply one command in the transaction of the turn that decided it.

    Raises:
        LostRaceError: it was decided on what is no longer true.
    """
    del contact
    match command:
        case CountLookUp(entries=entries, failed=failed):
            lookups.record(work, commune, entries, failed=failed, now=now)
