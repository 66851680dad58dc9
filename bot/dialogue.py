"""One dialogue held in memory with the real router: for `ask` and `catalogue eval`.

Nothing is stored: a question asked on the command line is nobody's conversation.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels.terminal.render import text_of
from handlers.messages import Address, Inbound
from handlers.privacy import PersonalView
from handlers.router import Router
from handlers.turns import Answer, ConversationState, Turn, following
from knowledge.base import KnowledgeBase

NOWHERE = Address("memory", "memory")


class NothingKept:
    """The personal records of a dialogue that keeps nothing."""

    def view(self, address: Address) -> PersonalView:
        """Nothing."""
        del address
        return PersonalView()


@dataclass(slots=True)
class Dialogue:
    """A conversation with the router, turn by turn, at one moment."""

    router: Router
    now: datetime
    state: ConversationState = field(default_factory=ConversationState)
    count: int = 0

    def says(self, text: str) -> Turn:
        """The router's turn on these words; the state moves on."""
        self.count += 1
        inbound = Inbound(NOWHERE, str(self.count), self.now, text=text)
        turn = self.router.respond(inbound, self.state, self.now)
        self.state = following(self.state, turn)
        return turn


def router_of(base: KnowledgeBase) -> Router:
    """A router over one state of the knowledge."""
    knowledge: Callable[[datetime], KnowledgeBase] = lambda _: base  # noqa: E731
    return Router(knowledge, NothingKept())


def answer_object(turn: Turn) -> dict[str, Any]:
    """The answer object of the command line's contract."""
    answer = turn.answer or Answer("card")
    return {
        "outcome": answer.outcome,
        "procedures": [
            {"code": one.code, "name": one.name, "confidence": round(one.confidence, 4)}
            for one in answer.procedures[:5]
        ],
        "related": list(answer.related),
        "part": answer.part.value if answer.part else None,
        "intent": answer.intent.value,
        "text": text_of(turn.replies),
    }
