"""Cases answered together: what becomes of the first becomes of those joined to it."""

from datetime import datetime
from typing import Final

from handlers.store import cases
from handlers.store.unit_of_work import Work
from knowledge.feedback.states import CaseState

SYSTEM: Final = "system"
_SHARED: Final = frozenset({CaseState.ANSWERED, CaseState.FORWARDED, CaseState.NOT_ACCEPTED})
"""States of the first that those joined to it share: each sender may judge for themselves."""


def follow(work: Work, first: int, act: str, by: str, words: str, now: datetime) -> list[cases.Row]:
    """What was done to the first is done to the others too; the others as they were."""
    row = cases.read(work, first)
    others = cases.joined_to(work, first)
    if row.state not in _SHARED:
        return others
    for one in others:
        values = {"state": row.state, "answered_at": now, "officer": row.officer}
        cases.change(work, one.id, one.version, values)
        cases.record(work, one.id, act, by, now, words=words, note="joined")
    return others


def part(work: Work, first: int, now: datetime) -> int | None:
    """The first is taken back: the next one stands on its own, and the others are joined to it."""
    others = cases.joined_to(work, first)
    if not others:
        return None
    heir, *rest = others
    values = {"state": CaseState.RECEIVED, "joined_to": None, "officer": None}
    cases.change(work, heir.id, heir.version, values)
    cases.record(work, heir.id, "part", SYSTEM, now)
    for one in rest:
        cases.change(work, one.id, one.version, {"joined_to": heir.id})
    return int(heir.id)
