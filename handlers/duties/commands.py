"""What an officer decided in a flow, as values; applied by the acts of `handlers.acts`."""

from dataclasses import dataclass, field
from datetime import datetime

from handlers.duties.filing import NewDossier
from handlers.ward import Ward
from knowledge.dossiers.modes import RegisterMode


@dataclass(frozen=True, slots=True)
class ConfirmReady:
    """These results lie on the shelf, or were not found there."""

    dossiers: tuple[int, ...]
    ready: bool = True


@dataclass(frozen=True, slots=True)
class SayOnTime:
    """It will be on time."""

    dossier: int


@dataclass(frozen=True, slots=True)
class DraftApology:
    """It will not: a slip for the head."""

    dossier: int
    new_due_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SignApologies:
    """The head signs; a reason only for one against a rule."""

    slips: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Apologise:
    """Several will not be on time: a slip for each."""

    slips: tuple[tuple[int, datetime], ...]
    """Each dossier with its new date."""
    reason: str
    sign: bool
    """The head's word: signed at once."""


@dataclass(frozen=True, slots=True)
class RefuseApology:
    """The head sends a slip back."""

    slip: int
    note: str


@dataclass(frozen=True, slots=True)
class ExplainLate:
    """Why it is, was or will be late."""

    dossier: int
    words: str


@dataclass(frozen=True, slots=True)
class ExplainEach:
    """Why several are late, each with its own words."""

    causes: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """The head lets a rule pass for one dossier."""

    dossier: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """A dossier filed at our own desk, as it was told to the citizen."""

    new: NewDossier
    key: bytes = field(repr=False)
    """Of the hashed second factors."""
    mode: RegisterMode


Deed = (
    OpenDossier
    | ConfirmReady
    | SayOnTime
    | DraftApology
    | SignApologies
    | Apologise
    | RefuseApology
    | ExplainLate
    | ExplainEach
    | SetAside
)


@dataclass(frozen=True, slots=True)
class ActAsOfficer:
    """An officer's deed at their ward; what somebody else did meanwhile is decided anew."""

    ward: Ward
    deed: Deed
