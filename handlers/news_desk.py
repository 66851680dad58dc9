"""What an officer's chat reads and does of broadcasts: ports and commands. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from handlers.broadcast import Broadcast
from handlers.broadcast_reports import Preview
from handlers.broadcast_texts import Draft, Refused
from handlers.ward import Ward


class Change(StrEnum):
    """What an officer does with one that is under way."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Stand:
    """How far one is."""

    one: Broadcast
    counted: tuple[int, int, int]
    """Sent, settled and all."""
    rate: float
    left: timedelta | None
    table: tuple[tuple[str, str, str, int], ...]
    """What became of the copies: channel, state, why, number."""

    @property
    def whole(self) -> int:
        """Recipients; of one that has not begun, as many as there are now."""
        return self.counted[2]


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text to write by again, in its newest version."""

    id: int
    name: str
    version: int
    words: str


class NewsBook(Protocol):
    """Reads what the ward writes to many."""

    def preview(
        self, ward: Ward, draft: Draft, now: datetime, due: datetime | None, *, urgent: bool = False
    ) -> Preview | Refused:
        """What would leave, of a text not yet written down."""
        ...

    def find(self, commune: str, number: int) -> Broadcast | None:
        """One as it stands."""
        ...

    def written(self, commune: str, officer: int, at: datetime) -> Broadcast | None:
        """The one an officer wrote down at a moment."""
        ...

    def stand(self, commune: str, number: int, now: datetime) -> Stand | None:
        """How far one is."""
        ...

    def fields(self, commune: str) -> tuple[str, ...]:
        """The fields of the dossiers people follow."""
        ...

    def limits(self, commune: str, now: datetime) -> tuple[str, ...]:
        """Codes whose own limits people keep that are not over."""
        ...

    def forms(self, commune: str) -> tuple[KeptText, ...]:
        """Texts to write by, those in use, by name."""
        ...


class NoNews:
    """Of a desk that writes to nobody."""

    def preview(
        self, ward: Ward, draft: Draft, now: datetime, due: datetime | None, *, urgent: bool = False
    ) -> Preview | Refused:
        """To nobody."""
        del ward, draft, urgent
        return Preview((), asks_second=False, leaves=due or now)

    def find(self, commune: str, number: int) -> Broadcast | None:
        """None."""
        del commune, number
        return None

    def written(self, commune: str, officer: int, at: datetime) -> Broadcast | None:
        """None."""
        del commune, officer, at
        return None

    def stand(self, commune: str, number: int, now: datetime) -> Stand | None:
        """None."""
        del commune, number, now
        return None

    def fields(self, commune: str) -> tuple[str, ...]:
        """None."""
        del commune
        return ()

    def limits(self, commune: str, now: datetime) -> tuple[str, ...]:
        """None."""
        del commune, now
        return ()

    def forms(self, commune: str) -> tuple[KeptText, ...]:
        """None."""
        del commune
        return ()


@dataclass(frozen=True, slots=True)
class SendNews:
    """Write a text down and let it leave; `asks`: a second person is asked instead."""

    draft: Draft
    asks: bool = False
    due: datetime | None = None
    """When it is to leave; None: now."""
    urgent: bool = False
    """It rings at night too."""


@dataclass(frozen=True, slots=True)
class ApproveNews:
    """Be the second person, of this version, and let it leave."""

    number: int
    version: int


@dataclass(frozen=True, slots=True)
class ChangeNews:
    """Stop one for a while, go on with it, or end it."""

    number: int
    what: Change


@dataclass(frozen=True, slots=True)
class ActOnNews:
    """What an officer decided about a broadcast, in the transaction of their message."""

    ward: Ward
    deed: SendNews | ApproveNews | ChangeNews
