"""What a flow decided about one inbound: replies, the next state, commands, and what was told."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.commands import Command, RecordConsent
from handlers.messages import Button, Reply
from handlers.officers import CITIZEN, Actor
from knowledge.matching.outcomes import InputStyle, Intent, Subject
from knowledge.procedures import Part

IDLE = "idle"
"""The step of a conversation that waits for nothing."""


@dataclass(frozen=True, slots=True)
class ConversationState:
    """One chat's state as a flow sees it."""

    step: str = IDLE
    draft: dict[str, Any] | None = None
    offered: tuple[Button, ...] = ()
    subject: Subject | None = None
    expired: bool = False
    """What was open, a step or choices, had expired."""
    left: str = IDLE
    """The step that was open when its time ran out: a kind word about it is due."""
    consent: str | None = None
    """Version of the privacy text this person agreed to, if any."""
    held_until: datetime | None = None
    """A person has taken the chat over until then."""
    actor: Actor = CITIZEN
    """Who writes; never stored with the conversation, looked up with each message."""


@dataclass(frozen=True, slots=True)
class AnswerProcedure:
    """One procedure as the citizen sees it in an answer."""

    code: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer object of `motcua ask` (product.md): what was said, in numbers and codes."""

    outcome: str
    """answer, multi, clarify, route, card or none."""
    procedures: tuple[AnswerProcedure, ...] = ()
    related: tuple[str, ...] = ()
    part: Part | None = None
    intent: Intent = Intent.UNKNOWN
    confidence: float | None = None
    style: InputStyle = InputStyle.EMPTY
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One thing said to a person, kept without the question: for corrections and sampling."""

    outcome: str
    code: str | None = None
    version: int | None = None
    part: Part | None = None
    value: str | None = None
    """The figure or sentence told for the part, so that a correction can say old → new."""
    confidence: float | None = None
    style: InputStyle = InputStyle.EMPTY
    asked_back: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A flow's whole decision. The inbox applies it in one transaction."""

    replies: tuple[Reply, ...] = ()
    step: str = IDLE
    draft: dict[str, Any] | None = None
    subject: Subject | None = None
    keep_subject: bool = True
    """Keep the stored subject when `subject` is None."""
    commands: tuple[Command, ...] = ()
    told: tuple[Told, ...] = ()
    answer: Answer | None = None
    expires_in_minutes: int = 24 * 60
    """Idle time after which the step falls back to idle (privacy: 24 h, domain §9)."""
    unchanged: bool = False
    """Nothing was decided: step, draft and choices stay as they were."""


def meaning(turn: Turn | None, intent: Intent) -> Turn | None:
    """The turn of a flow that answers one wish only, with what the person wanted."""
    if turn is None or turn.answer is not None or not turn.replies:
        return turn
    return replace(turn, answer=Answer("card", intent=intent))


def following(state: ConversationState, turn: Turn) -> ConversationState:
    """The state after a turn, as the inbox stores it and as a dialogue without a store goes on."""
    if turn.unchanged:
        return state
    offered = tuple(button for reply in turn.replies for button in reply.choices)
    subject = turn.subject
    if subject is None and turn.keep_subject:
        subject = state.subject
    consent = state.consent
    for command in turn.commands:
        if isinstance(command, RecordConsent):
            consent = command.version if command.agreed else None
    return replace(
        state,
        step=turn.step,
        draft=turn.draft,
        offered=offered,
        subject=subject,
        expired=False,
        consent=consent,
    )
