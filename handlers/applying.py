"""Apply the commands of a turn: what they change, in the transaction of the turn."""

from dataclasses import dataclass
from datetime import datetime

from handlers import (
    applying_broadcasts,
    applying_duties,
    applying_groups,
    applying_joins,
    applying_news,
    sign_in,
    staffing,
)
from handlers.applying_dossiers import change_dossier
from handlers.cases import card_teaching, doing, groups, senders, teaching
from handlers.commands import (
    ActOnCase,
    AddToCase,
    Command,
    CorrectLastMessage,
    CountEvent,
    DropDraft,
    ErasePerson,
    JoinGroup,
    KeepDraft,
    LeaveConsole,
    LinkOfficer,
    LoseGroup,
    OpenCase,
    OpenConsole,
    RateCase,
    RecordConsent,
    ReopenCase,
    SeeNumber,
    SetCard,
    SetPhrase,
    ShowInGroup,
    StopMessages,
    TeachCard,
    TeachCommand,
    TeachPhrase,
    WipeInbound,
    WipeSince,
    WithdrawCase,
)
from handlers.dossier_commands import DossierCommand
from handlers.duties.commands import ActAsOfficer
from handlers.errors import LostRaceError
from handlers.genuine_ports import NoteDoubt
from handlers.join_commands import CodeShown, GiveJoinCode, Join, Part
from handlers.messages import ChannelName
from handlers.news_commands import AskNews, ChooseArea, MuteTopic, NewsCommand, StopNews
from handlers.news_desk import ActOnNews
from handlers.officers import CITIZEN, Actor, Officer, Refusal
from handlers.store import (
    cases,
    check_codes,
    code_texts,
    follow_codes,
    follows,
    notices,
    outbox,
    records,
)
from handlers.store.erasing import erase_person, wipe_inbound, wipe_since
from handlers.store.follows import Recipient
from handlers.store.personal import correct_last
from handlers.store.unit_of_work import Work

EVERY = 10_000
"""Cases of one chat: more than anybody sends."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose message the commands follow from."""

    commune: str
    channel: ChannelName
    contact: str
    inbound: int
    actor: Actor = CITIZEN
    endpoint: str = ""

    @property
    def recipient(self) -> Recipient:
        """As one who is written to."""
        return Recipient(self.commune, self.endpoint, self.channel, self.contact)


def change(work: Work, of: Whose, command: Command, now: datetime) -> None:
    """Apply one command in the transaction of the turn that decided it."""
    match command:
        case WipeInbound() | WipeSince():
            _wipe(work, of, command)
        case CountEvent() | NoteDoubt() | CodeShown():
            _note(work, of, command, now)
        case LinkOfficer() | ActAsOfficer() | ActOnNews() | OpenConsole() | LeaveConsole():
            _for_officers(work, of, command, now)
        case ActOnCase() | TeachPhrase() | SetPhrase() | TeachCard() | SetCard():
            _about_case(work, command, now)
        case OpenCase() | AddToCase() | WithdrawCase() | RateCase() | ReopenCase():
            senders.apply(work, of.contact, of.inbound, command, now)
        case SeeNumber() | JoinGroup() | LoseGroup() | ShowInGroup() | KeepDraft() | DropDraft():
            applying_groups.apply(work, of, command, now)
        case GiveJoinCode() | Join() | Part():
            applying_joins.apply(work, of.recipient, command, now)
        case _:
            _change_person(work, of, command, now)


def _wipe(work: Work, of: Whose, command: WipeInbound | WipeSince) -> None:
    match command:
        case WipeInbound():
            wipe_inbound(work, of.inbound)
        case WipeSince(since=since):
            wipe_since(work, of.contact, since)


def _about_case(work: Work, command: ActOnCase | TeachCommand, now: datetime) -> None:
    match command:
        case ActOnCase():
            doing.apply(work, command, now)
        case TeachPhrase() | SetPhrase():
            teaching.apply(work, command, now)
        case TeachCard() | SetCard():
            card_teaching.apply(work, command, now)


def _note(
    work: Work, of: Whose, command: CountEvent | NoteDoubt | CodeShown, now: datetime
) -> None:
    match command:
        case CountEvent(name=name):
            records.count(work, of.commune, name, now)
        case NoteDoubt():
            check_codes.doubt(work, of.commune, command, now)
        case CodeShown(code_hash=code, use_by=until):
            code_texts.shown(work, code, of.inbound, until)


def _change_person(
    work: Work,
    of: Whose,
    command: RecordConsent
    | ErasePerson
    | CorrectLastMessage
    | StopMessages
    | DossierCommand
    | NewsCommand,
    now: datetime,
) -> None:
    """What concerns the person's own records."""
    match command:
        case RecordConsent():
            _consent(work, of, command, now)
        case ErasePerson():
            erase(work, of.commune, of.contact, now)
        case CorrectLastMessage(words=words):
            correct_last(work, of.contact, of.inbound, words)
        case StopMessages():
            records.stop(work, of.contact, now)
            outbox.drop_pushes(work, of.contact, "stopped", now)
        case AskNews() | StopNews() | MuteTopic() | ChooseArea():
            applying_news.apply(work, of.recipient, command, now)
        case _:
            change_dossier(work, of.recipient, command, now)


def erase(work: Work, commune: str, contact: str, now: datetime) -> None:
    """Erase a person; the cards of their cases in officers' groups lose their words as well."""
    mine = [int(one.id) for one in cases.of_contact(work, contact, EVERY)]
    erase_person(work, contact, now)
    groups.erased(work, mine, now)
    records.audit(work, commune, contact, "person.erased", contact, now)


def _consent(work: Work, of: Whose, choice: RecordConsent, now: datetime) -> None:
    """What rested on a consent ends with it: nothing more is told, to relatives neither."""
    records.consent(work, of.commune, of.channel, of.contact, choice, now)
    if not choice.agreed:
        for one in follows.of_contact(work, of.contact, now):
            if one.to.contact == of.contact:
                notices.close_untrue(work, of.contact, one.dossier, (), now)
        follows.stop_all(work, of.contact, now)
        follow_codes.withdraw(work, of.contact, now)


def _for_officers(
    work: Work,
    of: Whose,
    command: LinkOfficer | ActAsOfficer | ActOnNews | OpenConsole | LeaveConsole,
    now: datetime,
) -> None:
    match command:
        case OpenConsole() | LeaveConsole():
            _console(work, of, command, now)
        case LinkOfficer(code_hash=code):
            _link(work, of, code, now)
        case ActOnNews():
            applying_broadcasts.act(work, of.actor, command, now)
        case ActAsOfficer():
            applying_duties.act(work, of.actor, command, now)


def _console(work: Work, of: Whose, command: OpenConsole | LeaveConsole, now: datetime) -> None:
    if not isinstance(of.actor, Officer):
        raise LostRaceError
    match command:
        case OpenConsole(code_hash=code):
            sign_in.keep_link(work, of.actor, code, f"officer:{of.actor.id}", now)
        case LeaveConsole():
            sign_in.leave_all(work, of.actor, now)


def _link(work: Work, of: Whose, code_hash: str, now: datetime) -> None:
    done = staffing.use_link(work, of.commune, code_hash, of.contact, now)
    if isinstance(done, Refusal):
        raise LostRaceError  # decided on what was true a moment ago: decide again
