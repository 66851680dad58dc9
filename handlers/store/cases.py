"""Statements of feedback: cases, what happened to them, their files."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, Executable, bindparam, delete, func, select, update

from handlers.messages import Said
from handlers.store import groups
from handlers.store.codec import dumps
from handlers.store.inserting import insert_new, plain_insert
from handlers.store.states import FileKeeping
from handlers.store.tables import (
    AttachmentRow,
    CaseEventRow,
    CaseFileRow,
    CasePartyRow,
    CaseRow,
    ContactRow,
    InboundRow,
    table_of,
)
from handlers.store.unit_of_work import Work
from handlers.store.waiting import waited
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import OPEN, CaseAct, CaseState

_CASE = table_of(CaseRow)
_EVENT = table_of(CaseEventRow)
_PARTY = table_of(CasePartyRow)
_FILE = table_of(CaseFileRow)
_ATTACHMENT = table_of(AttachmentRow)
_CONTACT = table_of(ContactRow)
_INBOUND = table_of(InboundRow)
_of_case: BindParameter[int] = bindparam("of_case")

Row = Any
"""A result row of `feedback_case` with the endpoint its sender writes through."""

_NEXT = select(func.coalesce(func.max(_CASE.c.number), 0) + 1).where(
    _CASE.c.commune == bindparam("commune"), _CASE.c.day == bindparam("day")
)
_ALL = select(_CASE, _CONTACT.c.endpoint).outerjoin(_CONTACT, _CONTACT.c.id == _CASE.c.contact)
_BY_ID = _ALL.where(_CASE.c.id == bindparam("case_id"))
_BY_CODE = _ALL.where(
    _CASE.c.commune == bindparam("commune"),
    _CASE.c.day == bindparam("day"),
    _CASE.c.number == bindparam("number"),
)
_OF_CONTACT = (
    _ALL.where(_CASE.c.contact == bindparam("contact"))
    .order_by(_CASE.c.id.desc())
    .limit(bindparam("limit"))
)
_OF_COMMUNE = _ALL.where(
    _CASE.c.commune == bindparam("commune"),
    _CASE.c.state.in_(bindparam("states", expanding=True)),
).order_by(_CASE.c.answer_due, _CASE.c.id)
_JOINED = _ALL.where(_CASE.c.joined_to == bindparam("to"), _CASE.c.state == CaseState.JOINED)
_SHARING = _ALL.where(_CASE.c.joined_to == bindparam("to"))
_ADD_EVENT = plain_insert(_EVENT)
_EVENTS = select(_EVENT).where(_EVENT.c.case == _of_case).order_by(_EVENT.c.id)
_ADD_PARTY = plain_insert(_PARTY)
_SEALED = select(_PARTY.c.sealed).where(_PARTY.c.case == _of_case)
_SENT_SINCE = select(_ATTACHMENT.c.id).where(
    _ATTACHMENT.c.contact == bindparam("contact"),
    _ATTACHMENT.c.created_at >= bindparam("since"),
    _ATTACHMENT.c.state == "stored",
    _ATTACHMENT.c.keeping == FileKeeping.INBOUND,
)
_SENT_WITH = select(_ATTACHMENT.c.id).where(
    _ATTACHMENT.c.inbound == bindparam("inbound"), _ATTACHMENT.c.state == "stored"
)
_KEEP = (
    update(_ATTACHMENT)
    .where(_ATTACHMENT.c.id == bindparam("file_id"))
    .values(keeping=FileKeeping.CASE)
)
_FILES = (
    select(_ATTACHMENT.c.contact, _ATTACHMENT.c.sha256, _ATTACHMENT.c.name, _ATTACHMENT.c.mime)
    .join(_FILE, _FILE.c.attachment == _ATTACHMENT.c.id)
    .where(_FILE.c.case == _of_case, _ATTACHMENT.c.state == "stored")
    .order_by(_ATTACHMENT.c.id)
)
_FILE_COLUMNS: Final = ("case", "attachment", "at")
_CASE_COLUMNS: Final = (
    "commune", "day", "number", "secret_hash", "contact", "kind", "state", "matter", "place",
    "dossier", "urgent", "anonymous", "unit", "about", "about_officer", "named", "version",
    "received_at", "first_due", "forward_due", "answer_due", "pauses",
)  # fmt: skip


def next_number(work: Work, commune: str, day: date) -> int:
    """The number after the day's highest."""
    return int(work.run(_NEXT, {"commune": commune, "day": day}).scalar_one())


def add(work: Work, values: Mapping[str, Any]) -> int | None:
    """A new case's id; None when another process took the number."""
    row = {"version": 0, "pauses": "[]", **values}
    made: int | None = work.run(insert_new(_CASE, work.dialect, _CASE_COLUMNS), row).scalar()
    return made


def by_id(work: Work, case: int) -> Row | None:
    """A case by id."""
    return work.run(_BY_ID, {"case_id": case}).first()


def read(work: Work, case: int) -> Row:
    """A case that is there.

    Raises:
        LookupError: it is not.
    """
    row = by_id(work, case)
    if row is None:
        raise LookupError(f"no case {case}")
    return row


def by_code(work: Work, code: CaseCode) -> Row | None:
    """A case by its reference."""
    values = {"commune": code.commune, "day": code.day, "number": code.number}
    return work.run(_BY_CODE, values).first()


def of_contact(work: Work, contact: str, limit: int = 20) -> list[Row]:
    """Cases of one chat, newest first."""
    return list(work.run(_OF_CONTACT, {"contact": contact, "limit": limit}).all())


def of_commune(work: Work, commune: str, states: frozenset[CaseState] = OPEN) -> list[Row]:
    """Cases in these states, what falls due first before."""
    values = {"commune": commune, "states": sorted(state.value for state in states)}
    return list(work.run(_OF_COMMUNE, values).all())


def joined_to(work: Work, case: int) -> list[Row]:
    """Cases that are answered together with this one."""
    return list(work.run(_JOINED, {"to": case}).all())


def sharing(work: Work, case: int) -> list[Row]:
    """Cases that are or were answered together with this one."""
    return list(work.run(_SHARING, {"to": case}).all())


def code_of(row: Row) -> CaseCode:
    """The reference of a row."""
    return CaseCode(row.commune, row.day, row.number)


@cache
def _change(columns: tuple[str, ...]) -> Executable:
    changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return (
        update(_CASE)
        .where(_CASE.c.id == bindparam("case_id"), _CASE.c.version == bindparam("seen_version"))
        .values({**changed, "version": _CASE.c.version + 1})
        .returning(_CASE.c.id)
    )


def change(work: Work, case: int, version: int, values: Mapping[str, Any]) -> bool:
    """Change a case as it was seen; False when somebody else was faster."""
    bound: dict[str, Any] = {f"new_{name}": value for name, value in values.items()}
    bound |= {"case_id": case, "seen_version": version}
    groups.hold(work, case)
    return work.run(_change(tuple(sorted(values))), bound).scalar() is not None


def record(  # noqa: PLR0913 - the columns of one event
    work: Work,
    case: int,
    act: str,
    by: str,
    now: datetime,
    *,
    words: str | None = None,
    note: str = "",
    internal: bool = False,
    said: Said = (),
    corrects: int | None = None,
) -> None:
    """What happened to a case."""
    row = {
        "case": case,
        "at": now,
        "act": act,
        "by": by,
        "words": words,
        "internal": internal,
        "note": note,
        "said": dumps(said) if said else None,
        "corrects": corrects,
    }
    work.run(_ADD_EVENT, row)


def events(work: Work, case: int) -> list[Row]:
    """Everything that happened, in order."""
    return list(work.run(_EVENTS, {"of_case": case}).all())


def keep_sealed(work: Work, case: int, sealed: str, now: datetime) -> None:
    """Who reported, under seal."""
    work.run(
        insert_new(_PARTY, work.dialect, ("case", "sealed", "created_at")),
        {"case": case, "sealed": sealed, "created_at": now},
    )


def sealed(work: Work, case: int) -> str | None:
    """Who reported, under seal; None for a hint."""
    found: str | None = work.run(_SEALED, {"of_case": case}).scalar()
    return found


def keep_files_since(work: Work, case: int, contact: str, since: datetime, now: datetime) -> int:
    """Files this chat sent since a moment belong to the case; their number."""
    rows = work.run(_SENT_SINCE, {"contact": contact, "since": since})
    return _keep_files(work, case, [int(one) for one in rows.scalars()], now)


def keep_files_with(work: Work, case: int, inbound: int, now: datetime) -> int:
    """Files of one message belong to the case; their number."""
    rows = work.run(_SENT_WITH, {"inbound": inbound})
    return _keep_files(work, case, [int(one) for one in rows.scalars()], now)


def _keep_files(work: Work, case: int, found: list[int], now: datetime) -> int:
    for attachment in found:
        row = {"case": case, "attachment": attachment, "at": now}
        work.run(insert_new(_FILE, work.dialect, _FILE_COLUMNS), row)
        work.run(_KEEP, {"file_id": attachment})
    return len(found)


def keep_file(work: Work, case: int, attachment: int, now: datetime) -> None:
    """One stored file belongs to the case."""
    _keep_files(work, case, [attachment], now)


def files(work: Work, case: int) -> list[Row]:
    """Files of a case: owner, hash, name, kind."""
    return list(work.run(_FILES, {"of_case": case}).all())


_of_sender = _CASE.c.contact == bindparam("of_contact")
# One that was to be answered with another is owed its answer too: left so, it would be the heir.
_still_open = _CASE.c.state.in_(sorted(state.value for state in {*OPEN, CaseState.JOINED}))
_OPEN_OF = select(_CASE.c.id).where(_of_sender, _still_open)
_cases_of = select(_CASE.c.id).where(_CASE.c.contact == bindparam("of_contact"))
_WITHDRAW = (
    update(_CASE)
    .where(_of_sender, _still_open)
    .values(state=CaseState.WITHDRAWN, closed_at=bindparam("at"), joined_to=None)
)
_FORGET = (
    delete(_PARTY).where(_PARTY.c.case.in_(_cases_of)),
    delete(_FILE).where(_FILE.c.case.in_(_cases_of)),
    update(_EVENT)
    .where(_EVENT.c.case.in_(_cases_of), _EVENT.c.by == "citizen")
    .values(words=None, said=None),
    update(_CASE)
    .where(_CASE.c.contact == bindparam("of_contact"))
    .values(
        contact=None,
        matter=None,
        place=None,
        secret_hash=None,
        dossier=None,
        version=_CASE.c.version + 1,
    ),
)


def open_of(work: Work, contact: str) -> list[int]:
    """Cases of a sender in which the ward still owes something."""
    return [int(case) for case in work.run(_OPEN_OF, {"of_contact": contact}).scalars()]


def forget_sender(work: Work, contact: str, now: datetime) -> None:
    """A person asked for deletion: their cases stay as numbers, without words or sender.

    Open ones are withdrawn, and their history says so: an answer owed does not vanish unseen.
    """
    for case in open_of(work, contact):
        row = read(work, case)
        change(work, case, row.version, waited(row, now))
        record(work, case, CaseAct.WITHDRAW, "citizen", now, note="erased")
    work.run(_WITHDRAW, {"of_contact": contact, "at": now})
    for statement in _FORGET:
        work.run(statement, {"of_contact": contact})
