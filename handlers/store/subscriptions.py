"""Who asked for the commune's news, which topics they do not want, and who said stop."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import BroadcastRow, OutboxRow, SubscriptionRow, table_of
from handlers.store.unit_of_work import Work

_ROW = table_of(SubscriptionRow)
_OUTBOX = table_of(OutboxRow)
_BROADCAST = table_of(BroadcastRow)
_COLUMNS = ("contact", "commune", "muted", "created_at", "stopped_at", "neighbourhood")
_OF = select(_ROW.c.muted, _ROW.c.created_at, _ROW.c.stopped_at).where(
    _ROW.c.contact == bindparam("contact")
)
_SET = (
    update(_ROW)
    .where(_ROW.c.contact == bindparam("of_contact"))
    .values(
        muted=bindparam("new_muted"), created_at=bindparam("asked"), stopped_at=bindparam("stopped")
    )
)
_SET_AREA = (
    update(_ROW)
    .where(_ROW.c.contact == bindparam("of_contact"))
    .values(neighbourhood=bindparam("area"))
)
_AREA = select(_ROW.c.neighbourhood).where(_ROW.c.contact == bindparam("contact"))
_waiting = (
    _OUTBOX.c.contact == bindparam("of_contact"),
    or_(_OUTBOX.c.broadcast.is_not(None), _OUTBOX.c.key.like("correction:%")),
    _OUTBOX.c.status.in_(("queued", "withheld")),
)
_ended = {"status": "expired", "reason": "stopped", "finished_at": bindparam("now")}
_DROP = update(_OUTBOX).where(*_waiting).values(_ended)
_of_topic = select(_BROADCAST.c.id).where(_BROADCAST.c.topic == bindparam("of_topic"))
_DROP_TOPIC = update(_OUTBOX).where(*_waiting, _OUTBOX.c.broadcast.in_(_of_topic)).values(_ended)


def ask(work: Work, commune: str, contact: str, now: datetime) -> None:
    """This chat asks for the commune's news, all topics of it."""
    _write(work, commune, contact, "", now, None)


def stop(work: Work, commune: str, contact: str, now: datetime) -> None:
    """No broadcast any more, and nothing of those that wait."""
    found = _find(work, contact)
    _write(work, commune, contact, found.muted if found else "", None, now)
    work.run(_DROP, {"of_contact": contact, "now": now})


def mute(work: Work, commune: str, contact: str, topic: str, now: datetime) -> None:
    """Nothing of this topic any more; the rest goes on as it was."""
    found = _find(work, contact)
    muted = found.muted if found else ""
    if f",{topic}," not in muted:
        muted = f"{muted or ','}{topic},"
    asked, stopped = (found.created_at, found.stopped_at) if found else (None, None)
    _write(work, commune, contact, muted, asked, stopped)
    work.run(_DROP_TOPIC, {"of_contact": contact, "of_topic": topic, "now": now})


def choose_area(work: Work, commune: str, contact: str, area: str) -> None:
    """Where this chat's person lives, empty to take it back; nothing is asked for by it alone."""
    if _find(work, contact) is None:
        _write(work, commune, contact, "", None, None)
    work.run(_SET_AREA, {"of_contact": contact, "area": area})


def area_of(work: Work, contact: str) -> str:
    """The neighbourhood this chat chose; empty: none."""
    found = work.run(_AREA, {"contact": contact}).scalar()
    return str(found or "")


def unmute(work: Work, commune: str, contact: str, topic: str) -> None:
    """This topic again."""
    found = _find(work, contact)
    if found is None:
        return
    muted = found.muted.replace(f",{topic},", ",")
    kept = "" if muted == "," else muted
    _write(work, commune, contact, kept, found.created_at, found.stopped_at)


def _find(work: Work, contact: str) -> Any:  # noqa: ANN401 - a result row
    return work.run(_OF, {"contact": contact}).first()


def _write(
    work: Work,
    commune: str,
    contact: str,
    muted: str,
    asked: datetime | None,
    stopped: datetime | None,
) -> None:
    row = {
        "contact": contact,
        "commune": commune,
        "muted": muted,
        "created_at": asked,
        "stopped_at": stopped,
        "neighbourhood": "",
    }
    if work.run(insert_new(_ROW, work.dialect, _COLUMNS), row).first() is None:
        values = {"of_contact": contact, "new_muted": muted, "asked": asked, "stopped": stopped}
        work.run(_SET, values)
