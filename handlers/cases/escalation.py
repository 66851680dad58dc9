"""What falls due: reminders to officer, supervisor and head; cases that end by themselves.

The jobs only queue and move states; running one twice or late changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers.cases import groups
from handlers.cases.lateness import due_of
from handlers.cases.room import Room, asked_now, room_of, today, unit_names
from handlers.cases.telling import KEEP, tell, tell_sender
from handlers.cases.visibility import CaseFacts, may_see
from handlers.messages import Block
from handlers.officers import Member, Officer
from handlers.store import cases, staff
from handlers.store.case_forwarding import said_own
from handlers.store.unit_of_work import Work
from handlers.store.waiting import waited
from handlers.ward import Ward, reachable
from handlers.wording import case_due as wording
from knowledge.calendar import local
from knowledge.clocks import Due
from knowledge.feedback.clocks import CaseClocks, ClockName, ReminderTo, shipped_rules
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import OPEN, CaseAct, CaseState, after

SYSTEM = "system"
HEAD_AFTER: Final = 2
"""Working days after the day of forwarding on which the head is asked."""
AT_ONCE: Final = timedelta(hours=3)
"""So long an urgent case rings each hour by day and night; later in officers' hours."""
RUNNING = OPEN - {CaseState.NEEDS_INFO}
"""States in which the ward's clocks run."""


class DueKind(StrEnum):
    """What is owed."""

    FIRST_REPLY = "first_reply"
    FORWARD = "forward"
    """Time to send on what is somebody else's matter, unless it was said to be the ward's."""
    ANSWER = "answer"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class DueCase:
    """One thing that falls due, and whom it concerns from today on."""

    code: CaseCode
    kind: DueKind
    due: datetime
    to: frozenset[int]
    """Officers by id; only such as may see the case."""


def falling_due(work: Work, ward: Ward, now: datetime) -> tuple[DueCase, ...]:
    """Everything that falls due, the most urgent first: what the morning digest is made of."""
    room, own = room_of(work, ward.commune.key), said_own(work, ward.commune.key)
    found = [
        item
        for row in cases.of_commune(work, ward.commune.key, RUNNING)
        for item in _items(ward, row, room, now, own=row.id in own)
    ]
    return tuple(sorted(found, key=lambda one: (one.due, str(one.code))))


def digest_of(work: Work, ward: Ward, officer: Officer, now: datetime) -> tuple[DueCase, ...]:
    """What falls due for one officer."""
    return tuple(one for one in falling_due(work, ward, now) if officer.id in one.to)


def _items(
    ward: Ward, row: cases.Row, room: Room, now: datetime, *, own: bool
) -> Iterator[DueCase]:
    facts = room.facts(row, unit_names(ward.commune, row.unit))
    code, day = cases.code_of(row), today(now)
    first, forward = local(row.first_due).date(), local(row.forward_due).date()
    if row.first_reply_at is None and day >= first:
        above = {*_ids(room.supervisors(facts)), *_mine(ward, row, room, facts, now)}
        heads = _ids(room.heads(facts)) if day > first else frozenset()
        yield DueCase(code, DueKind.FIRST_REPLY, row.first_due, frozenset(above | heads))
    if day >= forward and not own and row.reopened_at is None:
        climbing = _climbing(ward, row, room, facts, now)
        yield DueCase(code, DueKind.FORWARD, row.forward_due, climbing)
    due = due_of(ward, row)
    to = _reminded(ward, row, room, facts, due, now)
    if to:
        yield DueCase(code, DueKind.LATE if now > due else DueKind.ANSWER, due, to)


def _climbing(
    ward: Ward, row: cases.Row, room: Room, facts: CaseFacts, now: datetime
) -> frozenset[int]:
    """Who is asked whether to send it on: officer, a working day later supervisor, then head."""
    day = local(row.forward_due).date()
    gone = ward.calendar.working_days_between(day, today(now))
    above = room.supervisors(facts) if gone >= 1 else []
    heads = room.heads(facts) if gone >= HEAD_AFTER else []
    return _mine(ward, row, room, facts, now) | _ids([*above, *heads])


def _reminded(
    ward: Ward, row: cases.Row, room: Room, facts: CaseFacts, due: datetime, now: datetime
) -> frozenset[int]:
    """Everybody whose day has come: officer first, then supervisor, then head."""
    clocks = CaseClocks(ward.calendar, shipped_rules())
    who = {
        ReminderTo.OFFICER: lambda: _mine(ward, row, room, facts, now),
        ReminderTo.SUPERVISOR: lambda: _ids(room.supervisors(facts)),
        ReminderTo.HEAD: lambda: _ids(room.heads(facts)),
    }
    found: frozenset[int] = frozenset()
    for one in clocks.reminders(Due(local(due), expected=False)):
        if one.from_day <= today(now):
            found |= who[one.to]()
    return found


def _mine(
    ward: Ward, row: cases.Row, room: Room, facts: CaseFacts, now: datetime
) -> frozenset[int]:
    asked = asked_now(ward.commune, row.unit, now)
    if room.member(row.officer) is None:
        return _ids(room.first_to_hear(facts, asked, today(now)))
    hands = room.hands(facts, asked, today(now))
    return _ids([one for one in hands if may_see(one.officer, facts)])


def _ids(members: list[Member]) -> frozenset[int]:
    return frozenset(one.id for one in members)


def remind(work: Work, ward: Ward, now: datetime) -> bool:
    """Queue today's reminders on a working day, each person once a day for each thing."""
    staff.come_back(work, ward.commune.key, today(now))
    if not ward.calendar.is_working_day(today(now)):
        return False
    room = room_of(work, ward.commune.key)
    for item in falling_due(work, ward, now):
        row = cases.by_code(work, item.code)
        if row is not None:
            facts = room.facts(row, unit_names(ward.commune, row.unit))
            members = [one for one in room.members if one.id in item.to]
            key = _key(row, item.kind, today(now))
            more = (KEEP,) if item.kind is DueKind.FORWARD else ()
            tell(work, row, facts, members, (key, _blocks(item), now), more)
    return False


def ring_for_urgent(work: Work, ward: Ward, now: datetime) -> bool:
    """Each hour of an urgent case nobody has taken: whose it is, from the second those above."""
    room = room_of(work, ward.commune.key)
    for row in cases.of_commune(work, ward.commune.key, RUNNING):
        waited = now - (row.reopened_at or row.received_at)
        hour = waited // timedelta(hours=1)
        resting = waited > AT_ONCE and reachable(ward, now) != now
        if not row.urgent or row.officer is not None or hour < 1 or resting:
            continue
        facts = room.facts(row, unit_names(ward.commune, row.unit))
        first = room.first_to_hear(facts, asked_now(ward.commune, row.unit, now), today(now))
        above = [*room.supervisors(facts), *room.heads(facts)] if hour > 1 else []
        blocks = wording.unclaimed(cases.code_of(row), row.received_at)
        said = (f"case:{row.id}:unclaimed:{hour}", blocks, now)
        tell(work, row, facts, dict.fromkeys([*first, *above]), said)
    return False


def _key(row: cases.Row, kind: DueKind, day: date) -> str:
    if kind is DueKind.FORWARD:  # asked of each once; the morning list goes on
        return f"case:{row.id}:{kind.value}"
    return f"case:{row.id}:{kind.value}:{day.isoformat()}"


def _blocks(item: DueCase) -> list[Block]:
    if item.kind is DueKind.FIRST_REPLY:
        return wording.first_reply(item.code, item.due)
    if item.kind is DueKind.FORWARD:
        return wording.last_day_to_forward(item.code, item.due)
    return wording.reminder(item.code, item.due, late=item.kind is DueKind.LATE)


BITE = 100
"""Cases moved in one transaction."""


def end_by_themselves(work: Work, ward: Ward, now: datetime) -> bool:
    """Close what may not be opened any more; go on with what the sender never added to.

    True while more is left.
    """
    clocks = CaseClocks(ward.calendar, shipped_rules())
    states = {CaseState.ANSWERED, CaseState.FORWARDED, CaseState.NOT_ACCEPTED}
    moved = 0
    for row in cases.of_commune(work, ward.commune.key, frozenset({*states, CaseState.NEEDS_INFO})):
        if row.state == CaseState.NEEDS_INFO:
            moved += _go_on(work, row, clocks, now)
        else:
            moved += _close(work, row, clocks, now)
        if moved >= BITE:
            return True
    return False


def _close(work: Work, row: cases.Row, clocks: CaseClocks, now: datetime) -> bool:
    since = row.answered_at or row.received_at
    led = after(CaseState(row.state), CaseAct.CLOSE)
    if led is None or clocks.within(ClockName.CLOSE, since, now):
        return False
    if not cases.change(work, row.id, row.version, {"state": led, "closed_at": now}):
        return False
    cases.record(work, row.id, CaseAct.CLOSE, SYSTEM, now)
    groups.refresh(work, row.id, now, calendar=clocks.calendar)
    return True


def _go_on(work: Work, row: cases.Row, clocks: CaseClocks, now: datetime) -> bool:
    """The sender said nothing within the time: the clock runs on with what is known."""
    since = row.waiting_since or row.received_at
    if clocks.within(ClockName.WAITING, since, now):
        return False
    led = after(CaseState.NEEDS_INFO, CaseAct.ADD, claimed=row.officer is not None)
    if not cases.change(work, row.id, row.version, {"state": led, **waited(row, now)}):
        return False
    cases.record(work, row.id, "go_on", SYSTEM, now)
    tell_sender(work, row, "go_on", "", now)
    groups.refresh(work, row.id, now, calendar=clocks.calendar)
    return True
