"""No order of events, arrivals and acts breaks a rule without an override, in either mode."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

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
OVERRIDABLE = ("supplement_once", "stopped_early", "apology_in_time", "impossible_step")


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

    @rule(minutes=MINUTES, days=st.integers(1, 20))
    def an_apology_is_told(self, minutes: int, days: int) -> None:
        said = START + timedelta(minutes=minutes)
        apology = Apology(said, at("2026-11-10 17:00") + timedelta(days=days), "a", approved=False)
        self.learn((), (apology,))

    def learn(self, events: tuple[StatusEvent, ...], apologies: tuple[Apology, ...] = ()) -> None:
        entry = Entry(1, CODE, events=events, apologies=apologies, due_at=DUE.due_at)
        self.dossier = derive(joined(self.dossier, entry, START), CALENDAR)

    @invariant()
    def what_is_said_does_not_depend_on_the_order_of_arrival(self) -> None:
        backwards = replace(self.dossier, events=tuple(reversed(self.dossier.events)))
        assert derive(backwards, CALENDAR) == self.dossier

    @invariant()
    def nothing_is_lost(self) -> None:
        kept = {(one.at, one.status) for one in self.dossier.events}
        assert kept == {(one.at, one.status) for one in self.told}

    @invariant()
    def at_most_one_new_date_holds(self) -> None:
        assert sum(one.approved for one in self.dossier.apologies) <= 1

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
    def a_broken_rule_withholds_its_push(self) -> None:
        found = findings(self.dossier, CALENDAR, at("2026-12-20 09:00"), at("2026-12-20 08:59"))
        if self.dossier.supplements > 1:
            assert blocked(found, "supplement_needed")
        if len(self.dossier.apologies) > 1:
            assert blocked(found, "apology")
        if self.dossier.status is DossierStatus.DONE:
            assert blocked(found, "done")
        for before, after in changes(self.dossier.events):
            if before in FINAL:
                assert blocked(found, after.value)


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

    @rule(days=st.integers(1, 20))
    def an_officer_apologises(self, days: int) -> None:
        due = self.dossier.falls_due_at
        assert due is not None
        apology = Apology(self.now, due + timedelta(days=days), "a", approved=False)
        self.act(replace(self.dossier, apologies=(*self.dossier.apologies, apology)))

    @rule(name=st.sampled_from(OVERRIDABLE))
    def a_person_sets_a_rule_aside(self, name: str) -> None:
        if len(self.dossier.overrides) < 3:
            override = Override(name, self.now, 1, "lý do")
            self.act(replace(self.dossier, overrides=(*self.dossier.overrides, override)))

    @rule()
    def the_desk_confirms(self) -> None:
        said = Confirmation(self.now, 1, ready=True)
        self.act(replace(self.dossier, confirmations=(*self.dossier.confirmations, said)))

    def overrides(self, name: str) -> int:
        return sum(one.rule == name for one in self.dossier.overrides)

    @invariant()
    def every_step_is_one_of_the_table_or_overridden(self) -> None:
        wrong = [one for one in changes(self.dossier.events) if not possible(*one)]
        assert len(wrong) <= self.overrides("impossible_step")

    @invariant()
    def papers_are_asked_for_once_or_overridden(self) -> None:
        assert self.dossier.supplements <= 1 + self.overrides("supplement_once")

    @invariant()
    def no_second_new_date_without_the_head(self) -> None:
        assert len(self.dossier.apologies) <= 1

    @invariant()
    def an_apology_came_in_time_or_was_overridden(self) -> None:
        for one in self.dossier.apologies:
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
