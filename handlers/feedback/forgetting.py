"""What is said around a denunciation, and a report that is given up, is not kept (F-11)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.commands import Command, CountEvent, OpenCase, WipeInbound, WipeSince
from handlers.guide import ProcedureGuide
from handlers.messages import Inbound
from handlers.saying import say
from handlers.turns import IDLE, ConversationState, Turn
from handlers.wording import feedback as wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.kinds import ROUTED
from knowledge.matching.outcomes import Intent

ROAD: Final = "feedback.road"
"""The step after a road was told: what comes next may still belong to the denunciation."""
OFFER: Final = "feedback.offer"
"""The step in which one tap makes a report of what was just said."""
REMEMBERED: Final = timedelta(minutes=15)
"""Silence after which a message is no more part of a story told in several: time to type a long
one on a telephone and to look something up."""

_COUNTED: Final = frozenset({*(f"routed.{kind.value}" for kind in ROUTED), "routed.about_head"})
_ANOTHER_SUBJECT: Final = frozenset({"answer", "multi", "clarify", "route"})
"""Outcomes of a question about something else; a ready card may be a word of the story."""
_OF_THE_LAW: Final = frozenset({Intent.COMPLAINT, Intent.DENUNCIATION})


def unkept(inbound: Inbound, state: ConversationState, turn: Turn, now: datetime) -> Turn:
    """The turn, with what must not be kept wiped and the road remembered."""
    if _was_given_up(state, turn):
        turn = _with(turn, given_up(state))
    on_the_road, worded = _on_the_road(state, now), bool(inbound.text.strip())
    if on_the_road and worded:
        turn = _with(turn, (WipeInbound(),))
    if turn.unchanged or turn.step != IDLE:
        return turn
    counted = any(isinstance(one, CountEvent) and one.name in _COUNTED for one in turn.commands)
    ended = worded and turn.answer is not None and turn.answer.outcome in _ANOTHER_SUBJECT
    if counted or (on_the_road and not ended):
        return replace(turn, step=ROAD, draft={"until": (now + REMEMBERED).isoformat()})
    return turn


def given_up(state: ConversationState) -> tuple[Command, ...]:
    """Wipes every message of the report being taken; nothing when none is."""
    since = (state.draft or {}).get("since")
    return () if since is None else (WipeSince(datetime.fromisoformat(str(since))), WipeInbound())


def going_on(
    base: KnowledgeBase, state: ConversationState, said: str, now: datetime
) -> Turn | None:
    """Words after a road was told: the same story is not taken up; None: another subject."""
    if not _on_the_road(state, now):
        return None
    reading = shipped_reader().read(said)
    answer = ProcedureGuide(base).ask(said, state, now).answer
    if answer is None or answer.outcome == "none" or answer.intent in _OF_THE_LAW:
        return say(wording.NOT_KEPT_EITHER)
    return say(wording.NOT_KEPT_EITHER) if reading.routed or reading.suspected else None


def _on_the_road(state: ConversationState, now: datetime) -> bool:
    if state.step != ROAD or state.expired:
        return False
    return now < datetime.fromisoformat(str((state.draft or {})["until"]))


def _was_given_up(state: ConversationState, turn: Turn) -> bool:
    """A report was being taken, and neither goes on nor was sent.

    What was only offered to become one was a question: it is kept as every question is.
    """
    if state.expired or turn.unchanged or state.step == OFFER:
        return False
    goes_on = "since" in (turn.draft or {})
    sent = any(isinstance(one, OpenCase) for one in turn.commands)
    return "since" in (state.draft or {}) and not goes_on and not sent


def _with(turn: Turn, commands: tuple[Command, ...]) -> Turn:
    more = tuple(one for one in commands if one not in turn.commands)
    return replace(turn, commands=(*turn.commands, *more))
