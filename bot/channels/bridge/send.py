"""The channel's sending side."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

import structlog

from bot.channels.base import ChannelLimits, DeliveryError, Part, TryAgain, Uncertain
from bot.channels.bridge import failures
from bot.channels.bridge.client import CallError, Gateway
from bot.channels.bridge.contract import Choice, OutboundMessage
from bot.channels.bridge.health import Health
from bot.channels.bridge.lengths import segments, shown
from bot.channels.bridge.limits import ANSWER_SECONDS, CONNECT_SECONDS, GatewayLimits, Push
from bot.channels.bridge.purse import Purse
from bot.channels.bridge.render import parts_of
from bot.channels.counting import Counting
from bot.channels.reception import Reception
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import Attachment, ChannelName, Reply
from handlers.quotas import next_month
from handlers.reaching import Reach
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind
from handlers.wording.messengers import FILE_AT_DESK, FILE_LINK

PUSHED: Final = "push"
"""The `way` of a part nobody waits for."""

log = structlog.get_logger(__name__)
Alarm = Callable[[], Awaitable[None]]


class Files(Protocol):
    """How a file of ours reaches who is written to."""

    async def link(self, file: Attachment) -> str | None:
        """An address a person may open; None while we have none."""
        ...


class BridgeChannel(Counting):
    """Renders and sends for one gateway."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        gateway: Gateway,
        limits: GatewayLimits,
        purse: Purse,
        health: Health,
        clock: Clock,
        *,
        files: Files | None = None,
        public_url: str = "",
        alarm: Alarm | None = None,
    ) -> None:
        """`alarm` tells the administrators that the gateway does not take our signature."""
        super().__init__()
        self.name = ChannelName.BRIDGE
        self.limits = channel_limits(limits)
        self._gateway = gateway
        self._given = limits
        self._purse = purse
        self._health = health
        self._clock = clock
        self._files = files
        self._public_url = public_url
        self._alarm = alarm
        self._in_a_row = 0
        """Answers 429 since the last success."""

    def reach(self, now: datetime, due: datetime | None) -> tuple[Reach, datetime | None]:
        """As the gateway's settings say, and what is left of the month's budget."""
        if not self._given.pushes:
            return Reach.NEVER, None
        until = now + self._given.window
        if self._given.push is not Push.ALWAYS and (due is None or due > until):
            return Reach.UNTIL, until
        again = next_month(now)
        this_month = due is None or due < again
        scarce = this_month and self._purse.scarce()
        return (Reach.SCARCE, again) if scarce else (Reach.ALWAYS, None)

    def way(self) -> None:
        """A gateway has no published address to link to."""

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The messages a reply becomes."""
        return parts_of(reply, self._given, self._public_url)

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Whether we may write first now.

        Raises:
            Withheld: not now, with the reason.
        """
        del kind
        await self._purse.may_push(to.address.contact, now)

    async def push_parts(
        self, to: Destination, reply: Reply, kind: OutboxKind, now: datetime, begun: int = 0
    ) -> tuple[Part, ...]:
        """The same messages, marked as such that nobody waits for."""
        del to, kind, now, begun
        return tuple(replace(one, way=PUSHED) for one in self.render(reply))

    async def _send(self, chat: str, to: Destination, part: Part) -> str:
        del to
        message = await self._message(chat, part)
        cost = self._purse.cost(message.text)
        await self._purse.take(cost, push=message.push)
        try:
            await self._gateway.send(message)
        except CallError as error:
            raise await self._failure(error, cost) from None
        self._in_a_row = 0
        self._health.reached()
        return message.id

    async def _message(self, chat: str, part: Part) -> OutboundMessage:
        text = part.text if part.attachment is None else await self._about(part.attachment)
        number, of = _place(part), 1 if part.reply is None else len(self.render(part.reply))
        given = self._given
        places = {} if part.reply is None else {b: n for n, b in enumerate(part.reply.choices, 1)}
        return OutboundMessage(
            id=id_of(chat, part, max(of, number)),
            to=chat,
            text=text,
            part=number,
            parts=max(of, number),
            segments=segments(text) if given.sms else None,
            push=part.way == PUSHED,
            choices=[
                Choice(number=places[one], label=one.label, action=one.action)
                for one in part.choices
            ],
        )

    async def _about(self, file: Attachment) -> str:
        """A file in words: with a link where the gateway takes links and we have an address."""
        linked = self._files is not None and self._given.links
        link = await self._files.link(file) if linked and self._files is not None else None
        said = (FILE_LINK if link else FILE_AT_DESK).format(name=file.filename, url=link)
        return shown(said, self._given)

    async def _failure(self, error: CallError, cost: int) -> DeliveryError:
        rate = failures.is_rate(error)
        self._in_a_row += rate
        self.told_to_wait += rate
        found = failures.delivery_error(
            error, repeatable=self._given.idempotent, in_a_row=self._in_a_row
        )
        if not isinstance(found, Uncertain):
            await self._give_back(cost)
        log.warning("bridge.not_sent", endpoint=self._health.endpoint, said=str(error))
        self._note(error, found, rate=rate)
        if failures.is_key(error) and self._alarm is not None:
            await self._alarm()
        return found

    async def _give_back(self, cost: int) -> None:
        try:
            await self._purse.give_back(cost)
        except StorageError as error:  # counted too much is better than told a wrong end
            log.warning("bridge.not_given_back", error=type(error).__name__)

    def _note(self, error: CallError, found: DeliveryError, *, rate: bool) -> None:
        if failures.is_key(error):
            self._health.trouble(Reception.TOKEN_REFUSED, error)
        elif rate:
            self._health.trouble(Reception.WAITING, error)
        elif isinstance(found, TryAgain | Uncertain):
            self._health.trouble(Reception.UNREACHABLE, error)


def id_of(chat: str, part: Part, parts: int) -> str:
    """The message's id in the contract, the same at every try.

    Row, part, number of parts, and a digest of whom and what: a database restored from a backup
    counts its rows again, and another message must not wear the key of one long sent.
    """
    row = part.key.partition(":")[0] or "0"
    said = part.text if part.attachment is None else part.attachment.key
    digest = hashlib.sha256(f"{chat}\n{said}".encode()).hexdigest()[:8]
    return f"{row}-{_place(part)}-{parts}-{digest}"


def _place(part: Part) -> int:
    number = part.key.partition(":")[2]
    return int(number) + 1 if number.isdecimal() else 1


def channel_limits(given: GatewayLimits) -> ChannelLimits:
    """The same as delivery needs it."""
    return ChannelLimits(
        text=given.text,
        buttons=0,
        per_second=given.per_second,
        burst=max(2.0, given.per_second),
        at_once=8,
        send_seconds=CONNECT_SECONDS + ANSWER_SECONDS + 3.0,
        repeatable=given.idempotent,
    )
