"""No order of events, arrivals and acts breaks a rule without an override, in either mode."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handlers.duties import checks
from handlers.duties.values import Case, Draft
from handlers.officers import Officer, Role
from knowledge.calendar import local
from knowledge.dossier_store.writing import with_approval, with_override
from knowledge.dossiers.dossier import (
    Apology,
    Appointment,
    AppointmentKind,
    Confirmation,
    Dossier,
    Override,
    StatusEvent,
)
from knowledge.dossiers.entries import Entry, joined
from knowledge.dossiers.life import derive, ordered
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rules import blocked, broken_by, findings
from knowledge.dossiers.statuses import ENDED, FINAL, DossierStatus, possible
from tests.knowledge.dossiers.lives import CALENDAR, CODE, at

START = at("2026-11-02 07:30")
STATUSES = st.sampled_from([one for one in DossierStatus if one is not DossierStatus.UNKNOWN])
MINUTES = st.integers(1, 3 * 24 * 60)
SETTINGS = settings(
    max_examples=60, stateful_step_count=25, deadline=None, derandomize=True, database=None
)
DUE = Appointment(AppointmentKind.RESULT, *(at("2026-11-10 17:00"),) * 3)
OVERRIDABLE = (
    "supplement_once",
    "stopped_early",
    "apology_in_time",
    "apology_once",
    "impossible_step",
)
HEAD = Officer(7, "phuong-mau", "Trần Văn Mẫu", frozenset({Role.HEAD}))
OFFICER = Officer(8, "phuong-mau", "Lê Thị Mẫu", frozenset({Role.OFFICER}))
NAMES, WHO = st.sampled_from(OVERRIDABLE), st.sampled_from((HEAD, OFFICER))
WHY = st.sampled_from(("Toà án trả lời chậm", "  "))
MOST_OVERRIDES = 4


def fresh() -> Dossier:
    return Dossier(1, "phuong-mau", CODE, "1.004873", "Xác nhận", appointments=(DUE,))


def changes(events: tuple[StatusEvent, ...]) -> list[tuple[DossierStatus | None, DossierStatus]]:
    """Steps from one status to another, repeats left out."""
    found: list[tuple[DossierStatus | None, DossierStatus]] = []
    last: DossierStatus | None = None
    for one in events:
        if one.status is not last:
            found.append((last, one.status))
        last = one.status
    return found


def set_aside(dossier: Dossier, name: str, who: Officer, why: str, now: datetime) -> Dossier:
    """What the act makes of it: refused to all but the head, and without a reason."""
    if checks.against_override(who, Case(dossier), name, why) is not None:
        return dossier
    if len(dossier.overrides) >= MOST_OVERRIDES:
        return dossier
    after = with_override(dossier, Override(name, now, who.id, why))
    waits = [one.id for one in after.apologies if not one.approved]
    return with_approval(after, waits[-1]) if name == "apology_once" and waits else after


def numbered(dossier: Dossier) -> Dossier:
    """The store numbers apologies; a number once given stays."""
    last = max((one.id for one in dossier.apologies), default=0)
    numbers = count(last + 1)
    return replace(
        dossier,
        apologies=tuple(
            one if one.id else replace(one, id=next(numbers)) for one in dossier.apologies
        ),
    )


def overridden(dossier: Dossier, name: str) -> int:
    """How often the rule was set aside by somebody who may, with a reason."""
    found = [one for one in dossier.overrides if one.rule == name]
    assert all(one.by == HEAD.id and one.reason.strip() for one in found)
    return len(found)


def stopped_too_early(dossier: Dossier) -> list[StatusEvent]:
    """Stopped while papers could still come: fifteen working days after they were asked (D-12)."""
    found = []
    for before, after in pairwise(dossier.events):
        asked = before.status is DossierStatus.SUPPLEMENT_NEEDED
        if asked and after.status is DossierStatus.STOPPED:
            last = CALENDAR.add_working_days(local(before.at).date(), 15)
            found += [after] if local(after.at).date() <= last else []
    return found


class MirrorRegister(RuleBasedStateMachine):
    """A register that tells anything in any order, twice, late; nothing is refused."""

    @initialize()
    def begin(self) -> None:
        self.dossier = fresh()
        self.told: list[StatusEvent] = []

    @rule(status=STATUSES, minutes=MINUTES)
    def the_register_tells(self, status: DossierStatus, minutes: int) -> None:
        event = StatusEvent(START + timedelta(minutes=minutes), status, status.value)
        self.told.append(event)
        self.learn((event,))

    @rule(data=st.data())
    def the_register_repeats_itself(self, data: st.DataObject) -> None:
        before = self.dossier
        if self.told:
            self.learn(tuple(data.draw(st.permutations(self.told))))
            assert self.dossier.events == before.events

    @rule(after=st.sampled_from(range(10)), days=st.integers(1, 20))
    def an_apology_is_told(self, after: int, days: int) -> None:
        said = START + timedelta(days=after)
        apology = Apology(said, at("2026-11-10 17:00") + timedelta(days=days), "a", approved=False)
        self.learn((), (apology,))

    @rule(name=NAMES, who=WHO, why=WHY, minutes=MINUTES)
    def somebody_sets_a_rule_aside(self, name: str, who: Officer, why: str, minutes: int) -> None:
        now = START + timedelta(days=5, minutes=minutes)
        self.dossier = derive(set_aside(self.dossier, name, who, why, now), CALENDAR)

    def learn(self, events: tuple[StatusEvent, ...], apologies: tuple[Apology, ...] = ()) -> None:
        entry = Entry(1, CODE, events=events, apologies=apologies, due_at=DUE.due_at)
        self.dossier = numbered(derive(joined(self.dossier, entry, START), CALENDAR))

    @invariant()
    def what_is_said_does_not_depend_on_the_order_of_arrival(self) -> None:
        backwards = replace(self.dossier, events=tuple(reversed(self.dossier.events)))
        assert derive(backwards, CALENDAR) == self.dossier

    @invariant()
    def nothing_is_lost(self) -> None:
        kept = {(one.at, one.status) for one in self.dossier.events}
        assert kept == {(one.at, one.status) for one in self.told}

    @invariant()
    def one_new_date_holds_and_one_more_by_each_override(self) -> None:
        held = sum(one.approved for one in self.dossier.apologies)
        assert held <= 1 + overridden(self.dossier, "apology_once")

    @invariant()
    def a_paused_or_finished_dossier_is_not_overdue(self) -> None:
        far = at("2027-06-01 09:00")
        if self.dossier.paused or self.dossier.status in ENDED:
            assert not self.dossier.overdue(far)

    @invariant()
    def lateness_is_decided_with_the_first_result_and_by_the_last_valid_date(self) -> None:
        if self.dossier.done_at is None:
            assert self.dossier.lateness is None
        else:
            due = self.dossier.falls_due_at
            assert due is not None
            assert (self.dossier.lateness == "late") == (self.dossier.done_at > due)

    @invariant()
    def a_broken_rule_withholds_its_push_until_it_is_overridden(self) -> None:
        one = self.dossier
        found = findings(one, CALENDAR, at("2026-12-20 09:00"), at("2026-12-20 08:59"))
        if one.supplements > 1 + overridden(one, "supplement_once"):
            assert blocked(found, "supplement_needed")
        if len(one.apologies) > 1 + overridden(one, "apology_once"):
            assert blocked(found, "apology")
        if one.status is DossierStatus.DONE:
            assert blocked(found, "done")
        if stopped_too_early(one) and not overridden(one, "stopped_early"):
            assert blocked(found, "stopped")
        last = CALENDAR.previous_working_day(DUE.due_at.date())
        late = [local(told.at).date() > last for told in one.apologies[:1]]
        if any(late) and not overridden(one, "apology_in_time"):
            assert blocked(found, "apology")
        wrong = [after for before, after in changes(one.events) if before in FINAL]
        if len(wrong) > overridden(one, "impossible_step"):
            assert blocked(found, wrong[-1].value)


class OwnDesk(RuleBasedStateMachine):
    """Our own desk: an act that breaks a rule is refused, unless a person set the rule aside."""

    @initialize()
    def begin(self) -> None:
        self.now: datetime = START
        first = StatusEvent(START, DossierStatus.REGISTERED, "1")
        self.dossier = derive(replace(fresh(), events=(first,)), CALENDAR)

    def act(self, after: Dossier) -> None:
        derived = derive(after, CALENDAR)
        if not broken_by(self.dossier, derived, CALENDAR, self.now):
            self.dossier = derived

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(status=STATUSES)
    def an_officer_sets_a_status(self, status: DossierStatus) -> None:
        self.now += timedelta(minutes=1)
        event = StatusEvent(self.now, status, status.value)
        self.act(replace(self.dossier, events=(*self.dossier.events, event)))

    @rule(days=st.integers(1, 20), who=WHO, why=WHY)
    def somebody_signs_an_apology(self, days: int, who: Officer, why: str) -> None:
        """As the act does: a second or late one only by the head and with a reason."""
        due = self.dossier.falls_due_at
        assert due is not None
        new = CALENDAR.closing(CALENDAR.add_working_days(due.date(), days))
        case = Case(self.dossier, Draft(1, 1, OFFICER.id, self.now, new, "a"))
        if checks.against_signing(who, case, CALENDAR, self.now, why) is not None:
            return
        apology = Apology(self.now, new, "a", approved=False)
        after = replace(self.dossier, apologies=(*self.dossier.apologies, apology))
        for name in checks.breached(self.dossier, CALENDAR, self.now):
            after = with_override(after, Override(name, self.now, who.id, why))
        after = numbered(derive(after, CALENDAR))
        waits = [one.id for one in after.apologies if not one.approved]
        self.dossier = derive(with_approval(after, waits[-1]) if waits else after, CALENDAR)

    @rule(name=NAMES, who=WHO, why=WHY)
    def somebody_sets_a_rule_aside(self, name: str, who: Officer, why: str) -> None:
        self.act(set_aside(self.dossier, name, who, why, self.now))

    @rule()
    def the_desk_confirms(self) -> None:
        said = Confirmation(self.now, 1, ready=True)
        self.act(replace(self.dossier, confirmations=(*self.dossier.confirmations, said)))

    def overrides(self, name: str) -> int:
        return overridden(self.dossier, name)

    @invariant()
    def every_step_is_one_of_the_table_or_overridden(self) -> None:
        wrong = [one for one in changes(self.dossier.events) if not possible(*one)]
        assert len(wrong) <= self.overrides("impossible_step")

    @invariant()
    def papers_are_asked_for_once_or_overridden(self) -> None:
        assert self.dossier.supplements <= 1 + self.overrides("supplement_once")

    @invariant()
    def no_second_new_date_without_the_head(self) -> None:
        assert len(self.dossier.apologies) <= 1 + self.overrides("apology_once")
        assert all(one.approved for one in self.dossier.apologies)

    @invariant()
    def nothing_is_stopped_early_or_it_was_overridden(self) -> None:
        assert not stopped_too_early(self.dossier) or self.overrides("stopped_early")

    @invariant()
    def an_apology_came_in_time_or_was_overridden(self) -> None:
        for one in self.dossier.apologies[:1]:
            last = CALENDAR.previous_working_day(at("2026-11-10 17:00").date())
            assert one.at.date() <= last or self.overrides("apology_in_time")

    @invariant()
    def nothing_that_was_kept_is_broken(self) -> None:
        found = findings(self.dossier, CALENDAR, self.now, None, RegisterMode.DESK)
        held = {one.name for one in found if one.blocks} - {"ready_confirmed"}
        assert held == set()
        assert self.dossier.events == ordered(self.dossier.events)


MirrorRegister.TestCase.settings = SETTINGS
OwnDesk.TestCase.settings = SETTINGS
TestMirrorRegister = MirrorRegister.TestCase
TestOwnDesk = OwnDesk.TestCase
