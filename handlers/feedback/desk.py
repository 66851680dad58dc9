"""Flow: officers' acts on a case from a card in their chat; buttons, numbers and words alike.

A reply to the card is a draft of the answer: checked, shown, then sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers import actions
from handlers.commands import ActOnCase, SeeNumber
from handlers.feedback import ready
from handlers.feedback.desk_checks import PREVIEW, Checks
from handlers.feedback.desk_ports import CaseDesk, Looked
from handlers.feedback.desk_turns import (
    WRITING,
    asking,
    cancel,
    claim_first,
    filling,
    kept_ready,
    quick,
    see,
)
from handlers.feedback.law_roads import roads, routed
from handlers.messages import Button, Inbound, Paragraph, Reply
from handlers.officers import Officer
from handlers.saying import say
from handlers.stale import STALE
from handlers.turns import ConversationState, Turn
from handlers.ward import Ward
from handlers.wording import case_cards as wording
from handlers.wording import ready as ready_wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.ready import blanks, shipped_replies, unfilled
from knowledge.feedback.states import CaseAct

WORDED: Final = frozenset({"ask", "answer", "refuse", "note", "assign", "override", "late"})
"""Acts that need words first."""
GOES_ON: Final = frozenset({CaseAct.NOTE, CaseAct.ASK})
"""After these the officer still has the case: the way to its acts stands below."""


@dataclass(frozen=True, slots=True)
class DeskFlow:
    """One message of an officer about a case."""

    base: KnowledgeBase
    desk: CaseDesk
    inbound: Inbound
    state: ConversationState
    now: datetime

    @property
    def ward(self) -> Ward:
        """The commune as acts need it."""
        return Ward(self.base.commune, self.base.calendar)

    @property
    def _checks(self) -> Checks:
        return Checks(self.ward, self.desk)

    def act(self, what: str, about: str) -> Turn:
        """A tapped button of a card."""
        officer = self.state.actor
        key, _, reference = about.rpartition(".")
        code = CaseCode.read(reference, self.base.commune.key)
        if not isinstance(officer, Officer) or code is None:
            return STALE
        seen = self.desk.look(self.ward, officer, code, self.now)
        if seen is None:
            return say(wording.GONE)
        if what == "use":
            return self._use(key, seen, code)
        if what == "give":
            takers = dict(self.desk.takers(self.ward, code))
            known = key.isdecimal() and int(key) in takers  # they may have left since
            return self._given(officer, seen, code, int(key) if known else None)
        if what in _TAPS:
            return _TAPS[what](self, officer, seen, code)
        return self._ask_words(what, seen, code) if what in WORDED else STALE

    def step(self, said: str) -> Turn | None:
        """Words an act waited for."""
        officer = self.state.actor
        draft = self.state.draft or {}
        code = CaseCode.read(str(draft.get("code", "")), self.base.commune.key)
        if not isinstance(officer, Officer) or code is None:
            return None
        seen = self.desk.look(self.ward, officer, code, self.now)
        if seen is None:
            return say(wording.GONE)
        what = str(draft.get("act", "answer"))
        if draft.get("ready"):
            said = ready.filled(str(draft["ready"]), said)
            if blanks(said):
                return filling(said, what, code)
        return _WORDS.get(what, DeskFlow._plain)(self, officer, seen, (code, said))

    def answering(self, said: str) -> Turn | None:
        """A reply to a card of ours: the draft of an answer."""
        officer, subject = self.state.actor, self.inbound.subject or ""
        if not isinstance(officer, Officer) or not subject.startswith("case:"):
            return None
        if not said.strip():  # a picture without words answers nobody
            return None
        code = CaseCode.read(subject.removeprefix("case:"), self.base.commune.key)
        seen = None if code is None else self.desk.look(self.ward, officer, code, self.now)
        if seen is None or code is None or CaseAct.ANSWER not in seen.able:
            return None
        return self._drafted(officer, seen, (code, said))

    def _number(self, officer: Officer, seen: Looked, code: CaseCode) -> Turn:
        """The number to call, in a private chat; that it was looked at stays with the case."""
        del seen
        phone = None if self.inbound.group else self.desk.number(self.ward, officer, code)
        if not phone:
            return say(wording.NO_NUMBER)
        text = wording.THE_NUMBER.format(code=code, phone=phone)
        reply = Reply((Paragraph(text),), subject=f"case:{code.full}")
        return Turn((reply,), commands=(SeeNumber(code, officer),))

    def _shown(self, officer: Officer, seen: Looked, code: CaseCode) -> Turn:
        del officer
        reply = Reply(seen.blocks, seen.buttons, subject=f"case:{code.full}")
        return Turn((reply,))

    def _ready(self, officer: Officer, seen: Looked, code: CaseCode) -> Turn:
        """The ready replies that fit, to be chosen by button or number."""
        del officer
        buttons = ready.buttons(code, seen.kind, seen.able)
        if not buttons:
            return say(ready_wording.NONE.format(code=code))
        return Turn((Reply((Paragraph(ready_wording.CHOOSE.format(code=code)),), buttons),))

    def _use(self, key: str, seen: Looked, code: CaseCode) -> Turn:
        """One was chosen: its blanks are asked for, else it is shown as it will be read."""
        one = shipped_replies().named(key)
        if one is None or one.act not in seen.able:
            return say(wording.NOT_NOW)
        text = one.filled(ready.known(self.ward, seen.unit))
        if blanks(text):
            return filling(text, one.act, code)
        if one.act is CaseAct.ANSWER:
            return self._previewed(seen, {"code": str(code), "words": text})
        as_it_is = Button(ready_wording.SEND, actions.build("case", "say", str(code)))
        reply = Reply(tuple(wording.preview(str(code), text)), (as_it_is, cancel()))
        return Turn((reply,), step=WRITING, draft=kept_ready(text, one.act, code))

    def _say(self, officer: Officer, seen: Looked, code: CaseCode) -> Turn:
        """A ready reply as it stands."""
        draft = self.state.draft or {}
        if self.state.step != WRITING or not draft.get("ready") or draft.get("code") != str(code):
            return STALE
        return self._plain(officer, seen, (code, str(draft["ready"])))

    def _claim(self, officer: Officer, seen: Looked, code: CaseCode) -> Turn:
        if seen.holder is not None:
            return say(wording.TAKEN.format(name=seen.holder, code=code))
        if CaseAct.CLAIM not in seen.able:
            return say(wording.NOT_NOW)
        command = ActOnCase(self.ward, officer, code, CaseAct.CLAIM)
        said = Paragraph(wording.DONE["claim"].format(code=code))
        reply = Reply((said,), seen.buttons[1:], subject=f"case:{code.full}")
        return Turn((reply,), commands=(command,))

    def _ask_words(self, what: str, seen: Looked, code: CaseCode) -> Turn:
        of = str((self.state.draft or {}).get("of") or "answer")
        act = of if what in {"override", "late"} else what
        if CaseAct(act) not in seen.able:
            return claim_first(code) if CaseAct.CLAIM in seen.able else say(wording.NOT_NOW)
        kept = {"act": what, "code": str(code)}
        if what in {"override", "late"}:
            kept |= {key: str((self.state.draft or {}).get(key, "")) for key in _KEPT}
        asked = wording.ASK_WORDS["explain" if what == "late" else what]
        more = self._takers(seen, code) if what == "assign" else roads(what, seen, code)
        return asking(asked, kept, more)

    def _takers(self, seen: Looked, code: CaseCode) -> tuple[Button, ...]:
        """Colleagues it is likely for: a name is one tap, or one number."""
        me = self.state.actor
        mine = me.name if isinstance(me, Officer) else ""
        return tuple(
            Button(name, actions.build("case", "give", f"{number}.{code}"))
            for number, name in self.desk.takers(self.ward, code)
            if name not in {seen.holder, mine}
        )

    def _plain(self, officer: Officer, seen: Looked, said: tuple[CaseCode, str]) -> Turn:
        """Ask, refuse, note: the words are the act."""
        code, words = said
        act = CaseAct(str((self.state.draft or {}).get("act")))
        if act not in seen.able:
            return say(wording.NOT_NOW)
        if act is not CaseAct.NOTE and unfilled(words):
            return filling(words, act, code)
        return self._leaving(officer, seen, {"code": str(code), "words": words, "of": act.value})

    def _leaving(self, officer: Officer, seen: Looked, kept: dict[str, Any]) -> Turn:
        """Words that are no answer: done at once, unless something stands against them."""
        held = self._checks.held(seen, kept)
        code = CaseCode.read(str(kept["code"]), self.base.commune.key)
        if held is not None or code is None:
            return held or STALE
        act = CaseAct(str(kept["of"]))
        command = ActOnCase(
            self.ward,
            officer,
            code,
            act,
            str(kept["words"]),
            override=str(kept.get("override", "")),
            late_reason=str(kept.get("late", "")),
        )
        done = Paragraph(wording.DONE[act.value].format(code=code))
        more = (see(code),) if act in GOES_ON else ()
        reply = Reply((done,), more, subject=f"case:{code.full}")
        return Turn((reply,), commands=(command,))

    def _handed(self, officer: Officer, seen: Looked, said: tuple[CaseCode, str]) -> Turn:
        code, name = said
        return self._given(officer, seen, code, self.desk.colleague(self.ward, code, name))

    def _given(self, officer: Officer, seen: Looked, code: CaseCode, to: int | None) -> Turn:
        if CaseAct.ASSIGN not in seen.able:
            return say(wording.NOT_NOW)
        if to is None:
            kept = {"act": "assign", "code": str(code)}
            return asking(wording.UNKNOWN_OFFICER, kept, self._takers(seen, code))
        command = ActOnCase(self.ward, officer, code, CaseAct.ASSIGN, to=to)
        return say(wording.DONE["assign"].format(code=code), command)

    def _drafted(self, officer: Officer, seen: Looked, said: tuple[CaseCode, str]) -> Turn:
        """A draft of an answer: its faults, or how it will be read."""
        del officer
        code, words = said
        return self._previewed(seen, {"code": str(code), "words": words})

    def _excused(self, officer: Officer, seen: Looked, said: tuple[CaseCode, str]) -> Turn:
        """The reason to send it as it is, or why it is late."""
        draft = self.state.draft or {}
        kept = {key: str(draft.get(key, "")) for key in _KEPT} | {"code": str(said[0])}
        kept[str(draft.get("act"))] = said[1]
        return self._leaving(officer, seen, kept) if kept["of"] else self._previewed(seen, kept)

    def _previewed(self, seen: Looked, kept: dict[str, Any]) -> Turn:
        if (held := self._checks.held(seen, kept)) is not None:
            return held
        code, words = str(kept["code"]), str(kept["words"])
        send = Button(wording.SEND, actions.build("case", "send", code))
        rewrite = Button(wording.REWRITE, actions.build("case", "answer", code))
        points = self._checks.review(CaseAct.ANSWER, code, words).points
        blocks = wording.preview(code, words, points)
        return Turn((Reply(tuple(blocks), (send, rewrite, cancel())),), step=PREVIEW, draft=kept)

    def _send(self, officer: Officer, seen: Looked, code: CaseCode) -> Turn:
        kept = self.state.draft or {}
        if self.state.step != PREVIEW or kept.get("code") != str(code):
            return STALE
        if CaseAct.ANSWER not in seen.able:
            return say(wording.NOT_NOW)
        command = ActOnCase(
            self.ward,
            officer,
            code,
            CaseAct.ANSWER,
            str(kept.get("words", "")),
            override=str(kept.get("override", "")),
            late_reason=str(kept.get("late", "")),
        )
        turn = self._previewed(seen, dict(kept))
        if turn.step == PREVIEW and not any(
            one.action.startswith("case:send") for one in turn.replies[0].choices
        ):
            return turn  # what was fine a minute ago is late or faulty by now
        return say(wording.DONE["answer"].format(code=code), command)


_TAPS: Final[dict[str, Callable[[DeskFlow, Officer, Looked, CaseCode], Turn]]] = {
    "number": DeskFlow._number,  # noqa: SLF001 - its own table
    "see": DeskFlow._shown,  # noqa: SLF001
    "claim": DeskFlow._claim,  # noqa: SLF001
    "send": DeskFlow._send,  # noqa: SLF001
    "ready": DeskFlow._ready,  # noqa: SLF001
    "say": DeskFlow._say,  # noqa: SLF001
    "keep": lambda flow, who, seen, code: quick(flow.ward, who, seen, code, CaseAct.KEEP),
    "urgent": lambda flow, who, seen, code: quick(flow.ward, who, seen, code, CaseAct.URGENT),
    "complaint": lambda flow, who, seen, on: routed(flow.ward, who, seen, on, "complaint"),
    "denunciation": lambda flow, who, seen, on: routed(flow.ward, who, seen, on, "denunciation"),
}
_KEPT: Final = ("code", "words", "override", "late", "of")
_WORDS: Final[dict[str, Callable[[DeskFlow, Officer, Looked, tuple[CaseCode, str]], Turn]]] = {
    "answer": DeskFlow._drafted,  # noqa: SLF001 - its own table
    "override": DeskFlow._excused,  # noqa: SLF001
    "late": DeskFlow._excused,  # noqa: SLF001
    "assign": DeskFlow._handed,  # noqa: SLF001
}
