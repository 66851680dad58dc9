"""Invariants of the rules over a simulated year: nothing was said that a rule withholds.

Judged apart from the planner and the rules' own code, by what arrived and what a dossier holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from handlers.notice_kinds import NoticeKind
from knowledge.calendar import WorkingCalendar, local
from knowledge.dossiers.dossier import Dossier

Wrong = tuple[str, str]
"""The invariant and what broke it."""


class Arrived(Protocol):
    """One message as it arrived."""

    @property
    def at(self) -> datetime:
        """When."""
        ...

    @property
    def contact(self) -> str:
        """To whom."""
        ...

    @property
    def key(self) -> str:
        """`notice:<kind>:<dossier>:…`."""
        ...

    @property
    def kind(self) -> str:
        """What it says."""
        ...


def against_rules(
    sent: Sequence[Arrived], dossiers: Mapping[int, Dossier], calendar: WorkingCalendar
) -> Iterator[Wrong]:
    """Pushes of results nobody saw, of second requests, of apologies that came too late."""
    asked: dict[tuple[str, int], set[str]] = {}
    for one in sent:
        if one.kind not in {NoticeKind.READY, NoticeKind.SUPPLEMENT, NoticeKind.APOLOGY}:
            continue
        dossier = dossiers[int(one.key.split(":")[2])]
        match one.kind:
            case NoticeKind.READY if not _seen(dossier, one.at):
                yield "ready only once the desk saw it", dossier.code
            case NoticeKind.SUPPLEMENT:
                asked.setdefault((one.contact, dossier.id), set()).add(one.key)
            case NoticeKind.APOLOGY if not _in_time(dossier, calendar):
                yield "no apology later than the day before", dossier.code
    for (_, number), keys in asked.items():
        if len(keys) > 1:
            yield "one request for papers", f"{dossiers[number].code}: {len(keys)}"


def _seen(dossier: Dossier, at: datetime) -> bool:
    said = [one for one in dossier.confirmations if one.at <= at]
    return bool(said) and said[-1].ready


def _in_time(dossier: Dossier, calendar: WorkingCalendar) -> bool:
    result = dossier.result
    if result is None or not dossier.apologies:
        return False
    said, promised = dossier.apologies[0].at, result.original_due_at
    if result.moved_at is not None and result.moved_at <= said:
        promised = result.printed_due_at or promised
    last = calendar.previous_working_day(local(promised).date())
    return local(said).date() <= last
