"""Statements of corrections, and of whom a figure was told last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from handlers.correction import TOLD, Correction, CorrectionState
from handlers.store.states import ContactState, OutboxStatus
from handlers.store.tables import (
    ContactRow,
    CorrectionRow,
    EndpointRow,
    OutboxRow,
    SubscriptionRow,
    ToldRow,
    table_of,
)
from handlers.store.unit_of_work import Work
from knowledge.procedures import Part

_ROW = table_of(CorrectionRow)
_TOLD = table_of(ToldRow)
_CONTACT = table_of(ContactRow)
_their = _CONTACT.alias("their")
_ENDPOINT = table_of(EndpointRow)
_NEWS = table_of(SubscriptionRow)
_OUTBOX = table_of(OutboxRow)
_S = CorrectionState
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_OF = (_ROW.c.commune == bindparam("of_commune"), _ROW.c.id == bindparam("number"))
_FIND = select(_ROW).where(*_OF)
_HOLD = _FIND.with_for_update()
_LIST = (
    select(_ROW)
    .where(_ROW.c.commune == bindparam("of_commune"))
    .order_by(_ROW.c.id.desc())
    .limit(bindparam("most"))
)
_SENDING = select(_ROW.c.id).where(
    _ROW.c.commune == bindparam("of_commune"), _ROW.c.state == _S.SENDING.value
)
_BEFORE = (
    select(_ROW)
    .where(
        _ROW.c.commune == bindparam("of_commune"),
        _ROW.c.code == bindparam("of_code"),
        _ROW.c.part == bindparam("of_part"),
        _ROW.c.state.in_((_S.OPEN.value, _S.SENDING.value, _S.DONE.value)),
    )
    .with_for_update()
)
_FULL = ("answer", TOLD)
_about = (
    _TOLD.c.commune == bindparam("of_commune"),
    _TOLD.c.code == bindparam("of_code"),
    _TOLD.c.at >= bindparam("told_since"),
    _TOLD.c.outcome.in_(_FULL),
    _TOLD.c.value.is_not(None),
    or_(
        _TOLD.c.part == bindparam("of_part"),
        _TOLD.c.part.is_(None),
        and_(_TOLD.c.value == "checklist", bindparam("on_list") == "yes"),
    ),
)
_unwanted = exists().where(_NEWS.c.contact == _CONTACT.c.id, _NEWS.c.stopped_at.is_not(None))
_one = func.coalesce(_CONTACT.c.person, _CONTACT.c.id)
_may = and_(
    _CONTACT.c.stopped_at.is_(None),
    _CONTACT.c.state != ContactState.ERASED,
    _CONTACT.c.chat.is_not(None),
    ~_unwanted,
)
_WHO = (
    select(_one.label("one"))
    .select_from(_TOLD)
    .join(_CONTACT, _CONTACT.c.id == _TOLD.c.contact)
    .where(*_about, _one > bindparam("after"), _may)
    .distinct()
    .order_by("one")
    .limit(bindparam("most"))
)
_EVERY_WORD = (
    select(
        _one.label("person"), case((_may, 1), else_=0).label("wants"),
        _TOLD.c.contact, _TOLD.c.part, _TOLD.c.value, _TOLD.c.at, _TOLD.c.outcome,
        _ENDPOINT.c.channel, _ENDPOINT.c.id.label("endpoint"),
    )
    .select_from(_TOLD)
    .join(_CONTACT, _CONTACT.c.id == _TOLD.c.contact)
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
    .where(*_about)
    .order_by(_one, _TOLD.c.at, _TOLD.c.id)
)  # fmt: skip
_SAID = _EVERY_WORD.where(
    _TOLD.c.contact.in_(
        union_all(
            select(_their.c.id).where(_their.c.id.in_(_ids)),
            select(_their.c.id).where(_their.c.person.in_(_ids)),
        )
    )
)
_CLOSE = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.key.like(bindparam("of_keys")),
        _OUTBOX.c.status.in_((OutboxStatus.QUEUED.value, OutboxStatus.WITHHELD.value)),
        _OUTBOX.c.parts_sent == 0,
    )
    .values(status=OutboxStatus.EXPIRED.value, reason="superseded", finished_at=bindparam("now"))
    .returning(_OUTBOX.c.contact)
)
_NEVER_LEFT = select(_OUTBOX.c.contact).where(
    _OUTBOX.c.key.like(bindparam("of_keys")),
    _OUTBOX.c.status.in_(
        (OutboxStatus.EXPIRED.value, OutboxStatus.FAILED.value, OutboxStatus.DEAD.value)
    ),
    _OUTBOX.c.parts_sent == 0,
)
_OUTCOMES = (
    select(
        _ENDPOINT.c.channel,
        _OUTBOX.c.status,
        func.coalesce(_OUTBOX.c.reason, "").label("why"),
        func.count().label("number"),
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _OUTBOX.c.endpoint)
    .where(_OUTBOX.c.key >= bindparam("first_key"), _OUTBOX.c.key < bindparam("past_key"))
    .group_by(_ENDPOINT.c.channel, _OUTBOX.c.status, "why")
    .order_by(_ENDPOINT.c.channel, _OUTBOX.c.status, "why")
)
_UNTELL = delete(_TOLD).where(
    _TOLD.c.outcome == TOLD,
    _TOLD.c.code == bindparam("of_code"),
    _TOLD.c.part == bindparam("of_part"),
    _TOLD.c.at >= bindparam("told_since"),
    _TOLD.c.at <= bindparam("told_until"),
    _TOLD.c.contact.in_(
        union_all(
            select(_CONTACT.c.id).where(_CONTACT.c.id.in_(_ids)),
            select(_CONTACT.c.id)
            .join(_their, _their.c.person == _CONTACT.c.person)
            .where(_their.c.id.in_(_ids)),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person was last told about a part, itself or within a whole card, on any chat."""

    contact: str
    """The last of their chats that heard it and may be written to."""
    channel: str
    endpoint: str
    part: str | None
    value: str
    at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many copies on a channel stand so."""

    channel: str
    state: str
    why: str
    number: int


def key_of(number: int, contact: str) -> str:
    """The outbox key of a correction to somebody: the same however often it is queued."""
    return f"correction:{number}:{contact}"


def add(work: Work, row: Mapping[str, Any]) -> int:
    """Write one down; its number."""
    made = work.connection.execute(insert(_ROW).values(**row).returning(_ROW.c.id))
    return int(made.scalar_one())


def find(work: Work, commune: str, number: int, *, hold: bool = False) -> Correction | None:
    """One by its number; `hold` keeps other writers from it until the commit."""
    values = {"of_commune": commune, "number": number}
    row = work.run(_HOLD if hold else _FIND, values).first()
    return None if row is None else _read(row)


def newest(work: Work, commune: str, most: int) -> list[Correction]:
    """The last ones, newest first."""
    return [_read(row) for row in work.run(_LIST, {"of_commune": commune, "most": most})]


def sending(work: Work, commune: str) -> list[int]:
    """Those that are on their way, oldest first."""
    return sorted(work.run(_SENDING, {"of_commune": commune}).scalars())


def before(work: Work, commune: str, code: str, part: str) -> list[Correction]:
    """Earlier ones of a part that somebody may still act on or receive; held."""
    values = {"of_commune": commune, "of_code": code, "of_part": part}
    return [_read(row) for row in work.run(_BEFORE, values)]


def change(work: Work, one: Correction, **values: Any) -> None:  # noqa: ANN401 - columns
    """Set columns of one."""
    work.connection.execute(update(_ROW).where(_ROW.c.id == one.id).values(**values))


def last_said(
    work: Work, one: Correction, since: datetime, after: str, most: int
) -> tuple[list[Said], str | None]:
    """What the next people were told last, and the last one looked at; None: no more.

    Chats that are joined are one person: the newest word on any of them is what they know.
    """
    about = _told_of(one, since)
    ids = list(work.run(_WHO, {**about, "after": after, "most": most}).scalars())
    if not ids:
        return [], None
    return _last_of_each(work.run(_SAID, {**about, "ids": ids})), ids[-1]


def all_last_said(work: Work, one: Correction, since: datetime) -> list[Said]:
    """The same of everybody at once, to be counted: one statement."""
    return _last_of_each(work.run(_EVERY_WORD, _told_of(one, since)))


def _told_of(one: Correction, since: datetime) -> dict[str, Any]:
    return {
        "of_commune": one.commune,
        "of_code": one.code,
        "of_part": one.part.value,
        "told_since": since,
        "on_list": "yes" if one.part in {Part.FEE, Part.DOCUMENTS} else "no",
    }


def _last_of_each(rows: Iterable[Any]) -> list[Said]:
    """Of rows by person and time: the newest word, and the newest chat that may be written to."""
    heard, chat = dict[str, Any](), dict[str, Any]()
    for row in rows:
        heard[row.person] = row
        if row.wants:
            chat[row.person] = row
    return [
        Said(to.contact, to.channel, to.endpoint, last.part, last.value, last.at, last.outcome)
        for person, last in heard.items()
        if (to := chat.get(person))
    ]


def call_back(work: Work, one: Correction, now: datetime) -> int:
    """Close the copies that have not left: they are right no more; how many.

    Who gets no copy, or got none in the week it was of use, has not been told: so the next
    correction speaks of what they know.
    """
    keys = {"of_keys": key_of(one.id, "%")}
    closed = len(work.run(_CLOSE, {**keys, "now": now}).all())
    ids = list(work.run(_NEVER_LEFT, keys).scalars())
    if ids and one.sent_at is not None:
        about = {"of_code": one.code, "of_part": one.part.value}
        between = {"told_since": one.sent_at, "told_until": one.finished_at or now}
        work.run(_UNTELL, {**about, **between, "ids": ids})
    return closed


def outcomes(work: Work, number: int) -> list[Outcome]:
    """What became of the copies, by channel."""
    start = key_of(number, "")
    row = {"first_key": start, "past_key": start[:-1] + ";"}  # the sign after the colon
    return [Outcome(*each) for each in work.run(_OUTCOMES, row)]


def _read(row: Any) -> Correction:  # noqa: ANN401 - a result row
    columns = row._asdict()
    value = columns.pop("value")
    columns["lines"] = tuple(value.split("\n")) if value else ()
    columns["part"] = Part(columns["part"])
    columns["state"] = CorrectionState(columns["state"])
    columns["mistake"] = bool(columns["mistake"])
    return Correction(**columns)
