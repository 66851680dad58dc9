"""An officer's word about a correction; each is recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any

from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts.acts import Acting
from handlers.correction import Correction, CorrectionState
from handlers.corrections import sending
from handlers.roles import Act, may
from handlers.store import corrections
from handlers.store.records import audit

_S = CorrectionState


def send(
    acting: Acting, number: int, *, mistake: bool = False, holds_from: date | None = None
) -> Correction | Refused:
    """Let it leave; the job queues the copies. Above the size of broadcasts a lead or head does."""

    def change(one: Correction) -> dict[str, Any] | Refused:
        start = sending.since(acting.ward, acting.now)
        people = sum(1 for _ in sending.all_owed(acting.work, one, start))
        if people == 0:
            return Refused(Why.NOBODY)
        above = acting.ward.commune.broadcasts.approve_above
        if people > above and not may(acting.officer, Act.APPROVE_BROADCAST):
            return Refused(Why.NOT_APPROVED, str(people))
        return {
            "state": _S.SENDING,
            "mistake": mistake,
            "holds_from": holds_from or one.holds_from,
            "since": start,
            "sent_by": acting.officer.id,
            "sent_at": acting.now,
        }

    return _act(acting, number, "sent", change)


def drop(acting: Acting, number: int) -> Correction | Refused:
    """Nobody is told: the change is none for people."""
    return _act(
        acting, number, "dropped", lambda _: {"state": _S.DROPPED, "finished_at": acting.now}
    )


def _act(
    acting: Acting,
    number: int,
    what: str,
    change: Callable[[Correction], dict[str, Any] | Refused],
) -> Correction | Refused:
    """Hold it, ask what stands against the act, change it, note who did what."""
    commune = acting.ward.commune.key
    one = corrections.find(acting.work, commune, number, hold=True)
    if one is None:
        return Refused(Why.UNKNOWN)
    if not may(acting.officer, Act.WRITE_BROADCAST):
        return Refused(Why.NO_ROLE)
    if one.state is not _S.OPEN:
        return Refused(Why.STATE, one.state)
    values = change(one)
    if isinstance(values, Refused):
        return values
    corrections.change(acting.work, one, **values)
    who = f"officer:{acting.officer.id}"
    audit(acting.work, commune, who, f"correction.{what}", f"correction:{number}", acting.now)
    return corrections.find(acting.work, commune, number) or Refused(Why.UNKNOWN)
