"""What is said before an answer: danger, a word of condolence, what stands in the way."""

import re
from typing import Final

from handlers.messages import Block, Paragraph
from handlers.saying import prefixed
from handlers.turns import Turn
from handlers.wording import guide as wording
from handlers.wording import procedure as procedure_wording
from knowledge.base import KnowledgeBase
from knowledge.guidance import Card
from knowledge.matching.outcomes import Reading
from knowledge.text.folding import fold

_DEATH: Final = re.compile(
    r"\b(?:mat|chet|tang|mai tang|khai tu|chung tu|bao tu|tu vong|tu tran|tu tuat|tuat|qua doi"
    r"|khuat nui|hy sinh|chon|hoa tang)\b"
)


def names_a_death(text: str) -> bool:
    """Whether words name a death or what is done after one, told or not.

    The papers of a family that is honoured, or draws a pension, are mostly asked for the living,
    whatever is offered beside them.
    """
    return _DEATH.search(fold(text)) is not None


def prefaced(turn: Turn, reading: Reading, base: KnowledgeBase, *, condoled: bool) -> Turn:
    """The turn with what goes before it; `condoled`: the word of condolence was said before."""
    for block in reversed(_before(turn, reading, base, condoled=condoled)):
        turn = prefixed(turn, block)
    return turn


def _before(turn: Turn, reading: Reading, base: KnowledgeBase, *, condoled: bool) -> list[Block]:
    blocks: list[Block] = []
    route = base.route(reading.alarm) if reading.alarm else None
    if route is not None:
        blocks.append(wording.danger(route))
    if reading.bereaved and not condoled and not _condoles(turn):
        blocks.append(Paragraph(procedure_wording.CONDOLENCE))
    card = base.card(reading.said_first) if reading.said_first else None
    if card is not None and not _is_led_to(turn, card):
        words = wording.card(card, base.commune.facts())[1:]
        blocks += [] if _says(turn, words) else words
    return blocks


def _says(turn: Turn, words: list[Block]) -> bool:
    """Whether the answer itself already says all of it."""
    first = turn.replies[0].blocks if turn.replies else ()
    return all(block in first for block in words)


def _is_led_to(turn: Turn, card: Card) -> bool:
    """Whether the card is told with the answer anyway: it goes before its own procedure."""
    shown = turn.answer.procedures if turn.answer else ()
    return bool(shown) and card.leads == shown[0].code


def _condoles(turn: Turn) -> bool:
    """Whether the answer opens with a word of condolence of its own."""
    first = turn.replies[0].blocks if turn.replies else ()
    return any(isinstance(one, Paragraph) and "chia buon" in fold(one.text) for one in first)
