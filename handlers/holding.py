"""While a person answers a chat by hand, the assistant is silent there; afterwards it is back."""

from datetime import datetime
from typing import Final

from handlers.messages import Inbound, InboundKind
from handlers.turns import ConversationState, Turn

SILENCE: Final = Turn(unchanged=True)
"""Nothing is said and nothing changes; what was written stays in the account's own tool."""
_SPOKEN: Final = frozenset(
    {
        InboundKind.TEXT,
        InboundKind.EDIT,
        InboundKind.FILES,
        InboundKind.PLACE,
        InboundKind.UNSUPPORTED,
    }
)


def steps_back(inbound: Inbound, state: ConversationState, now: datetime) -> bool:
    """Whether a person has this chat now. A tap and a command are meant for the assistant."""
    if state.held_until is None or state.held_until <= now:
        return False
    return inbound.kind in _SPOKEN and not inbound.text.lstrip().startswith("/")
