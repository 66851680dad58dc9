"""Acts over a broadcast, the same from the command line and every page; each is recorded.

Each holds the row first, so that of two at once one is told what the other did. No act queues or
closes copies for everybody: that is done in short bites by `queueing`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import OF_USE, Draft, Refused, Sending, Why, filled, names_of
from handlers.broadcasts import public_page, series
from handlers.officers import Officer
from handlers.roles import Act, may
from handlers.store import broadcasts, recipients
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge.calendar import local
from knowledge.feedback.ready import brackets

_S = BroadcastState
NO_SECOND = "not_approved"
"""Why one is paused that grew over the size meanwhile."""
LIST_HOLDS: Final = timedelta(days=50)
"""How long after its draft a file's recipients are written to; the rows are purged ten days on."""


@dataclass(frozen=True, slots=True)
class Acting:
    """An officer about to act."""

    work: Work
    ward: Ward
    officer: Officer
    now: datetime


def write(acting: Acting, draft: Draft) -> Broadcast | Refused:
    """A new draft."""
    if (refused := _unfit(acting, draft)) is not None:
        return refused
    commune = acting.ward.commune.key
    row = {
        **_columns(acting, draft),
        "commune": commune,
        "version": 1,
        "approved_version": 0,
        "state": _S.DRAFT,
        "urgent": False,
        "created_at": acting.now,
        "cursor": "",
        "queued": 0,
    }
    number = broadcasts.add(acting.work, row)
    _note(acting, "broadcast.written", number, 1)
    return broadcasts.find(acting.work, commune, number) or Refused(Why.UNKNOWN)


def edit(acting: Acting, number: int, words: str, values: dict[str, str]) -> Broadcast | Refused:
    """Other words: a new version, which nobody has approved."""

    def change(one: Broadcast) -> dict[str, Any] | Refused:
        draft = Draft(words or one.words, {**one.values, **values}, one.topic, one.audience)
        if (refused := _unfit(acting, draft, one)) is not None:
            return refused
        same = draft.words == one.words
        return {
            "words": draft.words,
            "values": broadcasts.values_json(draft.values),
            "version": one.version + 1,
            "written_by": acting.officer.id,
            "template": one.template if same else None,
            "template_version": one.template_version if same else None,
        }

    return act(acting, number, "edited", Act.WRITE_BROADCAST, (_S.DRAFT, _S.REPEATING), change)


def approve(acting: Acting, number: int, seen: int | None = None) -> Broadcast | Refused:
    """A second person has read this very version; `seen` is the one they had before them."""

    def change(one: Broadcast) -> dict[str, Any] | Refused:
        if seen not in (None, one.version):
            return Refused(Why.CHANGED)
        if one.written_by == acting.officer.id:
            return Refused(Why.OWN)
        size = None if one.series is not None else size_of(acting.work, one, acting.now)
        approved = {"approved_version": one.version, "approved_by": acting.officer.id}
        return {**approved, "approved_size": size}

    states = (_S.DRAFT, _S.SCHEDULED, _S.PAUSED, _S.REPEATING)
    return act(acting, number, "approved", Act.APPROVE_BROADCAST, states, change)


def start(acting: Acting, number: int, how: Sending) -> Broadcast | Refused:
    """Let it leave, now or at a moment; the job begins it."""

    def change(one: Broadcast) -> dict[str, Any] | Refused:
        if how.seen not in (None, one.version):
            return Refused(Why.CHANGED)
        due = how.at or acting.now
        until = how.until or due + OF_USE
        if due < acting.now or until <= due:
            return Refused(Why.PAST)
        if how.urgent and not may(acting.officer, Act.APPROVE_BROADCAST):
            return Refused(Why.URGENT)
        if one.audience is Audience.SHEET and due > one.created_at + LIST_HOLDS:
            return Refused(Why.LIST_OLD)
        if (refused := too_many(acting.work, acting.ward, one, acting.now)) is not None:
            return refused
        return {"state": _S.SCHEDULED, "due": due, "expires_at": until, "urgent": how.urgent}

    return act(acting, number, "started", Act.WRITE_BROADCAST, (_S.DRAFT,), change)


def pause(acting: Acting, number: int) -> Broadcast | Refused:
    """Nothing more leaves until it is resumed; what is on its way arrives."""
    states = (_S.SCHEDULED, _S.SENDING, _S.REPEATING)
    return act(
        acting, number, "paused", Act.WRITE_BROADCAST, states, lambda _: {"state": _S.PAUSED}
    )


def resume(acting: Acting, number: int) -> Broadcast | Refused:
    """Go on where it stood; one that grew too large meanwhile must be approved first."""

    def change(one: Broadcast) -> dict[str, Any] | Refused:
        if one.expires_at is not None and one.expires_at <= acting.now:
            return Refused(Why.PAST)
        if one.started_at is not None:
            return {"state": _S.SENDING, "reason": None}
        if one.repeats is not None:
            return series.upcoming(acting.ward, one.repeats, acting.now)
        refused = too_many(acting.work, acting.ward, one, acting.now)
        return refused or {"state": _S.SCHEDULED, "reason": None}

    return act(acting, number, "resumed", Act.WRITE_BROADCAST, (_S.PAUSED,), change)


def cancel(acting: Acting, number: int) -> Broadcast | Refused:
    """Nothing more of it leaves, ever; it is taken from the public page."""

    def change(one: Broadcast) -> dict[str, Any]:
        public_page.take_down(acting.work, one, acting.now)
        return {"state": _S.CANCELLED, "finished_at": acting.now}

    states = (_S.DRAFT, _S.SCHEDULED, _S.SENDING, _S.PAUSED, _S.REPEATING)
    return act(acting, number, "cancelled", Act.WRITE_BROADCAST, states, change)


def too_many(work: Work, ward: Ward, one: Broadcast, now: datetime) -> Refused | None:
    """Why it may not leave by its size: nobody to write to, or no second person read it."""
    size = size_of(work, one, now)
    if size == 0:
        return Refused(Why.NOBODY)
    if size > ward.commune.broadcasts.approve_above and not one.covers(size):
        return Refused(Why.NOT_APPROVED, str(size))
    return None


def size_of(work: Work, one: Broadcast, now: datetime) -> int:
    """How many it would go to now, barred ones with them."""
    return broadcasts.size(work, one, now)


def act(
    acting: Acting,
    number: int,
    what: str,
    needs: Act,
    states: tuple[BroadcastState, ...],
    change: Callable[[Broadcast], dict[str, Any] | Refused],
) -> Broadcast | Refused:
    """Hold it, ask what stands against the act, change it, note who did what."""
    one = broadcasts.find(acting.work, acting.ward.commune.key, number, hold=True)
    if one is None:
        return Refused(Why.UNKNOWN)
    if not may(acting.officer, needs):
        return Refused(Why.NO_ROLE)
    if one.state not in states:
        return Refused(Why.STATE, one.state)
    values = change(one)
    if isinstance(values, Refused):
        return values
    broadcasts.change(acting.work, one, **values)
    if one.repeats is not None:
        series.carry(acting.work, one, values, acting.now)
    _note(acting, f"broadcast.{what}", number, values.get("version", one.version))
    found = broadcasts.find(acting.work, one.commune, number)
    return found or Refused(Why.UNKNOWN)


def _unfit(acting: Acting, draft: Draft, one: Broadcast | None = None) -> Refused | None:
    if not may(acting.officer, Act.WRITE_BROADCAST):
        return Refused(Why.NO_ROLE)
    if left := brackets(draft.words):
        return Refused(Why.FIELDS, ", ".join(left))
    if draft.audience == Audience.SHEET:
        draft = replace(draft, values={**_columns_of(acting, draft, one), **draft.values})
    text = filled(acting.ward.commune, draft.words, draft.values, local(acting.now).date())
    return text if isinstance(text, Refused) else None


def _columns_of(acting: Acting, draft: Draft, one: Broadcast | None) -> dict[str, str]:
    """What a file's rows may stand for: its columns; before there is one, any field."""
    listed = [] if one is None else recipients.lines(acting.work, one.id)
    named = next((each.values for each in listed if each.values), None)
    if named is not None:
        return {name: value or "—" for name, value in named.items()}
    return dict.fromkeys(names_of(draft.words), "—")


def _columns(acting: Acting, draft: Draft) -> dict[str, Any]:
    return {
        "topic": draft.topic,
        "audience": draft.audience,
        "field": draft.field,
        "dossier_status": draft.dossier_status,
        "areas": broadcasts.areas_json(draft.areas),
        "words": draft.words,
        "values": broadcasts.values_json(draft.values),
        "written_by": acting.officer.id,
        "template": draft.template[0] if draft.template else None,
        "template_version": draft.template[1] if draft.template else None,
    }


def _note(acting: Acting, what: str, number: int, version: int) -> None:
    who, about = f"officer:{acting.officer.id}", f"broadcast:{number} v{version}"
    audit(acting.work, acting.ward.commune.key, who, what, about, acting.now)
