"""Flow: an answered question becomes a phrase of a procedure, with the officer's word.

Asked once, in the private chat of who answered. The phrase lies on trial until a desk lead or a
head lets it be tried; the gate (`bot.alias_gate`) then decides, and it may be taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from handlers import actions
from handlers.commands import SetPhrase, TeachPhrase
from handlers.feedback.desk_ports import CaseDesk, Looked
from handlers.guide import ProcedureGuide
from handlers.messages import Button, Inbound, Paragraph, Reply
from handlers.officers import Officer
from handlers.roles import Act, may
from handlers.saying import say
from handlers.stale import STALE
from handlers.turns import IDLE, ConversationState, Turn
from handlers.ward import Ward
from handlers.wording import guide as guide_wording
from handlers.wording import teaching as wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.redaction.masking import masked

PICKING: Final = "teach.pick"
PHRASING: Final = "teach.phrase"
LONGEST: Final = 80
"""Letters of a phrase; a story is no way people put it."""
MOST: Final = 4
TRIAL, CHECK, ASKED, LIVE, REVOKED = "trial", "check", "asked", "live", "revoked"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A learnt phrase as the flow reads it."""

    number: int
    procedure: str
    words: str
    state: str


class Phrases(Protocol):
    """Reads learnt phrases."""

    def one(self, number: int) -> Phrase | None:
        """A phrase by its number."""
        ...

    def known(self, procedure: str, words: str) -> bool:
        """Whether the procedure has these words, or had them."""
        ...


class NoPhrases:
    """Of a dialogue in memory: nothing was learnt."""

    def one(self, number: int) -> Phrase | None:
        """None."""
        del number
        return None

    def known(self, procedure: str, words: str) -> bool:
        """No."""
        del procedure, words
        return False


@dataclass(frozen=True, slots=True)
class Teaching:
    """One message of an officer about a phrase."""

    base: KnowledgeBase
    desk: CaseDesk
    phrases: Phrases
    inbound: Inbound
    state: ConversationState
    now: datetime

    def act(self, what: str, about: str) -> Turn:
        """A tap."""
        officer = self.state.actor
        if not isinstance(officer, Officer) or self.inbound.group:
            return STALE
        if what == "no":
            return say(wording.NOT_USED)
        if what in _OF_A_PHRASE:
            return self._of_phrase(officer, what, about)
        procedure, _, reference = about.rpartition(".PA-")
        code = CaseCode.read(f"PA-{reference}" if procedure else about, self.base.commune.key)
        seen = self._question(officer, code)
        if seen is None or code is None:
            return STALE
        return _CHOICES[what](self, seen, code, procedure) if what in _CHOICES else STALE

    def step(self, said: str) -> Turn | None:
        """Words for the procedure, or the phrase itself."""
        officer, draft = self.state.actor, self.state.draft or {}
        code = CaseCode.read(str(draft.get("code", "")), self.base.commune.key)
        if not isinstance(officer, Officer) or code is None:
            return None
        seen = self._question(officer, code)
        if seen is None:
            return None
        if self.state.step == PICKING:
            found = self._candidates(said)
            buttons = self._buttons(code, found)
            text = wording.WHICH.format(code=code) if found else wording.UNKNOWN
            return _asking(text, buttons, PICKING, {"code": str(code)})
        return self._phrased(officer, str(draft.get("procedure", "")), said, str(code))

    def _question(self, officer: Officer, code: CaseCode | None) -> Looked | None:
        """The question, if this officer sees it and may teach from it."""
        if code is None or not may(officer, Act.TEACH):
            return None
        ward = Ward(self.base.commune, self.base.calendar)
        seen = self.desk.look(ward, officer, code, self.now)
        return seen if seen is not None and seen.kind is FeedbackKind.QUESTION else None

    def _pick(self, seen: Looked, code: CaseCode, _: str) -> Turn:
        buttons = self._buttons(code, self._candidates(seen.matter))
        text = wording.WHICH.format(code=code)
        return _asking(text, buttons, PICKING, {"code": str(code)})

    def _chosen(self, seen: Looked, code: CaseCode, procedure: str) -> Turn:
        found = self.base.active(procedure)
        if found is None:
            return STALE
        whole = Button(wording.WHOLE, actions.build("teach", "whole", f"{procedure}.{code}"))
        buttons = (whole,) if is_phrase(seen.matter) else ()
        text = wording.PHRASE.format(name=found.title, longest=LONGEST)
        return _asking(text, buttons, PHRASING, {"code": str(code), "procedure": procedure})

    def _whole(self, seen: Looked, code: CaseCode, procedure: str) -> Turn:
        officer = self.state.actor
        if not isinstance(officer, Officer) or self.base.active(procedure) is None:
            return STALE
        return self._phrased(officer, procedure, seen.matter, str(code))

    def _phrased(self, officer: Officer, procedure: str, said: str, code: str) -> Turn:
        words, found = " ".join(said.split()), self.base.active(procedure)
        if found is None:
            return STALE
        if not is_phrase(words):
            text = wording.NOT_A_PHRASE.format(longest=LONGEST)
            return _asking(text, (), PHRASING, {"code": code, "procedure": procedure})
        if self.phrases.known(procedure, words):
            return say(wording.KNOWN)
        ward = Ward(self.base.commune, self.base.calendar)
        command = TeachPhrase(ward, officer, procedure, found.title, words)
        return say(wording.NOTED.format(phrase=words, name=found.title), command)

    def _of_phrase(self, officer: Officer, what: str, number: str) -> Turn:
        """A lead's word about a phrase: try it, drop it, take it back."""
        found = self.phrases.one(int(number)) if number.isdecimal() else None
        becomes, from_states, said = _OF_A_PHRASE[what]
        if not may(officer, Act.LET_LIVE):
            return say(wording.NOT_ALLOWED)
        if found is None or found.state not in from_states:
            return say(wording.NOT_NOW)
        command = SetPhrase(officer, found.number, found.state, becomes)
        return say(said.format(phrase=found.words), command)

    def _candidates(self, words: str) -> tuple[str, ...]:
        """Procedures these words may mean, by code or by name."""
        typed = words.strip()
        if self.base.active(typed) is not None:
            return (typed,)
        idle = ConversationState(IDLE)
        answer = ProcedureGuide(self.base).ask(words, idle, self.now).answer
        if answer is None:
            return ()
        codes = [*(one.code for one in answer.procedures), *answer.related]
        return tuple(one for one in dict.fromkeys(codes) if self.base.active(one) is not None)[
            :MOST
        ]

    def _buttons(self, code: CaseCode, found: tuple[str, ...]) -> tuple[Button, ...]:
        made = []
        for procedure in found:
            record = self.base.active(procedure)
            if record is not None:
                action = actions.build("teach", "code", f"{procedure}.{code}")
                made.append(Button(record.title, action))
        return (*made, Button(wording.NO, actions.build("teach", "no")))


_CHOICES: Final[dict[str, Callable[[Teaching, Looked, CaseCode, str], Turn]]] = {
    "pick": Teaching._pick,  # noqa: SLF001 - its own table
    "code": Teaching._chosen,  # noqa: SLF001
    "whole": Teaching._whole,  # noqa: SLF001
}
_OF_A_PHRASE: Final = {
    "try": (ASKED, (TRIAL, CHECK), wording.TRYING),
    "drop": (REVOKED, (TRIAL, CHECK, ASKED), wording.DROPPED),
    "revoke": (REVOKED, (LIVE,), wording.REVOKED),
}


def is_phrase(words: str) -> bool:
    """Whether words are short and name nobody."""
    return 0 < len(words) <= LONGEST and masked(words) == words


def _asking(text: str, buttons: tuple[Button, ...], step: str, kept: dict[str, str]) -> Turn:
    cancel = Button(guide_wording.CANCEL, actions.build("cancel"))
    return Turn((Reply((Paragraph(text),), (*buttons, cancel)),), step=step, draft=kept)
