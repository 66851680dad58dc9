"""A figure that was told and is no longer right, as it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from knowledge.procedures import Part

CORRECTED: Final = (Part.FEE, Part.TIME, Part.DOCUMENTS)
"""Parts people act on with money, time and a walk home for a paper."""
TOLD: Final = "correction"
"""Outcome under which it is kept that somebody was told what is right."""


class CorrectionState(StrEnum):
    """Where a correction stands."""

    OPEN = "open"
    """Waits for an officer."""
    SENDING = "sending"
    DONE = "done"
    DROPPED = "dropped"
    """An officer decided against it."""
    SUPERSEDED = "superseded"
    """The figure changed again: a later correction takes its place."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right now, for those who were told otherwise."""

    id: int
    commune: str
    figure: int
    code: str
    part: Part
    title: str
    lines: tuple[str, ...]
    """What is right, one line each; none: nothing is known any more."""
    version: int | None
    holds_from: date
    state: CorrectionState
    mistake: bool
    found_at: datetime
    since: datetime | None = None
    sent_by: int | None = None
    sent_at: datetime | None = None
    cursor: str = ""
    queued: int = 0
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who was last told another figure."""

    contact: str
    channel: str
    endpoint: str
    old: tuple[str, ...]
