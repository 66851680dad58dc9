"""Apply what was decided in an officers' group, in the transaction of the turn."""

from datetime import datetime
from typing import Protocol

from handlers import staff_groups
from handlers.cases import calls
from handlers.cases import groups as shown
from handlers.commands import (
    DropDraft,
    GroupCommand,
    JoinGroup,
    KeepDraft,
    LoseGroup,
    SeeNumber,
    ShowInGroup,
)
from handlers.errors import LostRaceError
from handlers.officers import Actor, Officer
from handlers.store import cases, groups
from handlers.store.unit_of_work import Work


class Said(Protocol):
    """Whose message it was."""

    @property
    def commune(self) -> str:
        """Its commune."""
        ...

    @property
    def contact(self) -> str:
        """The chat it came from."""
        ...

    @property
    def inbound(self) -> int:
        """Its number."""
        ...

    @property
    def actor(self) -> Actor:
        """Who wrote it."""
        ...


def apply(work: Work, of: Said, command: GroupCommand, now: datetime) -> None:
    """Do it.

    Raises:
        LostRaceError: somebody was faster; the flow decides again and says so.
    """
    match command:
        case JoinGroup(code_hash=code):
            by = of.actor.id if isinstance(of.actor, Officer) else 0
            if not staff_groups.join(work, of.commune, code, of.contact, by, now):
                raise LostRaceError
        case LoseGroup(ward=ward, contact=chat):
            staff_groups.lose(work, ward, chat, now)
        case ShowInGroup():
            _show(work, of, command, now)
        case KeepDraft():
            _keep(work, command, now)
        case SeeNumber(code=code, officer=officer):
            calls.seen_number(work, officer, code, now)
        case DropDraft(id=name):
            groups.drop_draft(work, name)


def _show(work: Work, of: Said, command: ShowInGroup, now: datetime) -> None:
    row = cases.by_code(work, command.code)
    if row is not None:
        shown.post(work, row, now, calendar=command.ward.calendar, key=f":{of.inbound}")


def _keep(work: Work, command: KeepDraft, now: datetime) -> None:
    row = cases.by_code(work, command.code)
    if row is None:
        raise LostRaceError
    groups.keep_draft(
        work,
        command.id,
        row.id,
        command.officer.id,
        command.words,
        now,
        override=command.override,
        late=command.late,
    )
