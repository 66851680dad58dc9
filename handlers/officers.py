"""Who writes: a citizen, or an officer of the ward with roles. Resolved before the router."""

from dataclasses import dataclass
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
class Citizen:
    """Anybody who is no officer."""


CITIZEN = Citizen()
Actor = Citizen | Officer
