"""Heads and reviewers: their acts open reporters' names, and each watches over the others'."""

from datetime import datetime, timedelta
from typing import Final

from handlers.messages import Reply
from handlers.officers import Member, Officer, Role
from handlers.store import queueing, staff
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Work

WATCHING: Final = (Role.HEAD, Role.REVIEWER)


def opens_names(officer: Officer) -> bool:
    """Whether the officer may open names at all: never who runs the program too."""
    return officer.has(*WATCHING) and not officer.has(Role.ADMIN)


def tell_watchers(work: Work, commune: str, key: str, reply: Reply, now: datetime) -> None:
    """Each head and reviewer in office hears it, whoever did it."""
    for one in staff.members(work, commune):
        if one.left_at is None and one.officer.has(*WATCHING):
            write(work, one, f"{key}:{one.id}", reply, now)


def write(work: Work, member: Member, key: str, reply: Reply, now: datetime) -> None:
    """A message to an officer's own chat, if there is one."""
    if member.contact is None or member.endpoint is None:
        return
    message = queueing.Message(
        key=key,
        reply=reply,
        due=now,
        expires_at=now + timedelta(days=2),
        kind=OutboxKind.OFFICER,
        priority=Priority.OFFICER,
    )
    queueing.queue(work, member.officer.commune, member.endpoint, member.contact, message)
