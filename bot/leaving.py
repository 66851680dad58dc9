"""Whether anything may leave: asked in the transaction of every claim."""

from typing import Protocol

from bot.mark import Mark
from handlers.store.unit_of_work import Work

Noted = list[Mark]
"""What the file outside the database is to learn once a transaction is committed."""


class Guard(Protocol):
    """Asked in the transaction of every claim (`bot.guard`)."""

    def beat(self, work: Work, noted: Noted) -> bool:
        """Whether anything may leave; what is to be confirmed is noted."""
        ...

    def confirm(self, noted: Noted) -> None:
        """The transaction is committed, and nothing has left yet."""
        ...

    def end(self) -> None:
        """The process stops in order; nothing of it leaves any more."""
        ...


class Unguarded:
    """Lets everything leave."""

    def beat(self, work: Work, noted: Noted) -> bool:
        """It may."""
        del work, noted
        return True

    def confirm(self, noted: Noted) -> None:
        """Nothing to do."""

    def end(self) -> None:
        """Nothing to do."""
