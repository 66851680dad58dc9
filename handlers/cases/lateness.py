"""What an answer owes: its time, with the days waited for the sender, and what it must prove."""

import json
from datetime import datetime
from typing import Final

from handlers.store import cases
from handlers.ward import Ward
from knowledge.calendar import WorkingCalendar
from knowledge.feedback.clocks import CaseClocks, Pause, Standing, shipped_rules
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.reviews import Fault, FaultKind, Review
from knowledge.redaction.masking import masked

OF_ANY_ANSWER: Final = frozenset(
    {FaultKind.BLAME, FaultKind.PERSONAL_DATA, FaultKind.BLANK, FaultKind.IMPOLITE}
)
"""What no answer may hold; the rest is asked of answers to feedback."""


def look_at(ward: Ward, row: cases.Row, words: str, matter: str | None = None) -> tuple[Fault, ...]:
    """What the check finds in an answer to this case; `matter` is all it has to speak to."""
    from knowledge.feedback.checking import Context, check

    commune = ward.commune
    units = (
        *(unit.name for unit in commune.feedback.units.values()),
        *(desk.name for desk in commune.desks.values()),
        commune.name,
    )
    phones = [desk.phone for desk in commune.desks.values()]
    phones += [commune.hotline.number, commune.feedback.province.phone]
    public = frozenset(_digits(phone) for phone in phones if phone)
    found = check(words, Context(row.matter or "" if matter is None else matter, units, public))
    if row.kind == FeedbackKind.QUESTION:  # "cần bản sao và ảnh 3x4" is a whole answer
        return tuple(one for one in found if one.kind in OF_ANY_ANSWER)
    return found


def review(
    ward: Ward, row: cases.Row, words: str, matter: str, *, in_group: bool = False
) -> Review:
    """What the check finds, and which points of the report have an answer.

    In a group the points are those of the report as it is shown there, names and numbers masked.
    """
    from knowledge.feedback.ticks import ticks

    shown = masked(matter) if in_group else matter
    return Review(look_at(ward, row, words, matter), ticks(shown, words))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def is_late(ward: Ward, row: cases.Row, now: datetime) -> bool:
    """Whether the answer's clock has run out, days waited for the sender not counted."""
    return (row.waiting_since or now) > due_of(ward, row)  # while it waits the clock stands still


def due_of(ward: Ward, row: cases.Row) -> datetime:
    """When the answer is owed, with the days waited for the sender."""
    return due_on(ward.calendar, row)


def standing_of(calendar: WorkingCalendar, row: cases.Row, now: datetime) -> Standing:
    """How the clock of a case stands at `now`, for the cards of officers."""
    clocks = CaseClocks(calendar, shipped_rules())
    return clocks.standing(due_on(calendar, row), now, row.waiting_since)


def due_on(calendar: WorkingCalendar, row: cases.Row) -> datetime:
    """The same on a calendar."""
    if row.pauses == "[]" and row.waiting_since is None:
        due: datetime = row.answer_due
        return due
    pauses = pauses_of(row)
    start = row.reopened_at or row.received_at
    clocks = CaseClocks(calendar, shipped_rules())
    mine = [one for one in pauses if one.start >= start]
    return clocks.extended(row.answer_due, mine)


def pauses_of(row: cases.Row) -> list[Pause]:
    """Stretches the ward waited for the sender."""
    listed = [Pause(*map(datetime.fromisoformat, pair)) for pair in json.loads(row.pauses)]
    if row.waiting_since is not None:
        listed.append(Pause(row.waiting_since))
    return listed
