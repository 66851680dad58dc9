"""Several questions of one message, answered one under the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers import actions
from handlers.commands import Command
from handlers.messages import Block, Button, Paragraph, Reply
from handlers.stale import STALE
from handlers.turns import Answer, AnswerProcedure, Told, Turn
from handlers.wording import guide as wording
from handlers.wording.procedure import CONDOLENCE
from knowledge.base import KnowledgeBase
from knowledge.matching.outcomes import Match, Reading, RouteFound, Several, Subject, Wish

MOST_QUESTIONS: Final = 3
"""Questions of one message answered at once; the others are named, each with its button."""

CONDOLED: Final = Paragraph(CONDOLENCE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is said to one of the questions."""

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    told: tuple[Told, ...] = ()
    procedure: AnswerProcedure | None = None
    commands: tuple[Command, ...] = ()


def answered(turn: Turn) -> Answered | None:
    """A route or card as one answer of several; None for one that is gone."""
    if turn.answer is None:
        return None
    first = turn.replies[0]
    return Answered(first.blocks, first.choices, turn.told, None, turn.commands)


def together(
    found: Several,
    reading: Reading,
    base: KnowledgeBase,
    say: Callable[[Wish], Answered | None],
) -> Turn:
    """The first questions answered in their order; what was asked besides is named."""
    said = [one for wish in found.wishes[:MOST_QUESTIONS] if (one := say(wish)) is not None]
    if not said:
        return STALE
    buttons = [button for one in said for button in one.buttons]
    replies, condoled = _apart([one.blocks for one in said])
    if len(said) > 1:
        replies.insert(0, Reply(tuple(wording.several(len(said), all_heard=not found.unread))))
    if condoled:
        replies[0] = replace(replies[0], blocks=(CONDOLED, *replies[0].blocks))
    later = [_named(base, wish) for wish in found.wishes[MOST_QUESTIONS:]]
    if named := [button for button in later if button is not None]:
        replies.append(Reply(tuple(wording.also_asked([one.label for one in named]))))
    if found.unread:
        replies.append(Reply(tuple(wording.not_taken_up(found.unread))))
    replies[-1] = Reply(replies[-1].blocks, tuple(dict.fromkeys((*named, *buttons))))
    shown = tuple(one.procedure for one in said if one.procedure is not None)
    return Turn(
        tuple(replies),
        subject=_subject(found, [one.code for one in shown], reading),
        commands=tuple(dict.fromkeys(command for one in said for command in one.commands)),
        told=tuple(told for one in said for told in one.told),
        answer=Answer(found.told_as, shown, part=reading.part, intent=reading.intent),
    )


def _apart(answers: Sequence[tuple[Block, ...]]) -> tuple[list[Reply], bool]:
    """The answers without the word of condolence, which goes before all; whether one had it."""
    condoled = any(CONDOLED in blocks for blocks in answers)
    kept = [tuple(one for one in blocks if one != CONDOLED) for blocks in answers]
    return [Reply(blocks) for blocks in kept], condoled


def _named(base: KnowledgeBase, wish: Wish) -> Button | None:
    """The button of a question that is named only."""
    if isinstance(wish, Match):
        procedure = base.active(wish.code)
        return Button(procedure.title, actions.build("p", wish.code)) if procedure else None
    if isinstance(wish, RouteFound):
        route = base.route(wish.key)
        return Button(route.title, actions.build("r", wish.key)) if route else None
    card = base.card(wish.key)
    return Button(card.title, actions.build("c", wish.key)) if card else None


def _subject(found: Several, codes: Sequence[str], reading: Reading) -> Subject | None:
    """What the next words may ask on about."""
    if len(codes) == 1:
        return Subject(codes[0], (), reading.part)
    if codes:
        return Subject(None, tuple(codes), reading.part)
    routes = [wish.key for wish in found.wishes if isinstance(wish, RouteFound)]
    return Subject(route=routes[-1]) if routes else None
