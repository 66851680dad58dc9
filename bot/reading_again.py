"""Read again what was set aside: by a later version, what nobody could read is a message.

A message is stored like any other; the running program finds it within half a minute and answers
(`Dispatch.recover`), or the next one does at its start.
"""

import json
from dataclasses import dataclass
from typing import Final

from bot.channels.telegram import receive as telegram
from bot.channels.zalo_bot import receive as zalo_bot
from bot.channels.zalo_oa import receive as zalo_oa
from handlers.conversation import keep_inbound
from handlers.messages import ChannelName, Inbound
from handlers.store import contacts, set_aside
from handlers.store.set_aside import Kept
from handlers.store.unit_of_work import Store, Work

NOT_CALLED: Final = "not called"
"""Of a group: only a receiver at work knows the bot's name."""


@dataclass(frozen=True, slots=True)
class Again:
    """What became of what was kept."""

    taken: int = 0
    passed: int = 0
    """Readable, and nothing to answer."""
    left: int = 0


def read_again(store: Store) -> Again:
    """Read all of it, each in a transaction of its own; running it twice changes nothing."""
    taken = passed = left = last = 0
    while True:
        with store.read() as work:
            batch = set_aside.after(work, last)
        if not batch:
            return Again(taken, passed, left)
        for one in batch:
            last = one.id
            read = _read(one)
            if read is None:
                left += 1
                continue
            store.write(lambda work, one=one, read=read: _take(work, one, read))  # type: ignore[misc]
            taken += isinstance(read, Inbound)
            passed += not isinstance(read, Inbound)


def _take(work: Work, kept: Kept, read: "Inbound | telegram.Moved | _Nothing") -> None:
    match read:
        case Inbound():
            keep_inbound(work, read, contacts.endpoint_of(work, kept.endpoint))
        case telegram.Moved(old=old, new=new):
            contacts.move_chat(work, kept.endpoint, str(old), str(new))
        case _Nothing():
            pass
    set_aside.remove(work, kept.id)


@dataclass(frozen=True, slots=True)
class _Nothing:
    """It was for nobody."""


def _read(kept: Kept) -> "Inbound | telegram.Moved | _Nothing | None":
    """What it means to this version; None while it means nothing."""
    match _by_channel(kept):
        case telegram.Arrived(inbound=inbound) | zalo_bot.Arrived(inbound=inbound):
            return inbound
        case zalo_oa.Arrived(inbound=inbound):
            return inbound
        case telegram.Moved() as moved:
            return moved
        case telegram.Passed(reason=reason) if reason == NOT_CALLED:
            return None
        case telegram.Passed() | zalo_bot.Passed() | zalo_oa.Passed():
            return _Nothing()
        case _:
            return None


def _by_channel(kept: Kept) -> "telegram.Update | zalo_bot.Update | zalo_oa.Update | None":
    raw = json.loads(kept.raw)
    match kept.channel:
        case ChannelName.TELEGRAM:
            me = telegram.Me(int(kept.account) if kept.account.isdecimal() else 0)
            return telegram.read(raw, kept.endpoint, me, kept.at)
        case ChannelName.ZALO_BOT:
            return zalo_bot.read(raw, kept.endpoint, frozenset(), kept.at)
        case ChannelName.ZALO_OA if isinstance(raw, dict):
            return zalo_oa.read(raw, kept.endpoint, kept.account, kept.at)
        case _:
            return None
