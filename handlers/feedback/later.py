"""Words that come after a report was sent: more of it, something else, or asked about first.

A report is read by officers, and stays as long as its case: a dossier's code, its digits or a
question of opening hours that happens to come next is no part of it.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from handlers import actions
from handlers.digits import labelled_digits, stray_digits
from handlers.dossier_flows import DossierFlows
from handlers.dossiers import LookUp
from handlers.feedback.follow import CaseFollow
from handlers.feedback.intake import Intake
from handlers.feedback.opening import FOLLOWING
from handlers.feedback.ports import CaseView
from handlers.guide import ProcedureGuide
from handlers.messages import Button, Paragraph, Reply
from handlers.privacy import PersonalData
from handlers.stale import STALE
from handlers.turns import Answer, Turn
from handlers.wording import later as wording
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.feedback.states import CaseState
from knowledge.matching.outcomes import Intent
from knowledge.text.codes import dossier_codes
from knowledge.text.folding import fold, words

SURE: Final = 0.95
"""Confidence of a procedure named as the law does: asked about, whatever the words sound like."""
FEW: Final = 5
"""Words up to which a card of the desk is what was asked for; more may tell: "nộp phí rồi mà…"."""
_ABOUT_A_DOSSIER: Final = frozenset({FeedbackKind.DOSSIER_DELAY, FeedbackKind.CONDUCT})
_ANSWERED: Final = frozenset({Intent.DOSSIER, Intent.HUMAN, Intent.PRIVACY, Intent.SMALLTALK})
"""Wishes that say by themselves that they are no part of a report."""
_OF_A_CASE: Final = frozenset(
    {Intent.FEEDBACK, Intent.EMERGENCY, Intent.COMPLAINT, Intent.DENUNCIATION}
)
"""Intents of cards that say nothing against a message being about the open case."""
_REPORTS: Final = frozenset(
    {"phan anh", "gui phan anh", "phan anh moi", "phan anh khac", "phan anh cua toi", "kien nghi"}
)
"""Folded words that open the reports and tell nothing."""


class Meant(Enum):
    """What later words are."""

    MORE = auto()
    OTHER = auto()
    UNSURE = auto()


@dataclass(frozen=True, slots=True)
class Later:
    """One message after a report was sent."""

    intake: Intake
    follow: CaseFollow

    def meant(self, view: CaseView, said: str) -> Meant:
        """Whether the words go on telling."""
        wanted = view.state is CaseState.NEEDS_INFO  # the ward asked: a code or a number answers
        if wanted and (dossier_codes(said) or self._digits(said)):
            return Meant.MORE
        if self._digits(said) or fold(said) in _REPORTS:
            return Meant.OTHER
        if CaseCode.read(said, self.follow.base.commune.key) and len(words(said)) <= FEW:
            return Meant.OTHER
        if self._flows.read(said) is not None:
            return self._of_a_dossier(view, said) if dossier_codes(said) else Meant.OTHER
        return self._asked(
            view, said, self._guide.ask(said, self.intake.state, self.intake.now).answer
        )

    def ask(self, view: CaseView, said: str) -> Turn:
        """What is doubtful is asked; the words wait with the step, and nothing is added."""
        buttons = (
            Button(wording.JOIN, actions.build("fb", "join")),
            Button(wording.ASIDE, actions.build("fb", "aside")),
        )
        reply = Reply((Paragraph(wording.is_it_more(str(view.code), said)),), buttons)
        draft = {"code": str(view.code), "said": said}
        answer = Answer("card", intent=Intent.FEEDBACK)
        return Turn((reply,), step=FOLLOWING, draft=draft, answer=answer)

    def join(self) -> Turn:
        """They do belong to it."""
        view, said = self.follow.current(), self._waiting
        return STALE if view is None or not said else self.follow.add(view, said)

    def aside(self) -> Turn:
        """They do not: answered as anywhere."""
        if not (said := self._waiting):
            return STALE
        turn = self._guide.ask(said, self.intake.state, self.intake.now)
        return self._flows.read(said) or self._look_up.instead_of(turn)

    def _of_a_dossier(self, view: CaseView, said: str) -> Meant:
        """A code: looked up, unless the report is about a dossier or the words complain of one."""
        wanted = shipped_cues().found_in(said) & _ABOUT_A_DOSSIER
        return Meant.UNSURE if wanted or view.kind in _ABOUT_A_DOSSIER else Meant.OTHER

    def _asked(self, view: CaseView, said: str, found: Answer | None) -> Meant:
        tells = shipped_cues().tells(said) or shipped_reader().tells(said)
        if tells or found is None or found.outcome == "none" or found.intent in _OF_A_CASE:
            return Meant.MORE
        kind = shipped_reader().read(said).kind
        if found.outcome == "card":
            return self._card(view, said, found.intent)
        if kind not in TAKEN:  # a clear question
            clear = found.outcome != "clarify" or kind is FeedbackKind.QUESTION
            return Meant.OTHER if clear else Meant.MORE
        named = found.outcome == "answer" and (found.confidence or 0) >= SURE
        return Meant.OTHER if named else Meant.MORE

    @staticmethod
    def _card(view: CaseView, said: str, intent: Intent) -> Meant:
        late = FeedbackKind.DOSSIER_DELAY
        if intent is Intent.DOSSIER and view.kind is late and late in shipped_cues().found_in(said):
            return Meant.UNSURE
        sure = intent in _ANSWERED or len(words(said)) <= FEW
        return Meant.OTHER if sure else Meant.UNSURE

    @staticmethod
    def _digits(said: str) -> bool:
        """A dossier's digits, typed after a look-up that is over."""
        few = len(words(said)) <= FEW and not dossier_codes(said)
        return stray_digits(said) or (few and labelled_digits(said) is not None)

    @property
    def _waiting(self) -> str:
        given = self.intake.state
        open_ = given.step == FOLLOWING and not given.expired
        return str((given.draft or {}).get("said") or "") if open_ else ""

    @property
    def _guide(self) -> ProcedureGuide:
        return ProcedureGuide(self.intake.base)

    @property
    def _look_up(self) -> LookUp:
        of, privacy = self.intake, PersonalData(self.intake.base.commune, self.intake.records)
        return LookUp(of.base, of.look_ups, of.inbound, of.state, of.now, privacy)

    @property
    def _flows(self) -> DossierFlows:
        return DossierFlows(self._look_up)
