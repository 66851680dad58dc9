"""A conversation as the page shows it, read back from where delivery wrote it."""

from dataclasses import dataclass
from datetime import datetime

from handlers.messages import InboundKind, Reply


@dataclass(frozen=True, slots=True)
class Said:
    """What the person did: words, a tapped choice, or a followed deep link."""

    kind: InboundKind
    text: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file of ours as a browser gets it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a thread: what the person said, that it was erased, or what we replied."""

    seq: int
    """Rises within a thread; the Last-Event-ID of the page's event stream."""
    at: datetime
    said: Said | None = None
    reply: Reply | None = None
    erased: bool = False
    """Said by the person, and wiped since: an answer does not stand without its question."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation's entries, oldest first."""

    entries: tuple[Entry, ...] = ()
    waiting: bool = False
    """Something stored is still without its answer."""
