"""What stands against an officer's words before they leave: said in their chat, with what to do."""

from dataclasses import dataclass
from typing import Any, Final

from handlers import actions
from handlers.feedback.desk_ports import CaseDesk, Looked
from handlers.feedback.desk_turns import cancel
from handlers.messages import Button, Paragraph, Reply
from handlers.turns import Turn
from handlers.ward import Ward
from handlers.wording import case_cards as wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import CaseAct

PREVIEW: Final = "case.preview"
"""The step that shows words before they leave."""
_ENDING: Final = frozenset({CaseAct.ANSWER, CaseAct.REFUSE})
"""Acts of a card that end the clock: a late one says why."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Asks the desk about words that are to leave."""

    ward: Ward
    desk: CaseDesk

    def held(self, seen: Looked, kept: dict[str, Any]) -> Turn | None:
        """Faults, or that it is late; None when the words may leave."""
        code, of = str(kept["code"]), CaseAct(str(kept.get("of") or CaseAct.ANSWER))
        review = self.review(of, code, str(kept["words"]))
        if review.faults and not kept.get("override"):
            rewrite = Button(wording.REWRITE, actions.build("case", of.value, code))
            anyway = Button(wording.SEND_ANYWAY, actions.build("case", "override", code))
            reply = Reply(tuple(wording.faults(review, of)), (rewrite, anyway, cancel()))
            return Turn((reply,), step=PREVIEW, draft=kept)
        if seen.late and of in _ENDING and not kept.get("late"):
            reason = Button(wording.EXPLAIN, actions.build("case", "late", code))
            reply = Reply((Paragraph(wording.LATE_REASON),), (reason, cancel()))
            return Turn((reply,), step=PREVIEW, draft=kept)
        return None

    def review(self, of: CaseAct, code: str, words: str) -> Review:
        """What the check finds."""
        read = CaseCode.read(code, self.ward.commune.key)
        if of is CaseAct.ANSWER or read is None:
            return self.desk.review(self.ward, read, words)
        return Review() if of is CaseAct.NOTE else self.desk.faults(self.ward, read, words)
