"""The invariant of corrections: who was last told another figure hears old and new, once.

Counted from who asked when and what they heard; the product's record of answers is not asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.simulation.crowd import Crowd, Wrong, open_for
from bot.simulation.told import Answer, Sent, words
from handlers.store.notices import Letter

REMEMBERED: Final = timedelta(days=30)
"""Who was told within so long is written to (docs/corrections.md)."""
WAITS: Final = timedelta(hours=2)
"""From the officer's word until the copies are made, at most."""

Words = Mapping[str, Sequence[tuple[datetime, str]]]
"""By contact, all they were written, and when it was made."""


@dataclass(frozen=True, slots=True)
class _Owed:
    contact: str
    old: int
    new: int


def corrected(
    crowd: Crowd, told: Mapping[str, Sequence[Answer]], sent: Sequence[Sent], says: Words
) -> Iterator[Wrong]:
    """Each correction, in the order they left: what somebody heard by one they know."""
    known = {contact: list(answers) for contact, answers in told.items()}
    at = {row: when for box in crowd.boxes.values() for when, _, row in box.arrived}
    copies = [row for row in crowd.rows.values() if row.key.startswith("correction:")]
    for one in sent:
        mine = {row.contact: row for row in copies if row.key.split(":")[1] == str(one.number)}
        for contact, answers in known.items():
            old = _told_before(answers, one, one.at)
            row = mine.pop(contact, None)
            if old != _told_before(answers, one, one.at + WAITS):
                continue  # asked anew while it was being sent
            yield from _judged(crowd, one, (contact, old), row, at, says)
            if row is not None and row.id in at:  # what never arrived, they do not know
                answers.append(Answer(row.created_at, one.days))
                answers.sort(key=lambda answer: answer.at)
        for contact in mine:
            yield "nobody is corrected who was told right", f"{one.number}: {contact}"


def _told_before(answers: Sequence[Answer], one: Sent, when: datetime) -> int | None:
    """Another figure they were last told, in the time that counts; None: none."""
    last = [answer for answer in answers if one.at - REMEMBERED <= answer.at <= when][-1:]
    return last[0].days if last and last[0].days != one.days else None


def _judged(
    crowd: Crowd,
    one: Sent,
    who: tuple[str, int | None],
    row: Letter | None,
    at: Mapping[int, datetime],
    says: Words,
) -> Iterator[Wrong]:
    contact, old = who
    citizen = crowd.citizens[contact]
    about = f"{one.number}: {citizen.chat}"
    stopped = citizen.stopped_at
    if row is None:
        if old is not None and not (stopped is not None and stopped <= one.at + WAITS):
            yield "who was told wrong is corrected", about
        return
    if old is None or (stopped is not None and stopped <= one.at):
        yield "nobody is corrected who was told right", about
        return
    came = at.get(row.id)
    if came is None:
        box, end = crowd.boxes[citizen.endpoint], row.finished_at or row.expires_at
        kept = box.down(row.created_at, end) or citizen.away_in(row.created_at, end)
        gave_up = stopped is not None and stopped <= end
        if not kept and not gave_up and open_for(citizen, box, row.created_at, end):
            yield "who was told wrong is corrected", f"{about}: {row.status} {row.reason}"
    elif stopped is not None and came >= stopped:
        yield "nothing to who stopped", about
    said = [text for made, text in says.get(contact, ()) if made == row.created_at]
    if not any(words(old) in text and words(one.days) in text for text in said):
        yield "a correction says old and new", about
