"""After a case was opened: see, add, withdraw, say whether it is solved, open it again."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.commands import AddToCase, Command, WipeInbound, WithdrawCase
from handlers.dossier_commands import CountLookUp
from handlers.feedback.opening import FOLLOWING, asked_of, subject_of, unit_name
from handlers.feedback.ports import Cases, CaseView, SaidPart
from handlers.feedback.roads import Roads
from handlers.lookups import LookUpLog, NothingTried
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


@dataclass(frozen=True, slots=True)
class CaseFollow:
    """What a sender does with a case."""

    base: KnowledgeBase
    cases: Cases
    inbound: Inbound
    state: ConversationState
    now: datetime
    log: LookUpLog = field(default_factory=NothingTried)

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
        view = self.cases.own(self.inbound.address, code)
        return self._opened(code, read_secret(said)) if view is None else self.show(view)

    def _opened(self, code: CaseCode, secret: str | None) -> Turn:
        """By its secret; guesses are counted for who asks and for the case, whatever they do."""
        asked = f"case:{code.full}"
        tries = self.log.tries(self.inbound.address.contact, asked, self.now)
        if tries.paused_until(self.now) is not None:
            return replace(say(wording.TOO_MANY_TRIES), step=FINDING)
        if secret is None:
            return self._wrong()
        view = self.cases.opened(code, secret)
        entries = tuple((one.name, one.number + 1) for one in tries.counts)
        turn = self._wrong() if view is None else self.show(view)
        counted = CountLookUp(entries, failed=view is None)
        return replace(turn, commands=(*turn.commands, counted))

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

    def placed(self, view: CaseView) -> Turn:
        """A point on the map came later."""
        spot = self.inbound.text
        return self.add(view, f"{wording.PLACE}: {spot}", spot)

    def correct(self, part: SaidPart, said: str) -> Turn:
        """A message of a case said anew, whatever the chat is at now: that goes on as it was."""
        turn = self.add(part.case, said, part=part)
        kept = not any(isinstance(one, WipeInbound) for one in turn.commands)
        taking = "since" in (self.state.draft or {})
        return replace(turn, unchanged=True) if kept or taking else turn

    def add(self, view: CaseView, said: str, place: str = "", part: SaidPart | None = None) -> Turn:
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
        asked = asked_of(self.ward, view.unit, self.now)
        where = None if part is None else part.where
        mine = self.inbound.said if part is None else ()
        command = AddToCase(view.id, said, edited, asked, place, mine, where)
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
        asked = asked_of(self.ward, view.unit, self.now)
        return say(wording.WITHDRAWN, WithdrawCase(view.id, asked))

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
        return Turn((Reply((Paragraph(wording.NOT_FOUND),), (_cancel(),)),), step=FINDING)


def _cancel() -> Button:
    return Button(guide_wording.CANCEL, actions.build("cancel"))
