"""Statements of what is kept beside the words: told, consent, counters, acts, job runs."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from handlers.clock import LOCAL, SET_BACK
from handlers.commands import RecordConsent
from handlers.store.codec import dumps
from handlers.store.inserting import insert_new, insert_or_add, plain_insert
from handlers.store.tables import (
    AuditRow,
    CommuneActRow,
    ConsentRow,
    ContactRow,
    CounterRow,
    JobRunRow,
    ToldRow,
    table_of,
)
from handlers.store.unit_of_work import Work
from handlers.turns import Told

RECIPIENT: Final = timedelta(days=180)
"""How long we know whom a figure was told: corrections reach back half a year at most."""

_TOLD = table_of(ToldRow)
_CONSENT = table_of(ConsentRow)
_CONTACT = table_of(ContactRow)
_COUNTER = table_of(CounterRow)
_JOB = table_of(JobRunRow)
_AUDIT = table_of(AuditRow)
_ACT = table_of(CommuneActRow)
_TAKE_AGAIN = (
    update(_JOB)
    .where(
        _JOB.c.job == bindparam("of_job"),
        _JOB.c.slot == bindparam("of_slot"),
        _JOB.c.at > bindparam("beyond"),
    )
    .values(at=bindparam("now"))
    .returning(_JOB.c.job)
)
_ADD_TOLD = plain_insert(_TOLD)
_ADD_CONSENT = plain_insert(_CONSENT)
_ADD_AUDIT = plain_insert(_AUDIT)
_ADD_ACT = plain_insert(_ACT)
_AGREE = (
    update(_CONTACT)
    .where(_CONTACT.c.id == bindparam("contact_id"))
    .values(consent=bindparam("agreed_version"))
)
_STOP = (
    update(_CONTACT)
    .where(_CONTACT.c.id == bindparam("contact_id"))
    .values(stopped_at=bindparam("at"))
)
_RESUME = update(_CONTACT).where(_CONTACT.c.id == bindparam("contact_id")).values(stopped_at=None)
_newest = _TOLD.alias("newest")
_ABANDON = (
    update(_TOLD)
    .where(
        _TOLD.c.asked_back.is_(True),
        _TOLD.c.id
        == select(func.max(_newest.c.id))
        .where(_newest.c.contact == bindparam("for_contact"))
        .scalar_subquery(),
    )
    .values(abandoned=True)
)
_ACTS = (
    select(_ACT.c.act, _ACT.c.by_whom, _ACT.c.at, _ACT.c.shown)
    .where(_ACT.c.commune == bindparam("commune"))
    .order_by(_ACT.c.id)
)
_COUNTS = select(_COUNTER.c.name, func.sum(_COUNTER.c.count).label("total")).group_by(
    _COUNTER.c.name
)


def tell(
    work: Work, commune: str, channel: str, contact: str, told: tuple[Told, ...], now: datetime
) -> None:
    """Keep what was said, without the question."""
    if not told:
        return
    rows: list[dict[str, Any]] = [
        {
            "commune": commune,
            "channel": channel,
            "contact": contact,
            "at": now,
            "expires_at": now + RECIPIENT,
            "outcome": one.outcome,
            "code": one.code,
            "version": one.version,
            "part": one.part,
            "value": one.value,
            "confidence": one.confidence,
            "style": one.style,
            "asked_back": one.asked_back,
            "abandoned": False,
        }
        for one in told
    ]
    # One row goes the short way: executing a list of one costs twice as much.
    work.run(_ADD_TOLD, rows[0] if len(rows) == 1 else rows)


def abandon(work: Work, contact: str) -> None:
    """The question we asked back was never answered."""
    work.run(_ABANDON, {"for_contact": contact})


def consent(
    work: Work, commune: str, channel: str, contact: str, choice: RecordConsent, now: datetime
) -> None:
    """Keep the choice and let it hold from now on."""
    row = {
        "commune": commune,
        "contact": contact,
        "version": choice.version,
        "agreed": choice.agreed,
        "channel": channel,
        "at": now,
    }
    work.run(_ADD_CONSENT, row)
    agreed = choice.version if choice.agreed else None
    work.run(_AGREE, {"contact_id": contact, "agreed_version": agreed})


def stop(work: Work, contact: str, now: datetime) -> None:
    """The person asked never to be written to first."""
    work.run(_STOP, {"contact_id": contact, "at": now})


def resume(work: Work, contact: str) -> None:
    """The person asks to be written to after all."""
    work.run(_RESUME, {"contact_id": contact})


def count(work: Work, commune: str, name: str, now: datetime, number: int = 1) -> None:
    """Add to a counter of the local day."""
    columns = ("commune", "day", "name", "count")
    day = now.astimezone(LOCAL).date()
    row = {"commune": commune, "day": day, "name": name, "count": number}
    work.run(insert_or_add(_COUNTER, work.dialect, columns, "count"), row)


def counts(work: Work) -> dict[str, int]:
    """All counters, summed over communes and days."""
    return {row.name: int(row.total) for row in work.run(_COUNTS).all()}


def take_slot(work: Work, job: str, slot: str, now: datetime) -> bool:
    """Whether this process is the one to run this slot of the job.

    One taken at a later hour than now was taken by a clock that was ahead, and counts as free.
    """
    statement = insert_new(_JOB, work.dialect, ("job", "slot", "at"))
    if work.run(statement, {"job": job, "slot": slot, "at": now}).first() is not None:
        return True
    values = {"of_job": job, "of_slot": slot, "now": now, "beyond": now + SET_BACK}
    return work.run(_TAKE_AGAIN, values).first() is not None


def audit(work: Work, commune: str, who: str, what: str, about: str, now: datetime) -> None:
    """Note who did what."""
    row = {"commune": commune, "who": who, "what": what, "about": about, "at": now}
    work.run(_ADD_AUDIT, row)


def record_act(
    work: Work, commune: str, act: str, by_whom: str, shown: dict[str, Any], now: datetime
) -> None:
    """Record an act of the head with what they were shown."""
    row = {"commune": commune, "act": act, "by_whom": by_whom, "at": now, "shown": dumps(shown)}
    work.run(_ADD_ACT, row)


def shown_at(work: Work, commune: str, act: str) -> list[dict[str, Any]]:
    """What was shown to whoever did this act, oldest first."""
    rows = work.run(_ACTS, {"commune": commune})
    return [json.loads(row.shown) for row in rows if row.act == act]


def acts(work: Work, commune: str) -> list[tuple[str, str, datetime]]:
    """Acts of the head: what, by whom, when, oldest first."""
    return [(row.act, row.by_whom, row.at) for row in work.run(_ACTS, {"commune": commune})]
