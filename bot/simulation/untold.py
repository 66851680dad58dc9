"""The invariant of broken rules: whichever is broken, the head is told at once, and which dossier.

What was broken is worked out from the invented lives, apart from the rules' own code.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from bot.simulation.crowd import Wrong
from bot.simulation.expected import State
from bot.simulation.unspoken import Told, rounds_from
from bot.simulation.year import ROUNDS, Known, Year
from knowledge.calendar import WorkingCalendar, local
from knowledge.dossiers.statuses import DossierStatus

S = DossierStatus
WITHIN: Final = 2
"""On a day of many the first round names as many as a message holds; the next one the rest."""
SOON: Final = timedelta(hours=1)


def untold(year: Year, told: Told) -> Iterator[Wrong]:
    """Breaches the head did not hear of with the rounds that followed."""
    for known in year.known.values():
        for at, what in broken_in(known, year.ward.calendar):
            until = _until(year, at) + SOON
            heard = (words for when, words in told if at <= when < until)
            if not any(known.life.code in words for words in heard):
                yield f"the head hears of {what}", f"{known.life.code}: known {at:%d/%m %H:%M}"


def broken_in(known: Known, calendar: WorkingCalendar) -> Iterator[tuple[datetime, str]]:
    """What of a life breaks a rule that waits for a person, and when that was known here."""
    state = State(known.life)
    for at, change in zip(known.learnt, known.life.changes, strict=False):
        state.learn(change, None)
        if change.event is None:
            continue
        status = change.event.status
        if status is S.UNKNOWN:
            yield at, "an unknown status"
        elif state.impossible:
            yield at, "an impossible step"
        elif status is S.STOPPED and state.stopped_early(calendar):
            yield at, "an early stop"
        elif status is S.SUPPLEMENT_NEEDED and _asked(state) > 1:
            yield at, "a second request"


def _asked(state: State) -> int:
    return sum(one.status is S.SUPPLEMENT_NEEDED for one in state.events)


def _until(year: Year, at: datetime) -> datetime:
    """The last of the rounds that may still tell what was known at this moment."""
    days = rounds_from(year.ward.calendar, local(at).date(), ROUNDS)
    coming = (one for one in days if one >= at)
    return list(islice(coming, WITHIN))[-1]
