"""A dossier handed in at our own desk, as values (desk mode)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from knowledge.dossiers.dossier import Dossier
from knowledge.procedures import SubmissionWay

DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Filing:
    """What an officer says of a dossier handed in just now."""

    procedure: str
    """National code."""
    fours: tuple[str, ...] = field(default=(), repr=False)
    """Last four digits of phone or identity number, for the citizen's look-up (L-1)."""
    way: SubmissionWay = SubmissionWay.IN_PERSON
    code: str = ""
    """Of a receipt already printed; empty: the next one of the day."""
    due: date | None = None
    """Of a receipt already printed; None: the date the limit gives."""
    accepted: bool = True
    """Whether the papers are complete; else it waits to be looked at."""


@dataclass(frozen=True, slots=True)
class NewDossier:
    """A filing with its code, record and date: what stands on the receipt."""

    dossier: Dossier
    fours: tuple[str, ...] = field(repr=False)

    @property
    def code(self) -> str:
        """As printed on the receipt."""
        return self.dossier.code
