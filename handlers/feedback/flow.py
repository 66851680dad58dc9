"""Where a message of feedback goes: its taps, its steps, its words."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handlers.agreeing import asked_again
from handlers.commands import WipeInbound
from handlers.digits import meant_as_digits
from handlers.dossier_ports import LookUpPorts
from handlers.feedback.delays import DIGITS
from handlers.feedback.follow import ADDING, FINDING, CaseFollow
from handlers.feedback.forgetting import ROAD, going_on
from handlers.feedback.hearing import Hearing
from handlers.feedback.intake import NAME, TAKING, Intake
from handlers.feedback.judging import UNSOLVED, Judging
from handlers.feedback.later import FEW, Later, Meant
from handlers.feedback.names import has_phone
from handlers.feedback.opening import FOLLOWING
from handlers.feedback.ports import Cases
from handlers.feedback.roads import Roads
from handlers.messages import Inbound, InboundKind
from handlers.privacy import CONSENT, PersonalRecords
from handlers.stale import STALE
from handlers.turns import ConversationState, Turn
from knowledge.base import KnowledgeBase
from knowledge.feedback.kinds import ROUTED, TAKEN, FeedbackKind
from knowledge.text.folding import words

CARD_KINDS: Final = {"phan_anh": None, "phan_anh_dia_phuong": FeedbackKind.LOCAL_MATTER}
"""Cards whose button opens a report, and the kind that goes without saying."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One message on its way through the flow of feedback."""

    base: KnowledgeBase
    cases: Cases
    records: PersonalRecords
    inbound: Inbound
    state: ConversationState
    now: datetime
    look_ups: LookUpPorts = field(default_factory=LookUpPorts)

    @property
    def open(self) -> bool:
        """Whether this commune takes feedback here."""
        return self.base.commune.feedback.open

    @property
    def intake(self) -> Intake:
        """Taking a report."""
        read = (self.base, self.cases, self.records)
        return Intake(*read, self.inbound, self.state, self.now, self.look_ups)

    @property
    def hearing(self) -> Hearing:
        """Whether a question that was answered is a report."""
        return Hearing(self.intake)

    @property
    def follow(self) -> CaseFollow:
        """After one was taken."""
        return CaseFollow(
            self.base, self.cases, self.inbound, self.state, self.now, self.look_ups.log
        )

    @property
    def later(self) -> Later:
        """Words after one was taken."""
        return Later(self.intake, self.follow)

    @property
    def judging(self) -> Judging:
        """After one was answered."""
        return Judging(self.follow)

    def act(self, what: str, about: str) -> Turn:
        """A tapped button of feedback."""
        if what.startswith("score") and what[5:].isdecimal():
            return self.judging.score(about, int(what[5:]))
        if what.startswith("group-"):
            return self.judging.criterion(about, what.removeprefix("group-"))
        if what in _ABOUT:
            return _ABOUT[what](self, about)
        return _PLAIN[what](self) if what in _PLAIN else STALE

    def step(self, said: str) -> Turn | None:
        """What an open step of feedback makes of words or files; None: they are a question."""
        step = self.state.step
        if step in TAKING:
            return self.intake.take(said)
        if step == CONSENT:
            return self.before_consent(said)
        if step == ROAD:
            return going_on(self.base, self.state, said, self.now)
        if step in _WAITING:
            return _WAITING[step](self, said)
        return self._joining(said) if step in {ADDING, FOLLOWING} else None

    def before_consent(self, said: str) -> Turn:
        """Words while consent is asked: more of the report; what it is asked for is not kept."""
        if has_phone(said) or meant_as_digits(said):
            return replace(asked_again(self.state), commands=(WipeInbound(),))
        return self.intake.take(said)

    def answering(self, said: str) -> Turn | None:
        """A reply to a message of ours about a case joins that case."""
        if not (self.inbound.subject or "").startswith("case:"):
            return None
        view = self.follow.current()
        if view is None:
            return None
        return self.judging.about(view, said) or self.follow.add(view, said)

    def placed(self) -> Turn | None:
        """A point on the map, for the report or the case it was sent in; None: for neither."""
        answers = (self.inbound.subject or "").startswith("case:")
        if not answers and self.state.expired:
            return None
        if not answers and self.state.step in {*TAKING, NAME}:
            return self.intake.placed()
        follows = answers or self.state.step in {ADDING, FOLLOWING, UNSOLVED}
        view = self.follow.current() if follows else None
        return None if view is None else self.follow.placed(view)

    def _joining(self, said: str) -> Turn | None:
        """Later words join the case while it is open; a clear question is answered instead."""
        view = self.follow.current()
        if view is None:
            return None
        files = bool(self.inbound.files) or self.inbound.kind is InboundKind.EDIT
        if self.state.step == ADDING or files:
            return self.follow.add(view, said)
        meant = self.later.meant(view, said)
        if meant is Meant.OTHER and len(words(said)) > FEW:
            return None
        judged = self.judging.about(view, said)  # thanks for an answer are its judgement too
        if judged is not None or meant is Meant.OTHER:
            return judged
        unsure = meant is Meant.UNSURE
        return self.later.ask(view, said) if unsure else self.follow.add(view, said)

    def card(self, key: str) -> Turn | None:
        """A card that opens a report; None for every other card."""
        if key not in CARD_KINDS or not self.open:
            return None
        return self.intake.start(CARD_KINDS[key])

    def by_law(self, kind: str) -> Turn:
        """The person says it is a complaint or a denunciation: its road, nothing kept."""
        if kind not in {one.value for one in ROUTED}:
            return STALE
        return Roads(self.base, self.now).by_law(FeedbackKind(kind), self.intake.draft.since)

    def kind(self, name: str) -> Turn:
        """A kind was tapped."""
        known = name in {one.value for one in TAKEN}
        return self.intake.confirmed(FeedbackKind(name)) if known else STALE

    def area(self, key: str) -> Turn:
        """The place of a point was tapped."""
        intake = self.intake
        if not intake.draft.parts:
            return STALE
        chosen = intake.areas(intake.draft).chosen(key)
        return intake.ask_who(intake.draft if chosen is None else chosen)

    def no_area(self) -> Turn:
        """Its sender does not know, and is not asked again."""
        draft = replace(self.intake.draft, area_asked=True)
        return self.intake.ask_who(draft) if draft.parts else STALE

    def other_areas(self, first: str) -> Turn:
        """The next places."""
        draft = self.intake.draft
        if not first.isdecimal() or not self.intake.areas(draft).due:
            return STALE
        return self.intake.ask_area(draft, int(first))

    def this(self) -> Turn:
        """What was just said is a report."""
        draft = self.intake.draft
        begun = draft.parts or draft.broadcast is not None
        return self.intake.read(draft) if begun else self.intake.start()


_PLAIN: Final[dict[str, Callable[[Feedback], Turn]]] = {
    "": lambda flow: flow.intake.start(),
    "start": lambda flow: flow.intake.start(),
    "kinds": lambda flow: flow.intake.all_kinds(),
    "plain": lambda flow: flow.intake.plain(),
    "skip": lambda flow: flow.intake.skipped(),
    "look": lambda flow: flow.intake.after_kind(flow.intake.draft),
    "nolook": lambda flow: flow.intake.unlooked(),
    "name": lambda flow: flow.intake.ask_name(),
    "agreed": lambda flow: flow.intake.prompt_name(),
    "anon": lambda flow: flow.intake.unnamed(),
    "this": Feedback.this,
    "join": lambda flow: flow.later.join(),
    "aside": lambda flow: flow.later.aside(),
    "no-area": Feedback.no_area,
    "mine": lambda flow: flow.follow.mine(),
    "find": lambda flow: flow.follow.find(),
}
_WAITING: Final[dict[str, Callable[[Feedback, str], Turn | None]]] = {
    NAME: lambda flow, said: flow.intake.named(said),
    DIGITS: lambda flow, said: flow.intake.digits(said),
    UNSOLVED: lambda flow, said: flow.judging.reopen(said),
    FINDING: lambda flow, said: flow.follow.found(said),
}
"""Steps that wait for one thing in words."""
_ABOUT: Final[dict[str, Callable[[Feedback, str], Turn]]] = {
    "kind": Feedback.kind,
    "area": Feedback.area,
    "areas": Feedback.other_areas,
    "law": Feedback.by_law,
    "see": lambda flow, code: flow.follow.see(code),
    "add": lambda flow, code: flow.follow.ask_more(code),
    "withdraw": lambda flow, code: flow.follow.ask_withdraw(code),
    "withdraw-yes": lambda flow, code: flow.follow.withdraw(code),
    "solved": lambda flow, code: flow.judging.solved(code),
    "unsolved": lambda flow, code: flow.judging.unsolved(code),
}
