"""What an officer's chat reads and does of broadcasts: ports and commands. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Draft
from handlers.ward import Ward


class NewsBook(Protocol):
    """Reads what the ward writes to many."""

    def sizes(self, ward: Ward, draft: Draft, now: datetime) -> dict[str, int]:
        """How many a text would go to now, by channel."""
        ...

    def find(self, commune: str, number: int) -> Broadcast | None:
        """One as it stands."""
        ...

    def fields(self, commune: str) -> tuple[str, ...]:
        """The fields of the dossiers people follow."""
        ...


class NoNews:
    """Of a desk that writes to nobody."""

    def sizes(self, ward: Ward, draft: Draft, now: datetime) -> dict[str, int]:
        """Nobody."""
        del ward, draft, now
        return {}

    def find(self, commune: str, number: int) -> Broadcast | None:
        """None."""
        del commune, number
        return None

    def fields(self, commune: str) -> tuple[str, ...]:
        """None."""
        del commune
        return ()


@dataclass(frozen=True, slots=True)
class SendNews:
    """Write a text down and let it leave; `asks`: a second person is asked instead."""

    draft: Draft
    asks: bool = False


@dataclass(frozen=True, slots=True)
class ApproveNews:
    """Be the second person, of this version, and let it leave."""

    number: int
    version: int


@dataclass(frozen=True, slots=True)
class ActOnNews:
    """What an officer decided about a broadcast, in the transaction of their message."""

    ward: Ward
    deed: SendNews | ApproveNews
