"""A reply as plain text; choices become a numbered list, since every choice works by number."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from handlers.messages import (
    Block,
    Button,
    Fact,
    Heading,
    Item,
    Link,
    Paragraph,
    Reply,
)


def text_of(replies: Iterable[Reply]) -> str:
    """Several replies as one text, an empty line between them."""
    return "\n\n".join(reply_text(reply) for reply in replies)


def reply_text(reply: Reply) -> str:
    """One reply as lines of text."""
    lines = blocks_text(reply.blocks)
    lines += [f"Tệp: {one.filename}" for one in reply.attachments]
    if reply.choices:
        lines += ["", *choice_lines(reply.choices, reply.tag)]
    return "\n".join(lines).strip("\n")


def blocks_text(blocks: Iterable[Block]) -> list[str]:
    """Blocks as lines; a heading and what follows a list are set off by an empty line."""
    lines: list[str] = []
    previous: Block | None = None
    for block in blocks:
        if lines and (isinstance(block, Heading) or _leaves_list(previous, block)):
            lines.append("")
        lines.append(line_of(block))
        previous = block
    return lines


def line_of(block: Block) -> str:
    """One block as text."""
    match block:
        case Heading(text):
            return text.upper() if len(text) < 60 else text
        case Paragraph(text):
            return text
        case Item(text, checkable):
            return f"  [ ] {text}" if checkable else f"  - {text}"
        case Fact(label, value):
            return f"{label}: {value}"
        case Link(label, url):
            return f"{label}: {url}"
        case unexpected:
            assert_never(unexpected)


def choice_lines(choices: Sequence[Button], tag: str) -> list[str]:
    """Numbered choices; of what we sent first, with its tag."""
    return [f"  {tag}{n}. {choice.label}" for n, choice in enumerate(choices, start=1)]


def _leaves_list(previous: Block | None, block: Block) -> bool:
    return isinstance(previous, Item) and not isinstance(block, Item)
