"""What every channel offers, and what it may answer when a message cannot go.

DeliveryError
├── TryAgain      later, as the channel asks
├── Withheld      the channel forbids a push now: wait for the citizen or for expiry
├── Unreachable   stop writing to this person
├── Refused       our mistake: alert, no retry
├── Uncertain     it may have arrived
└── Moved         the chat has another id now

FetchError
├── Gone          the file never will be handed out
├── TooLarge      it is larger than allowed
└── Later         not now
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from handlers.messages import Attachment, Button, ChannelName, IncomingFile, Reply
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind


class DeliveryError(Exception):
    """A message did not go."""


class TryAgain(DeliveryError):  # noqa: N818 - says what to do, which is what matters here
    """Later: after what the channel asked for; `whole` holds back the whole endpoint.

    `down`, and so `whole`: no fault of this message, nothing leaves for anybody until a person or
    the network mends it. Such a try never ends a message; only its `expires_at` does.
    """

    def __init__(
        self, after: timedelta = timedelta(0), *, whole: bool = False, down: bool = False
    ) -> None:
        super().__init__("try again")
        self.after = after
        self.whole = whole
        self.down = down or whole


class Withheld(DeliveryError):  # noqa: N818
    """The channel forbids a push now; `reason` is one word for officers' lists."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(DeliveryError):  # noqa: N818
    """This person blocked us, left, or does not exist.

    `only`: they do not get this message; others may reach them, so nothing else is held back.
    """

    def __init__(self, *, only: bool = False) -> None:
        super().__init__("unreachable")
        self.only = only


class Refused(DeliveryError):  # noqa: N818
    """The channel found our message wrong; `reason` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Uncertain(DeliveryError):  # noqa: N818
    """It left the machine and no answer came: it may have arrived."""


class Moved(DeliveryError):  # noqa: N818
    """The chat has another id now (a group became a supergroup)."""

    def __init__(self, chat: str) -> None:
        super().__init__("moved")
        self.chat = chat


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """What a channel accepts, as data of its folder."""

    text: int = 4_000
    """Characters of one part."""
    buttons: int = 10
    button_label: int = 60
    per_second: float | None = None
    """Messages a second of the endpoint over all its senders; None: no limit."""
    burst: float = 1.0
    """Messages that may leave together after a pause."""
    at_once: int = 16
    """Messages in flight of one process."""
    send_seconds: float = 20.0
    """A send taking longer is uncertain; below the lease (`handlers.store.outbox`)."""
    repeatable: bool = False
    """A part sent again with the same key reaches nobody twice: what was under way at a crash is
    sent again."""


class Look(StrEnum):
    """How a stretch of words may be shown, where a channel can."""

    TITLE = "title"
    LABEL = "label"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text by its place in UTF-16 units, beside the words: never in them."""

    start: int
    length: int
    look: Look


@dataclass(frozen=True, slots=True)
class Part:
    """One message as the channel sends it. `render` fills all but `key` and `edits`."""

    text: str = ""
    runs: tuple[Run, ...] = ()
    choices: tuple[Button, ...] = ()
    attachment: Attachment | None = None
    reply: Reply | None = None
    """The reply itself, for a channel that shows it as it is."""
    key: str = ""
    """Names this part of this message, the same at every try."""
    way: str = ""
    """How a push goes, as a word of the channel's own; see `Choosing`."""
    edits: tuple[str, ...] = ()
    """Channel ids of the messages to edit in place, where the channel can."""


class Channel(Protocol):
    """Renders and sends. Receiving is the channel's own business."""

    @property
    def name(self) -> ChannelName:
        """Which channel it is."""
        ...

    @property
    def limits(self) -> ChannelLimits:
        """What it accepts."""
        ...

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The parts a reply becomes; pure, and never empty for a reply that says something."""
        ...

    async def send(self, to: Destination, part: Part) -> str:
        """Send one part and return the channel's id of it.

        Raises:
            DeliveryError: it did not go, or may not have; the class says what to do.
        """
        ...

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Asked before anything we start ourselves.

        Raises:
            Withheld: the channel forbids it now.
        """
        ...


@runtime_checkable
class Choosing(Protocol):
    """A channel where what we start ourselves goes in one of several ways, by when it leaves."""

    async def push_parts(
        self, to: Destination, reply: Reply, kind: OutboxKind, now: datetime, begun: int = 0
    ) -> tuple[Part, ...]:
        """The parts of a push as they may go now, in place of what `render` makes of it.

        `begun` of them have left already: the rest is to go in the way those went.

        Raises:
            Withheld: it may not go.
        """
        ...


class FetchError(Exception):
    """A file was not handed out."""


class Gone(FetchError):  # noqa: N818 - says what it is
    """It never will be."""


class TooLarge(FetchError):  # noqa: N818
    """It is larger than allowed, or than the channel hands out."""


class Later(FetchError):  # noqa: N818
    """Not now; `seconds` is what the channel asks for, 0 where it does not say."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__("later")
        self.seconds = seconds


class FileFetcher(Protocol):
    """Hands out the files of one endpoint; each channel that carries files has one."""

    def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """The bytes of a file in pieces.

        Raises:
            FetchError: none came, or no more; `TooLarge` above `most` bytes, as early as known.
        """
        ...

    async def let_go(self, file: IncomingFile) -> None:
        """The file was looked at: what the channel keeps of it for us may go."""
        ...
