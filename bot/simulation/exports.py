"""What the invented software exports, and when: plain values."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.simulation.lives import Life
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.statuses import DossierStatus

STEP: Final = timedelta(minutes=30)
"""How often the software exports what moved."""
NIGHT_STEP: Final = timedelta(hours=1)
"""From 21:00 to 06:00 little moves."""


def exports(lives: Sequence[Life]) -> list[tuple[datetime, int, Life]]:
    """What the export will tell, by when; of one life never out of its order."""
    found: list[tuple[datetime, int, Life]] = []
    for number, life in enumerate(lives):
        latest = life.changes[0].known_at
        for change in life.changes:
            latest = max(latest, change.known_at)
            found.append((latest, number, life))
    heapq.heapify(found)
    return found


def steps(start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments the year stops at."""
    at = start
    while at < end:
        yield at
        at += NIGHT_STEP if at.hour >= 21 or at.hour < 6 else STEP


def entry(line: int, life: Life, known: int) -> Entry:
    """A dossier as the export has it after so many of its changes."""
    told = life.changes[:known]
    events = tuple(change.event for change in told if change.event is not None)
    accepted = any(event.status is DossierStatus.ACCEPTED for event in events)
    moved = [change.due_at for change in told if change.due_at is not None]
    return Entry(
        line=line,
        code=life.code,
        procedure=life.procedure,
        procedure_name=life.name,
        field=life.field,
        way=life.way,
        events=events,
        due_at=(moved[-1] if moved else life.due_at) if accepted else None,
        fiscal_due_at=life.fiscal_due_at if accepted else None,
        apologies=tuple(change.apology for change in told if change.apology is not None),
    )
