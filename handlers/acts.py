"""The officers' acts over dossiers, as every flow, command and page does them.

Each asks the checks again with the dossier held against other writers, and leaves an audit row of
ids. What is not done is a value: whoever came second is told who was first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers import officer_letters as letters
from handlers.duties import checks
from handlers.duties.values import (
    Case,
    Done,
    Draft,
    DraftState,
    Objection,
    Outcome,
    Refused,
    Said,
    Why,
    Word,
)
from handlers.officers import Member, Officer
from handlers.store import duties, follows, staff
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.calendar import local
from knowledge.dossiers.dossier import (
    Apology,
    Confirmation,
    Dossier,
    Override,
    StatusEvent,
)
from knowledge.dossiers.modes import RegisterMode


@dataclass(frozen=True, slots=True)
class Acting:
    """An officer about to act: in which transaction, for which ward, when."""

    work: Work
    ward: Ward
    officer: Officer
    now: datetime

    @property
    def day(self) -> date:
        """Today in Viet Nam."""
        return local(self.now).date()

    @property
    def members(self) -> tuple[Member, ...]:
        """The ward's officers."""
        return staff.members(self.work, self.ward.commune.key)


def confirm_ready(acting: Acting, dossier: int, *, ready: bool) -> Outcome:
    """The result lies on the shelf, or was not found there."""

    def change(case: Case) -> Dossier:
        said = Confirmation(acting.now, acting.officer.id, ready)
        if not ready:
            told = (acting.work, acting.ward, acting.members, case)
            letters.not_found(*told, acting.officer.id, acting.now)
        return _saved(acting, case.dossier, dossier_store.with_confirmation(case.dossier, said))

    what = "dossier.ready" if ready else "dossier.not_ready"
    against = checks.against_ready
    return _act(
        acting, dossier, what, lambda case: against(acting.officer, case, ready=ready), change
    )


def say_on_time(acting: Acting, dossier: int) -> Outcome:
    """It will be on time: nobody is asked again for this date; an open slip is withdrawn."""

    def against(case: Case) -> Objection:
        return checks.against_on_time(acting.members, acting.officer, case, acting.day)

    def change(case: Case) -> Dossier:
        if case.draft is not None:
            _close(acting, case.draft.id, DraftState.WITHDRAWN)
        word = duties.on_time_of(case.dossier, acting.officer.id, acting.now)
        duties.add_word(acting.work, case.dossier, word)
        return case.dossier

    return _act(acting, dossier, "dossier.on_time", against, change)


def draft_apology(
    acting: Acting, dossier: int, new_due_at: datetime, reason: str, *, tell: bool = True
) -> Outcome:
    """It will not be on time: a slip (mẫu 04) with reason and new date waits for the head.

    `tell` puts the slip before the head at once.
    """

    def against(case: Case) -> Objection:
        found = checks.against_late(acting.members, acting.officer, case, acting.day)
        found = found or checks.against_date(case.dossier, acting.ward.calendar, new_due_at)
        return found or checks.against_words(reason)

    def change(case: Case) -> Dossier:
        slip = Draft(0, dossier, acting.officer.id, acting.now, new_due_at, reason.strip())
        number = duties.add_draft(acting.work, case.dossier.commune, slip)
        if number is not None and tell:
            told = (acting.work, acting.ward, acting.members)
            letters.slip_drafted(*told, case, replace(slip, id=number), acting.now)
            letters.causes_asked(*told, (case,), acting.officer.id, acting.now)
        return case.dossier

    return _act(acting, dossier, "apology.drafted", against, change)


def sign_apology(acting: Acting, slip: int, reason: str = "") -> Outcome:
    """The head signs: the new date holds. Against a rule only with a reason, kept as override."""
    found = duties.draft(acting.work, acting.ward.commune.key, slip)
    if found is None:
        return Refused(Why.UNKNOWN)

    def against(case: Case) -> Objection:
        case = _with_slip(acting, case, slip)
        return checks.against_signing(
            acting.officer, case, acting.ward.calendar, acting.now, reason
        )

    def change(case: Case) -> Dossier:
        broken = checks.breached(case.dossier, acting.ward.calendar, acting.now)
        apology = Apology(acting.now, found.new_due_at, found.reason, by=found.by)
        after = dossier_store.with_apology(case.dossier, apology)
        for rule in broken:
            after = dossier_store.with_override(after, _override(acting, rule, reason))
        saved = _saved(acting, case.dossier, after)
        if checks.APOLOGY_ONCE in broken:
            saved = _approved(acting, saved, found.new_due_at)
        _decide(acting, case, slip, DraftState.SIGNED, reason)
        return saved

    return _act(acting, found.dossier, "apology.signed", against, change)


def refuse_apology(acting: Acting, slip: int, note: str = "") -> Outcome:
    """The head sends the slip back; the officer may draft another."""
    found = duties.draft(acting.work, acting.ward.commune.key, slip)
    if found is None:
        return Refused(Why.UNKNOWN)

    def against(case: Case) -> Objection:
        case = _with_slip(acting, case, slip)
        return checks.against_refusing(acting.officer, case, acting.now)

    def change(case: Case) -> Dossier:
        _decide(acting, case, slip, DraftState.REFUSED, note)
        return case.dossier

    return _act(acting, found.dossier, "apology.refused", against, change)


def explain_late(acting: Acting, dossier: int, words: str, *, again: bool = True) -> Outcome:
    """Why it is, was or will be late; the last explanation counts, all are kept.

    Without `again` one that somebody gave stays: words for many are not meant to undo it.
    """

    def against(case: Case) -> Objection:
        if case.dossier.cause and not again:
            return Refused(Why.EXPLAINED)
        found = checks.against_explaining(acting.members, acting.officer, case, acting.now)
        return found or (None if words.strip() else Refused(Why.NO_REASON))

    def change(case: Case) -> Dossier:
        word = Word(Said.EXPLAINED, acting.officer.id, acting.now)
        duties.add_word(acting.work, case.dossier, word, words.strip())
        return _saved(acting, case.dossier, replace(case.dossier, cause=words.strip()))

    return _act(acting, dossier, "dossier.explained", against, change)


def override(acting: Acting, dossier: int, rule: str, reason: str) -> Outcome:
    """Set a rule aside for one dossier; who and why are kept with it."""

    def change(case: Case) -> Dossier:
        after = dossier_store.with_override(case.dossier, _override(acting, rule, reason))
        waits = [one.id for one in after.apologies if not one.approved]
        if rule == checks.APOLOGY_ONCE and waits:  # the register told it; now its date holds
            after = dossier_store.with_approval(after, waits[-1])
        return _saved(acting, case.dossier, after)

    return _act(
        acting,
        dossier,
        f"dossier.override {rule}"[:80],
        lambda case: checks.against_override(acting.officer, case, rule, reason),
        change,
    )


def set_status(acting: Acting, dossier: int, event: StatusEvent, *, mode: RegisterMode) -> Outcome:
    """A step at our own desk, where no software sets statuses; limits block it."""
    if mode is not RegisterMode.DESK:
        return Refused(Why.MIRROR)

    def against(case: Case) -> Objection:
        return checks.against_status(
            acting.members, acting.officer, case, event, acting.ward.calendar, acting.now
        )

    def change(case: Case) -> Dossier:
        word = Word(Said.STATUS, acting.officer.id, acting.now, event.status.value)
        duties.add_word(acting.work, case.dossier, word)
        return _saved(acting, case.dossier, dossier_store.with_event(case.dossier, event))

    return _act(acting, dossier, f"dossier.status {event.status.value}", against, change)


def _act(
    acting: Acting,
    dossier: int,
    what: str,
    against: Callable[[Case], Objection],
    change: Callable[[Case], Dossier],
) -> Outcome:
    """Hold the dossier, ask what stands against it, change it, note who did what."""
    work, commune = acting.work, acting.ward.commune.key
    case = duties.case(work, commune, dossier, hold=True)
    if case is None:
        return Refused(Why.UNKNOWN)
    if (objection := against(case)) is not None:
        return objection
    after = change(case)
    follows.touch(work, [dossier], acting.now)
    audit(work, commune, f"officer:{acting.officer.id}", what, f"dossier:{dossier}", acting.now)
    return Done(after)


def _saved(acting: Acting, before: Dossier, after: Dossier) -> Dossier:
    return dossier_store.save(acting.work.session, before, after, acting.ward.calendar, acting.now)


def _approved(acting: Acting, known: Dossier, new_due_at: datetime) -> Dossier:
    """A second new date holds only once it is approved (D-15)."""
    number = next(one.id for one in known.apologies if one.new_due_at == new_due_at)
    return _saved(acting, known, dossier_store.with_approval(known, number))


def _override(acting: Acting, rule: str, reason: str) -> Override:
    return Override(rule, acting.now, acting.officer.id, reason.strip())


def _close(acting: Acting, slip: int, state: DraftState, note: str = "") -> None:
    duties.close_draft(acting.work, slip, state, acting.officer.id, acting.now, note=note.strip())


def _decide(acting: Acting, case: Case, slip: int, state: DraftState, note: str) -> None:
    """Close the slip, and tell who drafted it."""
    _close(acting, slip, state, note)
    decided = duties.draft(acting.work, case.dossier.commune, slip)
    if decided is not None:
        told = (acting.work, acting.ward, acting.members, case)
        letters.slip_decided(*told, decided, acting.now)


def _with_slip(acting: Acting, case: Case, slip: int) -> Case:
    """The case with the slip meant, open or decided by now."""
    return replace(case, draft=duties.draft(acting.work, case.dossier.commune, slip))
