"""An edited message corrects the part of a report that it was, and nothing else."""

from dataclasses import dataclass
from typing import Final

from handlers.feedback.delays import DIGITS
from handlers.feedback.draft import Draft
from handlers.feedback.flow import Feedback
from handlers.feedback.intake import NAME, TAKING, WHO
from handlers.messages import InboundKind
from handlers.privacy import CONSENT
from handlers.turns import Turn

_IN_A_REPORT: Final = frozenset({*TAKING, CONSENT, NAME, DIGITS})
"""Steps while a report is being taken, whatever is asked for."""


@dataclass(frozen=True, slots=True)
class Editing:
    """One edited message on its way."""

    sender: Feedback

    def turn(self, said: str) -> Turn | None:
        """What it corrects; None: no edit, or of a message that is part of nothing."""
        inbound = self.sender.inbound
        if inbound.kind is not InboundKind.EDIT or not inbound.message or inbound.group:
            return None
        if self._taking and inbound.message in self.sender.intake.draft.ids:
            return self._anew(said)
        found = self.sender.cases.said(inbound.address, inbound.message)
        return None if found is None else self.sender.follow.correct(found, said)

    @property
    def _taking(self) -> bool:
        state = self.sender.state
        begun = "since" in (state.draft or {})
        return begun and not state.expired and state.step in _IN_A_REPORT

    def _anew(self, said: str) -> Turn:
        """A part of the report said anew; what was asked for is asked again."""
        step, intake = self.sender.state.step, self.sender.intake
        if step == CONSENT:
            return self.sender.before_consent(said)
        turn = intake.take(said)
        if step != NAME or turn.step != WHO:
            return turn
        return intake.prompt_name(Draft.of(turn.draft, self.sender.now))
