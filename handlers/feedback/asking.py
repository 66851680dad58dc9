"""Flow: a question the bot could not answer goes to a person, in writing or by a call back.

It waits as a case does, with the same clocks, cards and reminders (kind `question`). A call is
promised within working hours of the commune's calendar, never outside. What is a complaint, a
denunciation or about an officer goes its own way, as everywhere.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from handlers import actions
from handlers.commands import WipeInbound
from handlers.feedback.draft import Draft
from handlers.feedback.intake import Intake
from handlers.feedback.opening import Opening, fielded
from handlers.feedback.ports import Cases
from handlers.feedback.roads import Roads
from handlers.messages import Button, Inbound, Paragraph, Reply
from handlers.privacy import PersonalData, PersonalRecords, needs_consent
from handlers.private import in_private
from handlers.saying import prefixed, say
from handlers.stale import STALE
from handlers.turns import ConversationState, Turn
from handlers.wording import asking as wording
from handlers.wording import guide as guide_wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.calls import CallSlot, call_slots
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.splitting import split
from knowledge.feedback.states import About
from knowledge.matching.outcomes import Intent
from knowledge.text.folding import fold

OFFER: Final = "human.offer"
"""The step after an answer we could not give: one tap hands the question on."""
WORDS: Final = "human.words"
PHONE: Final = "human.phone"
SLOT: Final = "human.slot"
KEPT: Final = 3
"""Questions not answered in a row that go along."""
TWICE: Final = 2
LINK: Final = "hoi"
_PHONE: Final = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)")
_CALL: Final = frozenset(
    {"goi lai cho toi", "goi lai cho em", "goi lai giup toi", "goi lai", "xin goi lai"}
)


@dataclass(frozen=True, slots=True)
class Asking:
    """One message on its way to a person."""

    base: KnowledgeBase
    cases: Cases
    records: PersonalRecords
    inbound: Inbound
    state: ConversationState
    now: datetime

    @property
    def open(self) -> bool:
        """Whether questions are taken here."""
        return self.base.commune.feedback.open

    def offered(self, said: str, turn: Turn) -> Turn:
        """Beside an answer we could not give, and beside how people are reached at the desk."""
        answer = turn.answer
        if answer is None or not self.open or self.inbound.group or not turn.replies:
            return turn
        if answer.intent is Intent.HUMAN:
            return self.beside(turn)
        if answer.outcome != "none":
            return turn
        before = self._parts() if self.state.step == OFFER else []
        parts = [*before, said][-KEPT:]
        with_buttons = self.beside(turn)
        if len(parts) >= TWICE:
            with_buttons = prefixed(with_buttons, Paragraph(wording.TWICE))
        if turn.draft is not None:  # offered as a report already: its draft holds the words
            return with_buttons
        return replace(with_buttons, step=OFFER, draft={"parts": parts})

    def beside(self, turn: Turn) -> Turn:
        """A turn with the way to a person under it."""
        if not self.open or self.inbound.group or not turn.replies:
            return turn
        *others, last = turn.replies
        buttons = (
            Button(wording.ASK, actions.build("human", "send")),
            Button(wording.CALL, actions.build("human", "call")),
        )
        offering = replace(last, choices=(*last.choices, *buttons))
        return replace(turn, replies=(*others, offering))

    def act(self, what: str, about: str) -> Turn:
        """A tapped button, or a command."""
        if self.inbound.group:
            return in_private(LINK)
        if not self.open:
            return say(wording.CLOSED)
        if what in {"", "send"}:
            return self.sent(self._parts())
        if what in {"call", "agreed"}:
            return self._call(self._parts())
        return self._chosen(about) if what == "slot" else STALE

    def answers(self, broadcast: int, said: str, kept: dict[str, Any]) -> Turn:
        """A reply to a broadcast's own message goes to an officer without a tap more."""
        state = replace(self.state, draft={**kept, "broadcast": broadcast})
        return replace(self, state=state).sent([said])

    def step(self, said: str) -> Turn | None:
        """Words a step asked for."""
        if self.state.step == WORDS:
            return self.sent([said])
        if self.state.step == PHONE:
            return self._numbered(said)
        return None

    def sent(self, parts: list[str]) -> Turn:
        """A question of these words, or what they need first."""
        if not parts and self._about.get("files"):  # in answer to a broadcast: it says enough
            parts = [wording.ONLY_PICTURES]
        if not parts:
            return self._prompt(wording.PROMPT, WORDS, parts)
        return self._other_way(parts) or self._opening().ask(self._draft(parts))

    def _call(self, parts: list[str]) -> Turn:
        if parts and (other := self._other_way(parts)) is not None:
            return other
        if needs_consent(self.state):
            privacy = PersonalData(self.base.commune, self.records)
            resume = actions.build("human", "agreed")
            asked = privacy.ask_consent(wording.PURPOSE, resume)
            otherwise = {"resume": resume, "otherwise": actions.build("human", "send")}
            return replace(asked, draft={"parts": parts, **otherwise, **self._about})
        slots = call_slots(self.base.calendar, self.now)
        buttons = tuple(
            Button(wording.slot(one), actions.build("human", "slot", str(number)))
            for number, one in enumerate(slots)
        )
        draft = {"parts": parts, "slots": [one.values() for one in slots], **self._about}
        reply = Reply((Paragraph(wording.WHEN),), (*buttons, _cancel()))
        return Turn((reply,), SLOT, draft)

    def _chosen(self, number: str) -> Turn:
        """The hours were chosen: the number comes last, its message is not kept."""
        draft = self.state.draft or {}
        slots = draft.get("slots") or []
        if self.state.step != SLOT or not number.isdecimal() or int(number) >= len(slots):
            return STALE
        parts = self._parts()
        words = wording.ASK_PHONE if parts else wording.ASK_PHONE_AND_WORDS
        return self._prompt(words, PHONE, parts, slot=slots[int(number)])

    def _numbered(self, said: str) -> Turn:
        """The number arrived, perhaps with the question."""
        parts = self._parts()
        slot = CallSlot.of((self.state.draft or {}).get("slot"))
        if slot is None or slot.until <= self.now:  # the choice lay there too long
            return self._call(parts)
        found = _PHONE.search(said)
        if found is None:
            asked = self._prompt(wording.PHONE_AGAIN, PHONE, parts, slot=slot.values())
            return replace(asked, commands=(WipeInbound(),))
        rest = " ".join(_PHONE.sub(" ", said).split()).strip(" ,.;:-")
        if rest and fold(rest) not in _CALL:
            parts = [*parts, rest]
        parts = parts or [wording.NO_WORDS]
        if (other := self._other_way(parts)) is not None:
            return replace(other, commands=(*other.commands, WipeInbound()))
        phone = re.sub(r"\D", "", found.group())
        turn = self._opening().ask(self._draft(parts), phone, slot)
        return replace(turn, commands=(*turn.commands, WipeInbound()))

    def _other_way(self, parts: list[str]) -> Turn | None:
        """A complaint, a denunciation, or about somebody: never an open question."""
        text = "\n".join(parts)
        parted = split(text, shipped_reader(), shipped_cues())
        reading = shipped_reader().read(text)
        routed = next(iter(parted.routed), reading.routed)
        if routed is not None:
            return Roads(self.base, self.now).by_law(routed, self.inbound.received_at)
        concern = self.cases.concern(self.base.commune.key, text)
        # "Tôi muốn hỏi việc…" sounds like a complaint to the reader: only the graver guess counts.
        grave = reading.suspected and reading.kind is FeedbackKind.DENUNCIATION
        if concern.about is About.NOBODY and not grave:
            return None
        return self._intake().read(Draft(self.inbound.received_at).plus(text))

    def _prompt(self, text: str, step: str, parts: list[str], slot: object = None) -> Turn:
        draft = {"parts": parts, **({"slot": slot} if slot is not None else {}), **self._about}
        return Turn((Reply((Paragraph(text),), (_cancel(),)),), step=step, draft=draft)

    @property
    def _about(self) -> dict[str, Any]:
        """The broadcast it answers, with the pictures that came before words; step to step."""
        draft = self.state.draft or {}
        if draft.get("broadcast") is None:
            return {}
        found: dict[str, Any] = {"broadcast": int(draft["broadcast"])}
        if draft.get("files"):
            found |= {"files": draft["files"], "since": draft.get("since")}
        return found

    def _parts(self) -> list[str]:
        return [str(one) for one in (self.state.draft or {}).get("parts") or ()]

    def _draft(self, parts: list[str]) -> Draft:
        draft = Draft.of(self._about, self.inbound.received_at)
        draft = replace(draft, kind=FeedbackKind.QUESTION, confirmed=True, parts=tuple(parts))
        return fielded(self.base, self.state.subject, draft)

    def _opening(self) -> Opening:
        return Opening(self.base, self.cases, self.now)

    def _intake(self) -> Intake:
        return Intake(self.base, self.cases, self.records, self.inbound, self.state, self.now)


def _cancel() -> Button:
    return Button(guide_wording.CANCEL, actions.build("cancel"))
