"""What the flows about dossiers read, as ports: the register, and earlier look-ups."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handlers.join_ports import JoinBook, NobodyJoined
from handlers.lookups import LookUpLog, NothingTried
from handlers.ratings import NoRatings, RatingBook
from handlers.reaching import Deliverability, NoDelivery
from knowledge.calendar import WorkingCalendar
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.explaining import Explanation, explain


class Dossiers(Protocol):
    """Reads the register's copy."""

    def find(self, commune: str, code: str) -> Dossier | None:
        """The dossier of a canonical code."""
        ...

    def by_token(self, token: str) -> Dossier | None:
        """The dossier of a link's token."""
        ...

    def by_id(self, dossier: int) -> Dossier | None:
        """The dossier of an id."""
        ...

    def matches(self, dossier: int, four: str) -> bool:
        """Whether these four digits stand on its receipt."""
        ...

    def explain(self, dossier: Dossier, calendar: WorkingCalendar) -> Explanation:
        """What its due date rests on."""
        ...

    def copied_at(self, commune: str) -> datetime | None:
        """How old what the register says is."""
        ...

    def kept(self, commune: str) -> bool:
        """Whether any dossier is kept: without one there is nothing to ask a code for."""
        ...


class NoDossier:
    """A register in which nothing is found: for a question on the command line."""

    def find(self, commune: str, code: str) -> Dossier | None:
        """None."""
        del commune, code
        return None

    def by_token(self, token: str) -> Dossier | None:
        """None."""
        del token
        return None

    def by_id(self, dossier: int) -> Dossier | None:
        """None."""
        del dossier
        return None

    def matches(self, dossier: int, four: str) -> bool:
        """Never."""
        del dossier, four
        return False

    def explain(self, dossier: Dossier, calendar: WorkingCalendar) -> Explanation:
        """By the clock alone; nothing asks for it."""
        return explain(dossier, None, calendar)

    def copied_at(self, commune: str) -> datetime | None:
        """Unknown."""
        del commune
        return None

    def kept(self, commune: str) -> bool:
        """As at a ward with a register, so that the flow is the same."""
        del commune
        return True


@dataclass(frozen=True, slots=True)
class Followed:
    """One dossier this contact follows."""

    id: int
    dossier: int
    own: bool
    """By their own receipt; else by the consent code of the person whose dossier it is."""


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A consent code this contact made."""

    id: int
    dossier: int
    use_by: datetime
    used: bool


@dataclass(frozen=True, slots=True)
class OfferedCode:
    """A consent code that can be taken up now."""

    dossier: int
    holds_until: datetime


@dataclass(frozen=True, slots=True)
class KeptReminder:
    """An own limit this contact asked to be reminded of."""

    id: int
    code: str
    last_day: date


class FollowBook(Protocol):
    """Reads what a contact is told about."""

    def followed(self, contact: str, now: datetime) -> tuple[Followed, ...]:
        """The dossiers it follows now."""
        ...

    def given(self, contact: str, now: datetime) -> tuple[GivenCode, ...]:
        """Its consent codes that still hold."""
        ...

    def offered(self, commune: str, code_hash: str, now: datetime) -> OfferedCode | None:
        """What a consent code gives, while nobody has used it."""
        ...

    def reminders(self, contact: str) -> tuple[KeptReminder, ...]:
        """Its reminders to come."""
        ...


class NothingFollowed:
    """The book of a dialogue that keeps nothing."""

    def followed(self, contact: str, now: datetime) -> tuple[Followed, ...]:
        """None."""
        del contact, now
        return ()

    def given(self, contact: str, now: datetime) -> tuple[GivenCode, ...]:
        """None."""
        del contact, now
        return ()

    def offered(self, commune: str, code_hash: str, now: datetime) -> OfferedCode | None:
        """None."""
        del commune, code_hash, now
        return None

    def reminders(self, contact: str) -> tuple[KeptReminder, ...]:
        """None."""
        del contact
        return ()


@dataclass(frozen=True, slots=True)
class LookUpPorts:
    """What look-ups may read."""

    dossiers: Dossiers = NoDossier()  # noqa: RUF009 - holds nothing
    log: LookUpLog = NothingTried()  # noqa: RUF009
    follows: FollowBook = NothingFollowed()  # noqa: RUF009
    ratings: RatingBook = NoRatings()  # noqa: RUF009
    reach: Deliverability = NoDelivery()  # noqa: RUF009
    joins: JoinBook = NobodyJoined()  # noqa: RUF009
