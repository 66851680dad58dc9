"""Of another kind, or about somebody else, a case may become others': they are told of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.cases import groups
from handlers.cases.room import Room, asked_now, room_of, today, unit_names
from handlers.store import cases
from handlers.store.unit_of_work import Work
from handlers.ward import Ward, reachable
from knowledge import dossier_store
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.routing import unit_for
from knowledge.feedback.states import OPEN


def unit_of(work: Work, ward: Ward, row: cases.Row, kind: FeedbackKind) -> str:
    """The unit it goes to as this kind."""
    dossier = None if row.dossier is None else dossier_store.by_id(work.session, row.dossier)
    field = dossier.field if dossier is not None else ""
    return unit_for(ward.commune.feedback, kind, row.matter or "", row.place or "", field)


@dataclass(frozen=True, slots=True)
class Before:
    """Whose a case was before an act that may make it somebody else's."""

    unit: str = ""
    holder: int | None = None
    first: frozenset[int] = frozenset()
    """Who hears of it while nobody holds it."""


def before(work: Work, ward: Ward, code: CaseCode, now: datetime) -> Before:
    """As it stands now."""
    row = cases.by_code(work, code)
    if row is None:
        return Before()
    return Before(row.unit, row.officer, _first(ward, row, room_of(work, row.commune), now))


def told_anew(work: Work, ward: Ward, code: CaseCode, was: Before, now: datetime) -> None:
    """Gone from the group of the unit it left; told to those whose it is now, in their hours.

    They hear of it when it came to another unit, when its holder may not hold it any more, and
    when somebody hears of it first who did not before: a free case nobody was told of would lie.
    """
    row = cases.by_code(work, code)
    if row is None:
        return
    moved, room = row.unit != was.unit, room_of(work, row.commune)
    if moved:
        groups.leave(work, row, now)
    lost = was.holder is not None or not _first(ward, row, room, now) <= was.first
    if not moved and (row.officer is not None or row.state not in OPEN or not lost):
        return
    facts = room.facts(row, unit_names(ward.commune, row.unit))
    at = now if row.urgent else reachable(ward, now)
    asked = replace(asked_now(ward.commune, row.unit, now), at=at, calendar=ward.calendar)
    groups.hear_first(work, row, room, facts, asked, now)


def _first(ward: Ward, row: cases.Row, room: Room, now: datetime) -> frozenset[int]:
    facts = room.facts(row, unit_names(ward.commune, row.unit))
    asked = asked_now(ward.commune, row.unit, now)
    return frozenset(one.id for one in room.first_to_hear(facts, asked, today(now)))
