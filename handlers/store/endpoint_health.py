"""How one endpoint's traffic stands: when something last came in, what waits on both sides."""

from sqlalchemy import bindparam, func, select

from handlers.store.states import InboundStatus, OutboxStatus
from handlers.store.tables import InboundRow, OutboxRow, table_of
from handlers.store.unit_of_work import Work
from handlers.traffic import Traffic

_IN = table_of(InboundRow)
_OUT = table_of(OutboxRow)
_LAST = (
    select(_IN.c.received_at)
    .where(_IN.c.endpoint == bindparam("of_endpoint"))
    .order_by(_IN.c.received_at.desc())
    .limit(1)
)
_INBOX = (
    select(_IN.c.status, func.count().label("number"))
    .where(
        _IN.c.endpoint == bindparam("of_endpoint"),
        _IN.c.status.in_((InboundStatus.STORED, InboundStatus.PARKED)),
    )
    .group_by(_IN.c.status)
)
_OUTBOX = (
    select(_OUT.c.status, func.count().label("number"))
    .where(
        _OUT.c.endpoint == bindparam("of_endpoint"),
        _OUT.c.status.in_((OutboxStatus.QUEUED, OutboxStatus.SENDING, OutboxStatus.WITHHELD)),
    )
    .group_by(_OUT.c.status)
)


def traffic(work: Work, endpoint: str) -> Traffic:
    """As it stands now."""
    mine = {"of_endpoint": endpoint}
    inbox = {row.status: int(row.number) for row in work.run(_INBOX, mine).all()}
    outbox = {row.status: int(row.number) for row in work.run(_OUTBOX, mine).all()}
    return Traffic(
        last=work.run(_LAST, mine).scalar(),
        stored=inbox.get(InboundStatus.STORED, 0),
        parked=inbox.get(InboundStatus.PARKED, 0),
        queued=outbox.get(OutboxStatus.QUEUED, 0) + outbox.get(OutboxStatus.SENDING, 0),
        withheld=outbox.get(OutboxStatus.WITHHELD, 0),
    )
