"""What the receipt of a dossier filed at our own desk will say: its code, record and date."""

from dataclasses import replace
from datetime import date, datetime

from handlers.duties.filing import DIGITS, Filing, NewDossier
from handlers.duties.values import Refused, Why
from handlers.store.dossiers import limit_of
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.calendar import local
from knowledge.catalogue_store import load_version
from knowledge.clocks import estimate
from knowledge.dossier_store.procedures import CatalogueProcedures
from knowledge.dossiers.dossier import Appointment, AppointmentKind, Dossier, StatusEvent
from knowledge.dossiers.life import derive
from knowledge.dossiers.statuses import DossierStatus
from knowledge.text.codes import dossier_codes, dossier_day, procedure_codes


def propose(work: Work, ward: Ward, filing: Filing, now: datetime) -> NewDossier | Refused:
    """What the receipt will say; writes nothing."""
    today = local(now).date()
    code = _code(work, ward, filing, today)
    if isinstance(code, Refused):
        return code
    named = procedure_codes(filing.procedure)
    procedure, version = CatalogueProcedures(work.session).resolve(
        named[0] if named else "", "", today
    )
    record = load_version(work.session, procedure, version) if procedure and version else None
    if record is None:
        return Refused(Why.NO_PROCEDURE)
    if any(len(one) != DIGITS or not one.isascii() or not one.isdecimal() for one in filing.fours):
        return Refused(Why.BAD_DIGITS)
    bare = derive(
        Dossier(
            id=0,
            commune=ward.commune.key,
            code=code,
            procedure=procedure,
            procedure_name=record.name,
            version=version,
            field=record.field,
            way=filing.way,
            events=tuple(_events(filing, now)),
        ),
        ward.calendar,
    )
    due = _due(work, ward, filing, bare)
    if isinstance(due, Refused):
        return due
    dated = (Appointment(AppointmentKind.RESULT, due, due, due),) if due else ()
    return NewDossier(derive(replace(bare, appointments=dated), ward.calendar), filing.fours)


def _code(work: Work, ward: Ward, filing: Filing, today: date) -> str | Refused:
    if filing.code:
        found = dossier_codes(filing.code)
        if len(found) != 1 or dossier_day(found[0], today) is None:
            return Refused(Why.BAD_CODE)
        taken = dossier_store.find(work.session, ward.commune.key, found[0])
        return Refused(Why.EXISTS) if taken is not None else found[0]
    if not ward.commune.dossier_prefixes:
        return Refused(Why.NO_PREFIX)
    head = f"{ward.commune.dossier_prefixes[0]}-{today:%y%m%d}-"
    return f"{head}{dossier_store.last_number(work.session, ward.commune.key, head) + 1:04d}"


def _events(filing: Filing, now: datetime) -> list[StatusEvent]:
    steps = [DossierStatus.REGISTERED, *[DossierStatus.ACCEPTED] * filing.accepted]
    return [StatusEvent(now, one, one.value) for one in steps]


def _due(work: Work, ward: Ward, filing: Filing, bare: Dossier) -> datetime | Refused | None:
    """What stands on the receipt: the officer's word, else what the one limit gives (D-3, D-4)."""
    if filing.due is not None:
        open_then = ward.calendar.is_working_day(filing.due)
        past = bare.accepted_at is not None and filing.due < local(bare.accepted_at).date()
        return ward.calendar.closing(filing.due) if open_then and not past else Refused(Why.DAY_OFF)
    if bare.accepted_at is None:
        return None
    limit = limit_of(work, bare, ward.calendar)
    due = estimate(ward.calendar, bare.accepted_at, limit) if limit else None
    return due.at if due else Refused(Why.NEEDS_DATE)
