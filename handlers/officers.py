"""Who writes: a citizen, or an officer of the ward with roles. Resolved before the router."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What an officer may do."""

    OFFICER = "officer"
    """Cán bộ xử lý: sees and answers what is theirs."""
    DESK_LEAD = "desk_lead"
    """Phụ trách một cửa."""
    HEAD = "head"
    """Người đứng đầu."""
    ADMIN = "admin"
    """Quản trị: runs the program, opens no vault."""
    REVIEWER = "reviewer"
    """Người soát xét: sees cases about the head, marks whom a case is about."""


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer, by id; `name` is for colleagues, never for logs."""

    id: int
    commune: str
    name: str
    roles: frozenset[Role]
    superior: int | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the officer holds one of these roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Member:
    """One officer with where they are reached and who stands in for them."""

    officer: Officer
    contact: str | None = None
    endpoint: str | None = None
    register_name: str | None = None
    stand_in: int | None = None
    away_until: date | None = None
    left_at: datetime | None = None

    @property
    def id(self) -> int:
        """The officer's id."""
        return self.officer.id

    def away(self, day: date) -> bool:
        """Whether they are away on `day`."""
        return self.away_until is not None and day <= self.away_until


class Refusal(StrEnum):
    """Why an act over the staff was not done."""

    NAME_TAKEN = "name_taken"
    NO_ROLE = "no_role"
    UNKNOWN = "unknown"
    LEFT = "left"
    OWN_STAND_IN = "own_stand_in"
    CHAT_TAKEN = "chat_taken"
    CODE_SPENT = "code_spent"


@dataclass(frozen=True, slots=True)
class Citizen:
    """Anybody who is no officer."""


CITIZEN = Citizen()
Actor = Citizen | Officer
