"""No order of events, arrivals and acts breaks a rule without an override, in either mode.

The acts are those officers do, on a store, and what leaves is what a sweep queues for a follower.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handlers import acts
from handlers.duties.values import Done
from handlers.notice_kinds import NoticeKind
from handlers.notices.withholding import withheld
from knowledge.dossiers.dossier import Apology, Dossier, StatusEvent
from knowledge.dossiers.life import derive, ordered
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rules import findings
from knowledge.dossiers.ruling import SET_ASIDE
from knowledge.dossiers.statuses import ENDED, FINAL, DossierStatus, possible
from tests.handlers.acts.lives import (
    DUE,
    HEAD,
    OFFICER,
    LifeOf,
    after,
    changes,
    ground,
    late_to_apologise,
    overridden,
    stopped_too_early,
)
from tests.knowledge.dossiers.lives import at

K, S = NoticeKind, DossierStatus
KNOWN = st.sampled_from([one for one in S if one is not S.UNKNOWN])
MINUTES, STEP = st.integers(1, 3 * 24 * 60), st.integers(1, 25)
EVENTS = st.tuples(st.sampled_from(S), MINUTES)
RULES, WHO = st.sampled_from(sorted(SET_ASIDE)), st.sampled_from((HEAD, OFFICER))
WHY = st.sampled_from(("Toà án trả lời chậm", "  "))
MOST_OVERRIDES = 4
SETTINGS = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # a shorter example costs minutes on a store
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
PAPERS = {K.SUPPLEMENT, K.SUPPLEMENT_CLOSING_3, K.SUPPLEMENT_CLOSING_1, K.SUPPLEMENT_OVER}
OF_STATUS: Final = {
    S.REGISTERED: {K.ACCEPTED, K.RESUMED, K.DATE_MOVED},
    S.ACCEPTED: {K.ACCEPTED, K.RESUMED, K.DATE_MOVED},
    S.PROCESSING: {K.ACCEPTED, K.RESUMED, K.DATE_MOVED, K.DUE_TOMORROW},
    S.SUPPLEMENT_NEEDED: PAPERS,
    S.PAYMENT_NEEDED: {K.PAYMENT, K.PAYMENT_REMINDER},
    S.WITHDRAWAL_REQUESTED: {K.WITHDRAWAL},
    S.REJECTED: {K.REJECTED},
    S.STOPPED: {K.STOPPED},
    S.DONE: {K.READY, K.UNCOLLECTED},
    S.RETURNED: {K.RETURNED, K.SATISFACTION},
}
"""What a follower is told of a status."""


def accepted(dossier: Dossier) -> int:
    """New dates that hold."""
    return sum(one.approved for one in dossier.apologies)


class Following(RuleBasedStateMachine):
    """Whatever happens, what a follower is told breaks no rule."""

    mode = RegisterMode.MIRROR

    def start(self) -> None:
        self.life = LifeOf(replace(ground().office.ward, mode=self.mode))
        self.life.now = after(3 * 24 * 60)
        self.dossier = self.life.dossier

    def then(self) -> None:
        """A sweep follows each step; what it queues is judged by the dossier as it stands."""
        said = list(self.life.sweep())
        self.dossier = self.life.dossier
        held = self.held()
        assert not held & set(said), (held, said)
        assert not {K.READY, K.UNCOLLECTED} & set(said) or self.dossier.ready

    def held(self) -> set[NoticeKind]:
        """What must not be said, worked out apart from the rules' own code."""
        one, found = self.dossier, set[NoticeKind]()
        if one.supplements > 1 + overridden(one, "supplement_once"):
            found |= PAPERS
        if stopped_too_early(one, self.life.ward) and not overridden(one, "stopped_early"):
            found.add(K.STOPPED)
        if len(one.apologies) > 1 + overridden(one, "apology_once"):
            found.add(K.APOLOGY)
        if late_to_apologise(one, self.life.ward) and not overridden(one, "apology_in_time"):
            found.add(K.APOLOGY)
        wrong = [after for before, after in changes(one.events) if before in FINAL]
        left = wrong[overridden(one, "impossible_step") :]
        return found.union(*(OF_STATUS.get(status, set()) for status in left))

    @rule(minutes=STEP)
    def time_passes(self, minutes: int) -> None:
        self.life.now += timedelta(minutes=minutes)
        self.then()

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        self.life.now += timedelta(days=days)
        self.then()

    @rule(name=RULES, who=WHO, why=WHY)
    def somebody_sets_a_rule_aside(self, name: str, who: str, why: str) -> None:
        before, held = self.dossier.overrides, accepted(self.dossier)
        if len(before) >= MOST_OVERRIDES:
            return
        done = self.life.does(who, lambda to, one: acts.override(to, one, name, why))
        self.then()
        kept = self.dossier.overrides[len(before) :]
        assert [(one.rule, one.reason) for one in kept] == [(name, why)] * isinstance(done, Done)
        assert not isinstance(done, Done) or (who == HEAD and why.strip())
        if isinstance(done, Done) and name == "apology_once" and held < len(self.dossier.apologies):
            assert accepted(self.dossier) == held + 1

    @rule(days=st.integers(1, 20), who=WHO, why=WHY)
    def an_apology_is_drafted_and_signed(self, days: int, who: str, why: str) -> None:
        calendar, due = self.life.ward.calendar, self.dossier.falls_due_at
        if due is not None:
            new = calendar.closing(calendar.add_working_days(due.date(), days))
            done = self.life.asks_and_signs(new, who, why)
            assert who == HEAD or not isinstance(done, Done)
            self.then()

    @rule(who=WHO, ready=st.booleans())
    def the_desk_looks_on_its_shelf(self, who: str, *, ready: bool) -> None:
        self.life.does(who, lambda to, one: acts.confirm_ready(to, one, ready=ready))
        self.then()

    @invariant()
    def what_must_not_be_said_is_withheld(self) -> None:
        now = self.life.now
        assert self.held() - {K.READY} <= withheld(self.dossier, self.life.ward, now, now)
        if self.dossier.status is S.DONE and not self.dossier.ready:
            assert K.READY in withheld(self.dossier, self.life.ward, now, now)


class MirrorRegister(Following):
    """A register that tells anything in any order, twice, late; nothing is refused."""

    @initialize(told=st.lists(EVENTS, max_size=7))
    def begin(self, told: list[tuple[DossierStatus, int]]) -> None:
        self.start()
        self.told: list[StatusEvent] = []
        self.the_register_tells(told)

    @rule(told=st.lists(EVENTS, min_size=1, max_size=4))
    def the_register_tells(self, told: list[tuple[DossierStatus, int]]) -> None:
        events = tuple(StatusEvent(after(at), one, one.value) for one, at in told)
        self.told += events
        self.life.told(events)
        self.then()

    @rule(status=st.sampled_from(S))
    def the_register_tells_what_comes_next(self, status: DossierStatus) -> None:
        """What just happened is told at once: its notice would leave now."""
        self.life.now += timedelta(minutes=1)
        event = StatusEvent(self.life.now, status, status.value)
        self.told.append(event)
        self.life.told((event,))
        self.then()

    @rule(data=st.data())
    def the_register_repeats_itself(self, data: st.DataObject) -> None:
        if self.told:
            before = self.dossier
            self.life.told(tuple(data.draw(st.permutations(self.told))))
            self.then()
            assert self.dossier.events == before.events

    @rule(said=st.integers(0, 9), days=st.integers(1, 20))
    def an_apology_is_told(self, said: int, days: int) -> None:
        new = DUE + timedelta(days=days)
        self.life.told((), (Apology(after(said * 24 * 60), new, "a", approved=False),))
        self.then()

    @rule(days=st.integers(0, 9))
    def the_register_moves_the_date(self, days: int) -> None:
        self.life.told(due=DUE + timedelta(days=days))
        self.then()

    @invariant()
    def what_is_said_does_not_depend_on_the_order_of_arrival(self) -> None:
        backwards = replace(self.dossier, events=tuple(reversed(self.dossier.events)))
        assert derive(backwards, self.life.ward.calendar) == self.dossier

    @invariant()
    def nothing_is_lost(self) -> None:
        kept = {(one.at, one.status) for one in self.dossier.events}
        assert kept >= {(one.at, one.status) for one in self.told}

    @invariant()
    def one_new_date_holds_and_one_more_by_each_override(self) -> None:
        assert accepted(self.dossier) <= 1 + overridden(self.dossier, "apology_once")

    @invariant()
    def a_paused_or_finished_dossier_is_not_overdue(self) -> None:
        if self.dossier.paused or self.dossier.status in ENDED:
            assert not self.dossier.overdue(at("2027-06-01 09:00"))

    @invariant()
    def lateness_is_decided_with_the_first_result_and_by_the_last_valid_date(self) -> None:
        if self.dossier.done_at is None:
            assert self.dossier.lateness is None
        else:
            due = self.dossier.falls_due_at
            assert due is not None
            assert (self.dossier.lateness == "late") == (self.dossier.done_at > due)


class OwnDesk(Following):
    """Our own desk: an act that breaks a rule is refused, unless a person set the rule aside."""

    mode = RegisterMode.DESK

    @initialize(statuses=st.lists(KNOWN, max_size=7))
    def begin(self, statuses: list[DossierStatus]) -> None:
        self.start()
        self.an_officer_sets_statuses(statuses, OFFICER)

    @rule(statuses=st.lists(KNOWN, min_size=1, max_size=4), who=WHO)
    def an_officer_sets_statuses(self, statuses: list[DossierStatus], who: str) -> None:
        for status in statuses:
            self.life.now += timedelta(minutes=1)
            event = StatusEvent(self.life.now, status, status.value)
            self.sets(event, who)
        self.then()

    def sets(self, event: StatusEvent, who: str) -> None:
        self.life.does(who, lambda to, one: acts.set_status(to, one, event, mode=self.mode))

    @invariant()
    def every_step_is_one_of_the_table_or_overridden(self) -> None:
        wrong = [one for one in changes(self.dossier.events) if not possible(*one)]
        assert len(wrong) <= overridden(self.dossier, "impossible_step")

    @invariant()
    def papers_are_asked_for_once_or_overridden(self) -> None:
        assert self.dossier.supplements <= 1 + overridden(self.dossier, "supplement_once")

    @invariant()
    def no_second_new_date_without_the_head(self) -> None:
        assert len(self.dossier.apologies) <= 1 + overridden(self.dossier, "apology_once")
        assert all(one.approved for one in self.dossier.apologies)

    @invariant()
    def nothing_is_stopped_early_or_it_was_overridden(self) -> None:
        early = stopped_too_early(self.dossier, self.life.ward)
        assert not early or overridden(self.dossier, "stopped_early")

    @invariant()
    def an_apology_came_in_time_or_was_overridden(self) -> None:
        late = late_to_apologise(self.dossier, self.life.ward)
        assert not late or overridden(self.dossier, "apology_in_time")

    @invariant()
    def nothing_that_was_kept_is_broken(self) -> None:
        calendar, now = self.life.ward.calendar, self.life.now
        found = findings(self.dossier, calendar, now, None, RegisterMode.DESK)
        assert {one.name for one in found if one.blocks} <= {"ready_confirmed"}
        assert self.dossier.events == ordered(self.dossier.events)


MirrorRegister.TestCase.settings = SETTINGS
OwnDesk.TestCase.settings = SETTINGS
TestMirrorRegister = MirrorRegister.TestCase
TestOwnDesk = OwnDesk.TestCase
