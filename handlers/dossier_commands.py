"""What citizens do about dossiers, as values; applied in `handlers.applying_dossiers`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CountLookUp:
    """Put one look-up on record under hashed names, each with the number that follows its last.

    Another process that took the number first has made the decision stale: it is made again.
    """

    entries: tuple[tuple[str, int], ...]
    failed: bool


@dataclass(frozen=True, slots=True)
class Follow:
    """Tell this contact what moves in a dossier; with a consent code, spending it."""

    dossier: int
    code_hash: str | None = None
    until: datetime | None = None
    """Of a consent code: how long it holds."""


@dataclass(frozen=True, slots=True)
class StopFollow:
    """Tell this contact nothing more about what it follows here."""

    follow: int


@dataclass(frozen=True, slots=True)
class StopReminder:
    """Drop a reminder of this contact."""

    reminder: int


@dataclass(frozen=True, slots=True)
class GiveCode:
    """Keep the hash of a consent code this contact made for a relative."""

    code_hash: str
    dossier: int
    use_by: datetime
    holds_until: datetime


@dataclass(frozen=True, slots=True)
class RevokeCode:
    """Take a consent code of this contact back, and end what was followed by it."""

    code: int


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind this contact of an own limit; the day it was counted from is not kept."""

    code: str
    last_day: date
    last_open: date


@dataclass(frozen=True, slots=True)
class Rate:
    """What a person thinks of a finished dossier; None leaves as it was. Kept without a name."""

    dossier: int
    score: int | None = None
    criterion: str | None = None
    words: str | None = None


DossierCommand = (
    CountLookUp | Follow | StopFollow | StopReminder | GiveCode | RevokeCode | Remind | Rate
)
