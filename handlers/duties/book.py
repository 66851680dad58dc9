"""What the officers' flow reads, as a port."""

from datetime import datetime
from typing import Protocol

from handlers.duties.filing import Filing, NewDossier
from handlers.duties.tasks import Material
from handlers.duties.values import Case, Draft, Refused, Why
from handlers.officers import Member
from handlers.ward import Ward


class DutyBook(Protocol):
    """Reads dossiers with what officers said of them."""

    def members(self, commune: str) -> tuple[Member, ...]:
        """Every officer."""
        ...

    def case(self, commune: str, dossier: int) -> Case | None:
        """A dossier by its number."""
        ...

    def find(self, commune: str, code: str) -> Case | None:
        """A dossier by its canonical code."""
        ...

    def by_token(self, commune: str, token: str) -> Case | None:
        """A dossier by the token of its QR code."""
        ...

    def slip(self, commune: str, number: int) -> tuple[Case, Draft] | None:
        """An apology slip with its dossier."""
        ...

    def slips(self, commune: str) -> tuple[tuple[Case, Draft], ...]:
        """Every slip that waits for the head."""
        ...

    def unconfirmed(self, commune: str, now: datetime) -> tuple[Case, ...]:
        """Finished dossiers of which the desk has not said that they are ready."""
        ...

    def material(self, commune: str, now: datetime) -> Material:
        """All that an agenda is made of."""
        ...

    def propose(self, ward: Ward, filing: Filing, now: datetime) -> NewDossier | Refused:
        """What the receipt of a dossier filed at our desk will say."""
        ...


class NoDuties:
    """The book of a dialogue in memory: there are no officers, so nobody reads it."""

    def members(self, commune: str) -> tuple[Member, ...]:
        """Nobody."""
        del commune
        return ()

    def case(self, commune: str, dossier: int) -> Case | None:
        """None."""
        del commune, dossier
        return None

    def find(self, commune: str, code: str) -> Case | None:
        """None."""
        del commune, code
        return None

    def by_token(self, commune: str, token: str) -> Case | None:
        """None."""
        del commune, token
        return None

    def slip(self, commune: str, number: int) -> tuple[Case, Draft] | None:
        """None."""
        del commune, number
        return None

    def slips(self, commune: str) -> tuple[tuple[Case, Draft], ...]:
        """None."""
        del commune
        return ()

    def unconfirmed(self, commune: str, now: datetime) -> tuple[Case, ...]:
        """None."""
        del commune, now
        return ()

    def material(self, commune: str, now: datetime) -> Material:
        """Nothing."""
        del commune, now
        return Material()

    def propose(self, ward: Ward, filing: Filing, now: datetime) -> NewDossier | Refused:
        """Nobody files."""
        del ward, filing, now
        return Refused(Why.NOT_ALLOWED)
