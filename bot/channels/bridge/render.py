"""Turn a `Reply` into messages within a gateway's limits. Pure."""

from functools import partial

from bot.channels.base import Part
from bot.channels.bridge.lengths import FOR_MARK, length, room, shown
from bot.channels.bridge.limits import GatewayLimits
from bot.channels.plain.render import texts_of
from handlers.messages import Block, Button, Link, Paragraph, Reply


def parts_of(reply: Reply, limits: GatewayLimits, public_url: str = "") -> tuple[Part, ...]:
    """The messages of a reply: its words, the choices by number, then its files.

    Buttons are beside the numbered words, never in their place.
    """
    given = reply if limits.links else _unlinked(reply)
    measure = partial(length, limits=limits)
    most = room(limits) - (FOR_MARK if limits.sms else 0)
    texts = texts_of(given, most, public_url if limits.links else "", measure)
    last = len(texts) - 1
    buttons = _buttons(reply.choices) if limits.buttons else ()
    said = tuple(
        Part(
            shown(words.text, limits),
            choices=buttons if number == last else (),
            reply=reply,
        )
        for number, words in enumerate(texts)
    )
    return said + tuple(Part(attachment=one, reply=reply) for one in reply.attachments)


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
