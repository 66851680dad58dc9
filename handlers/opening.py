"""A dossier filed at our own desk, where no one-stop software gives codes and dates (desk mode).

What it will say is proposed first (`handlers.store.filing`), so that an officer can tell the
citizen the code; a code taken meanwhile is refused, never shared.
"""

from dataclasses import replace

from handlers.acts import Acting
from handlers.duties.filing import NewDossier
from handlers.duties.values import Done, Outcome, Refused, Why
from handlers.roles import Act, may
from handlers.store.records import audit
from knowledge import dossier_store
from knowledge.dossiers.modes import RegisterMode


def open_dossier(acting: Acting, new: NewDossier, key: bytes, mode: RegisterMode) -> Outcome:
    """Write it down: from now on it can be looked up, followed and worked on."""
    if mode is not RegisterMode.DESK:
        return Refused(Why.MIRROR)
    if not may(acting.officer, Act.SET_STATUS):
        return Refused(Why.NOT_ALLOWED)
    work, commune = acting.work, acting.ward.commune.key
    if dossier_store.find(work.session, commune, new.code) is not None:
        return Refused(Why.EXISTS)
    dossier = replace(new.dossier, officer=acting.officer.name)
    made = dossier_store.create(work.session, dossier, new.fours, key, acting.now)
    who, what = f"officer:{acting.officer.id}", "dossier.opened"
    audit(work, commune, who, what, f"dossier:{made.id}", acting.now)
    return Done(made)
