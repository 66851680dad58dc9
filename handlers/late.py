"""A message that comes after what was said later: it answers nothing that was asked meanwhile.

A channel that promises no order brings again what failed, up to two hours late. A question is
answered whenever it comes, a label as the words it is; a number, or words for a step that is open,
were meant for what stood there when they were said.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers import choices
from handlers.choosing import CHOOSING
from handlers.feedback import asking, forgetting
from handlers.holding import SILENCE, steps_back
from handlers.messages import Inbound, InboundKind, Paragraph, Reply
from handlers.store.inbound_order import handled_later
from handlers.store.pushed import pushed
from handlers.store.unit_of_work import Work
from handlers.turns import IDLE, ConversationState, Turn
from handlers.wording.failures import CAME_LATE
from knowledge.calendar import local

ASKED_BACK: Final = frozenset({IDLE, CHOOSING, asking.OFFER, forgetting.OFFER})
"""Steps that ask which of several is meant: other words there are a question of their own."""
Respond = Callable[[Inbound, ConversationState, datetime], Turn]


def is_overtaken(work: Work, inbound: Inbound, state: ConversationState, now: datetime) -> bool:
    """Whether it would be taken as an answer to something that came after it."""
    if inbound.said_at is None or inbound.kind is not InboundKind.TEXT:
        return False
    if inbound.text.lstrip().startswith("/"):  # a command says itself what it is for
        return False
    return _answers(work, inbound, state, now) and handled_later(
        work, inbound.address.contact, inbound.said_at
    )


def _answers(work: Work, inbound: Inbound, state: ConversationState, now: datetime) -> bool:
    """Whether it would be taken as an answer to what is open, or to what we sent by ourselves."""
    if state.step != IDLE or choices.resolve(inbound.text, state.offered) is not None:
        return True
    if choices.number_of(inbound.text) is None:
        return False
    return bool(state.offered or pushed(work, inbound.address.contact, now))


def decided(respond: Respond, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
    """An answer without what is offered now; or that it came too late, and nothing moves."""
    if steps_back(inbound, state, now):
        return SILENCE
    if state.step in ASKED_BACK and choices.number_of(inbound.text) is None:
        return respond(inbound, replace(state, step=IDLE, draft=None, offered=()), now)
    at = local(inbound.said_at or inbound.received_at)
    said = CAME_LATE.format(at=f"{at:%H:%M}")
    return Turn((Reply((Paragraph(said),)),), unchanged=True)
