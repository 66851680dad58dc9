"""What a database put back from a backup would say once more, beside the messages it holds.

Each of these was still to be done when the backup was made and may have been done since: by a
job in the minute after the release, or by the person who lets a broadcast or correction go on.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.broadcast import Broadcast, BroadcastState
from handlers.correction import Correction, CorrectionState
from handlers.corrections import sending
from handlers.notices.planning import Planned
from handlers.notices.sweeping import Look, Recall, looks, recalls
from handlers.store import broadcasting, broadcasts, corrections, guard
from handlers.store.unit_of_work import Work
from handlers.ward import Ward

NEWEST: Final = 500
"""Broadcasts and corrections looked through, the last first."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """A broadcast that goes on, or begins, when a person resumes it."""

    one: Broadcast
    people: int
    """Recipients who have no copy in this database; any copies it has are held."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """A correction that leaves again when a person sends it."""

    one: Correction
    people: int

    @property
    def begun(self) -> bool:
        """Whether it was on its way when the backup was made."""
        return self.one.sent_at is not None


@dataclass(frozen=True, slots=True)
class WouldRepeat:
    """Everything that is not yet a message here, and may have been one before."""

    notices: tuple[tuple[Look, Planned], ...]
    reminders: tuple[tuple[Recall, Planned], ...]
    broadcasts: tuple[Resumed, ...]
    corrections: tuple[Reopened, ...]
    drafts: tuple[Broadcast, ...]
    """Written before the backup: they may have been started since."""

    @property
    def planned(self) -> int:
        """Messages that jobs would write anew by themselves."""
        return len(self.notices) + len(self.reminders)


def would_repeat(work: Work, ward: Ward, until: datetime) -> WouldRepeat:
    """As of `until`, the moment up to which messages may have left; sends nothing.

    The ward must know its procedures: a reminder of one that is not published is not sent.
    """
    told = [(look, one) for look in looks(work, ward, until) for one in look.verdict.send]
    recalled = [(one, each) for one in recalls(work, ward, until) for each in one.send]
    return WouldRepeat(
        tuple((look, one) for look, one in told if look.dossier is not None),
        tuple(recalled),
        tuple(_resumed(work, ward, until)),
        tuple(_reopened(work, ward, until)),
        tuple(one for one in _known(work, ward, until) if one.state is BroadcastState.DRAFT),
    )


def _known(work: Work, ward: Ward, until: datetime) -> list[Broadcast]:
    found = broadcasts.newest(work, ward.commune.key, NEWEST)
    return [one for one in reversed(found) if one.created_at <= until]


def _resumed(work: Work, ward: Ward, until: datetime) -> list[Resumed]:
    found = []
    for number in guard.paused(work):
        one = broadcasts.find(work, ward.commune.key, number)
        if one is not None:
            found.append(Resumed(one, _left(work, one, until)))
    return found


def _left(work: Work, one: Broadcast, until: datetime) -> int:
    """Who gets a copy when it goes on, and may have one already.

    Of one whose hour had not come nobody; one that repeats goes on with its next time to come.
    """
    begun = one.started_at is not None or (one.due is not None and one.due <= until)
    if not begun or one.repeats is not None or one.queued_at is not None:
        return 0
    number, at = 0, one
    while found := broadcasting.next_of(work, at, until):
        number, at = number + len(found), replace(at, cursor=found[-1])
    return number


def _reopened(work: Work, ward: Ward, until: datetime) -> list[Reopened]:
    found = []
    for one in reversed(corrections.newest(work, ward.commune.key, NEWEST)):
        if one.state is CorrectionState.OPEN and one.found_at <= until:
            start = one.since or sending.since(ward, until)
            people = sum(1 for _ in sending.all_owed(work, one, start))
            found.append(Reopened(one, people))
    return found
