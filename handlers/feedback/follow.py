"""After a case was opened: see, add, withdraw, say whether it is solved, open it again."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.commands import AddToCase, Command, WithdrawCase
from handlers.feedback.opening import FOLLOWING, asked_of, subject_of, unit_name
from handlers.feedback.ports import Cases, CaseView
from handlers.feedback.roads import Roads
from handlers.messages import Block, Button, Inbound, InboundKind, Paragraph, Reply
from handlers.saying import say
from handlers.turns import Answer, ConversationState, Turn
from handlers.ward import Ward
from handlers.wording import feedback as wording
from handlers.wording import guide as guide_wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.codes import CaseCode, read_secret
from knowledge.feedback.states import About, CaseAct, CaseState, after
from knowledge.matching.outcomes import Intent

ADDING: Final = "feedback.add"
FINDING: Final = "feedback.find"
MOST_TRIES: Final = 5
"""Wrong secrets in a row before a pause (L-1 has the same figure)."""
PAUSE_MINUTES: Final = 30


@dataclass(frozen=True, slots=True)
class CaseFollow:
    """What a sender does with a case."""

    base: KnowledgeBase
    cases: Cases
    inbound: Inbound
    state: ConversationState
    now: datetime

    @property
    def ward(self) -> Ward:
        """The commune as officers' lists need it."""
        return Ward(self.base.commune, self.base.calendar)

    def mine(self) -> Turn:
        """Cases of this chat, newest first."""
        if self.inbound.group:
            return say(wording.ONLY_PRIVATE)
        found = self.cases.mine(self.inbound.address)
        buttons = [
            Button(str(one.code), actions.build("fb", "see", str(one.code))) for one in found[:8]
        ]
        buttons.append(Button(wording.FIND, actions.build("fb", "find")))
        buttons.append(Button(wording.NEW, actions.build("fb", "start")))
        said = "Phản ánh anh/chị đã gửi:" if found else wording.NONE_OF_MINE
        return Turn((Reply((Paragraph(said),), tuple(buttons)),))

    def find(self) -> Turn:
        """From another chat: the reference and its six characters."""
        if self.inbound.group:
            return say(wording.ONLY_PRIVATE)
        return Turn((Reply((Paragraph(wording.ASK_CODE),), (_cancel(),)),), step=FINDING)

    def found(self, said: str) -> Turn | None:
        """Words that hold a reference: the case, or one answer for unknown and wrong alike."""
        code = CaseCode.read(said, self.base.commune.key)
        if code is None:
            return None if self.state.step != FINDING else self._wrong()
        if self.inbound.group:
            return say(wording.ONLY_PRIVATE)
        if self._paused():
            return self._still_paused()
        view = self.cases.own(self.inbound.address, code)
        if view is None and (secret := read_secret(said)) is not None:
            view = self.cases.opened(code, secret)
        return self._wrong() if view is None else self.show(view)

    def see(self, code: str) -> Turn:
        """A case of this chat by tap."""
        view = self.own(code)
        return say(wording.NOT_FOUND) if view is None else self.show(view)

    def show(self, view: CaseView) -> Turn:
        """Where it stands, and what can be done."""
        unit = unit_name(self.base.commune, view.unit)
        blocks: list[Block] = wording.standing(
            view.code, view.kind, view.state, unit, view.received_at, view.answer_due
        )
        if view.state is CaseState.NEEDS_INFO and view.asked:
            blocks.append(Paragraph(view.asked))
        if view.answer:
            blocks += wording.answered(view.answer)
        reply = Reply(tuple(blocks), self._buttons(view), subject=subject_of(view.code.full))
        return Turn((reply,), step=FOLLOWING, draft={"code": str(view.code)})

    def _buttons(self, view: CaseView) -> tuple[Button, ...]:
        code = str(view.code)
        if self.cases.own(self.inbound.address, view.code) is None:
            return ()
        able = {act for act in CaseAct if after(view.state, act) is not None}
        buttons = []
        if CaseAct.ADD in able:
            buttons.append(Button(wording.ADD, actions.build("fb", "add", code)))
        if view.state is CaseState.ANSWERED:
            buttons.append(Button(wording.SOLVED, actions.build("fb", "solved", code)))
            buttons.append(Button(wording.UNSOLVED, actions.build("fb", "unsolved", code)))
        if CaseAct.WITHDRAW in able:
            buttons.append(Button(wording.WITHDRAW, actions.build("fb", "withdraw", code)))
        return tuple(buttons)

    def ask_more(self, code: str) -> Turn:
        """Bổ sung."""
        view = self.own(code)
        if view is None or after(view.state, CaseAct.ADD) is None:
            return say(wording.NOT_NOW)
        reply = Reply((Paragraph(wording.ASK_MORE),), (_cancel(),))
        return Turn((reply,), step=ADDING, draft={"code": code})

    def add(self, view: CaseView, said: str) -> Turn:
        """Words or files that came later; a complaint among them is not kept either."""
        if after(view.state, CaseAct.ADD) is None:
            return say(wording.NOT_NOW)
        reading = shipped_reader().read(said)
        if reading.routed is not None:
            return Roads(self.base, self.now).by_law(reading.routed, self.now)
        if self.above(said):
            return Roads(self.base, self.now).to_the_province(self.now)
        edited = self.inbound.kind is InboundKind.EDIT
        told = wording.CORRECTED if edited else wording.ADDED
        command = AddToCase(view.id, said, edited, asked_of(self.ward, view.unit, self.now))
        if self.inbound.continues and not said and self.state.step == FOLLOWING:
            return Turn(unchanged=True, commands=(command,))  # one answer for a whole album
        return self.going_on(view, told.format(code=view.code), command)

    def above(self, said: str) -> bool:
        """Words about the head, where nobody in the ward may see them."""
        concern = self.cases.concern(self.base.commune.key, said)
        return concern.about is About.HEAD and not concern.reviewer

    def ask_withdraw(self, code: str) -> Turn:
        """Asked once more before it is taken back."""
        view = self.own(code)
        if view is None or after(view.state, CaseAct.WITHDRAW) is None:
            return say(wording.NOT_NOW)
        yes = Button(wording.WITHDRAW_YES, actions.build("fb", "withdraw-yes", code))
        return Turn((Reply((Paragraph(wording.SURE_WITHDRAW),), (yes, _cancel())),))

    def withdraw(self, code: str) -> Turn:
        """Taken back."""
        view = self.own(code)
        if view is None or after(view.state, CaseAct.WITHDRAW) is None:
            return say(wording.NOT_NOW)
        return say(wording.WITHDRAWN, WithdrawCase(view.id))

    def own(self, code: str) -> CaseView | None:
        """A case of this chat by its reference."""
        read = CaseCode.read(code, self.base.commune.key)
        return None if read is None else self.cases.own(self.inbound.address, read)

    def current(self) -> CaseView | None:
        """The case the chat is at, or the one whose message was answered."""
        subject = self.inbound.subject or ""
        if subject.startswith("case:"):
            return self.own(subject.removeprefix("case:"))
        return self.own(str((self.state.draft or {}).get("code", "")))

    def going_on(self, view: CaseView, told: str, command: Command) -> Turn:
        """Said and done; what comes next still belongs to the case."""
        buttons = (Button(wording.SEE, actions.build("fb", "see", str(view.code))),)
        reply = Reply((Paragraph(told),), buttons, subject=subject_of(view.code.full))
        answer = Answer("card", intent=Intent.FEEDBACK)
        draft = {"code": str(view.code)}
        return Turn((reply,), step=FOLLOWING, draft=draft, commands=(command,), answer=answer)

    def _wrong(self) -> Turn:
        tries = int((self.state.draft or {}).get("tries") or 0) + 1
        draft = {"tries": tries, "at": self.now.isoformat()}
        reply = Reply((Paragraph(wording.NOT_FOUND),), (_cancel(),))
        return Turn((reply,), step=FINDING, draft=draft)

    def _paused(self) -> bool:
        draft = self.state.draft or {}
        if self.state.step != FINDING or int(draft.get("tries") or 0) < MOST_TRIES:
            return False
        since = (self.now - datetime.fromisoformat(str(draft["at"]))).total_seconds()
        return since < PAUSE_MINUTES * 60

    def _still_paused(self) -> Turn:
        return replace(say(wording.TOO_MANY_TRIES), step=FINDING, draft=self.state.draft)


def _cancel() -> Button:
    return Button(guide_wording.CANCEL, actions.build("cancel"))
