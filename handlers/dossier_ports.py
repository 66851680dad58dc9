"""What the flows about dossiers read, as ports: the register, and earlier look-ups."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.lookups import LookUpLog, NothingTried
from knowledge.dossiers.dossier import Dossier


class Dossiers(Protocol):
    """Reads the register's copy."""

    def find(self, commune: str, code: str) -> Dossier | None:
        """The dossier of a canonical code."""
        ...

    def by_token(self, token: str) -> Dossier | None:
        """The dossier of a link's token."""
        ...

    def matches(self, dossier: int, four: str) -> bool:
        """Whether these four digits stand on its receipt."""
        ...

    def copied_at(self, commune: str) -> datetime | None:
        """How old what the register says is."""
        ...

    def kept(self, commune: str) -> bool:
        """Whether any dossier is kept: without one there is nothing to ask a code for."""
        ...


class NoDossier:
    """A register in which nothing is found: for a question on the command line."""

    def find(self, commune: str, code: str) -> Dossier | None:
        """None."""
        del commune, code
        return None

    def by_token(self, token: str) -> Dossier | None:
        """None."""
        del token
        return None

    def matches(self, dossier: int, four: str) -> bool:
        """Never."""
        del dossier, four
        return False

    def copied_at(self, commune: str) -> datetime | None:
        """Unknown."""
        del commune
        return None

    def kept(self, commune: str) -> bool:
        """As at a ward with a register, so that the flow is the same."""
        del commune
        return True


@dataclass(frozen=True, slots=True)
class LookUpPorts:
    """What look-ups may read."""

    dossiers: Dossiers = NoDossier()  # noqa: RUF009 - holds nothing
    log: LookUpLog = NothingTried()  # noqa: RUF009
