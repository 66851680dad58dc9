"""What a follower should hear in a simulated year, worked out anew from the lives themselves.

From what the software told and when, the desk's word, and the tables of domain.md §4.3 and §5;
neither the planner, nor the rules' code, nor what the store holds is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.simulation.lives import Change, Life
from handlers.notice_kinds import NoticeKind
from knowledge.calendar import WorkingCalendar, local, moment
from knowledge.dossiers.dossier import Apology, StatusEvent
from knowledge.dossiers.statuses import DossierStatus

K, S = NoticeKind, DossierStatus
OPENS, SHUTS, NINE, FOUR = time(7), time(21), time(9), time(16)
"""Citizens are written to from seven to nine; reminders at nine, "tomorrow" at four."""
OF_USE: Final = {
    K.ACCEPTED: 3, K.RESUMED: 3, K.SUPPLEMENT: 7, K.SUPPLEMENT_CLOSING_3: 1,
    K.SUPPLEMENT_CLOSING_1: 1, K.SUPPLEMENT_OVER: 3, K.PAYMENT: 7, K.PAYMENT_REMINDER: 2,
    K.DATE_MOVED: 3, K.APOLOGY: 7, K.READY: 14, K.UNCOLLECTED: 5, K.RETURNED: 1, K.REJECTED: 7,
    K.STOPPED: 7, K.WITHDRAWAL: 3, K.SATISFACTION: 7,
}  # fmt: skip
"""Days a notice is of use (docs/notices.md); what is said on the eve, that evening."""
EVES: Final = frozenset({K.DUE_TOMORROW, K.FISCAL_TOMORROW})
OF_TODAY: Final = EVES | {
    K.SUPPLEMENT_CLOSING_3, K.SUPPLEMENT_CLOSING_1, K.SUPPLEMENT_OVER, K.PAYMENT_REMINDER,
    K.UNCOLLECTED,
}  # fmt: skip
"""What says how things are now: only with a fresh copy of the register."""
ENDED: Final = frozenset({S.REJECTED, S.STOPPED, S.DONE, S.RETURNED})
FINAL: Final = ENDED - {S.DONE}
"""Nothing follows."""
WAITING: Final = frozenset({S.SUPPLEMENT_NEEDED, S.PAYMENT_NEEDED, S.WITHDRAWAL_REQUESTED})
AT_ONCE: Final = {
    S.PAYMENT_NEEDED: K.PAYMENT, S.RETURNED: K.RETURNED, S.REJECTED: K.REJECTED,
    S.STOPPED: K.STOPPED, S.WITHDRAWAL_REQUESTED: K.WITHDRAWAL,
}  # fmt: skip
TO_BRING: Final = 15
"""Working days to bring papers (D-12)."""


@dataclass(slots=True)
class Expected:
    """One notice a follower is owed."""

    kind: NoticeKind
    at: datetime
    """From when on."""
    expires_at: datetime
    """Of no use from then on."""
    ended_at: datetime | None = None
    """When we learnt that it is not so any more."""


@dataclass(slots=True)
class State:
    """A dossier as far as it is known here."""

    life: Life
    told: datetime | None = None
    """The date as the software's export has it."""
    events: list[StatusEvent] = field(default_factory=list)
    apologies: list[Apology] = field(default_factory=list)
    confirmed: datetime | None = None
    first: datetime | None = None
    """The date first printed."""
    printed: datetime | None = None
    """The date last printed."""
    moved_at: datetime | None = None
    """When we learnt that the software printed another one."""

    def __post_init__(self) -> None:
        self.told = self.life.due_at

    @property
    def status(self) -> DossierStatus:
        """The present one."""
        return self.events[-1].status

    def learn(self, change: Change | None, said: datetime | None) -> None:
        """What an export told, or the desk."""
        if change is not None and change.event is not None:
            self.events.append(change.event)
        if change is not None and change.apology is not None:
            self.apologies.append(change.apology)
        self.confirmed = said or self.confirmed
        if change is not None and change.due_at is not None:
            self.told = change.due_at

    def dated(self, now: datetime) -> None:
        """What all that was told at this moment says of the date on paper."""
        if self.when(S.ACCEPTED) is None:
            return
        if self.first is None:
            self.first = self.printed = self.told
        elif self.told != self.printed:
            self.printed, self.moved_at = self.told, now

    @property
    def impossible(self) -> bool:
        """Whether something followed the end of it (S-2)."""
        pairs = zip(self.events, self.events[1:], strict=False)
        return any(one.status in FINAL and two.status is not one.status for one, two in pairs)

    def stopped_early(self, calendar: WorkingCalendar) -> bool:
        """Whether it was stopped before the time for papers was over (D-12)."""
        for asked, end in zip(self.events, self.events[1:], strict=False):
            if asked.status is S.SUPPLEMENT_NEEDED and end.status is S.STOPPED:
                last = calendar.add_working_days(local(asked.at).date(), TO_BRING)
                return local(end.at).date() <= last
        return False

    def when(self, status: DossierStatus) -> datetime | None:
        """When a status was first reached."""
        return next((one.at for one in self.events if one.status is status), None)

    def due(
        self, printed: datetime | None, calendar: WorkingCalendar, since: datetime | None = None
    ) -> datetime | None:
        """A date of the receipt, later by what was waited for the citizen since (D-11).

        One moved by the software holds what was waited for before (`since`).
        """
        accepted = self.when(S.ACCEPTED)
        if accepted is None or printed is None:
            return None
        due = printed
        for before, after in zip(self.events, self.events[1:], strict=False):
            counts = since < before.at if since is not None else accepted <= before.at
            if before.status in WAITING and counts and before.at < due:
                left = calendar.working_time_between(before.at, due)
                due = calendar.add_working_time(after.at, left)
        return due

    def result_due(self, calendar: WorkingCalendar) -> datetime | None:
        """By when the result is to be there: the apology's date holds from then on."""
        for apology in self.apologies[:1]:
            if self.moved_at is None or apology.at >= self.moved_at:
                return apology.new_due_at
        return self.on_paper(calendar)

    def on_paper(self, calendar: WorkingCalendar) -> datetime | None:
        """By when without an apology."""
        return self.due(self.printed, calendar, self.moved_at)

    def apologised_in_time(self, calendar: WorkingCalendar) -> bool:
        """Whether it was apologised for a working day before the date at the latest (D-14)."""
        told = self.apologies[0] if self.apologies else None
        if told is None:
            return False
        moved = self.moved_at is not None and self.moved_at <= told.at
        promised = self.printed if moved else self.first
        if promised is None:
            return False
        last = calendar.previous_working_day(local(promised).date())
        return local(told.at).date() <= last


Step = tuple[datetime, Change | None, datetime | None]
"""When we learnt of it; a change of the software; or what the desk said of the shelf, and when."""


def expected(
    life: Life, steps: Sequence[Step], calendar: WorkingCalendar, *, rings: bool
) -> list[Expected]:
    """What somebody is owed who follows from the first step on; a page `rings` nobody awake."""
    found: dict[tuple[NoticeKind, datetime], Expected] = {}
    seen: set[tuple[NoticeKind, datetime]] = set()
    state, starts = State(life), sorted({one[0] for one in steps})
    for number, start in enumerate(starts):
        for _, change, said in (one for one in steps if one[0] == start):
            state.learn(change, said)
        state.dated(start)
        end = starts[number + 1] if number + 1 < len(starts) else None
        for kind, about, hour in _implied(state, calendar):
            key = (kind, about)
            if number == 0 and about <= start and kind not in OF_TODAY:
                seen.add(key)  # the look-up has just shown it
            one = found.get(key) or _owed(kind, about, hour, start, rings=rings)
            if key in seen or one.at >= one.expires_at or (end is not None and one.at >= end):
                continue
            one.ended_at = end
            found[key] = one
    return list(found.values())


def _owed(
    kind: NoticeKind, about: datetime, hour: datetime | None, start: datetime, *, rings: bool
) -> Expected:
    at = max(start, hour or about)
    base = hour or daytime(about)
    if kind in EVES:
        expires = moment(local(base).date(), SHUTS)
    else:
        expires = base + timedelta(days=OF_USE[kind])
    return Expected(kind, daytime(at) if rings else at, expires)


def _implied(
    state: State, calendar: WorkingCalendar
) -> Iterator[tuple[NoticeKind, datetime, datetime | None]]:
    """Kind, what it is about, and the hour it is said at where it has one."""
    if state.impossible:
        return  # whatever it says now waits for a person
    yield from _entered(state, calendar)
    if state.status in (S.REGISTERED, S.ACCEPTED, S.PROCESSING):
        yield from _going_on(state)
    if state.status is S.PROCESSING:
        yield from _eve(K.DUE_TOMORROW, state, state.result_due(calendar), calendar)
        fiscal = state.due(state.life.fiscal_due_at, calendar)
        yield from _eve(K.FISCAL_TOMORROW, state, fiscal, calendar)
    if state.apologies and state.status not in ENDED and state.apologised_in_time(calendar):
        yield K.APOLOGY, state.apologies[0].at, None


def _entered(
    state: State, calendar: WorkingCalendar
) -> Iterator[tuple[NoticeKind, datetime, datetime | None]]:
    at = state.events[-1].at
    day, after = local(at).date(), calendar.add_working_days
    early = state.stopped_early(calendar)  # against D-12: withheld
    if (told := AT_ONCE.get(state.status)) is not None and not early:
        yield told, at, None
    match state.status:
        case DossierStatus.SUPPLEMENT_NEEDED if _asked(state) == 1:  # a second one is withheld
            yield K.SUPPLEMENT, at, None
            closing = after(day, TO_BRING)
            about = moment(closing, time())
            for kind, days in ((K.SUPPLEMENT_CLOSING_3, 3), (K.SUPPLEMENT_CLOSING_1, 1)):
                yield kind, about, moment(_before(calendar, closing, days), NINE)
            yield K.SUPPLEMENT_OVER, about, moment(after(closing, 1), NINE)
        case DossierStatus.PAYMENT_NEEDED:
            yield K.PAYMENT_REMINDER, at, moment(after(day, 3), NINE)
        case DossierStatus.DONE if state.confirmed is not None:
            yield K.READY, state.confirmed, None
            later = after(local(state.confirmed).date(), 5)
            yield K.UNCOLLECTED, state.confirmed, moment(later, NINE)
        case DossierStatus.RETURNED:
            yield K.SATISFACTION, at, moment(after(day, 1), NINE)
        case _:
            return


def _going_on(state: State) -> Iterator[tuple[NoticeKind, datetime, datetime | None]]:
    accepted = state.when(S.ACCEPTED)
    pairs = zip(state.events, state.events[1:], strict=False)
    brought = [one.at for before, one in pairs if before.status in WAITING]
    if accepted is not None and (not brought or accepted >= brought[-1]):
        yield K.ACCEPTED, accepted, None
    elif brought:
        yield K.RESUMED, brought[-1], None
    moved, entered = state.moved_at, state.events[-1].at
    another = state.printed != state.first and not state.apologies
    if moved is not None and moved >= entered and another:
        yield K.DATE_MOVED, moved, None


def _eve(
    kind: NoticeKind, state: State, due: datetime | None, calendar: WorkingCalendar
) -> Iterator[tuple[NoticeKind, datetime, datetime | None]]:
    accepted = state.when(S.ACCEPTED)
    if due is None or accepted is None:
        return
    eve = calendar.previous_working_day(local(due).date())
    if local(accepted).date() <= eve:
        yield kind, due, moment(eve, FOUR)


def _asked(state: State) -> int:
    return sum(one.status is S.SUPPLEMENT_NEEDED for one in state.events)


def _before(calendar: WorkingCalendar, day: date, count: int) -> date:
    for _ in range(count):
        day = calendar.previous_working_day(day)
    return day


def daytime(when: datetime) -> datetime:
    """Then, or the next morning."""
    there = local(when)
    if there.time() < OPENS:
        return moment(there.date(), OPENS)
    if there.time() >= SHUTS:
        return moment(there.date() + timedelta(days=1), OPENS)
    return there
