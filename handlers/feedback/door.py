"""The one door the router knows: senders' and officers' messages about cases alike."""

from dataclasses import dataclass, field
from datetime import datetime

from handlers.dossier_ports import LookUpPorts
from handlers.feedback import card_teaching
from handlers.feedback.asking import Asking
from handlers.feedback.card_ports import Cards, NoCards
from handlers.feedback.card_teaching import CardTeaching
from handlers.feedback.desk import DeskFlow
from handlers.feedback.desk_ports import CaseDesk, NoDesk
from handlers.feedback.editing import Editing
from handlers.feedback.flow import Feedback
from handlers.feedback.group import GroupFlow
from handlers.feedback.group_ports import Groups, NoGroups
from handlers.feedback.news_ports import NewsSent, NothingSent
from handlers.feedback.news_replies import NewsReplies
from handlers.feedback.ports import Cases, NoCases
from handlers.feedback.teaching import NoPhrases, Phrases, Teaching
from handlers.feedback.wordless import Wordless
from handlers.messages import Inbound
from handlers.privacy import PersonalRecords
from handlers.turns import ConversationState, Turn, meaning
from knowledge.base import KnowledgeBase
from knowledge.matching.outcomes import Intent


@dataclass(frozen=True, slots=True)
class CasePorts:
    """What cases are read through."""

    cases: Cases
    desk: CaseDesk
    groups: Groups = NoGroups()  # noqa: RUF009 - holds nothing
    news: NewsSent = NothingSent()  # noqa: RUF009 - holds nothing
    phrases: Phrases = NoPhrases()  # noqa: RUF009 - holds nothing
    cards: Cards = NoCards()  # noqa: RUF009 - holds nothing


NO_CASES = CasePorts(NoCases(), NoDesk())
"""Of a dialogue that keeps nothing."""


@dataclass(frozen=True, slots=True)
class Door:
    """One message as far as it is about a case."""

    base: KnowledgeBase
    ports: CasePorts
    records: PersonalRecords
    inbound: Inbound
    state: ConversationState
    now: datetime
    look_ups: LookUpPorts = field(default_factory=LookUpPorts)

    @property
    def sender(self) -> Feedback:
        """As a citizen's."""
        read = (self.base, self.ports.cases, self.records)
        return Feedback(*read, self.inbound, self.state, self.now, self.look_ups)

    @property
    def officer(self) -> DeskFlow:
        """As an officer's."""
        return DeskFlow(self.base, self.ports.desk, self.inbound, self.state, self.now)

    @property
    def teaching(self) -> Teaching:
        """As an officer's word about a phrase."""
        read = (self.base, self.ports.desk, self.ports.phrases)
        return Teaching(*read, self.inbound, self.state, self.now)

    @property
    def carding(self) -> CardTeaching:
        """As an officer's word about a card."""
        return CardTeaching(self.base, self.ports.cards, self.inbound, self.state, self.now)

    def teach(self, what: str, about: str) -> Turn:
        """A tap about a phrase or a card."""
        flow = self.carding if what in card_teaching.ACTS else self.teaching
        return flow.act(what, about)

    @property
    def asking(self) -> Asking:
        """As a question on its way to a person."""
        read = (self.base, self.ports.cases, self.records)
        return Asking(*read, self.inbound, self.state, self.now)

    @property
    def replies(self) -> NewsReplies:
        """As an answer to what the ward wrote to many."""
        read = (self.base, self.ports.news, self.inbound, self.state, self.now)
        return NewsReplies(*read, self.asking)

    @property
    def wordless(self) -> Wordless:
        """As something without words."""
        return Wordless(self.sender, self.asking)

    def pictured(self, turn: Turn) -> Turn:
        """A picture without words: the way to a person, and the broadcast it may answer."""
        if (kept := self.wordless.pictured(turn)) is not None:
            return kept
        return self.replies.pictured(self.asking.beside(turn))

    def heard(self, words: str, turn: Turn) -> Turn:
        """A question answered, or not: it may be a report, or one for a person."""
        turn = self.asking.offered(words, self.sender.hearing.heard(words, turn))
        return self.replies.offered(words, turn)

    def beside(self, words: str, turn: Turn) -> Turn:
        """A dossier that was looked up: its words may be a report too."""
        return self.sender.hearing.beside(words, turn)

    def group(self) -> Turn | None:
        """As one in an officers' group; None: it is like any group's."""
        flow = GroupFlow(
            self.base, self.ports.groups, self.ports.desk, self.inbound, self.state, self.now
        )
        return flow.turn()

    def step(self, words: str) -> Turn | None:
        """A reply to a card, or what an open step of a case makes of the words."""
        if self.replies.named:  # it answers a broadcast, whatever else was going on
            return None
        joined = self.officer.answering(words) or self.sender.answering(words)
        if joined is not None or self.state.expired:
            return joined
        if self.state.step.startswith("case."):
            return self.officer.step(words)
        if self.state.step.startswith("teach."):
            of_card = self.state.step in card_teaching.STEPS
            return self.carding.step(words) if of_card else self.teaching.step(words)
        if self.state.step.startswith("human."):
            return self.asking.step(words)
        taking = self.state.step.startswith("feedback.") or self.wordless.taking
        return self.sender.step(words) if taking else None

    def edited(self, words: str) -> Turn | None:
        """A message said anew that is part of a report or a case; None: it is of neither."""
        return Editing(self.sender).turn(words)

    def found(self, words: str) -> Turn | None:
        """Words that hold the reference of a case, or say whether an answer solved it."""
        turn = self.sender.judging.plainly(words) or self.sender.follow.found(words)
        return meaning(turn, Intent.FEEDBACK)
