"""Turn a `Reply` into texts of bounded length. Pure.

    for words in texts_of(reply, 2_000, public_url="https://phuong.example.vn"):
        send(words.text)               # words.runs says what may be bold, in UTF-16 units

Attachments are not in the texts: how a file travels is each channel's own matter.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, assert_never
from urllib.parse import urljoin

from bot.channels.base import Look, Run
from bot.channels.plain.units import one_line, units, whole
from bot.channels.splitting import split
from handlers import actions
from handlers.messages import Block, Button, Fact, Heading, Item, Link, Paragraph, Reply
from handlers.wording.guide import SAMPLE_MARK
from handlers.wording.messengers import TYPE_A_NUMBER, TYPE_A_TAG

MARK_ROOM: Final = 12
"""Letters of a part kept for "(12/34)" under it."""
Measure = Callable[[str], int]

_WORDLESS: Final = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words, and which of them may be shown otherwise."""

    text: str
    runs: tuple[Run, ...] = ()

    def then(self, gap: str, other: "Words") -> "Words":
        """These and, after a gap, others."""
        start = units(self.text + gap)
        moved = tuple(replace(run, start=run.start + start) for run in other.runs)
        return Words(self.text + gap + other.text, self.runs + moved)


def texts_of(
    reply: Reply, limit: int, public_url: str = "", measure: Measure = units
) -> tuple[Words, ...]:
    """The texts of a reply, each of at most `limit` by `measure`; none for a reply without words.

    `public_url` is the origin of the ward's own pages; without it they are named, not linked.
    """
    room = limit - MARK_ROOM
    pieces = [
        (gap if number == 0 else "\n", piece)
        for gap, words in _pieces(reply, public_url)
        for number, piece in enumerate(_cut(words, room, measure))
    ]
    texts = _packed(pieces, room, measure)
    if len(texts) > 1:
        texts = [one.then("\n", Words(f"({n}/{len(texts)})")) for n, one in enumerate(texts, 1)]
    return tuple(texts)


def _pieces(reply: Reply, public_url: str) -> Iterator[tuple[str, Words]]:
    """Gap before, and words: one pair a block, then the choices, then the mark of a sample."""
    blocks, mark = reply.blocks, None
    if blocks and _is_mark(blocks[-1]):
        blocks, mark = blocks[:-1], blocks[-1]
    previous: Block | None = None
    for block in blocks:
        words = words_of(block, public_url)
        if _WORDLESS.fullmatch(words.text):
            continue
        yield ("\n" if _together(previous, block) else "\n\n"), words
        previous = block
    for number, line in enumerate(choice_lines(reply.choices, reply.tag)):
        yield ("\n" if number else "\n\n"), Words(line)
    if mark is not None:
        yield "\n\n", words_of(mark, public_url)


def choice_lines(choices: tuple[Button, ...], tag: str) -> list[str]:
    """The choices by number, and how to choose. The number is the place among all of them."""
    lines = [
        f"{tag}{number}. {one_line(choice.label)}"
        for number, choice in enumerate(choices, 1)
        if not _opens_private(choice)
    ]
    if lines:
        lines.append(TYPE_A_TAG.format(tag=tag) if tag else TYPE_A_NUMBER)
    return lines


def _opens_private(choice: Button) -> bool:
    """The way out of a group is a link, where a channel has one; a number leads nowhere."""
    action = actions.parse(choice.action)
    return action is not None and action.verb == "private"


def _packed(pieces: list[tuple[str, Words]], room: int, measure: Measure) -> list[Words]:
    texts: list[Words] = []
    for gap, piece in pieces:
        if texts and measure(texts[-1].text + gap + piece.text) <= room:
            texts[-1] = texts[-1].then(gap, piece)
        else:
            texts.append(piece)
    return texts


def _cut(words: Words, room: int, measure: Measure) -> Iterator[Words]:
    """A block, cut between its words if it is longer than a message; its looks are then left."""
    if measure(words.text) <= room:
        yield words
        return
    for text in split(words.text, room, measure):
        yield Words(text)


def words_of(block: Block, public_url: str) -> Words:
    """One block in words."""
    match block:
        case Heading(text):
            return _looking(whole(text), Look.TITLE)
        case Paragraph(text):
            said = whole(text)
            return _looking(said, Look.ASIDE) if _is_mark(block) else Words(said)
        case Item(text, checkable):
            return Words(f"{'☐' if checkable else '-'} {whole(text)}")
        case Fact(label, value):
            name = f"{whole(label)}:"
            return Words(f"{name} {whole(value)}", _looking(name, Look.LABEL).runs)
        case Link(label, url):
            return Words(_link(whole(label), url, public_url))
        case _:
            assert_never(block)


def _looking(text: str, look: Look) -> Words:
    return Words(text, (Run(0, units(text), look),) if text else ())


def _link(label: str, url: str, public_url: str) -> str:
    """Words and address; a page of ours only where the public knows our address."""
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        if not public_url:
            return label
        url = urljoin(public_url, url)
    return f"{label}: {whole(url).removeprefix('tel:').removeprefix('mailto:')}"


def _together(previous: Block | None, block: Block) -> bool:
    """Whether a block stands right under the one before: lists, and what announces them."""
    match previous, block:
        case (Item(), Item()) | (Fact(), Fact()) | (Link(), Link()):
            return True
        case (Paragraph(text), Item() | Fact()):
            return text.rstrip().endswith(":")
        case (Heading(), Item() | Fact() | Paragraph()):
            return True
        case _:
            return False


def _is_mark(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.text == SAMPLE_MARK
