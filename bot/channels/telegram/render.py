"""Turn a `Reply` into messages Telegram takes. Pure; every word is escaped.

Each block becomes a piece of HTML that is whole by itself, so no cut can fall inside a tag.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import escape, unescape
from typing import Final, assert_never
from urllib.parse import urljoin, urlsplit

from bot.channels.base import Part
from bot.channels.splitting import split
from bot.channels.telegram.buttons import listed, shown
from bot.channels.telegram.limits import MARK_ROOM, TEXT
from handlers.messages import Block, Fact, Heading, Item, Link, Paragraph, Reply
from handlers.wording.guide import SAMPLE_MARK

ROOM: Final = TEXT - MARK_ROOM

_TAG = re.compile(r"<[^>]*>")


def parts_of(reply: Reply, public_url: str = "") -> tuple[Part, ...]:
    """The messages of a reply, the choices under the last text, then its files one by one."""
    texts = _packed(_pieces(reply, public_url))
    if len(texts) > 1:
        texts = [f"{text}\n\n<i>({n}/{len(texts)})</i>" for n, text in enumerate(texts, 1)]
    last = len(texts) - 1
    buttons = shown(reply.choices)
    said = tuple(
        Part(text, choices=buttons if number == last else (), reply=reply)
        for number, text in enumerate(texts)
    )
    return said + tuple(Part(attachment=one) for one in reply.attachments)


def plain(text: str) -> str:
    """A message's words without its tags, for when Telegram rejects them."""
    return unescape(_TAG.sub("", text))


def units(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _pieces(reply: Reply, public_url: str) -> list[tuple[str, str]]:
    """Gap before, and HTML: one pair a block, several for a block too long for one message."""
    pieces: list[tuple[str, str]] = []
    previous: Block | None = None
    for block in reply.blocks:
        gap = "\n" if _together(previous, block) else "\n\n"
        for number, piece in enumerate(_cut(block, public_url)):
            pieces.append((gap if number == 0 else "\n", piece))
        previous = block
    mark = pieces[-1:] if reply.blocks and _is_mark(reply.blocks[-1]) else []
    pieces = pieces[: len(pieces) - len(mark)]
    for number, line in enumerate(listed(reply.choices)):
        pieces.append(("\n" if number else "\n\n", _safe(line)))
    pieces += mark
    if not pieces and reply.choices:
        pieces.append(("", "Anh/chị chọn giúp em:"))
    return pieces


def _packed(pieces: list[tuple[str, str]]) -> list[str]:
    texts: list[str] = []
    for gap, piece in pieces:
        if texts and units(texts[-1] + gap + piece) <= ROOM:
            texts[-1] += gap + piece
        else:
            texts.append(piece)
    return texts


def _cut(block: Block, public_url: str) -> Iterator[str]:
    """The HTML of a block, cut between its words if it is longer than a message."""
    whole = _html(block, public_url)
    if not plain(whole).strip():
        return
    if units(whole) <= ROOM:
        yield whole
        return
    for text in split(plain(whole), ROOM, lambda part: units(_safe(part))):
        yield _safe(text)


def _html(block: Block, public_url: str) -> str:
    match block:
        case Heading(text):
            return f"<b>{_safe(text)}</b>"
        case Paragraph(text):
            return f"<i>{_safe(text)}</i>" if _is_mark(block) else _safe(text)
        case Item(text, checkable):
            return f"{'☐' if checkable else '•'} {_safe(text)}"
        case Fact(label, value):
            return f"<b>{_safe(label)}:</b> {_safe(value)}"
        case Link(label, url):
            return _link(label, url, public_url)
        case _:
            assert_never(block)


def _link(label: str, url: str, public_url: str) -> str:
    """A link to the web; a page of ours only where the public knows our address."""
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        if not public_url:
            return _safe(label)
        url = urljoin(public_url, url)
    if not _on_the_web(url):
        return f"{_safe(label)}: {_safe(url.removeprefix('tel:').removeprefix('mailto:'))}"
    return f'<a href="{escape(url)}">{_safe(label)}</a>'


def _on_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


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


def _safe(text: str) -> str:
    """Escaped, composed (a decomposed letter counts three), without broken halves of letters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return escape(unicodedata.normalize("NFC", whole), quote=False)
