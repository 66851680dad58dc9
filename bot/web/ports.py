"""What the web asks of the rest of the program. `bot/app.py` hands in the real things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from bot.channels.web.thread import SharedFile, Thread
from handlers.messages import Address, Inbound, Reply


class ChatDesk(Protocol):
    """The conversation behind the page. Every call may raise `MotcuaError`: not done."""

    async def submit(self, inbound: Inbound) -> None:
        """Store one inbound (a repeat of its external id is dropped) and set it going."""

    async def thread(self, address: Address, since: int = 0) -> Thread:
        """The entries after `since`, oldest first; of a long thread the newest few hundred."""

    async def wait_for_news(self, address: Address, since: int, seconds: float) -> None:
        """Return once the thread may have changed after `since`, at the latest after `seconds`."""

    async def arrive(self, data: bytes) -> str:
        """Keep an upload until it is looked at; its name for `IncomingFile.ref`."""
        ...

    async def file(self, address: Address, line: int, number: int) -> SharedFile | None:
        """The file `number` of the reply on a line of this thread, if it is (still) there."""

    async def forget(self, address: Address) -> None:
        """Erase the person's words, thread and state at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One procedure in the directory."""

    code: str
    title: str
    field: str


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A moment in life and the procedures it brings: "Sinh con"."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Every active procedure, and the life events that lead to some of them."""

    procedures: tuple[Listed, ...] = ()
    life_events: tuple[LifeEvent, ...] = ()


class PublicPages(Protocol):
    """The catalogue and the commune's texts, ready to show. Called in a worker thread."""

    def greeting(self) -> Reply:
        """First words of an empty thread; its choices are the suggestion buttons."""

    def directory(self) -> Directory:
        """The procedures in force today."""

    def card(self, code: str) -> Reply | None:
        """The full card of an active procedure; `subject` is `procedure:<code>`."""

    def checklist(self, code: str) -> Reply | None:
        """What to bring for an active procedure, for paper: first block a heading."""

    def hours(self, now: datetime) -> Reply:
        """Desks, hours, open now or when next, reception day, hotline."""

    def privacy(self) -> Reply:
        """What is kept, how long, and how to see or erase it."""


@dataclass(frozen=True, slots=True)
class Published:
    """One case on the public page: nothing of who asked."""

    number: int
    kind: str
    """In words."""
    unit: str
    question: str
    answer: str
    answered_on: date
    published_at: datetime
    pictures: int = 0


class Gone(Enum):
    """It stood there once."""

    GONE = "gone"


GONE = Gone.GONE


class PublishedCases(Protocol):
    """Questions and answers the ward has published. Called in a worker thread."""

    def page(self, limit: int, skip: int = 0) -> tuple[Published, ...]:
        """The newest first."""

    def number(self) -> int:
        """How many are shown."""

    def one(self, number: int) -> Published | Gone | None:
        """One of them; withdrawn ones are gone, others never were."""

    def picture(self, number: int, place: int) -> tuple[bytes, str] | None:
        """The bytes of one of its pictures, counted from 1, and their kind."""


@dataclass(frozen=True, slots=True)
class Announced:
    """One broadcast to everybody on the public page."""

    number: int
    topic: str
    """In words."""
    text: str
    body: Reply
    """The same with its check code."""
    published_at: datetime


class Announcements(Protocol):
    """What the ward wrote to everybody and marked public. Called in a worker thread."""

    def page(self, limit: int, skip: int = 0) -> tuple[Announced, ...]:
        """The newest first."""

    def number(self) -> int:
        """How many are shown."""

    def one(self, number: int) -> Announced | Gone | None:
        """One of them; withdrawn ones are gone, others never were."""


class Checks(Protocol):
    """Whether a message is really the ward's. Called in a worker thread."""

    def check(self, words: str, who: str, now: datetime) -> Reply:
        """The answer to a code or a pasted text; `who` tells askers apart and is not kept."""
        ...


Readiness = Callable[[], Mapping[str, bool | str]]
"""Called in a worker thread: `{"database": True, "telegram": "standby"}`; false means not ready,
words inform."""


@dataclass(frozen=True, slots=True)
class WebLimits:
    """How much one visitor and one address may do. A whole office may share an address."""

    visitor_burst: int = 20
    visitor_per_minute: int = 20
    address_burst: int = 100
    address_per_minute: int = 200
    pages_burst: int = 240
    pages_per_minute: int = 1_200
    streams_per_visitor: int = 6
    streams_total: int = 400
    body_bytes: int = 256 * 1024
    body_seconds: float = 10.0
    upload_bytes: int = 10_100_000
    """Of a form with a file: a phone's photo has 3 to 8 MB."""
    upload_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Settings of the web that are not the commune's."""

    endpoint: str = "web"
    public_url: str = ""
    """Origin the public sees when a proxy changes the host: `https://phuong.example.vn`."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose `X-Forwarded-For` and `-Proto` are believed."""
    reply_wait: float = 4.0
    """Seconds a page without JavaScript waits for its answer."""
    stream_beat: float = 15.0
    """Seconds between signs of life on an event stream."""
    stream_life: float = 900.0
    """Seconds after which a stream ends and the browser reconnects."""
    limits: WebLimits = field(default_factory=WebLimits)
    metrics_secret: str = field(default="", repr=False)
    """Of who may read `/metrics` from elsewhere."""
