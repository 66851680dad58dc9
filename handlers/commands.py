"""What to change besides the conversation, as values; the inbox applies them in its transaction."""

from dataclasses import dataclass
from datetime import datetime

from handlers.dossier_commands import DossierCommand
from handlers.duties.commands import ActAsOfficer
from handlers.genuine_ports import NoteDoubt
from handlers.join_commands import CodeShown, JoinCommand
from handlers.messages import Said
from handlers.news_commands import NewsCommand
from handlers.news_desk import ActOnNews
from handlers.officers import Officer
from handlers.ward import Ward
from knowledge.calendar import WorkingCalendar
from knowledge.feedback.calls import CallSlot
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct
from knowledge.own_cards import Drafted


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Keep that this person was shown the privacy text `version` and chose."""

    version: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Delete this contact's words, state and records at once (Law 91/2025 art. 14)."""


@dataclass(frozen=True, slots=True)
class CorrectLastMessage:
    """Put `words` in place of the text of this contact's message before the current one."""

    words: str


@dataclass(frozen=True, slots=True)
class StopMessages:
    """Never write to this contact first."""


@dataclass(frozen=True, slots=True)
class WipeInbound:
    """Null the text of the inbound being handled: a routed complaint is not kept (F-11)."""


@dataclass(frozen=True, slots=True)
class CountEvent:
    """Add one to a named counter: routed complaints, abandoned questions."""

    name: str


@dataclass(frozen=True, slots=True)
class LinkOfficer:
    """Spend a one-time code: its officer is known by this contact from now on."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class OpenConsole:
    """A one-time code for the web console holds for this officer from now on."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class LeaveConsole:
    """Sign this officer out of the web console everywhere."""


@dataclass(frozen=True, slots=True)
class WipeSince:
    """Null the words and files of everything this chat sent since a moment: a draft not kept."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Which officers hear of a case first, by name, and not before when."""

    officers: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    at: datetime | None = None
    calendar: WorkingCalendar | None = None
    """By which their card says what is left."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Take feedback as a case."""

    code: CaseCode
    secret_hash: str
    kind: FeedbackKind
    matter: str
    since: datetime
    """When it was begun: files of the chat since then belong to it."""
    first_due: datetime
    forward_due: datetime
    answer_due: datetime
    place: str = ""
    dossier: int | None = None
    urgent: bool = False
    unit: str = ""
    about: About = About.NOBODY
    about_officer: int | None = None
    named: frozenset[int] = frozenset()
    sealed: str | None = None
    """Who says so, under seal; None: without a name, a hint."""
    call: CallSlot | None = None
    """Of a question: the hours in which a call back was promised; the number is under seal."""
    asked: Asked = Asked()
    broadcast: int | None = None
    """What the ward wrote to many, that it answers."""
    cleared: bool = False
    """Who wrote was taken out of its words: the messages they came in lose theirs."""
    said: Said = ()


@dataclass(frozen=True, slots=True)
class AddToCase:
    """Later words, files of a case; `corrects`: they replace `part` (event, message), if known."""

    case: int
    words: str
    corrects: bool = False
    asked: Asked = Asked()
    place: str = ""
    said: Said = ()
    part: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WithdrawCase:
    """The sender takes it back."""

    case: int
    asked: Asked = Asked()


@dataclass(frozen=True, slots=True)
class RateCase:
    """Whether it is solved, and how satisfied the sender is (1 to 5)."""

    case: int
    solved: bool | None = None
    score: int | None = None
    criterion: str | None = None


@dataclass(frozen=True, slots=True)
class ReopenCase:
    """Answered is not solved: once, within its time, the sender opens it again."""

    case: int
    words: str
    answer_due: datetime
    asked: Asked = Asked()
    said: Said = ()


@dataclass(frozen=True, slots=True)
class ActOnCase:
    """An officer's act on a case, from their chat."""

    ward: Ward
    officer: Officer
    code: CaseCode
    act: CaseAct
    words: str = ""
    override: str = ""
    late_reason: str = ""
    to: int | None = None


@dataclass(frozen=True, slots=True)
class TeachPhrase:
    """Put a way people ask for a procedure on trial."""

    ward: Ward
    officer: Officer
    procedure: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """Let the gate try a phrase, drop it, or take it back."""

    officer: Officer
    number: int
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class TeachCard:
    """Put a card made of an answer on trial."""

    ward: Ward
    officer: Officer
    drafted: Drafted


@dataclass(frozen=True, slots=True)
class SetCard:
    """Let the gate try a card, drop it, or take it back."""

    officer: Officer
    number: int
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class SeeNumber:
    """An officer looked at the number they are to call."""

    code: CaseCode
    officer: Officer


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """Spend a group's one-time code: this chat works on its unit's cases from now on."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class LoseGroup:
    """The bot was put out of an officers' group: its cases go back to private chats."""

    ward: Ward
    contact: str


@dataclass(frozen=True, slots=True)
class ShowInGroup:
    """Put a case's card into its group once more, where it is seen."""

    code: CaseCode
    ward: Ward


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep an answer being written in a group."""

    id: str
    code: CaseCode
    officer: Officer
    words: str
    override: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class DropDraft:
    """A draft was given up."""

    id: str


TeachCommand = TeachPhrase | SetPhrase | TeachCard | SetCard
GroupCommand = SeeNumber | JoinGroup | LoseGroup | ShowInGroup | KeepDraft | DropDraft
CaseCommand = OpenCase | AddToCase | WithdrawCase | RateCase | ReopenCase
Command = (
    RecordConsent
    | ErasePerson
    | CorrectLastMessage
    | StopMessages
    | WipeInbound
    | CountEvent
    | LinkOfficer
    | OpenConsole
    | LeaveConsole
    | ActAsOfficer
    | ActOnNews
    | DossierCommand
    | JoinCommand
    | CodeShown
    | NewsCommand
    | WipeSince
    | CaseCommand
    | ActOnCase
    | GroupCommand
    | NoteDoubt
    | TeachCommand
)
