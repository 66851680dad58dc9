"""A broadcast as each channel would show it: the words of its messages, before anything is sent."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot.channels.plain.render import texts_of
from bot.channels.telegram.render import parts_of as telegram_parts
from bot.channels.telegram.render import plain
from bot.channels.zalo_bot.limits import TEXT as ZALO_BOT_TEXT
from bot.channels.zalo_oa.render import parts_of as zalo_oa_parts
from handlers.check_codes import Seal
from handlers.messages import ChannelName, Reply
from handlers.store.check_codes import stamped
from handlers.store.states import OutboxKind

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


def worn(seal: Seal | None, letter: Reply, commune: str, at: datetime) -> Reply:
    """The letter with the check code its copies wear on the day of that moment."""
    if seal is None:
        return letter
    return stamped(seal, letter, commune, OutboxKind.BROADCAST, at)[0]
