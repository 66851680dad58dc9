"""What an officer has to do today, from what the rules say of each dossier. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from handlers.duties.assigning import Theirs
from handlers.duties.checks import owes_explanation
from handlers.duties.values import Case, Draft
from handlers.officers import Member, Officer, Role
from handlers.roles import Act, may
from knowledge.calendar import WorkingCalendar, local
from knowledge.clocks import HourClock
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rulebook import Concern, rules_in_force
from knowledge.dossiers.rules import Finding, Stage, findings, too_old
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay

HORIZON: Final = timedelta(days=21)
"""How far ahead dossiers are read: two working days may span the Tết holiday of two weeks."""
LAST_HOUR: Final = timedelta(hours=1)
"""The closing sweep comes this long before the end of the day's work: what must leave can."""
INTAKE: Final = frozenset({"intake", "intake_warning", "intake_desk"})
DATED: Final = ("overdue", "due_today", "apology_due", "due_soon")
"""Rules of the due date, the most pressing first: a dossier is listed once."""
FISCAL: Final = "fiscal_due"
"""The rule of the other date of a land dossier, listed beside the due date (D-18)."""
LISTED: Final = (*DATED, FISCAL)
AT_THE_DESK: Final = frozenset({SubmissionWay.IN_PERSON, SubmissionWay.POST})
"""Ways of filing whose first answer is due in days, not in hours; an unsaid way is online."""
LATE_ANSWERS: Final = frozenset({"intake_late", "shortfall_late"})
"""Rules broken by an answer that came too late."""
FOR_A_DECISION: Final = frozenset(
    {
        "apology_once",
        "apology_in_time",
        "supplement_once",
        "stopped_early",
        "impossible_step",
        "unknown_status",
        "dates_disagree",
        "supplement_expired",
    }
)
"""Rules whose breach waits for the desk lead or the head."""


@dataclass(frozen=True, slots=True)
class Material:
    """What an agenda is made of, read once."""

    members: tuple[Member, ...] = ()
    cases: tuple[Case, ...] = ()
    """Unfinished dossiers due soon or overdue, and those not yet looked at."""
    unconfirmed: tuple[Case, ...] = ()
    unexplained: tuple[Case, ...] = ()
    """Finished late, or said not to be in time, without a cause."""
    slips: tuple[tuple[Case, Draft], ...] = ()
    copied_at: datetime | None = None
    answered: tuple[Case, ...] = ()
    """Answered within the last days, among them late ones."""
    left_out: int = 0
    """Overdue for so long that they were only counted."""
    unlooked_out: int = 0
    """Filed and not looked at, for so long that they were only counted."""
    unexplained_out: int = 0
    """Finished late without a cause, beyond those read."""


@dataclass(frozen=True, slots=True)
class Task:
    """One dossier and what the rules say of it."""

    case: Case
    finding: Finding


@dataclass(frozen=True, slots=True)
class Agenda:
    """What one officer has to do."""

    intake: tuple[Task, ...] = ()
    dated: dict[str, tuple[Task, ...]] = field(default_factory=dict)
    unconfirmed: tuple[Case, ...] = ()
    unexplained: tuple[Case, ...] = ()
    slips: tuple[tuple[Case, Draft], ...] = ()
    decisions: tuple[Task, ...] = ()
    late_answers: tuple[Task, ...] = ()
    """Answered after their limit (D-8, D-13): nothing to do any more, and not to be forgotten."""
    copied_at: datetime | None = None
    stale: bool = False
    """The copy is too old for what falls due: it is said first, and nothing is claimed."""
    intake_stale: bool = False
    """The same of dossiers just filed, whose clock runs in hours."""
    left_out: int = 0
    unlooked_out: int = 0
    unexplained_out: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        lists = (self.intake, self.unconfirmed, self.unexplained, self.slips, self.decisions)
        old = self.stale or self.intake_stale
        beyond = (self.left_out, self.unlooked_out, self.unexplained_out)
        return not any((*lists, self.late_answers, *self.dated.values(), *beyond, old))

    def under(self, rule: str) -> tuple[Task, ...]:
        """The dossiers of one rule of a date."""
        return self.dated.get(rule, ())


@dataclass(frozen=True, slots=True)
class Day:
    """The day an agenda is for."""

    calendar: WorkingCalendar
    now: datetime
    mode: RegisterMode = RegisterMode.MIRROR

    @property
    def date(self) -> date:
        """In Viet Nam."""
        return local(self.now).date()


def judged(cases: Iterable[Case], copied_at: datetime | None, day: Day) -> tuple[Task, ...]:
    """What the rules say of each dossier, whomever it concerns."""
    return tuple(
        Task(case, one)
        for case in cases
        for one in findings(case.dossier, day.calendar, day.now, copied_at, day.mode)
    )


def agenda(
    officer: Officer, material: Material, day: Day, found: Sequence[Task] | None = None
) -> Agenda:
    """What this officer has to do: theirs, and as lead or head what concerns those.

    `found` is what the rules say of the material, where several officers' agendas are made of it.
    """
    found = judged(material.cases, material.copied_at, day) if found is None else found
    theirs = Theirs(officer, material.members, day.date)
    tasks = [task for task in found if _concerns(theirs, task.case, task.finding)]
    fresh = [case for case in material.cases if _unlooked(theirs, case)]
    wide = may(officer, Act.SEE_ALL_WORK)
    mirror = day.mode is RegisterMode.MIRROR
    return Agenda(
        intake=_intake(tasks, fresh, material.copied_at, day),
        dated=_dated(tasks),
        unconfirmed=theirs.among(material.unconfirmed),
        unexplained=tuple(
            case for case in theirs.among(material.unexplained) if owes_explanation(case, day.now)
        ),
        slips=material.slips if may(officer, Act.DECIDE_APOLOGY) else (),
        decisions=_decisions(tasks) if wide else (),
        late_answers=late_answers(material.answered, day) if wide else (),
        copied_at=material.copied_at,
        stale=mirror and too_old(material.copied_at, day.now, day.calendar, "due_soon"),
        intake_stale=mirror
        and bool(fresh)
        and too_old(material.copied_at, day.now, day.calendar, "intake"),
        left_out=material.left_out if wide else 0,
        unlooked_out=material.unlooked_out if wide else 0,
        unexplained_out=material.unexplained_out if wide else 0,
    )


def _decisions(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """What waits for a person's word: first what holds a push back, of each the newest."""
    found = [task for task in tasks if task.finding.name in FOR_A_DECISION]
    found.sort(key=_broken_at, reverse=True)
    return tuple(sorted(found, key=lambda task: not task.finding.blocks))


def _broken_at(task: Task) -> float:
    event = task.finding.event
    at = event.at if event is not None else task.case.dossier.status_at
    return at.timestamp() if at is not None else 0.0


def late_answers(cases: Iterable[Case], day: Day) -> tuple[Task, ...]:
    """Which answers came after their limit, on the last working day or today."""
    since = day.calendar.previous_working_day(day.date)
    return tuple(
        task
        for task in judged(cases, None, day)
        if task.finding.name in LATE_ANSWERS
        and task.finding.event is not None
        and local(task.finding.event.at).date() >= since
    )


def _unlooked(theirs: Theirs, case: Case) -> bool:
    """Filed, not yet looked at, and this officer's to look at."""
    registered = case.dossier.status is DossierStatus.REGISTERED
    return registered and (theirs.officer.has(Role.DESK_LEAD) or theirs.hears_of(case))


def _intake(
    tasks: Iterable[Task], fresh: Iterable[Case], copied_at: datetime | None, day: Day
) -> tuple[Task, ...]:
    """What waits to be looked at, with its limit: told by a rule, or still far from it (D-8)."""
    found = {task.case.dossier.id: task for task in tasks if task.finding.name in INTAKE}
    book, newest = rules_in_force(), rules_in_force()["intake"]
    age = None if day.mode is RegisterMode.DESK else copied_at
    if newest.may_act(age, day.now, day.calendar):
        for case in fresh:
            start = case.dossier.status_at
            rule = book.on("intake", case.dossier.began, case.dossier.procedure)
            if case.dossier.way in AT_THE_DESK or start is None or rule is None:
                continue
            due = HourClock(day.calendar).due(start, Decimal(rule.value)).at
            ahead = Finding(rule, Stage.AHEAD, due, frozenset(rule.concerns))
            found.setdefault(case.dossier.id, Task(case, ahead))
    return tuple(sorted(found.values(), key=lambda task: task.finding.due or day.now))


def _dated(tasks: Sequence[Task]) -> dict[str, tuple[Task, ...]]:
    """Each dossier under the most pressing of its rules; what was answered is no question."""
    first: dict[int, Task] = {}
    for rule in DATED:
        for task in tasks:
            if task.finding.name == rule and not _answered(task):
                first.setdefault(task.case.dossier.id, task)
    found = {
        rule: tuple(task for task in first.values() if task.finding.name == rule) for rule in DATED
    }
    return found | {FISCAL: tuple(task for task in tasks if task.finding.name == FISCAL)}


def _answered(task: Task) -> bool:
    if task.finding.name == "due_soon":
        return task.case.said_on_time or task.case.draft is not None
    return task.finding.name == "apology_due" and task.case.draft is not None


def _concerns(theirs: Theirs, case: Case, one: Finding) -> bool:
    """Whether a finding is for this officer: by office, or because they have the dossier."""
    if Concern.HEAD in one.concerns and theirs.officer.has(Role.HEAD):
        return True
    if Concern.DESK_LEAD in one.concerns and theirs.officer.has(Role.DESK_LEAD):
        return True
    return Concern.OFFICER in one.concerns and theirs.hears_of(case)


def is_last_hour(day: Day) -> bool:
    """Whether the last working hour of the day has begun: what must leave today still can."""
    closes = day.calendar.closing(day.date)
    return day.calendar.is_working_day(day.date) and closes - LAST_HOUR <= day.now < closes


def to_leave_today(found: Agenda) -> Agenda:
    """What must leave before closing: results, apologies on their last day, slips to sign."""
    return Agenda(
        dated={rule: found.under(rule) for rule in ("due_today", "apology_due")},
        unconfirmed=found.unconfirmed,
        slips=found.slips,
        copied_at=found.copied_at,
        stale=found.stale,
    )


def unanswered(
    officer: Officer, material: Material, day: Day, found: Sequence[Task] | None = None
) -> list[Case]:
    """Dossiers this officer may speak for and nobody has, the most pressing first.

    `found` as for `agenda`.
    """
    found = judged(material.cases, material.copied_at, day) if found is None else found
    theirs = Theirs(officer, material.members, day.date)
    said = (one.case.draft is not None or one.case.said_on_time for one in found)
    open_ = [one for one, done in zip(found, said, strict=True) if not done]
    dated = _dated([one for one in open_ if theirs.may_speak_for(one.case)])
    return [task.case for rule in DATED for task in dated[rule]]


def broken(task: Task) -> bool:
    """Whether the rule is broken already."""
    return task.finding.stage is Stage.BROKEN
