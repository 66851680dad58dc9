"""What comes without words while something is going on: a point on the map, a voice message.

Nothing begun is dropped for it: a point joins the report or the case it was sent in; beside
anything else the step, what was said so far and the choices stay as they were.
"""

from dataclasses import dataclass
from typing import Final

from handlers.choosing import CHOOSING
from handlers.feedback.asking import Asking
from handlers.feedback.flow import Feedback
from handlers.feedback.forgetting import OFFER, ROAD
from handlers.feedback.opening import FOLLOWING
from handlers.messages import Block, InboundKind, Paragraph, Reply
from handlers.saying import say
from handlers.turns import IDLE, Turn
from handlers.wording import feedback as wording
from handlers.wording import guide as guide_wording

_OFFERING: Final = frozenset({CHOOSING, FOLLOWING})
"""Steps beside which a person is offered to whoever cannot type."""


@dataclass(frozen=True, slots=True)
class Wordless:
    """One message without words on its way."""

    sender: Feedback
    asking: Asking

    def turn(self) -> Turn:
        """What a channel could not read, a point, somebody who left or came back."""
        kind = self.sender.inbound.kind
        if kind not in {InboundKind.PLACE, InboundKind.UNSUPPORTED}:
            return Turn()
        if kind is InboundKind.PLACE and (placed := self.sender.placed()) is not None:
            return placed
        offers = kind is InboundKind.UNSUPPORTED and (not self.busy or self._step in _OFFERING)
        return self.asking.beside(self._unreadable) if offers else self._unreadable

    def greeted(self) -> Turn | None:
        """The chat was opened anew, as by following the account: a report goes on."""
        return self._kept((Paragraph(wording.GOES_ON),)) if self.taking else None

    def pictured(self, turn: Turn) -> Turn | None:
        """A file while a step asks for something else: the report has it, and goes on."""
        if not self.taking or turn.unchanged:
            return None
        kept = bool(self.sender.inbound.kept)
        blocks: tuple[Block, ...] = (Paragraph(wording.FILE_KEPT),) if kept else ()
        return self._kept(blocks or tuple(block for one in turn.replies for block in one.blocks))

    @property
    def busy(self) -> bool:
        """Whether a step is open."""
        return not self.sender.state.expired and self._step not in {IDLE, ROAD}

    @property
    def taking(self) -> bool:
        """Whether a report is being taken."""
        told = "since" in (self.sender.state.draft or {})
        return self.busy and told and self._step != OFFER

    def _kept(self, blocks: tuple[Block, ...]) -> Turn:
        """A word, and everything as it was: its choices are in sight again."""
        state = self.sender.state
        return Turn((Reply(blocks, state.offered),), step=state.step, draft=state.draft)

    @property
    def _unreadable(self) -> Turn:
        if not self.busy:
            return say(guide_wording.UNREADABLE)
        said = wording.TYPE_INSTEAD if self.taking else guide_wording.UNREADABLE
        return self._kept((Paragraph(said),))

    @property
    def _step(self) -> str:
        return self.sender.state.step
