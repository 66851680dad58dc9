"""What officers' chats hold of a case: taken back, or emptied when its sender is erased.

Rows are found through the subject their messages carry and by their keys.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, or_, select, update

from handlers.store import cases
from handlers.store.tables import (
    OfficerRow,
    OutboxRow,
    SentMessageRow,
    TranscriptRow,
    table_of,
)
from handlers.store.unit_of_work import Work

_OUT = table_of(OutboxRow)
_SENT = table_of(SentMessageRow)
_LINE = table_of(TranscriptRow)
_OFFICER = table_of(OfficerRow)

_subject: BindParameter[str] = bindparam("subject")
_quoted: BindParameter[str] = bindparam("quoted")
_OPEN = ("queued", "sending", "withheld")
_officers = select(_OFFICER.c.contact).where(_OFFICER.c.contact.is_not(None))
_sent = select(_SENT.c.outbox_id).where(
    or_(_SENT.c.subject == _subject, _SENT.c.subject == bindparam("card"))
)
# Chats of officers, and whatever else carries the case's subject: a group has no officer.
_HOLDS = or_(_OUT.c.body.like(_quoted), _OUT.c.body.like(bindparam("carded")))
_WAITING = (
    update(_OUT)
    .where(_OUT.c.status.in_(_OPEN), _HOLDS, _OUT.c.contact != bindparam("but"))
    .values(
        body=None,
        status="expired",
        reason="taken back",
        lease=None,
        holder=None,
        finished_at=bindparam("at"),
    )
)
_LEFT = (
    update(_OUT)
    .where(
        or_(_OUT.c.id.in_(_sent), _OUT.c.contact.in_(_officers)),
        _HOLDS,
        _OUT.c.contact != bindparam("but"),
    )
    .values(body=None)
)
_LINES = (
    update(_LINE)
    .where(
        _LINE.c.contact.in_(_officers),
        _LINE.c.contact != bindparam("but"),
        _LINE.c.reply.like(_quoted),
    )
    .values(reply=None)
)
_of: BindParameter[str] = bindparam("of_contact")
_TAKE_BACK = (
    _WAITING.where(_OUT.c.contact == _of),
    update(_OUT).where(_OUT.c.contact == _of, _HOLDS).values(body=None),
    update(_LINE).where(_LINE.c.contact == _of, _LINE.c.reply.like(_quoted)).values(reply=None),
)


def take_back(work: Work, row: cases.Row, contacts: Iterable[str], now: datetime) -> None:
    """Empty what these chats hold of a case; what waits does not leave."""
    for contact in contacts:
        values = {**_naming(row), "of_contact": contact, "but": "", "at": now}
        for statement in _TAKE_BACK:
            work.run(statement, values)
    work.erased = True


def forget(work: Work, row: cases.Row, now: datetime) -> None:
    """Empty every message about a case in other chats than its sender's."""
    values = {**_naming(row), "but": row.contact or "", "at": now}
    for statement in (_WAITING, _LEFT, _LINES):
        work.run(statement, values)
    work.erased = True


def _naming(row: cases.Row) -> dict[str, str]:
    subject = f"case:{cases.code_of(row).full}"
    card = f"card:{cases.code_of(row).full}"
    return {"subject": subject, "card": card, "quoted": f'%"{subject}"%', "carded": f'%"{card}"%'}
