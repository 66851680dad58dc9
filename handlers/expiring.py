"""The kind word to who comes back after something half done was given up waiting for."""

from typing import Final

from handlers.choosing import CHOOSING
from handlers.dossiers import SHOWN
from handlers.feedback import asking, forgetting
from handlers.feedback.opening import FOLLOWING
from handlers.messages import Paragraph
from handlers.news import CHOOSING as CHOOSING_NEWS
from handlers.ratings import WORDS_STEP
from handlers.saying import prefixed
from handlers.turns import IDLE, ConversationState, Turn
from handlers.wording import guide as wording

ENDED: Final = frozenset({
    IDLE, CHOOSING, CHOOSING_NEWS, FOLLOWING, SHOWN, WORDS_STEP, asking.OFFER, forgetting.OFFER,
})  # fmt: skip
"""Steps in which nothing is half done: what was asked has been answered, or may be asked anew."""


def with_kind_word(turn: Turn, state: ConversationState) -> Turn:
    """The turn, opened by a word about what was left open too long, if anything was."""
    return prefixed(turn, Paragraph(wording.EXPIRED)) if _is_due(turn, state) else turn


def _is_due(turn: Turn, state: ConversationState) -> bool:
    return bool(turn.replies) and state.left not in ENDED
