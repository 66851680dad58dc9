"""A question that was a report: told apart once the guide has answered it."""

import re
from dataclasses import dataclass, replace
from typing import Final

from handlers import actions
from handlers.feedback.forgetting import OFFER
from handlers.feedback.intake import Intake
from handlers.feedback.roads import Roads
from handlers.messages import Button
from handlers.turns import Answer, Turn
from handlers.wording import feedback as wording
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.matching.bribes import wants_money
from knowledge.matching.outcomes import Intent
from knowledge.text.codes import dossier_codes
from knowledge.text.folding import fold, is_marked, words

A_REPORT: Final = 5
"""Words from which a message recognised as feedback tells the matter itself."""
_SAYS_SO: Final = re.compile(
    r"(?:(?:toi|em|chau|con|minh|chung toi|gia dinh toi|ba con)\s+)?(?:xin\s+|muon\s+)*"
    r"(?:phan anh|kien nghi)\b(?!.*\b(?:o dau|vao dau|the nao|cach nao|bao lau|cho nao|so nao)\b)"
)
"""Folded words that begin a report and call it one, whatever else they are like."""
_ABOUT_A_DOSSIER: Final = frozenset({FeedbackKind.DOSSIER_DELAY, FeedbackKind.CONDUCT})
"""Kinds of reports that may come with a dossier's code."""
_NEVER_A_REPORT: Final = frozenset({Intent.EMERGENCY, Intent.COMPLAINT, Intent.DENUNCIATION})
"""Intents answered before anything else: help that saves lives, and the law's own roads."""
SURE: Final = 0.95
"""Confidence of a procedure named as the law does, which no complaint in it overrules."""
_GUESSED: Final = frozenset({"answer", "clarify"})
"""Outcomes that plain words of a complaint overrule; a ready card or another body's road stays."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """One message the guide has answered, as far as it is a report."""

    intake: Intake

    def heard(self, said: str, turn: Turn) -> Turn:
        """A question the guide took for feedback becomes a report; one it did not know may be."""
        if turn.answer is None or turn.answer.intent in _NEVER_A_REPORT:
            return turn
        if (taken := self._told(said, turn.answer)) is not None:
            return replace(taken, told=turn.told)
        if not self._open:
            return turn
        if turn.answer.intent is Intent.FEEDBACK and turn.answer.outcome == "card":
            enough = len(words(said)) >= A_REPORT
            taken = self.intake.began(said) if enough else self.intake.start()
            return replace(taken, told=turn.told)
        return self._offered(said, turn) if turn.answer.outcome == "none" else turn

    def beside(self, said: str, turn: Turn) -> Turn:
        """A code that came with a complaint of lateness or conduct: a report is offered too."""
        wanted = shipped_cues().found_in(said) & _ABOUT_A_DOSSIER
        if not (wanted and self._open and turn.replies and dossier_codes(said)):
            return turn
        if self.intake.inbound.group:
            return turn
        late = FeedbackKind.DOSSIER_DELAY in wanted
        about = ("kind", FeedbackKind.DOSSIER_DELAY.value) if late else ("start",)
        button = Button(wording.NEW, actions.build("fb", *about))
        *others, last = turn.replies
        offering = replace(last, choices=(*last.choices, button))
        return replace(turn, replies=(*others, offering))

    @property
    def _open(self) -> bool:
        return self.intake.base.commune.feedback.open

    def _told(self, said: str, answer: Answer) -> Turn | None:
        """A bribe asked for, or what is wrong: whatever paper or card the words bring up."""
        if wants_money(words(said)):
            return self._by_law(FeedbackKind.DENUNCIATION)
        if not self._open or len(words(said)) < A_REPORT:
            return None
        reports = shipped_cues().tells(said) or _SAYS_SO.match(fold(said))
        return self.intake.began(said) if reports or self._complains(said, answer) else None

    def _complains(self, said: str, answer: Answer) -> bool:
        """Told and nothing asked: what the guide guessed instead is only a paper named in it."""
        if answer.outcome in _GUESSED:
            # words without marks may mean too much to overrule what was found
            asked = answer.part is not None or answer.follow_up
            if asked or (answer.confidence or 0) >= SURE or not any(map(is_marked, words(said))):
                return False
        elif answer.outcome != "none":
            return False
        return not self.intake.inbound.group and shipped_reader().tells(said)

    def _offered(self, said: str, turn: Turn) -> Turn:
        """Not understood, but it may be a report: one tap makes it one."""
        reading, inbound = shipped_reader().read(said), self.intake.inbound
        if reading.routed is not None:
            return self._by_law(reading.routed)
        if reading.kind not in TAKEN or len(words(said)) < A_REPORT or inbound.group:
            return turn
        last = turn.replies[-1]
        button = Button(wording.IS_FEEDBACK, actions.build("fb", "this"))
        replies = (*turn.replies[:-1], replace(last, choices=(*last.choices, button)))
        ids, since = [inbound.message or ""], inbound.received_at.isoformat()
        draft = {"parts": [said], "ids": ids, "since": since}
        return replace(turn, replies=replies, step=OFFER, draft=draft)

    def _by_law(self, kind: FeedbackKind) -> Turn:
        return Roads(self.intake.base, self.intake.now).by_law(kind, self.intake.now)
