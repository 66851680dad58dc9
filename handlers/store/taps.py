"""The same tap brought twice under two numbers: an app that lost its connection sends it again.

What was stored tells, so that it holds after a restart and whichever process was called. Only the
newest act of a chat is compared: tapping A, B, A again is meant.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, String, bindparam, literal_column, select

from handlers.messages import Inbound, InboundKind
from handlers.store.states import InboundStatus
from handlers.store.tables import InboundRow, table_of
from handlers.store.unit_of_work import Work

SAME_TAP: Final = timedelta(seconds=10)
"""Later, the same button under the same message is a new wish."""
KEPT: Final = timedelta(seconds=150)
"""Telegram keeps a tap so long (its server's source): what waited for a restart is not older."""

_INBOUND = table_of(InboundRow)
_HANDLED = literal_column("'handled'", String)
_REPEATED = literal_column("'repeated'", String)
_of_contact = _INBOUND.c.contact == bindparam("of_contact")


def _one(*which: Any) -> Select[Any]:  # noqa: ANN401 - conditions
    columns = (_INBOUND.c.payload, _INBOUND.c.speaker, _INBOUND.c.received_at, _INBOUND.c.status)
    return select(*columns).where(_of_contact, *which).limit(1)


_BEFORE = _one(_INBOUND.c.id < bindparam("this"), _INBOUND.c.status != _REPEATED).order_by(
    _INBOUND.c.id.desc()
)
_AFTER = _one(_INBOUND.c.id > bindparam("this"), _INBOUND.c.status == _HANDLED).order_by(
    _INBOUND.c.id
)
"""Of two that were stored at once by two processes, the later number may be there first."""


def is_repeated(work: Work, row: Any, inbound: Inbound, since: datetime | None) -> bool:  # noqa: ANN401 - a result row
    """Whether this stored tap did its work already under another number.

    `since` is when this process began to receive: a tap of just after may have waited for that.
    """
    if inbound.kind is not InboundKind.TAP or inbound.reply_to is None:
        return False
    if inbound.group and row.speaker is None:  # two whom nobody knows may want the same
        return False
    values = {"of_contact": row.contact, "this": row.id}
    others = (work.run(one, values).first() for one in (_BEFORE, _AFTER))
    return any(other is not None and _same(row, other, since) for other in others)


def _same(row: Any, other: Any, since: datetime | None) -> bool:  # noqa: ANN401 - result rows
    if other.status != InboundStatus.HANDLED or other.speaker != row.speaker:
        return False
    return other.payload == row.payload and _soon(other.received_at, row.received_at, since)


def _soon(one: datetime, other: datetime, since: datetime | None) -> bool:
    first, second = min(one, other), max(one, other)
    waited = since is not None and first < since <= second and second - first <= KEPT
    return second - (since if since is not None and waited else first) <= SAME_TAP
