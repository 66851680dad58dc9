"""Broadcasts that come again: each time is a row of its own, made two weeks before.

A time is named by its date, and the number of the one that repeats with that date is unique:
however often the job runs, after whatever crash, a time is made once. What was missed while
nobody ran is written down as cancelled and told to the officers, never left out in silence.
"""

from datetime import datetime
from typing import Any, Final

import structlog

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import OF_USE, Refused, Why
from handlers.broadcasts import public_page, series, telling
from handlers.broadcasts.acts import Acting, act, size_of, too_many
from handlers.repeats import AHEAD, Repeat
from handlers.roles import Act
from handlers.store import broadcasts
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.ward import Ward

MISSED: Final = "missed"
"""Why one is cancelled that nobody cancelled: its time went by."""
_S = BroadcastState
log = structlog.get_logger(__name__)


def repeat(acting: Acting, number: int, rule: Repeat) -> Broadcast | Refused:
    """Let a draft come again; its size asks for a second person as a start does."""

    def change(one: Broadcast) -> dict[str, Any] | Refused:
        if one.audience is Audience.SHEET:
            return Refused(Why.LIST_ONCE)
        refused = too_many(acting.work, acting.ward, one, acting.now)
        if refused is not None and refused.what:  # nobody yet is no reason: people will come
            return refused
        repeats = rule.dump()
        return {"repeats": repeats, **series.upcoming(acting.ward, repeats, acting.now)}

    return act(acting, number, "repeated", Act.WRITE_BROADCAST, (_S.DRAFT,), change)


def occur(work: Work, ward: Ward, one: Broadcast, now: datetime) -> bool:
    """Write down the next time of one that repeats, two weeks before it leaves."""
    if one.repeats is None or one.next_on is None or one.due is None or one.due > now + AHEAD:
        return False
    rule = Repeat.load(one.repeats)
    due = rule.due(one.next_on, ward.calendar)  # a holiday may have been decided meanwhile
    number = broadcasts.add_occurrence(work, _row(one, due, now))
    following = rule.next(one.next_on)
    next_due = rule.due(following, ward.calendar)
    broadcasts.change(work, one, next_on=following, due=next_due)
    made = None if number is None else broadcasts.find(work, one.commune, number)
    if made is None:
        return True
    public_page.carry_mark(work, one, made)
    audit(work, one.commune, "job", "broadcast.planned", f"broadcast:{made.id}", now)
    if made.expires_at is not None and made.expires_at <= now:
        miss(work, ward, made, now)
    else:
        telling.planned(work, ward, made, size_of(work, made, now), now)
    return True


def miss(work: Work, ward: Ward, one: Broadcast, now: datetime) -> None:
    """Its time went by without it: written down and told, so that a person may make up for it."""
    broadcasts.change(work, one, state=_S.CANCELLED, reason=MISSED, finished_at=now)
    audit(work, one.commune, "job", "broadcast.missed", f"broadcast:{one.id}", now)
    log.error("broadcast.missed", broadcast=one.id)
    telling.missed(work, ward, one, now)


def _row(one: Broadcast, due: datetime, now: datetime) -> dict[str, Any]:
    return {
        "commune": one.commune,
        "topic": one.topic,
        "audience": one.audience,
        "field": one.field,
        "dossier_status": one.dossier_status,
        "areas": broadcasts.areas_json(one.areas),
        "words": one.words,
        "values": broadcasts.values_json(one.values),
        "version": 1,
        "written_by": one.written_by,
        "approved_version": int(one.approved),
        "approved_by": one.approved_by,
        "approved_size": one.approved_size,
        "state": _S.SCHEDULED,
        "urgent": False,
        "due": due,
        "expires_at": due + OF_USE,
        "created_at": now,
        "cursor": "",
        "queued": 0,
        "series": one.id,
        "occurrence": one.next_on,
        "template": one.template,
        "template_version": one.template_version,
    }
