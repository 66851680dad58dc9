"""Messages that did not arrive, or may not have: read, put back into the queue, let go."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, or_, select, update

from handlers.messages import ChannelName
from handlers.store.codec import dumps, reply_from_json
from handlers.store.notices import CALLED
from handlers.store.outbox import DOUBT
from handlers.store.states import ContactState
from handlers.store.tables import (
    ContactRow,
    EndpointRow,
    NoticeRow,
    OfficerRow,
    OutboxRow,
    table_of,
)
from handlers.store.unit_of_work import Work
from handlers.undelivered_lines import Undelivered

LET_GO: Final = "let_go"
"""Why a message is not listed any more: an officer said so."""
KEPT: Final = timedelta(days=30)
"""As long as the outbox keeps its rows."""
MOST: Final = 500
"""Messages of one list, the newest."""

_OUTBOX = table_of(OutboxRow)
_ENDPOINT = table_of(EndpointRow)
_CONTACT = table_of(ContactRow)
_NOTICE = table_of(NoticeRow)
_OFFICER = table_of(OfficerRow)
_reason = func.coalesce(_OUTBOX.c.reason, "")
_ended = and_(
    _OUTBOX.c.finished_at >= bindparam("since"),
    or_(
        _OUTBOX.c.status.in_(("dead", "failed", "unknown")),
        and_(_OUTBOX.c.status == "expired", _OUTBOX.c.kind == "reply"),
    ),
    _reason.not_in((CALLED, LET_GO)),
    # Copies of a broadcast stand in its own report, with whom to call.
    _OUTBOX.c.broadcast.is_(None),
)
_LISTED = (
    select(
        _OUTBOX.c.id, _OUTBOX.c.key, _OUTBOX.c.kind, _OUTBOX.c.status, _OUTBOX.c.reason,
        _OUTBOX.c.attempts, _OUTBOX.c.created_at, _OUTBOX.c.finished_at, _OUTBOX.c.expires_at,
        _OUTBOX.c.body, _OUTBOX.c.provider_ids, _ENDPOINT.c.channel,
        _CONTACT.c.state, _CONTACT.c.stopped_at,
        _NOTICE.c.dossier, _OFFICER.c.name.label("officer"),
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _OUTBOX.c.endpoint)
    .join(_CONTACT, _CONTACT.c.id == _OUTBOX.c.contact)
    .outerjoin(_NOTICE, _NOTICE.c.key == _OUTBOX.c.key)
    .outerjoin(_OFFICER, _OFFICER.c.contact == _OUTBOX.c.contact)
    .where(_OUTBOX.c.commune == bindparam("of_commune"), _ended)
    .order_by(_OUTBOX.c.finished_at.desc(), _OUTBOX.c.id.desc())
    .limit(bindparam("most"))
)  # fmt: skip
_ONE = _LISTED.where(_OUTBOX.c.id == bindparam("row_id"))
_open = and_(
    _OUTBOX.c.id == bindparam("row_id"),
    _OUTBOX.c.status == bindparam("seen_status"),
    _reason.not_in((CALLED, LET_GO)),
)
_AGAIN = (
    update(_OUTBOX)
    .where(_open)
    .values(
        status="queued", reason=None, attempts=0, due=bindparam("now"),
        expires_at=bindparam("until"), finished_at=None,
        parts_sent=bindparam("sent"), provider_ids=bindparam("ids"),
    )
    .returning(_OUTBOX.c.id)
)  # fmt: skip
_LET_GO = (
    update(_OUTBOX)
    .where(_open)
    .values(status=bindparam("new_status"), reason=LET_GO)
    .returning(_OUTBOX.c.id)
)


def listed(work: Work, commune: str, now: datetime) -> list[Undelivered]:
    """What nobody has dealt with, the newest first."""
    values = {"of_commune": commune, "since": now - KEPT, "most": MOST}
    return _unique(work.run(_LISTED, values).all())


def one(work: Work, commune: str, number: int, now: datetime) -> Undelivered | None:
    """One of them."""
    values = {"of_commune": commune, "since": now - KEPT, "most": MOST, "row_id": number}
    found = _unique(work.run(_ONE, values).all())
    return found[0] if found else None


def send_again(work: Work, letter: Undelivered, until: datetime, now: datetime) -> bool:
    """Queue what has not gone of it; False when somebody dealt with it meanwhile."""
    known = letter.provider_ids
    gone = known[: known.index(DOUBT)] if DOUBT in known else known
    values = {
        "row_id": letter.id, "seen_status": letter.status, "now": now, "until": until,
        "sent": len(gone), "ids": dumps(list(gone)),
    }  # fmt: skip
    return work.run(_AGAIN, values).first() is not None


def let_go(work: Work, letter: Undelivered) -> bool:
    """List it no more; False when somebody dealt with it meanwhile."""
    values = {
        "row_id": letter.id, "seen_status": letter.status, "new_status": letter.status,
    }  # fmt: skip
    return work.run(_LET_GO, values).first() is not None


def _unique(rows: Any) -> list[Undelivered]:  # noqa: ANN401 - result rows
    """A contact that two officers once were is one message all the same."""
    found: dict[int, Undelivered] = {}
    for row in rows:
        found.setdefault(row.id, _letter(row))
    return list(found.values())


def _letter(row: Any) -> Undelivered:  # noqa: ANN401 - a result row
    reply = None if row.body is None else reply_from_json(row.body)
    wanted = row.stopped_at is None or row.kind == "reply"
    return Undelivered(
        id=row.id,
        key=row.key,
        kind=row.kind,
        status=row.status,
        reason=row.reason or "",
        attempts=row.attempts,
        written_at=row.created_at,
        ended_at=row.finished_at,
        expires_at=row.expires_at,
        channel=ChannelName(row.channel),
        subject=(reply.subject or "") if reply is not None else "",
        erased=reply is None,
        reachable=wanted and row.state not in {ContactState.BLOCKED, ContactState.ERASED},
        dossier=row.dossier,
        officer=row.officer or "",
        provider_ids=tuple(json.loads(row.provider_ids)),
    )
