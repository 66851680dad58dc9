"""Ready replies in an officers' group: a list by number, blanks filled in reply, then the draft."""

from dataclasses import dataclass

from handlers import actions
from handlers.choices import resolve
from handlers.commands import ActOnCase
from handlers.feedback import ready
from handlers.feedback.desk_ports import Looked
from handlers.feedback.group_drafts import Drafting, late_refusal
from handlers.messages import Button, Paragraph, Reply
from handlers.saying import say
from handlers.turns import Turn
from handlers.wording import case_cards
from handlers.wording import group_cards as wording
from handlers.wording import ready as ready_wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.ready import ReadyReply, blanks, shipped_replies
from knowledge.feedback.states import CaseAct


@dataclass(frozen=True, slots=True)
class ReadyInGroup:
    """One officer's choice among ready replies for a case they see."""

    drafting: Drafting
    seen: Looked
    code: CaseCode

    def act(self, what: str, key: str) -> Turn:
        """A tap: the list, one of it, or one as it stands."""
        if what == "ready":
            return self._list()
        one = shipped_replies().named(key)
        if one is None or one.act not in self.seen.able:
            return self._not_now()
        text = self._text(one)
        if one.act is CaseAct.ANSWER:
            return self.drafting.begin(self.seen, self.code, text)
        if what == "say" and not blanks(text):
            return self._do(one, text)
        return self._prompt(one, text)

    def picked(self, words: str) -> str | None:
        """The choice that words in reply to the list name."""
        return resolve(words, self._buttons())

    def filled(self, key: str, words: str) -> Turn:
        """Words in reply to a question or a refusal that was chosen: its blanks, or all of it."""
        one = shipped_replies().named(key)
        if one is None or one.act not in self.seen.able:
            return self._not_now()
        text = ready.filled(self._text(one), words)
        return self._prompt(one, text) if blanks(text) else self._do(one, text)

    def _list(self) -> Turn:
        buttons = self._buttons()
        if not buttons:
            return say(ready_wording.NONE.format(code=self.code))
        text = f"{ready_wording.CHOOSE.format(code=self.code)} {wording.BY_REPLY}"
        reply = Reply((Paragraph(text),), buttons, subject=f"act:ready:{self.code.full}")
        return Turn((reply,))

    def _prompt(self, one: ReadyReply, text: str) -> Turn:
        left = blanks(text)
        blocks = ready.to_fill(text) if left else case_cards.preview(str(self.code), text)
        buttons: tuple[Button, ...] = ()
        if not left:
            action = actions.build("case", "say", f"{one.key}.{self.code}")
            buttons = (Button(ready_wording.SEND, action),)
        blocks.append(Paragraph(wording.REWRITE if not left else wording.BY_REPLY))
        subject = f"act:fill:{one.key}.{self.code.full}"
        return Turn((Reply(tuple(blocks), buttons, subject=subject),))

    def _do(self, one: ReadyReply, text: str) -> Turn:
        officer = self.drafting.officer
        if held := self.drafting.held(self.seen, self.code, one.act, text):
            subject = f"act:fill:{one.key}.{self.code.full}"
            alone = Button(wording.WHOLE, actions.build("private", f"k_{self.code}"))
            return Turn((Reply(held, (alone,), subject=subject),))
        said, late = late_refusal(text) if one.act is CaseAct.REFUSE else (text, "")
        ward = self.drafting.ward
        command = ActOnCase(
            ward, officer, self.code, one.act, said, late_reason=late if self.seen.late else ""
        )
        done = wording.DONE[one.act.value].format(who=officer.name, code=self.code)
        reply = Reply((Paragraph(done),), subject=f"case:{self.code.full}")
        return Turn((reply,), commands=(command,))

    def _not_now(self) -> Turn:
        return say(wording.NOT_NOW.format(who=self.drafting.officer.name, code=self.code))

    def _text(self, one: ReadyReply) -> str:
        return one.filled(ready.known(self.drafting.ward, self.seen.unit))

    def _buttons(self) -> tuple[Button, ...]:
        return ready.buttons(self.code, self.seen.kind, self.seen.able)
