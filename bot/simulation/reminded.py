"""Invariants of reminders of citizens' own limits, over a simulated year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.simulation.crowd import Wrong, open_for
from bot.simulation.limits import KINDS, Asked
from bot.simulation.mailbox import Mailbox
from bot.simulation.pushes import Arrived
from bot.simulation.town import Citizen

SOON: Final = timedelta(hours=2)
"""A reminder may wait so long in daytime: a step, and a channel's retries."""


def wrong_reminders(
    citizens: Mapping[str, Citizen],
    boxes: Mapping[str, Mailbox],
    sent: Sequence[Arrived],
    end: datetime,
) -> Iterator[Wrong]:
    """Each reminder comes once, on its morning; nobody else gets any, nor who stopped it.

    `end` is when the year is over: what falls due after it is not judged.
    """
    heard: dict[str, dict[str, datetime]] = {}
    for one in sent:
        if one.kind in KINDS:
            heard.setdefault(one.contact, {})[one.kind] = one.at
    for contact, citizen in citizens.items():
        told = heard.pop(contact, {})
        if citizen.reminder is not None:
            box = boxes[citizen.endpoint]
            yield from _missed(citizen, citizen.reminder, box, told, end)
            yield from _unwanted(contact, citizen.reminder, told)
        elif told:
            yield "no reminder unasked", contact
    for contact in heard:
        yield "no reminder unasked", contact


def _missed(
    citizen: Citizen, asked: Asked, box: Mailbox, told: Mapping[str, datetime], end: datetime
) -> Iterator[Wrong]:
    for kind, at in asked.mornings():
        until = at + SOON
        stopped = asked.stopped_at is not None and asked.stopped_at <= until
        if at <= asked.at or stopped or until > end or _excused(citizen, box, at, until):
            continue
        came = told.get(kind)
        if came is None or not at <= came <= until:
            yield "a reminder comes on its morning", f"{kind} of {asked.code} {at:%d/%m}: {came}"


def _excused(citizen: Citizen, box: Mailbox, start: datetime, until: datetime) -> bool:
    """Whether the channel was down, or shut to us, on that morning."""
    down = any(one.start <= until and start <= one.end + SOON for one in box.outages)
    return down or citizen.away_in(start, until) or not open_for(citizen, box, start, until)


def _unwanted(contact: str, asked: Asked, told: Mapping[str, datetime]) -> Iterator[Wrong]:
    mornings = dict(asked.mornings())
    for kind, came in told.items():
        if asked.stopped_at is not None and came > asked.stopped_at:
            yield "no reminder to who stopped it", contact
        if came.date() > asked.last_day or not any(
            one == kind and came >= at for one, at in mornings.items()
        ):
            yield "no reminder too early or too late", f"{kind} {asked.last_day}: {came}"
