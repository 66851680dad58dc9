"""One row of the register as values, and how it joins what is known of its dossier. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as declared
from datetime import datetime, time, timedelta
from typing import Final

from knowledge.calendar import local
from knowledge.dossiers.dossier import (
    Apology,
    Appointment,
    AppointmentKind,
    Dossier,
    Flag,
    StatusEvent,
)
from knowledge.dossiers.life import CARRIED, RANK, ordered
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row of the register says of one dossier. No name, no address, no phone."""

    line: int
    code: str
    procedure: str | None = None
    procedure_name: str = ""
    version: int | None = None
    field: str = ""
    officer: str = ""
    way: SubmissionWay | None = None
    return_way: SubmissionWay | None = None
    cause: str = ""
    events: tuple[StatusEvent, ...] = ()
    now_at: StatusEvent | None = None
    """The present status when the row does not say since when: `at` is the copy's time."""
    due_at: datetime | None = None
    fiscal_due_at: datetime | None = None
    apologies: tuple[Apology, ...] = ()
    flags: frozenset[Flag] = frozenset()
    fours: frozenset[str] = declared(default=frozenset(), repr=False)
    """Last four digits on the receipt; hashed at once, never stored, printed or logged."""

    @property
    def latest(self) -> datetime | None:
        """The youngest moment the row speaks of."""
        return max((event.at for event in self.events), default=None)


def joined(known: Dossier, entry: Entry, copied_at: datetime) -> Dossier:
    """The dossier with what the row adds; nothing is derived yet.

    A copy older than the last one adds its events and fills gaps, it changes nothing (S-1).
    """
    newer = known.copied_at is None or copied_at >= known.copied_at
    events = join_events(known.events, entry.events)
    if entry.now_at is not None and newer and _news(events, entry.now_at):
        events = ordered((*events, entry.now_at))
    facts = replace(
        known,
        events=events,
        apologies=_join_apologies(known.apologies, entry.apologies),
        appointments=_join_dates(known, entry, copied_at, newer),
        copied_at=copied_at if newer else known.copied_at,
    )
    return _with_words(facts, entry, newer)


def _with_words(known: Dossier, entry: Entry, newer: bool) -> Dossier:  # noqa: FBT001
    """Plain fields: the newer copy's word, a blank never wipes what was known."""

    def pick(old: str, new: str) -> str:
        return new if new and (newer or not old) else old

    back = entry.return_way
    named = (newer or known.procedure is None) and entry.procedure is not None
    return replace(
        known,
        procedure=entry.procedure if named else known.procedure,
        version=known.version or entry.version,
        procedure_name=pick(known.procedure_name, entry.procedure_name),
        field=pick(known.field, entry.field),
        officer=pick(known.officer, entry.officer),
        cause=pick(known.cause, entry.cause),
        way=entry.way if entry.way and (newer or not known.way) else known.way,
        return_way=back if back and (newer or not known.return_way) else known.return_way,
        flags=(entry.flags if newer else known.flags) & CARRIED,
    )


def join_events(
    known: Iterable[StatusEvent], told: Iterable[StatusEvent]
) -> tuple[StatusEvent, ...]:
    """All events, each once.

    The same status at the same moment is the same event. A status word that was unknown and is in
    the table now is read anew. A column of dates adds an event only where the history has none
    that day, and a corrected date takes the place of the one it gave before. A date without an
    hour is placed among the events of its day: a present status after all that was known, a
    milestone after the earlier steps of a life.
    """
    events = {(event.at, event.status): event for event in known}
    before = tuple(events.values())
    for event in sorted(told, key=_sureness):
        if event.given:
            _join_given(events, event)
        else:
            _join_told(events, event, before)
    return ordered(events.values())


_JUST_AFTER: Final = timedelta(microseconds=1)
"""At the same moment the place in a life decides, but a status told later came later."""
_Events = dict[tuple[datetime, DossierStatus], StatusEvent]


def _sureness(event: StatusEvent) -> tuple[bool, bool, int]:
    """Moments before dates without an hour, the history before columns of dates."""
    return whole_day(event.at), event.given, RANK[event.status]


def _join_told(events: _Events, event: StatusEvent, before: Iterable[StatusEvent]) -> None:
    _forget_unread(events, event)
    same = [one for one in events.values() if _alike(one, event)]
    exact = [one for one in same if one.at == event.at] or (same if whole_day(event.at) else [])
    if exact:
        old = exact[0]
        events[old.at, old.status] = replace(_fuller(old, event), at=old.at)
        return
    for one in same:
        if one.given and whole_day(one.at):  # the hour of the day the column gave
            del events[one.at, one.status]
            event = replace(event, id=one.id)
    _place(events, event, tuple(one for one in before if _same_day(one, event)))


def _forget_unread(events: _Events, event: StatusEvent) -> None:
    for one in tuple(events.values()):
        unread = one.status is DossierStatus.UNKNOWN and one.raw == event.raw
        at_once = one.at == event.at or (whole_day(event.at) and _same_day(one, event))
        if unread and at_once and event.status is not DossierStatus.UNKNOWN:
            del events[one.at, one.status]


def _join_given(events: _Events, event: StatusEvent) -> None:
    same = [one for one in events.values() if one.status is event.status]
    if any(_tells(one, event) for one in same):
        return
    for one in same:
        if one.given:
            del events[one.at, one.status]
    _place(events, event, ())


def _place(events: _Events, event: StatusEvent, after: Iterable[StatusEvent]) -> None:
    """Put an event in; a date without an hour not before the steps it must follow that day."""
    if whole_day(event.at):
        rank = RANK[event.status]
        steps = [one for one in events.values() if RANK[one.status] < rank]
        earlier = [one.at for one in steps if _same_day(one, event)]
        earlier += [one.at + _JUST_AFTER for one in after]
        event = replace(event, at=max([event.at, *earlier]))
    events.setdefault((event.at, event.status), event)


def _tells(known: StatusEvent, event: StatusEvent) -> bool:
    """Whether what is known already says what a column of dates says."""
    covers = not known.given or whole_day(event.at)
    return known.at == event.at or (_same_day(known, event) and covers)


def _alike(one: StatusEvent, other: StatusEvent) -> bool:
    return one.status is other.status and _same_day(one, other)


def _same_day(one: StatusEvent, other: StatusEvent) -> bool:
    return local(one.at).date() == local(other.at).date()


def whole_day(at: datetime) -> bool:
    """Whether a moment is a date without an hour, as columns of dates often are."""
    return local(at).time() == time(0)


def _fuller(old: StatusEvent, new: StatusEvent) -> StatusEvent:
    """The same event with words a later copy added."""
    return replace(
        new,
        id=old.id,
        note=new.note or old.note,
        closing=new.closing or old.closing,
        items=new.items or old.items,
        reason=new.reason or old.reason,
        raw=new.raw or old.raw,
    )


def _news(events: tuple[StatusEvent, ...], present: StatusEvent) -> bool:
    """Whether a present status without a time is one we did not know of."""
    if not events or events[-1].status is not present.status:
        return True
    return present.status is DossierStatus.UNKNOWN and events[-1].raw != present.raw


def _join_apologies(known: tuple[Apology, ...], told: tuple[Apology, ...]) -> tuple[Apology, ...]:
    """Apologies by the date they give; whether one holds is judged when deriving."""
    dates = {one.new_due_at for one in known}
    return (*known, *(replace(one, approved=False) for one in told if one.new_due_at not in dates))


def _join_dates(
    known: Dossier,
    entry: Entry,
    copied_at: datetime,
    newer: bool,  # noqa: FBT001
) -> tuple[Appointment, ...]:
    told = {
        AppointmentKind.RESULT: entry.due_at,
        AppointmentKind.FISCAL: entry.fiscal_due_at,
    }
    kept = {one.kind: one for one in known.appointments}
    for kind, due in told.items():
        if due is None:
            continue
        old = kept.get(kind)
        if old is None:
            kept[kind] = Appointment(kind, due, due, due)
        elif newer and due != old.printed_due_at:
            kept[kind] = replace(old, printed_due_at=due, moved_at=copied_at)
    return tuple(kept.values())
