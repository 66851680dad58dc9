"""The same dialogues without buttons: words in through `receive`, words out by `render`.

A citizen who taps "Lệ phí" types the number they see before it; what they hear is the text the
channel would send, every part of it.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.channels.base import Part
from bot.channels.plain.units import units
from bot.channels.zalo_bot.client import ZaloBotApi, ZaloBotSettings
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.receive import Arrived, read
from bot.channels.zalo_bot.send import ZaloBotChannel
from handlers import actions
from handlers.messages import Address, Button, ChannelName, Inbound, InboundKind, Reply
from handlers.quotas import Plan
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.zalo_bot.core import TOKEN

WORDED = {InboundKind.TEXT: "message.text.received", InboundKind.START: "message.text.received"}
EVENTS = {**WORDED, InboundKind.UNSUPPORTED: "message.sticker.received"}


class Voice(Protocol):
    """How a channel brings words in, and what a person there reads."""

    channel: ChannelName

    def brought(self, inbound: Inbound, address: Address) -> Inbound:
        """What the channel makes of what a person did."""
        ...

    def parts(self, reply: Reply) -> tuple[Part, ...]:
        """The messages a reply becomes."""
        ...


class ZaloBotVoice:
    """Zalo's Bot Platform."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.channel = ChannelName.ZALO_BOT
        quota = Quota(store, "zalo_bot", clock, Plan(3_000, 50))
        self._channel = ZaloBotChannel(ZaloBotApi(ZaloBotSettings(TOKEN)), clock, quota)

    def brought(self, inbound: Inbound, address: Address) -> Inbound:
        """Written as Zalo writes it, and read again; files and buttons of notices as they are."""
        if inbound.kind not in EVENTS:
            return inbound
        text = inbound.text
        if inbound.kind is InboundKind.START:
            text = f"/start {text}".strip()
        message: dict[str, Any] = {
            "message_id": inbound.external_id,
            "from": {"id": address.contact, "is_bot": False},
            "chat": {
                "id": address.contact,
                "chat_type": "GROUP" if inbound.group else "PRIVATE",
            },
        }
        message |= {"text": text} if inbound.kind in WORDED else {"sticker": "a"}
        update = {"ok": True, "result": {"event_name": EVENTS[inbound.kind], "message": message}}
        found = read(update, address.endpoint, frozenset(), inbound.received_at)
        assert isinstance(found, Arrived), found
        return found.inbound

    def parts(self, reply: Reply) -> tuple[Part, ...]:
        """The messages a reply becomes; each fits."""
        parts = self._channel.render(reply)
        assert all(units(one.text) <= self._channel.limits.text for one in parts)
        return parts


def read_aloud(voice: Voice, replies: Sequence[Reply]) -> str:
    """All a person reads of these replies."""
    parts = [part for reply in replies for part in voice.parts(reply)]
    return "\n\n".join(
        one.text or (one.attachment.filename if one.attachment else "") for one in parts
    )


def typed(button: Button, replies: Sequence[Reply]) -> str:
    """What somebody types to choose: the number they see last, else the label."""
    offering = [reply.choices for reply in replies if reply.choices]
    last = offering[-1] if offering else ()
    return str(last.index(button) + 1) if button in last else button.label


def listed(button: Button, said: str) -> bool:
    """Whether a person can see the choice; the way out of a group is no number."""
    action = actions.parse(button.action)
    private = action is not None and action.verb == "private"
    return private or " ".join(button.label.split()) in said
