"""A broadcast as each channel would show it: the words of its messages, before anything is sent."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.channels.bridge.lengths import segments
from bot.channels.bridge.limits import GatewayLimits
from bot.channels.bridge.render import parts_of as bridge_parts
from bot.channels.bridge.render import sms_pages
from bot.channels.plain.render import texts_of
from bot.channels.telegram.render import parts_of as telegram_parts
from bot.channels.telegram.render import plain
from bot.channels.zalo_bot.limits import TEXT as ZALO_BOT_TEXT
from bot.channels.zalo_oa.render import parts_of as zalo_oa_parts
from bot.communes import Served
from handlers.broadcast_reports import Look
from handlers.check_codes import Seal
from handlers.messages import Block, ChannelName, Paragraph, Reply
from handlers.store.check_codes import stamped
from handlers.store.states import OutboxKind
from knowledge.sms import count

Looks = Callable[[str, str, Reply], Look]
PAGE_TEXT: Final = 4_000
"""Letters shown of a page's text; a page has no limit of its own."""


def _telegram(reply: Reply) -> list[str]:
    return [plain(part.text) for part in telegram_parts(reply)]


def _zalo_bot(reply: Reply) -> list[str]:
    return [one.text for one in texts_of(reply, ZALO_BOT_TEXT)]


def _zalo_oa(reply: Reply) -> list[str]:
    return [part.text for part in zalo_oa_parts(reply) if part.text]


def _page(reply: Reply) -> list[str]:
    return [one.text for one in texts_of(reply, PAGE_TEXT)]


_SHOWN: Final[Mapping[str, Callable[[Reply], list[str]]]] = {
    ChannelName.TELEGRAM: _telegram,
    ChannelName.ZALO_BOT: _zalo_bot,
    ChannelName.ZALO_OA: _zalo_oa,
}


def shown(channel: str, reply: Reply) -> list[str]:
    """The messages a reply becomes on a channel, without its look."""
    return _SHOWN.get(channel, _page)(reply)


def looks_of(communes: Sequence[Served], public_url: str = "") -> Looks:
    """What each channel's account shows, gateways by their limits."""
    gateways = {each.name: each.limits for one in communes for each in one.gateways}

    def look(channel: str, account: str, reply: Reply) -> Look:
        limits = gateways.get(account) if channel == ChannelName.BRIDGE else None
        if limits is None:
            return Look(tuple(shown(channel, reply)))
        return _gateways(reply, limits, public_url)

    return look


def _gateways(reply: Reply, limits: GatewayLimits, public_url: str) -> Look:
    leaves = tuple(part.text for part in bridge_parts(reply, limits, public_url) if part.text)
    if not limits.sms:
        return Look(leaves)
    later = sms_pages(reply, limits, public_url)[1:]
    units = sum(count(one).units for one in leaves)
    over = _over(reply, limits, public_url) if later else 0
    return Look(leaves, later, sum(segments(one) for one in leaves), units, over)


def _over(reply: Reply, limits: GatewayLimits, public_url: str) -> int:
    """Letters its paragraphs must lose, the longest first, so that one message holds it all."""
    whole = sum(len(one.text) for one in reply.blocks if isinstance(one, Paragraph))

    def fits(dropped: int) -> bool:
        shorter = replace(reply, blocks=_cut(reply.blocks, dropped))
        return len(sms_pages(shorter, limits, public_url)) <= 1

    return min(whole, bisect_left(range(whole), True, lo=1, key=fits))


def _cut(blocks: tuple[Block, ...], dropped: int) -> tuple[Block, ...]:
    """The blocks without so many letters of their paragraphs, the longest first."""
    found = list(blocks)
    texts = [(number, one) for number, one in enumerate(blocks) if isinstance(one, Paragraph)]
    for number, one in sorted(texts, key=lambda each: -len(each[1].text)):
        lost = min(dropped, len(one.text))
        found[number] = replace(one, text=one.text[: len(one.text) - lost])
        dropped -= lost
    return tuple(found)


def worn(seal: Seal | None, letter: Reply, commune: str, at: datetime) -> Reply:
    """The letter with the check code its copies wear on the day of that moment."""
    if seal is None:
        return letter
    return stamped(seal, letter, commune, OutboxKind.BROADCAST, at)[0]
