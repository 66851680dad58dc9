"""A question back that waits: asked once more, decided by what is asked, or given up on."""

from collections.abc import Sequence
from typing import Final

from handlers import actions, options
from handlers.messages import Button, Reply
from handlers.turns import Answer, AnswerProcedure, ConversationState, Told, Turn
from handlers.wording import guide as wording
from knowledge.base import KnowledgeBase
from knowledge.matching.outcomes import Intent, Reading
from knowledge.procedures import Part, Procedure

CHOOSING: Final = "guide.choose"
"""The step of a question back that waits for a choice."""
ONLINE_WAYS: Final = ("nop_truc_tuyen", "nop_vneid", "thanh_toan")
"""Cards on tap where it is asked how to file or pay online, and for nothing in particular."""


def asked_again(state: ConversationState, reading: Reading) -> Turn:
    """A part asked before a choice was made: it is kept, and the choice asked again."""
    draft = dict(state.draft or {})
    draft["part"] = reading.part.value if reading.part else draft.get("part")
    page = options.page_of(options.options_from(draft), 0, draft.get("family"))
    shown = tuple(
        AnswerProcedure(one.code, one.label, one.confidence)
        for one in options.procedures_of(page.options)
    )
    answer = Answer("clarify", shown, part=reading.part, intent=Intent.PROCEDURE)
    told = Told("clarify", part=reading.part, style=reading.style, asked_back=True)
    reply = Reply(tuple(wording.depends_on_choice()), page.buttons, subject=options.LIST)
    return Turn((reply,), step=CHOOSING, draft=draft, told=(told,), answer=answer)


def only_limited(base: KnowledgeBase, state: ConversationState) -> str | None:
    """The one offered procedure a citizen has a day to keep for: "hạn đến hôm nào" means it."""
    limited = [one.code for one in offered(base, state) if one.citizen_limits]
    return limited[0] if len(limited) == 1 else None


def offered(base: KnowledgeBase, state: ConversationState) -> Sequence[Procedure]:
    """The procedures among the options of an open question back."""
    if state.step != CHOOSING:
        return ()
    choices = options.procedures_of(options.options_from(state.draft or {}))
    return [one for choice in choices if (one := base.active(choice.code)) is not None]


def which_procedure(base: KnowledgeBase, part: Part, reading: Reading) -> Turn:
    """A part of no procedure named yet: which one, the most asked ones on tap."""
    shown = [one for code in options.SUGGESTIONS if (one := base.active(code)) is not None]
    buttons = tuple(Button(one.title, actions.build("p", one.code, part.value)) for one in shown)
    ways = ONLINE_WAYS if part is Part.ONLINE else ()
    cards = [card for key in ways if (card := base.card(key)) is not None]
    buttons = (*(Button(one.title, actions.build("c", one.key)) for one in cards), *buttons)
    answer = Answer("none", part=part, intent=Intent.PROCEDURE, style=reading.style)
    told = Told("none", part=part, style=reading.style)
    reply = Reply(tuple(wording.which_procedure()), buttons)
    return Turn((reply,), told=(told,), answer=answer)
