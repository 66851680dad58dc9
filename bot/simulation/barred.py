"""Invariants of channels over a simulated year: who blocked us, Zalo's windows, the money."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.simulation.account import AccountBox
from bot.simulation.crowd import WINDOW, Crowd, Wrong
from bot.simulation.mailbox import Mailbox
from bot.simulation.town import Absence, Citizen
from knowledge.calendar import local


def blocked(crowd: Crowd) -> Iterator[Wrong]:
    """Who blocked us is tried once at most, to learn of it; where the channel told, never.

    Two kinds of message due at one moment are under way side by side, and learn it together. An
    answer to what they had asked before may still be tried.
    """
    tried: defaultdict[tuple[str, datetime], set[datetime]] = defaultdict(set)
    knew: set[tuple[str, datetime]] = set()
    for at, contact, number in (one for box in crowd.boxes.values() for one in box.tried):
        found = _absence(crowd.citizens.get(contact), at)
        if found is not None and crowd.rows[number].kind != "reply":
            tried[contact, found.start].add(at)
            knew |= {(contact, found.start)} if found.told else set()
    for (contact, start), moments in tried.items():
        if len(moments) > 1 or (contact, start) in knew:
            yield "nothing to who blocked us", f"{contact} since {start:%d/%m %H:%M}"
    for at, contact, _ in (one for box in crowd.boxes.values() for one in box.arrived):
        if _absence(crowd.citizens.get(contact), at) is not None:
            yield "nothing to who blocked us", f"{contact} at {at:%d/%m %H:%M}"


def _absence(citizen: Citizen | None, at: datetime) -> Absence | None:
    """The stretch this moment lies in, its last moment not counted."""
    found = citizen.absences if citizen is not None else []
    return next(
        (one for one in found if one.start <= at and (one.end is None or at < one.end)), None
    )


def outside_windows(crowd: Crowd) -> Iterator[Wrong]:
    """What we start ourselves and Zalo does not let go free was paid, or of the package."""
    for box in _accounts(crowd):
        paid = Counter((one.at, one.user) for one in box.zalo.bills)
        for at, what in box.zalo.wrong:
            yield "Zalo refuses nothing of ours", f"{what} at {at:%d/%m %H:%M}"
        for at, contact, number in box.arrived:
            row, citizen = crowd.rows[number], crowd.citizens.get(contact)
            wrote = citizen.wrote if citizen is not None else []
            if row.kind == "reply" or any(one <= at <= one + WINDOW for one in wrote):
                continue
            user = citizen.chat if citizen is not None else ""
            if not paid[at, user]:
                yield "none outside a window", f"{row.key} at {at:%d/%m %H:%M}"
            paid[at, user] -= 1


def overspent(crowd: Crowd) -> Iterator[Wrong]:
    """What Zalo billed of a month and of a day, against what the administrator let it cost."""
    for box in _accounts(crowd):
        months: Counter[str] = Counter()
        days: Counter[str] = Counter()
        for one in box.zalo.bills:
            month, day = f"{local(one.at):%Y-%m}", f"{local(one.at):%Y-%m-%d}"
            months[month] += one.cost
            days[day] += one.cost
            given = box.budget(one.at)
            if one.cost and months[month] > given.monthly:
                yield "the month's budget holds", f"{month}: {months[month]} of {given.monthly}"
            if one.cost and given.daily and days[day] > given.daily:
                yield "the day's budget holds", f"{day}: {days[day]} of {given.daily}"


def _accounts(crowd: Crowd) -> Sequence[AccountBox]:
    boxes: Sequence[Mailbox] = list(crowd.boxes.values())
    return [box for box in boxes if isinstance(box, AccountBox)]
