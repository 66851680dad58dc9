"""One row of the register as values, and how it joins what is known of its dossier. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as declared
from datetime import datetime, time

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
        flags=(entry.flags if newer else known.flags) & CARRIED,
    )


def join_events(
    known: Iterable[StatusEvent], told: Iterable[StatusEvent]
) -> tuple[StatusEvent, ...]:
    """All events, each once.

    The same status at the same moment is the same event. A status column that was unknown and is
    in the table now is read anew. A column of dates adds an event only where the history has
    none that day, and a corrected date takes the place of the one it gave before.
    """
    events = {(event.at, event.status): event for event in known}
    for event in sorted(told, key=lambda one: one.given):
        if event.given:
            _join_given(events, event)
            continue
        unread = events.get((event.at, DossierStatus.UNKNOWN))
        if unread is not None and unread.raw == event.raw:
            del events[event.at, DossierStatus.UNKNOWN]
        old = events.get((event.at, event.status))
        events[event.at, event.status] = _fuller(old, event) if old else event
    return ordered(events.values())


def _join_given(
    events: dict[tuple[datetime, DossierStatus], StatusEvent], event: StatusEvent
) -> None:
    same = [one for one in events.values() if one.status is event.status]
    if any(_tells(one, event) for one in same):
        return
    for one in same:
        if one.given:
            del events[one.at, one.status]
    at = _within_its_day(events.values(), event)
    placed = event if at == event.at else replace(event, at=at)
    events.setdefault((placed.at, placed.status), placed)


def _tells(known: StatusEvent, event: StatusEvent) -> bool:
    """Whether what is known already says what a column of dates says."""
    same_day = local(known.at).date() == local(event.at).date()
    return known.at == event.at or (same_day and (not known.given or whole_day(event.at)))


def _within_its_day(known: Iterable[StatusEvent], event: StatusEvent) -> datetime:
    """A date without an hour comes after the earlier steps of the same day, not before them."""
    if not whole_day(event.at):
        return event.at
    day, rank = local(event.at).date(), RANK[event.status]
    earlier = [one.at for one in known if local(one.at).date() == day and RANK[one.status] < rank]
    return max([event.at, *earlier])


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
