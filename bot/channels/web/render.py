"""Turn a `Reply` into HTML. Pure: same reply and look, same markup; every word is escaped."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.channels.web.phones import linked
from handlers.messages import (
    Attachment,
    Block,
    Button,
    Fact,
    Heading,
    Item,
    Link,
    Paragraph,
    Reply,
)
from handlers.wording.guide import SAMPLE_MARK

PROCEDURE_SUBJECT = "procedure:"
"""A reply whose subject starts so gets the links to the full and the printable page."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a reply stands on its page."""

    nonce: str = ""
    """Of the forms around the choices; without one no choices are shown."""
    heading: int = 2
    """Level of the reply's headings on the page."""
    current: bool = True
    """The newest choices are numbered: typing the number picks one."""
    start: str = ""
    """Deep-link parameter sent along with a choice."""
    line: int = 0
    """Of the thread: its files are handed out under it. 0: they are only named."""
    links: bool = True
    """Offer the full and the printable page."""


def reply_html(reply: Reply, look: Look) -> Markup:
    """The whole reply: blocks, files, page links, choices."""
    parts = list(blocks_html(reply.blocks, look.heading))
    parts += [_file(number, one, look) for number, one in enumerate(reply.attachments)]
    if look.links:
        parts += _page_links(reply)
    if look.nonce and reply.choices:
        parts.append(choices_html(reply.choices, look))
    return Markup("\n").join(parts)


def blocks_html(blocks: tuple[Block, ...], level: int) -> Iterator[Markup]:
    """The blocks, neighbouring items and facts joined into one list each."""
    for shape, run in groupby(blocks, key=_shape):
        members = list(run)
        match shape:
            case "facts":
                yield Markup("<dl>{}</dl>").format(_joined(members, level))
            case "items":
                yield Markup("<ul>{}</ul>").format(_joined(members, level))
            case "checks":
                yield Markup('<ul class="checks">{}</ul>').format(_joined(members, level))
            case _:
                yield _joined(members, level)


def choices_html(choices: tuple[Button, ...], look: Look) -> Markup:
    """Choices as submit buttons of one form, so that they work without JavaScript."""
    start = Markup('<input type="hidden" name="start" value="{}">').format(look.start)
    buttons = Markup("").join(_button(n, c, look) for n, c in enumerate(choices, 1))
    return Markup(
        '<form class="choices{}" method="post" action="/tro-chuyen" autocomplete="off">'
        '<input type="hidden" name="nonce" value="{}">{}{}{}</form>'
    ).format(
        " now" if look.current else "",
        look.nonce,
        start if look.start else "",
        _hint(len(choices)) if look.current else "",
        buttons,
    )


def plain_text(text: str) -> Markup:
    """A person's own words as one paragraph; line breaks are kept by the style sheet."""
    return Markup("<p>{}</p>").format(text)


def safe_url(url: str) -> bool:
    """Whether a link may be followed: the web, a phone, a mail address, or a page of ours."""
    if url.startswith("/"):
        return not url.startswith(("//", "/\\"))
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    return parts.scheme in {"tel", "mailto"}


def _shape(block: Block) -> str:
    match block:
        case Fact():
            return "facts"
        case Item(checkable=True):
            return "checks"
        case Item():
            return "items"
        case _:
            return "plain"


def _joined(blocks: list[Block], level: int) -> Markup:
    return Markup("").join(_block(block, level) for block in blocks)


def _block(block: Block, level: int) -> Markup:
    match block:
        case Heading(text):
            return Markup("<h{0}>{1}</h{0}>").format(level, text)
        case Paragraph(text):
            return _paragraph(text)
        case Item(text, foreign=True):
            return Markup("<li>{}</li>").format(text)
        case Item(text):
            return Markup("<li>{}</li>").format(linked(text))
        case Fact(label, value):
            return Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, linked(value))
        case Link(label, url):
            return _link(label, url)
        case _:
            assert_never(block)


def _paragraph(text: str) -> Markup:
    """Words that announce a list stand out; the sample mark is a small label."""
    if text == SAMPLE_MARK:
        return Markup('<p class="mark">{}</p>').format(text)
    if text.endswith(":") and ". " not in text and "\n" not in text:
        return Markup('<p class="lead">{}</p>').format(linked(text))
    return Markup("<p>{}</p>").format(linked(text))


def _link(label: str, url: str) -> Markup:
    if not safe_url(url):
        return Markup("<p>{}: {}</p>").format(label, url)
    outside = url.startswith("http")
    attributes = Markup(' rel="noopener noreferrer" target="_blank"') if outside else ""
    return Markup('<p class="link"><a href="{}"{}>{}</a></p>').format(url, attributes, label)


def _file(number: int, file: Attachment, look: Look) -> Markup:
    if not look.line:
        return Markup('<p class="file">Tệp: {}</p>').format(file.filename)
    link = Markup('<p class="file"><a href="/tro-chuyen/tep/{}/{}" download>Tải tệp: {}</a></p>')
    return link.format(look.line, number, file.filename)


def _page_links(reply: Reply) -> list[Markup]:
    subject = reply.subject or ""
    if not subject.startswith(PROCEDURE_SUBJECT):
        return []
    code = escape(subject.removeprefix(PROCEDURE_SUBJECT))
    return [
        Markup(
            '<p class="more"><a href="/in/{0}">In giấy tờ</a>'
            '<a href="/thu-tuc/{0}">Trang thủ tục</a></p>'
        ).format(code)
    ]


def _hint(count: int) -> Markup:
    if count < 2:
        return Markup("")
    return Markup('<p class="hint">Anh/chị bấm một nút, hoặc gõ số từ 1 đến {}.</p>').format(count)


def _button(number: int, choice: Button, look: Look) -> Markup:
    shown = Markup('<span class="n">{}</span> ').format(number) if look.current else ""
    return Markup('<button name="action" value="{}">{}<span>{}</span></button>').format(
        choice.action, shown, choice.label
    )
