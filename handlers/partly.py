"""A message of which only the words could be read: the person is told so, before the answer."""

from dataclasses import replace

from handlers.messages import Inbound, Paragraph
from handlers.turns import Turn
from handlers.wording.failures import WORDS_ONLY


def told(inbound: Inbound, turn: Turn) -> Turn:
    """The turn, its first reply beginning with that where it is so."""
    if not inbound.words_only or not turn.replies:
        return turn
    first, *others = turn.replies
    first = replace(first, blocks=(Paragraph(WORDS_ONLY), *first.blocks))
    return replace(turn, replies=(first, *others))
