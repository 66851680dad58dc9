"""A reply as facts in the order a text message tells them: what matters most first. Pure.

A card of a procedure says name, fee, time, how many papers, where and whom to call; the papers one
by one, sources and links follow on the next pages. Anything else keeps its order, sources last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from bot.channels.bridge.paging import Foot
from bot.channels.plain.render import choice_lines, words_of
from bot.channels.plain.units import whole
from handlers.check_codes import codes_in
from handlers.messages import Block, Fact, Heading, Item, Link, Paragraph, Reply
from handlers.wording.genuine import CODE_LABEL, code_line
from handlers.wording.guide import SAMPLE_MARK
from handlers.wording.parts import LABELS
from handlers.wording.short import PAPERS, PAPERS_MORE
from knowledge.procedures import Part

_SOURCES: Final = ("Nguồn:", "Lưu ý:")
_PHONE: Final = re.compile(r"điện thoại\s*[\d+]")


class Rank(IntEnum):
    """How early something is said."""

    NAME = 0
    FEE = 1
    TIME = 2
    COUNT = 3
    PLACE = 4
    CALL = 5
    REST = 6
    PAPERS = 7
    SOURCE = 8


_OF_PART: Final = {
    Part.FEE: Rank.FEE,
    Part.TIME: Rank.TIME,
    Part.PLACE: Rank.PLACE,
    Part.DOCUMENTS: Rank.PAPERS,
}
_SUMMED: Final = frozenset({Rank.FEE, Rank.TIME, Rank.PLACE})
"""With one of these beside the papers an answer is a card, and its papers may be counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """One fact, never cut in half where it fits a message at all."""

    text: str
    rank: Rank = Rank.REST


def facts_of(reply: Reply, public_url: str = "", *, links: bool = True) -> list[str]:
    """The facts of a reply, the most important first; the choices last."""
    blocks = [one for one in reply.blocks if not _is_mark(one) and not _code(one)]
    lines = [
        line
        for card in _cards(blocks)
        for line in _led(_ordered(list(_ranked(card, public_url, links=links))))
    ]
    choices = choice_lines(reply.choices, reply.tag)
    if choices:
        lines.append("\n".join(choices))
    return [line for line in lines if line.strip()]


def foot_of(reply: Reply) -> Foot:
    """What stands under every page: the mark of a sample commune, the message's check code."""
    mark = SAMPLE_MARK if any(_is_mark(one) for one in reply.blocks) else ""
    return Foot(mark, next((code for one in reply.blocks if (code := _code(one))), ""))


def _cards(blocks: list[Block]) -> Iterator[list[Block]]:
    """What stands under each heading, and before the first."""
    card: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and any(isinstance(one, Heading) for one in card):
            yield card
            card = []
        card.append(block)
    yield card


def _ranked(card: list[Block], public_url: str, *, links: bool) -> Iterator[Said]:
    """Each block with its place: what a label opens lasts until another does."""
    rank, headed = Rank.REST, any(isinstance(one, Heading) for one in card)
    for block in card:
        rank = _rank(block, rank) if headed else Rank.REST
        if isinstance(block, Link) and not links and not block.url.startswith("tel:"):
            yield Said(whole(block.label), Rank.SOURCE)
            continue
        yield Said(words_of(block, public_url if links else "").text.replace("☐", "-"), rank)


def _rank(block: Block, before: Rank) -> Rank:
    match block:
        case Heading():
            return Rank.NAME
        case Link(url=url):
            return Rank.CALL if url.startswith("tel:") else Rank.SOURCE
        case Item():
            return before
        case Fact(label=label):
            return _labelled(label, before)
        case Paragraph(text):
            return _sentence(text, before)


def _sentence(text: str, before: Rank) -> Rank:
    if text.startswith(_SOURCES):
        return Rank.SOURCE
    if text.rstrip().endswith(":"):
        return _labelled(text, before)
    return Rank.CALL if _PHONE.search(text) else Rank.REST


def _labelled(label: str, before: Rank) -> Rank:
    """A known part's place; under the papers other labels say when a paper is needed."""
    for part, words in LABELS.items():
        if label.startswith(words):
            return _OF_PART.get(part, Rank.REST)
    return before if before is Rank.PAPERS else Rank.REST


def _ordered(card: list[Said]) -> list[Said]:
    """In the order of importance where it is a card of a procedure; else as it came."""
    ranks = {one.rank for one in card}
    if Rank.PAPERS in ranks and ranks & _SUMMED:
        card = [*card, *_counted([one for one in card if one.rank is Rank.PAPERS])]
        return sorted(card, key=lambda one: one.rank)
    return sorted(card, key=lambda one: one.rank is Rank.SOURCE)


def _counted(papers: list[Said]) -> list[Said]:
    """How many papers are needed in any case; nothing where they do not stand as a list."""
    first, *rest = papers
    number = next((at for at, one in enumerate(rest) if not one.text.startswith("- ")), len(rest))
    if not first.text.rstrip().endswith(":") or number == 0:
        return []
    more = PAPERS_MORE if len(rest) > number else ""
    return [Said(PAPERS.format(number=number) + more, Rank.COUNT)]


def _led(card: list[Said]) -> list[str]:
    """The words, what announces a list held together with its first entry."""
    lines: list[str] = []
    for one in card:
        if lines and lines[-1].rstrip().endswith(":"):
            lines[-1] = f"{lines[-1]}\n{one.text}"
        else:
            lines.append(one.text)
    return lines


def _code(block: Block) -> str:
    """The check code of the line that says it; empty: another line."""
    if not isinstance(block, Paragraph) or not block.text.startswith(CODE_LABEL):
        return ""
    return next((one for one in codes_in(block.text) if block.text == code_line(one)), "")


def _is_mark(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.text == SAMPLE_MARK
