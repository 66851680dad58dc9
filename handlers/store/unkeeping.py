"""A case that turns out to be a complaint or a denunciation: everything that holds its words.

It is not known which message of the sender's became the case, or which of an officer's its
answer: what both wrote while it could have been is taken, rather too much than a line too few.
Files of the sender's other cases stay.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BindParameter, bindparam, delete, or_, select, update

from handlers.messages import FileState
from handlers.store import case_cards, cases, groups, publications
from handlers.store.states import FileKeeping, InboundStatus
from handlers.store.tables import (
    AttachmentRow,
    CaseCallRow,
    CaseEventRow,
    CaseFileRow,
    CasePartyRow,
    ConversationRow,
    InboundRow,
    OfficerRow,
    table_of,
)
from handlers.store.unit_of_work import Work

BEFORE: Final = timedelta(days=1)
"""A draft lives a day: what was sent so long before the case may belong to it."""

_FILE = table_of(AttachmentRow)
_CASE_FILE = table_of(CaseFileRow)
_EVENT = table_of(CaseEventRow)
_INBOUND = table_of(InboundRow)
_OFFICER = table_of(OfficerRow)
_CONVERSATION = table_of(ConversationRow)
_of_case: BindParameter[int] = bindparam("of_case")
_of: BindParameter[str] = bindparam("of_contact")
_their_files = select(_CASE_FILE.c.attachment).where(_CASE_FILE.c.case == _of_case)
_gone = {"ref": None, "name": None, "sha256": None, "reason": None, "state": FileState.ERASED}
_HANDLED = (
    _INBOUND.c.received_at >= bindparam("since"),
    _INBOUND.c.payload.is_not(None),
    _INBOUND.c.status != InboundStatus.STORED,
)
_sent = select(_INBOUND.c.id).where(
    _INBOUND.c.contact == _of,
    _INBOUND.c.received_at >= bindparam("since"),
    _INBOUND.c.status != InboundStatus.STORED,
)
_DOOMED = or_(
    _FILE.c.id.in_(_their_files),
    (_FILE.c.inbound.in_(_sent)) & (_FILE.c.keeping == FileKeeping.INBOUND),
)
_BYTES = select(_FILE.c.contact, _FILE.c.sha256, _DOOMED.label("doomed")).where(
    or_(_FILE.c.contact == _of, _FILE.c.id.in_(_their_files)),  # brought to the desk: no sender's
    _FILE.c.sha256.is_not(None),
    _FILE.c.state == FileState.STORED,
)
_SAID = update(_INBOUND).where(_INBOUND.c.contact == _of, *_HANDLED).values(payload=None)
_AT_WORK = select(_OFFICER.c.contact).where(
    _OFFICER.c.contact.is_not(None), _OFFICER.c.id.in_(bindparam("officers", expanding=True))
)
_WROTE = (
    update(_INBOUND)
    .where(or_(_INBOUND.c.contact.in_(_AT_WORK), _INBOUND.c.speaker.in_(_AT_WORK)), *_HANDLED)
    .values(payload=None)
)
_WRITING = (
    update(_CONVERSATION)
    .where(
        _CONVERSATION.c.commune == bindparam("of_commune"),
        _CONVERSATION.c.draft.like(bindparam("naming")),
    )
    .values(step="idle", draft=None, offered=None, subject=None)
)
_OF_SENDER = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.contact == _of)
    .values(step="idle", draft=None, offered=None, version=_CONVERSATION.c.version + 1)
)
_DROP = (
    update(_FILE).where(_DOOMED).values(**_gone),
    delete(_CASE_FILE).where(_CASE_FILE.c.case == _of_case),
)
_CLEAR = (
    delete(table_of(CasePartyRow)).where(table_of(CasePartyRow).c.case == _of_case),
    delete(table_of(CaseCallRow)).where(table_of(CaseCallRow).c.case == _of_case),
    update(_EVENT).where(_EVENT.c.case == _of_case).values(words=None, said=None),
)


def unkeep(work: Work, row: cases.Row, now: datetime) -> None:
    """Take every word, file, draft and card of a case away; the row itself is its caller's."""
    case_cards.forget(work, row, now)
    publications.take_down(work, row.id, now)
    groups.drop_drafts(work, row.id)
    since = row.received_at - BEFORE
    of = {"of_case": row.id, "of_contact": row.contact or "", "since": since}
    if row.contact is not None:
        case_cards.take_back(work, row, [row.contact], now)
        work.run(_SAID, {"of_contact": row.contact, "since": since})
        work.run(_OF_SENDER, {"of_contact": row.contact})
    files = work.run(_BYTES, of).all()
    work.freed += sorted(_names(files, doomed=True) - _names(files, doomed=False))
    work.run(_DROP[0], of)
    work.run(_DROP[1], {"of_case": row.id})
    work.run(_WRITING, {"of_commune": row.commune, "naming": f"%{cases.code_of(row)}%"})
    officers = _officers(cases.events(work, row.id))
    work.run(_WROTE, {"officers": officers, "since": row.received_at})
    for statement in _CLEAR:
        work.run(statement, {"of_case": row.id})
    work.erased = True


def _names(files: Iterable[cases.Row], *, doomed: bool) -> set[str]:
    return {f"{one.contact}/{one.sha256}" for one in files if bool(one.doomed) is doomed}


def _officers(events: Iterable[cases.Row]) -> list[int]:
    """Who acted on it."""
    found = (one.by.partition(":") for one in events)
    return sorted({int(number) for kind, _, number in found if kind == "officer"})
