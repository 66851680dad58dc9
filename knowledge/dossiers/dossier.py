"""A dossier as the register knows it. Names, ids and phones of people are no part of it.

Of a person only keyed hashes of last four digits are kept, in the store, to compare with what
they type (L-1); they never come out of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.calendar import local
from knowledge.dossiers.statuses import ENDED, PAUSED, DossierStatus
from knowledge.procedures import SubmissionWay


class Flag(StrEnum):
    """What staff are told about a dossier; never shown to the citizen."""

    IMPOSSIBLE_STEP = "impossible_step"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    FOREIGN_PREFIX = "foreign_prefix"
    """The code's unit is not among the commune's prefixes: gently told, never refused (§3.2)."""
    SECOND_SUPPLEMENT = "second_supplement"
    """More than one supplement request (D-10)."""
    SECOND_APOLOGY = "second_apology"
    """A second new date (D-15): nothing is pushed until the head approves."""
    LATE_APOLOGY = "late_apology"
    """The apology came less than one day before the due date (D-14)."""
    DATES_DISAGREE = "dates_disagree"


class Lateness(StrEnum):
    """Decided once, at `done`, against the last valid due date (D-17)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


class AppointmentKind(StrEnum):
    """Which of a dossier's dates: land dossiers have two (D-18)."""

    RESULT = "result"
    FISCAL = "fiscal"
    """When the fiscal data goes to the tax office; the result's date starts after payment."""


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """One change of status as the register tells it."""

    at: datetime
    """When it happened, by the register's clock; the order of events is by this."""
    status: DossierStatus
    raw: str
    """The register's own word or code."""
    note: str = ""
    """The register's words for staff; never shown to citizens as they are (L-2)."""
    closing: date | None = None
    """Of a supplement or payment: the last day to bring it, if the register says."""
    items: tuple[str, ...] = ()
    """Of a supplement: what is missing, one a line, as the slip says (TT 03/2025 annex I, 02)."""
    reason: str = ""
    """Of a refusal or a stop: why, as the slip to the citizen says."""
    given: bool = False
    """From a column of dates ("ngày tiếp nhận") instead of the history of statuses."""
    id: int = 0
    """In the store; grows in the order we learnt of events. 0: not stored."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A date promised on paper, and what became of it."""

    kind: AppointmentKind
    original_due_at: datetime
    due_at: datetime
    """The last valid one: the original, or the new date of the one apology."""
    printed_due_at: datetime | None = None
    """The register's latest word, whatever made it differ; None: as the original."""
    moved_at: datetime | None = None
    """When the register was first read with another date than the original."""
    expected_at: datetime | None = None
    """An estimate, only when a pause moved the date and the register printed no new one (D-11)."""

    @property
    def falls_due_at(self) -> datetime:
        """By when it is to be finished: the printed date, later by pauses not yet in it."""
        return self.expected_at or self.due_at


@dataclass(frozen=True, slots=True)
class Apology:
    """Phiếu xin lỗi và hẹn lại (mẫu 04, TT 03/2025): one new date, signed by the head."""

    at: datetime
    new_due_at: datetime
    reason: str
    approved: bool = True
    """False: a second one, which waits for the head (D-15)."""
    by: int | None = None
    """The officer; None: told by the register."""
    id: int = 0
    """In the store; 0: not stored."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the desk said about the finished result: ready on the shelf, or not found there."""

    at: datetime
    by: int
    """The officer."""
    ready: bool


@dataclass(frozen=True, slots=True)
class Override:
    """A rule set aside by a person for one dossier; kept with who and why."""

    rule: str
    """Name of the rule, `knowledge.dossiers.rules`."""
    at: datetime
    by: int
    """The officer."""
    reason: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier and all that happened to it."""

    id: int
    commune: str
    code: str
    """Canonical, `knowledge.text.codes`."""
    procedure: str | None
    """National code of the procedure; None when the register's is not one."""
    procedure_name: str
    version: int | None = None
    """Version of the record in force when it was accepted (P-2)."""
    field: str = ""
    officer: str = ""
    """The register's name of who has it: for staff only, never for citizens (L-2)."""
    way: SubmissionWay | None = None
    return_way: SubmissionWay | None = None
    """How its owner asked to get the result; None: not told, so at the desk."""
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    appointments: tuple[Appointment, ...] = ()
    """Empty when the register printed no date: then one is only estimated (D-0)."""
    computed_due_at: datetime | None = None
    """By our own clock, while the register printed no date for the result: what a citizen may
    expect, said as "dự kiến" (D-0, W-3). Kept up by `handlers.dating`."""
    alarm_at: datetime | None = None
    """The same by the earlier of the two clocks: what staff are warned by (D-4)."""
    done_at: datetime | None = None
    returned_at: datetime | None = None
    lateness: Lateness | None = None
    cause: str = ""
    """Why it was late, as the officer or the register explained."""
    status: DossierStatus = DossierStatus.REGISTERED
    status_at: datetime | None = None
    raw_status: str = ""
    events: tuple[StatusEvent, ...] = ()
    """In order of their time."""
    apologies: tuple[Apology, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    overrides: tuple[Override, ...] = ()
    flags: frozenset[Flag] = frozenset()
    copied_at: datetime | None = None
    """When the register was last read with this dossier in it; None: entered at our own desk."""
    token: str = ""
    """Random name for links and QR codes, so that they carry no code."""

    @property
    def result(self) -> Appointment | None:
        """The appointment for the result."""
        return next((a for a in self.appointments if a.kind is AppointmentKind.RESULT), None)

    @property
    def due_at(self) -> datetime | None:
        """The last valid due date of the result."""
        return self.result.due_at if self.result else None

    @property
    def falls_due_at(self) -> datetime | None:
        """By when the result is to be finished, pauses counted; see `Appointment`."""
        return self.result.falls_due_at if self.result else None

    @property
    def watched_due_at(self) -> datetime | None:
        """What staff are warned by: the printed date, else the one of our clock."""
        return self.falls_due_at if self.result is not None else self.alarm_at

    @property
    def began(self) -> date | None:
        """The day of its first event: the rules of that day hold for it; None: it has none."""
        return local(self.events[0].at).date() if self.events else None

    @property
    def ended(self) -> bool:
        """Whether the legal clock has stopped for good."""
        return self.status in ENDED

    @property
    def paused(self) -> bool:
        """Whether it waits for the citizen."""
        return self.status in PAUSED

    @property
    def supplements(self) -> int:
        """How often papers were asked for (D-10)."""
        return sum(event.status is DossierStatus.SUPPLEMENT_NEEDED for event in self.events)

    @property
    def ready(self) -> bool | None:
        """Whether the desk confirmed the result; None: not said yet."""
        return self.confirmations[-1].ready if self.confirmations else None

    def overdue(self, now: datetime) -> bool:
        """Whether it is late at `now`: running, and past the last valid date (D-17)."""
        due = self.falls_due_at
        return due is not None and not self.ended and not self.paused and now > due

    def overridden(self, rule: str) -> bool:
        """Whether a person set this rule aside here."""
        return any(one.rule == rule for one in self.overrides)
