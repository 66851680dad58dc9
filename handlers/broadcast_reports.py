"""What officers are shown of a broadcast: before it leaves, and of whom it did not reach. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.broadcast_costs import Cost


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of the rows of a file of recipients."""

    lines: int
    people: int
    barred: Mapping[str, tuple[int, ...]]
    """Lines with nobody to write to, by why."""


@dataclass(frozen=True, slots=True)
class Templated:
    """The approved template that goes to who was silent too long for words."""

    id: str
    fields: Mapping[str, str]
    """The template's fields as they will be filled."""
    missing: tuple[str, ...] = ()
    """Facts it needs and the text has not: nobody gets it then."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one channel shows of a message."""

    messages: tuple[str, ...]
    """Those that leave by themselves."""
    later: tuple[str, ...] = ()
    """Pages of a text message that leave when somebody asks for them."""
    segments: int = 0
    """SMS that carry what leaves; 0: it goes by no SMS."""
    units: int = 0
    """Letters of it as SMS count them."""
    over: int = 0
    """Letters of the text to leave out so that nothing waits to be asked for; 0: it goes whole."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One channel before anything is sent."""

    channel: str
    people: int
    barred: Mapping[str, int]
    """How many known not to get it now, by why."""
    look: Look
    cost: Cost | None = None
    plan_left: int | None = None
    """Messages of the month's plan that pushes may still use; None: no plan."""
    template: Templated | None = None

    @property
    def messages(self) -> tuple[str, ...]:
        """What leaves."""
        return self.look.messages

    @property
    def letters(self) -> int:
        """Letters of all its messages."""
        return sum(len(one) for one in self.messages)


@dataclass(frozen=True, slots=True)
class Preview:
    """A broadcast before it leaves."""

    channels: tuple[Seen, ...]
    asks_second: bool
    """Whether a second person must have approved it, and has not."""
    leaves: datetime
    """The day of its check code."""
    listed: Listed | None = None
    example: int | None = None
    """Line of the file whose fields the text shows."""
    fields: tuple[tuple[str, str], ...] = ()
    """Each field of the text and what stands in its place."""
    template: str = ""
    """Name and version of the kept text it was written by; empty: words of its own."""
    unwanted: Mapping[str, int] = field(default_factory=dict)
    """People it means who get none: they said stop, or muted its topic."""
    night: datetime | None = None
    """When it is night as it begins: the morning it leaves in, unless it is urgent."""
    outage_from: date | None = None
    """First day a stop of online filing may begin, where the text names an earlier day or none."""

    @property
    def total(self) -> int:
        """People on all channels."""
        return sum(one.people for one in self.channels)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody a broadcast did not reach, as far as the ward knows them."""

    why: str
    channel: str = ""
    line: int | None = None
    who: str = ""
    codes: tuple[str, ...] = field(default=())
    """Dossiers they follow."""
    area: str = ""
    """The neighbourhood they chose."""
    contact: str = ""
    """Their chat; empty: nobody we know."""
    phone: str = ""
    """The number they handed over, where an officer asked for it."""
