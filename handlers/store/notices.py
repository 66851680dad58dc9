"""The ledger of notices: each promised once, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from handlers.messages import ChannelName, Reply
from handlers.store import joins
from handlers.store.follows import Recipient
from handlers.store.inserting import insert_new
from handlers.store.queueing import Message, after_crash, queue
from handlers.store.states import NoticeState, OutboxKind, Priority
from handlers.store.tables import NoticeRow, OutboxRow, table_of
from handlers.store.unit_of_work import Work

CALLED: Final = "called"
"""Why a notice is sent no more: an officer has told the person."""
WITHHELD_FOR: Final = ("window", "budget", "fields", "quota", "unreachable")
"""Words of the channels for what they may not push."""

_NOTICE = table_of(NoticeRow)
_OUTBOX = table_of(OutboxRow)
_KNOWN = select(_NOTICE.c.key).where(_NOTICE.c.key.in_(bindparam("keys", expanding=True)))
_LEDGER = (
    select(_NOTICE.c.key, _NOTICE.c.contact, _NOTICE.c.dossier, _OUTBOX.c.status)
    .join(_OUTBOX, _OUTBOX.c.key == _NOTICE.c.key, isouter=True)
    .where(_NOTICE.c.dossier.in_(bindparam("dossiers", expanding=True)))
)
_UNSENT = frozenset({"queued", "withheld", "sending"})
_COLUMNS = (
    "key", "commune", "kind", "channel", "contact", "dossier", "state", "moment", "at",
)  # fmt: skip
_KEPT = (
    select(
        _NOTICE.c.channel,
        func.coalesce(_OUTBOX.c.status, _NOTICE.c.state).label("became"),
        func.count().label("number"),
    )
    .join(_OUTBOX, _OUTBOX.c.key == _NOTICE.c.key, isouter=True)
    .where(
        _NOTICE.c.commune == bindparam("commune"),
        _NOTICE.c.at >= bindparam("since"),
        _NOTICE.c.state != str(NoticeState.SEEN),
    )
    .group_by(_NOTICE.c.channel, func.coalesce(_OUTBOX.c.status, _NOTICE.c.state))
)


_ALL = select(
    _OUTBOX.c.id,
    _OUTBOX.c.key,
    _OUTBOX.c.kind,
    _OUTBOX.c.contact,
    _OUTBOX.c.endpoint,
    _OUTBOX.c.status,
    _OUTBOX.c.created_at,
    _OUTBOX.c.expires_at,
    _OUTBOX.c.finished_at,
    _OUTBOX.c.reason,
)
_WORDS = (
    select(_OUTBOX.c.created_at, _OUTBOX.c.body)
    .where(_OUTBOX.c.contact == bindparam("contact"), _OUTBOX.c.body.is_not(None))
    .order_by(_OUTBOX.c.id)
)
_PROMISED = select(_NOTICE.c.key).where(_NOTICE.c.state == str(NoticeState.QUEUED))


_reason = func.coalesce(_OUTBOX.c.reason, "")
_LOST = or_(
    and_(_OUTBOX.c.status.in_(("withheld", "unknown", "failed", "dead")), _reason != CALLED),
    # Withheld until it was too late to be of use there: the person has still not heard.
    and_(_OUTBOX.c.status == "expired", _reason.in_(WITHHELD_FOR)),
)
_NOT_REACHED = (
    select(
        _NOTICE.c.dossier,
        _NOTICE.c.kind,
        _OUTBOX.c.status,
        _OUTBOX.c.reason,
        _OUTBOX.c.created_at,
    )
    .join(_OUTBOX, _OUTBOX.c.key == _NOTICE.c.key)
    .where(
        _NOTICE.c.commune == bindparam("commune"),
        _NOTICE.c.at >= bindparam("since"),
        _NOTICE.c.kind.in_(bindparam("kinds", expanding=True)),
        _NOTICE.c.dossier.is_not(None),
        _LOST,
    )
    .order_by(_OUTBOX.c.id)
)
_of_dossier = _OUTBOX.c.key.in_(
    select(_NOTICE.c.key).where(
        _NOTICE.c.commune == bindparam("of_commune"), _NOTICE.c.dossier == bindparam("of_dossier")
    )
)
_CALLED = (
    update(_OUTBOX)
    .where(_of_dossier, _LOST)
    .values(
        reason=CALLED,
        status=case((_OUTBOX.c.status == "withheld", "expired"), else_=_OUTBOX.c.status),
        # Typed: else SQLite would keep it with its own zone, as other letters than all others.
        finished_at=func.coalesce(
            _OUTBOX.c.finished_at, bindparam("now", type_=_OUTBOX.c.finished_at.type)
        ),
    )
    .returning(_OUTBOX.c.id)
)
_UNTRUE = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.status.in_(("queued", "withheld")),
        _OUTBOX.c.kind == "notice",
        _OUTBOX.c.key.in_(  # whichever joined chat it was handed to
            select(_NOTICE.c.key).where(
                _NOTICE.c.contact == bindparam("of_contact"),
                _NOTICE.c.dossier == bindparam("of_dossier"),
            )
        ),
        _OUTBOX.c.key.not_in(bindparam("still", expanding=True)),
    )
    .values(status="expired", reason="untrue", finished_at=bindparam("now"))
)

_STOPPED = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.contact == bindparam("of_contact"),
        _OUTBOX.c.status.in_(("queued", "withheld")),
        _OUTBOX.c.kind == "notice",
        _OUTBOX.c.key.like(bindparam("named")),
    )
    .values(status="expired", reason="untrue", finished_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class NotReached:
    """A notice that did not reach its reader, or may not have."""

    dossier: int
    kind: str
    reason: str
    """The channel's word, or what became of it."""
    since: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the outbox, without its words."""

    id: int
    key: str
    kind: str
    contact: str
    endpoint: str
    status: str
    created_at: datetime
    expires_at: datetime
    finished_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice for one recipient."""

    key: str
    kind: str
    to: Recipient
    moment: datetime
    dossier: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was written down of some dossiers' notices, and what of it has not left."""

    known: frozenset[str] = frozenset()
    """Keys."""
    waits: frozenset[tuple[str, int]] = frozenset()
    """Contact and dossier of which something may still leave."""


def ledger(work: Work, dossiers: Iterable[int]) -> Ledger:
    """Read for many follows at once."""
    numbers = sorted(set(dossiers))
    if not numbers:
        return Ledger()
    rows = work.run(_LEDGER, {"dossiers": numbers}).all()
    return Ledger(
        frozenset(row.key for row in rows),
        frozenset((row.contact, row.dossier) for row in rows if row.status in _UNSENT),
    )


def known(work: Work, keys: Sequence[str]) -> set[str]:
    """Which of these notices are in the ledger already."""
    return set(work.run(_KNOWN, {"keys": list(keys)}).scalars()) if keys else set()


def record(work: Work, notices: Iterable[Notice], state: NoticeState, now: datetime) -> None:
    """Write notices down as said, late or refused; one that is there stays as it is."""
    for one in notices:
        row = {
            "key": one.key,
            "commune": one.to.commune,
            "kind": one.kind,
            "channel": one.to.channel,
            "contact": one.to.contact,
            "dossier": one.dossier,
            "state": state,
            "moment": one.moment,
            "at": now,
        }
        work.run(insert_new(_NOTICE, work.dialect, _COLUMNS), row)


def promise(
    work: Work, notice: Notice, reply: Reply, expires_at: datetime, now: datetime
) -> NoticeState:
    """Queue a notice and write down that it is owed; what became of it."""
    to = joins.best(work, notice.to)
    message = Message(
        key=notice.key,
        reply=reply,
        due=now,
        expires_at=expires_at,
        kind=OutboxKind.NOTICE,
        priority=Priority.NOTICE,
        after_crash=after_crash(ChannelName(to.channel)),
    )
    queued = queue(work, to.commune, to.endpoint, to.contact, message)
    state = NoticeState.QUEUED if queued else NoticeState.REFUSED
    record(work, (notice,), state, now)
    return state


def kept(work: Work, commune: str, since: datetime) -> list[tuple[str, str, int]]:
    """By channel, what became of the notices promised since: outbox status, late or refused.

    Exact for the 30 days the outbox keeps its rows.
    """
    rows = work.run(_KEPT, {"commune": commune, "since": since})
    return [(row.channel, row.became, int(row.number)) for row in rows]


def not_reached(
    work: Work, commune: str, kinds: Sequence[str], since: datetime
) -> list[NotReached]:
    """Notices of these kinds that are withheld, lost, or of unknown fate, and nobody called."""
    values = {"commune": commune, "kinds": list(kinds), "since": since}
    return [
        NotReached(int(row.dossier), row.kind, row.reason or row.status, row.created_at)
        for row in work.run(_NOT_REACHED, values).all()
    ]


def close_called(work: Work, commune: str, dossier: int, now: datetime) -> int:
    """Somebody has told them: nothing of this dossier that waits is sent any more."""
    values = {"of_commune": commune, "of_dossier": dossier, "now": now}
    return len(work.run(_CALLED, values).all())


def close_untrue(
    work: Work, contact: str, dossier: int, still: Sequence[str], now: datetime
) -> None:
    """Close what waits to be said of a dossier and holds no more; `still` are the keys that do.

    Of what is owed to this contact, in whichever joined chat it waits.
    """
    values = {"of_contact": contact, "of_dossier": dossier, "still": list(still), "now": now}
    work.run(_UNTRUE, values)


def close_reminder(work: Work, contact: str, reminder: int, now: datetime) -> None:
    """Close what waits to be said of a reminder its contact has stopped."""
    named = f"notice:own-limit-%:{reminder}:%"
    work.run(_STOPPED, {"of_contact": contact, "named": named, "now": now})


def letters(work: Work) -> list[Letter]:
    """Everything the outbox holds, for who judges a whole year."""
    return [Letter(**row._asdict()) for row in work.run(_ALL)]


def promised(work: Work) -> list[str]:
    """Keys of every notice promised and queued."""
    return list(work.run(_PROMISED).scalars())


def words_to(work: Work, contact: str) -> list[tuple[datetime, str]]:
    """Everything queued for a contact, as stored: when, and the reply as JSON."""
    return [(row.created_at, row.body) for row in work.run(_WORDS, {"contact": contact})]
