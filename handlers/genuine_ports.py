"""What asking "is this really the ward?" reads and writes, as ports and values."""

from dataclasses import dataclass
from typing import Protocol

from handlers.check_codes import Issued, Seal
from knowledge.commune import Commune


@dataclass(frozen=True, slots=True)
class NoteDoubt:
    """Somebody asked about what is not ours; nothing readable of it or of them is kept."""

    what: str
    """Keyed digest of the code or the words."""
    person: str
    """Keyed digest of who asks, another one every day."""
    before: str
    """The same person's of the day before: who asks on both sides of midnight is one."""
    sure: bool = True
    """False: perhaps only mistyped."""


class CodeBook(Protocol):
    """Reads what is kept of check codes."""

    def issued(self, commune: str, code: str) -> Issued | None:
        """What a code vouches for."""
        ...

    def by_text(self, commune: str, text: str) -> Issued | None:
        """The newest message of these whole words, by their digest."""
        ...


class NoCodes:
    """The book of a dialogue that keeps nothing."""

    def issued(self, commune: str, code: str) -> Issued | None:
        """None."""
        del commune, code
        return None

    def by_text(self, commune: str, text: str) -> Issued | None:
        """None."""
        del commune, text
        return None


@dataclass(frozen=True, slots=True)
class GenuinePorts:
    """The key of check codes, and what is kept of them."""

    seal: Seal
    book: CodeBook
    neighbours: tuple[Commune, ...] = ()
    """Live communes that write from the same program, with the same key: theirs are told too."""


NOTHING_SENT = GenuinePorts(Seal(lambda: b"nobody"), NoCodes())
"""Of a dialogue that sends nothing first: no code is anybody's."""
