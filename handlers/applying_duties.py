"""Apply what an officer decided in a flow: the acts of `handlers.acts`, all of them or none."""

from collections.abc import Iterator
from datetime import datetime

from handlers import acts
from handlers.acts import Acting
from handlers.apologising import apologise
from handlers.duties.commands import (
    ActAsOfficer,
    Apologise,
    ConfirmReady,
    Deed,
    DraftApology,
    ExplainEach,
    ExplainLate,
    OpenDossier,
    RefuseApology,
    SayOnTime,
    SetAside,
    SignApologies,
)
from handlers.duties.values import Done, Outcome
from handlers.errors import LostRaceError
from handlers.officers import Actor, Officer
from handlers.opening import open_dossier
from handlers.store.unit_of_work import Work


def act(work: Work, actor: Actor, command: ActAsOfficer, now: datetime) -> None:
    """Do the deed in the transaction of the turn that decided it.

    Raises:
        LostRaceError: somebody was faster, or it may not be done any more: it is decided again,
            and who came second is told.
    """
    if not isinstance(actor, Officer):
        raise LostRaceError
    acting = Acting(work, command.ward, actor, now)
    for outcome in _outcomes(acting, command.deed):
        if not isinstance(outcome, Done):
            raise LostRaceError


def _outcomes(acting: Acting, deed: Deed) -> Iterator[Outcome]:
    match deed:
        case ConfirmReady(dossiers=dossiers, ready=ready):
            # In the order of their numbers, so that two bulk acts cannot wait for one another.
            for dossier in sorted(dossiers):
                yield acts.confirm_ready(acting, dossier, ready=ready)
        case SignApologies(slips=slips, reason=reason):
            for slip in sorted(slips):
                yield acts.sign_apology(acting, slip, reason)
        case Apologise():
            yield from apologise(acting, deed).values()
        case ExplainEach(causes=causes):
            for dossier, words in sorted(causes):
                yield acts.explain_late(acting, dossier, words, again=False)
        case _:
            yield _one(acting, deed)


def _one(
    acting: Acting,
    deed: SayOnTime | DraftApology | RefuseApology | ExplainLate | SetAside | OpenDossier,
) -> Outcome:
    match deed:
        case SayOnTime(dossier=dossier):
            return acts.say_on_time(acting, dossier)
        case DraftApology(dossier=dossier, new_due_at=new_due_at, reason=reason):
            return acts.draft_apology(acting, dossier, new_due_at, reason)
        case RefuseApology(slip=slip, note=note):
            return acts.refuse_apology(acting, slip, note)
        case OpenDossier(new=new, key=key, mode=mode):
            return open_dossier(acting, new, key, mode)
        case ExplainLate(dossier=dossier, words=words):
            return acts.explain_late(acting, dossier, words)
        case SetAside(dossier=dossier, rule=rule, reason=reason):
            return acts.override(acting, dossier, rule, reason)
