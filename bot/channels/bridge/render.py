"""Turn a `Reply` into messages within a gateway's limits. Pure."""

from collections.abc import Callable
from functools import partial

from bot.channels.base import Part
from bot.channels.bridge.lengths import length, room, shown
from bot.channels.bridge.limits import GatewayLimits
from bot.channels.bridge.paging import pages_of
from bot.channels.bridge.short import facts_of, foot_of
from bot.channels.plain.render import texts_of
from handlers.messages import Block, Button, Link, Paragraph, Reply
from handlers.wording.short import NO_MORE


def parts_of(reply: Reply, limits: GatewayLimits, public_url: str = "") -> tuple[Part, ...]:
    """The messages of a reply: its words, the choices by number, then its files.

    Buttons are beside the numbered words, never in their place. By SMS one message leaves, the most
    important facts first; what is left is sent when the person asks for it (`Reply.page`).
    """
    texts, last = _texts(reply, limits, public_url)
    buttons = _buttons(reply.choices) if limits.buttons else ()
    said = tuple(
        Part(
            shown(text, limits),
            choices=buttons if last and number == len(texts) else (),
            reply=reply,
        )
        for number, text in enumerate(texts, 1)
    )
    return said + tuple(Part(attachment=one, reply=reply) for one in reply.attachments)


def sms_pages(reply: Reply, limits: GatewayLimits, public_url: str = "") -> tuple[str, ...]:
    """All pages of a reply by SMS, as they are read; only the first leaves by itself."""
    pages = _pages(reply, limits, public_url, partial(length, limits=limits))
    return tuple(shown(one, limits) for one in pages)


def _texts(reply: Reply, limits: GatewayLimits, public_url: str) -> tuple[list[str], bool]:
    """The texts, and whether the end of the reply is among them."""
    measure = partial(length, limits=limits)
    if limits.sms:
        pages = _pages(reply, limits, public_url, measure)
        if not pages:
            return [], True
        at = reply.page
        return ([pages[at]], at == len(pages) - 1) if at < len(pages) else ([NO_MORE], False)
    given = reply if limits.links else _unlinked(reply)
    found = texts_of(given, room(limits), public_url if limits.links else "", measure)
    return [one.text for one in found], True


def _pages(
    reply: Reply, limits: GatewayLimits, public_url: str, measure: Callable[[str], int]
) -> list[str]:
    facts = facts_of(reply, public_url, links=limits.links)
    return pages_of(facts, room(limits), measure, foot_of(reply))


def _unlinked(reply: Reply) -> Reply:
    """Pages by their words alone; telephone numbers stay."""
    blocks = tuple(_named(one) for one in reply.blocks)
    return Reply(blocks, choices=reply.choices, tag=reply.tag)


def _named(block: Block) -> Block:
    if not isinstance(block, Link) or block.url.startswith("tel:"):
        return block
    return Paragraph(block.label)


def _buttons(choices: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(one for one in choices if not one.action.startswith("private:"))
