"""What must hold after a simulated year, judged from the store and the mailboxes."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from bot.simulation.barred import blocked, outside_windows, overspent
from bot.simulation.corrected import Words, corrected
from bot.simulation.crowd import Crowd, Report, Wrong, broadcasts_reach, by_day, open_for
from bot.simulation.heard import unheard
from bot.simulation.mailbox import Mailbox
from bot.simulation.pushes import against_rules
from bot.simulation.reminded import wrong_reminders
from bot.simulation.unspoken import unspoken
from bot.simulation.untold import untold
from bot.simulation.year import Year
from bot.simulation.yearly import on_their_dates
from handlers.broadcast import Broadcast
from handlers.notice_kinds import ABOUT
from handlers.ringing import rings
from handlers.store import broadcasting, notices, recipients
from handlers.store.notices import Letter
from handlers.store.unit_of_work import Work
from knowledge.dossier_store import reading
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.life import apologies_allowed

SOON: Final = timedelta(hours=2)
"""A notice may wait so long in daytime: an export, a step, and a channel's retries."""
FINISHED: Final = frozenset({"sent", "delivered"})
SHOWN: Final = 20
"""Breaches printed of each invariant."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One invariant that does not hold, for one dossier or message."""

    invariant: str
    about: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The year in numbers, and what was wrong with it."""

    dossiers: int
    notices: Counter[str]
    """By kind, what arrived."""
    became: Counter[str]
    """What became of the promises."""
    breaches: tuple[Breach, ...]
    fingerprint: str
    """Of everything that arrived, when and to whom: the same seed gives the same."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One message as it arrived."""

    at: datetime
    contact: str
    key: str
    kind: str
    expires_at: datetime
    rings: bool = True
    """Whether it may wake somebody."""


def judge(year: Year) -> Verdict:
    """Check every invariant over everything that happened."""
    with year.store.read() as work:
        rows = {row.id: row for row in notices.letters(work)}
        promised = notices.promised(work)
        told_head = notices.words_to(work, year.head)
        dossiers = _dossiers(work, year)
        crowd = crowd_of(work, year, rows)
        says = {one: notices.words_to(work, one) for one in year.enquiries.told}
    sent = [one for box in year.boxes.values() for one in _arrived(box, rows)]
    breaches = (
        *_twice(sent),
        *_outside_hours(sent),
        *_stale(sent),
        *_lost(year, rows, promised),
        *(Breach(*one) for one in unheard(year, sent)),
        *_second_dates(dossiers),
        *(Breach(*one) for one in against_rules(sent, dossiers, year.ward.calendar)),
        *(Breach(*one) for one in untold(year, told_head)),
        *(Breach(*one) for one in unspoken(year, told_head)),
        *(Breach(*wrong) for wrong in _of_broadcasts(year, crowd, says)),
        *(Breach(*wrong) for wrong in _reminders(year, sent)),
    )
    return Verdict(
        dossiers=len(dossiers),
        notices=Counter(one.kind for one in sent),
        became=Counter(row.status for row in rows.values() if row.kind == "notice"),
        breaches=tuple(breaches),
        fingerprint=_fingerprint(year, sent),
    )


def _of_broadcasts(year: Year, crowd: Crowd, says: Words) -> Iterator[Wrong]:
    yield from broadcasts_reach(crowd)
    yield from on_their_dates(crowd, year.office.yearly, year.first, year.ward.calendar)
    yield from blocked(crowd)
    yield from outside_windows(crowd)
    yield from overspent(crowd)
    yield from corrected(crowd, year.enquiries.told, year.enquiries.sent, says)


def crowd_of(work: Work, year: Year, rows: dict[int, Letter]) -> Crowd:
    """What was done, and what the ward's pages say of it."""
    found = year.office.broadcasts()
    reports = {row.id: _report(work, row) for _, row in found}
    return Crowd(year.town.citizens, year.boxes, rows, found, reports, year.clock.now())


def _report(work: Work, one: Broadcast) -> Report:
    figures: Counter[str] | None = None
    if one.figures is not None:
        figures = Counter()
        for _, state, _, number, *_ in json.loads(one.figures):
            figures[state] += number
    lines = recipients.lines(work, one.id)
    return Report(
        figures,
        frozenset(each.contact for each in broadcasting.missed(work, one.id)),
        barred=sum(bool(each.bar) for each in lines),
        named=sum(not each.bar for each in lines),
    )


def _reminders(year: Year, sent: Sequence[Sent]) -> Iterator[Wrong]:
    return wrong_reminders(year.town.citizens, year.boxes, sent, year.clock.now())


def _dossiers(work: Work, year: Year) -> dict[int, Dossier]:
    return {one.id: one for one in reading.all_dossiers(work.session, year.ward.commune.key)}


def _arrived(box: Mailbox, rows: dict[int, Letter]) -> Iterator[Sent]:
    for at, contact, number in box.arrived:
        row = rows[number]
        yield Sent(at, contact, row.key, _kind(row), row.expires_at, rings(box.name))


def _kind(row: Letter) -> str:
    """What it says, as the year counts it."""
    about, _, rest = row.key.partition(":")
    if about == "broadcast":
        return "urgent" if row.kind == "alert" else "broadcast"
    if about == "correction":
        return about
    return rest.partition(":")[0] if about == "notice" else str(row.kind)


def _twice(sent: Sequence[Sent]) -> Iterator[Breach]:
    counted = Counter((one.contact, one.key) for one in sent)
    for (_, key), times in counted.items():
        if times > 1:
            yield Breach("none twice", f"{key}: {times}")


def _outside_hours(sent: Sequence[Sent]) -> Iterator[Breach]:
    for one in sent:
        if one.kind in {*ABOUT, "broadcast", "correction"} and one.rings and not by_day(one.at):
            yield Breach("none outside hours", f"{one.key} at {one.at:%d/%m %H:%M}")


def _stale(sent: Sequence[Sent]) -> Iterator[Breach]:
    for one in sent:
        if one.at >= one.expires_at:
            yield Breach("none stale", f"{one.key} at {one.at:%d/%m %H:%M}")


def _lost(year: Year, rows: dict[int, Letter], promised: Sequence[str]) -> Iterator[Breach]:
    """Each promise arrived, or ended for a reason that can be named."""
    by_key = {row.key: row for row in rows.values()}
    for key in promised:
        row = by_key.get(key)
        if row is None:
            yield Breach("none lost", f"{key}: no outbox row")
        elif row.status not in FINISHED and not _down(year, row):
            yield Breach("none lost", f"{key}: {row.status}")


def _down(year: Year, row: Letter) -> bool:
    """Whether the channel was down, or shut to us, until the message was of no use any more."""
    box, citizen = year.boxes[row.endpoint], year.town.citizens.get(row.contact)
    end = row.finished_at or row.expires_at
    shut = not open_for(citizen, box, row.created_at, end)
    away = citizen is not None and citizen.away_in(row.created_at, row.expires_at)
    return shut or away or box.down(row.created_at, row.expires_at)


def _second_dates(dossiers: dict[int, Dossier]) -> Iterator[Breach]:
    """No new date beyond those the rule allows without a person's word (D-15)."""
    for dossier in dossiers.values():
        allowed = apologies_allowed(dossier)
        approved = sum(one.approved for one in dossier.apologies)
        if allowed is not None and approved > allowed:
            yield Breach("one new date", dossier.code)


def _fingerprint(year: Year, sent: Sequence[Sent]) -> str:
    numbers = {known.contact: code for code, known in year.known.items() if known.contact}
    numbers[year.head] = "head"
    lines = sorted(f"{one.at:%Y%m%d%H%M} {numbers[one.contact]} {one.kind}" for one in sent)
    return sha256("\n".join(lines).encode()).hexdigest()[:16]
