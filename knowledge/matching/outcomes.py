"""The values a match can be; flows match on them exhaustively.

A confidence is the calibrated probability, 0 to 1, that the first procedure is the one meant.
"""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.procedures import Part


class Intent(StrEnum):
    """What the person wants, whatever the outcome."""

    PROCEDURE = "procedure"
    DOSSIER = "dossier"
    FEEDBACK = "feedback"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    EMERGENCY = "emergency"
    HUMAN = "human"
    PRIVACY = "privacy"
    INFO = "info"
    SMALLTALK = "smalltalk"
    UNKNOWN = "unknown"


class InputStyle(StrEnum):
    """How the words were typed; recorded instead of the words."""

    MARKS = "marks"
    PARTIAL = "partial"
    NONE = "none"
    TELEX = "telex"
    VNI = "vni"
    TEENCODE = "teencode"
    CODE = "code"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure and how likely it is the one meant."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ProcedureOption:
    """A choice that leads to a procedure; `label` is the difference in the citizen's words."""

    code: str
    label: str
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class RouteOption:
    """A choice that leads to a route of the guidance."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class CardOption:
    """A choice that leads to a card of the guidance."""

    key: str
    label: str


Option = ProcedureOption | RouteOption | CardOption


@dataclass(frozen=True, slots=True)
class Match:
    """One procedure, sure enough to answer; `others` become "ý anh/chị là …?" buttons."""

    code: str
    confidence: float
    others: tuple[Candidate, ...] = ()
    part: Part | None = None
    """Of several questions in one message: the part this one asks for."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two or more fit: ask back. `family` names the family if the options are one.

    `options` holds all of them, most likely first; the flow pages them by five.
    """

    options: tuple[Option, ...]
    family: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class RouteFound:
    """Known, but not done at the commune; `key` names a `Route`."""

    key: str


@dataclass(frozen=True, slots=True)
class CardFound:
    """A ready card answers it; `key` names a `Card`."""

    key: str


Wish = Match | RouteFound | CardFound


@dataclass(frozen=True, slots=True)
class Several:
    """Several questions in one message, in the person's order."""

    wishes: tuple[Wish, ...]
    unread: tuple[str, ...] = ()
    """What else was asked and could not be taken up, in the person's words."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """Those of the wishes that are procedures."""
        return tuple(one for one in self.wishes if isinstance(one, Match))

    @property
    def told_as(self) -> str:
        """Name of the outcome: "multi", or what the first is where no procedure is asked for."""
        if self.matches:
            return "multi"
        return "route" if isinstance(self.wishes[0], RouteFound) else "card"


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing fits; `fields` are the nearest fields of the catalogue, best first."""

    fields: tuple[str, ...] = ()


Outcome = Match | Several | Ambiguous | RouteFound | CardFound | NoMatch


@dataclass(frozen=True, slots=True)
class Subject:
    """What the conversation is about: the last answered procedure, or the options last offered."""

    code: str | None = None
    options: tuple[str, ...] = ()
    part: Part | None = None
    route: str | None = None
    """Key of the route told last: "làm ở đâu" and "giờ em phải làm sao" ask on about it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One message understood."""

    outcome: Outcome
    intent: Intent
    style: InputStyle
    part: Part | None = None
    """The part asked for, if one was."""
    case: str | None = None
    """Key of the case of the matched procedure the words name ("trễ hạn"), if any."""
    follow_up: bool = False
    """True when the subject was taken from the conversation, not from the words."""
    alarm: str | None = None
    """Key of the urgent route to name first: danger is told beside the matter asked about."""
    said_first: str | None = None
    """Key of the card to say before the answer: what stands in the way, or must be known first."""
    bereaved: bool = False
    """True when a death is told, not of long ago: nothing is said before a word of condolence."""
