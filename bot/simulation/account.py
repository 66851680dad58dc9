"""The Official Account of the simulated ward: the product's own channel, gate and purse."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.channels.base import Part, TryAgain
from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.gate import Gate
from bot.channels.zalo_oa.paying import Purse
from bot.channels.zalo_oa.send import ZaloOaChannel
from bot.channels.zalo_oa.templates import Pricing, Template
from bot.simulation.mailbox import Mailbox, Outage
from bot.simulation.zalo import MESSAGE, TEMPLATES, LoggedIn, Zalo
from handlers.clock import Clock
from handlers.messages import ChannelName, Reply
from handlers.news_topics import Topic
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store

NEWS: Final = Template("news", {"noidung": "noi_dung"}, price_uid=TEMPLATES["news"][0])
READY: Final = Template(
    "ready", {"thutuc": "thu_tuc", "noi": "noi_nhan"}, price_uid=TEMPLATES["ready"][0]
)
PRICING: Final = Pricing(
    consultation=MESSAGE,
    templates={
        "ready": READY,
        **{f"broadcast.{topic}": NEWS for topic in (Topic.TAX, Topic.HEALTH, Topic.SAFETY)},
    },
)
"""What pushes cost; general news has no template."""
FORMS: Final = {kind: frozenset(one.fields.values()) for kind, one in PRICING.templates.items()}
"""What the ward's broadcasts must bring for them."""
ROUND: Final = timedelta(minutes=10)
"""Retries wait for whole stretches of this: their drawn seconds would make each run another."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What the administrator lets the account cost from a moment on; 0: nothing, or no limit."""

    start: datetime
    monthly: int = 0
    daily: int = 0


def budgets(start: datetime, days: int, dossiers: int) -> tuple[Budget, ...]:
    """None for a while; then so much a month that it runs out; then more, and a limit a day."""
    monthly = max(500, 30 * dossiers // days * 6)
    quarter = timedelta(days=days // 4)  # whole days: a limit of a day begins with it
    return (
        Budget(start),
        Budget(start + quarter, monthly),
        Budget(start + 3 * quarter, 3 * monthly, monthly // 5),
    )


@dataclass(slots=True)
class AccountBox(Mailbox):
    """The account's channel: what Zalo took has arrived."""

    zalo: Zalo = field(kw_only=True)
    channel: ZaloOaChannel = field(kw_only=True)
    gate: Gate = field(kw_only=True)
    budgets: tuple[Budget, ...] = field(kw_only=True)

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The messages a reply becomes."""
        return self.channel.render(reply)

    async def push_parts(
        self, to: Destination, reply: Reply, kind: OutboxKind, now: datetime, begun: int = 0
    ) -> tuple[Part, ...]:
        """As the product decides it, by the budget of the day.

        Raises:
            DeliveryError: it may not go now.
        """
        self._look(now)
        given = self.budget(now)
        self.gate.pricing = replace(PRICING, budget=given.monthly, daily=given.daily)
        try:
            return await self.channel.push_parts(to, reply, kind, now, begun)
        except TryAgain as error:
            raise _rounded(error, now) from None

    async def send(self, to: Destination, part: Part) -> str:
        """Hand it to Zalo.

        Raises:
            DeliveryError: Zalo is down, or does not take it.
        """
        now = self.clock.now()
        self._look(now)
        chat = to.chat or ""
        before = self.zalo.turned_away[chat]
        try:
            sent = await self.channel.send(to, part)
        except TryAgain as error:
            raise _rounded(error, now) from None
        finally:
            if self.zalo.turned_away[chat] > before:
                self.tried.append((now, to.address.contact, _row(part)))
        if part.key.endswith(":0"):
            self.arrived.append((now, to.address.contact, _row(part)))
        return sent

    def leave(self, chat: str) -> None:
        """They do not follow the account any more."""
        self.zalo.gone.add(chat)

    def come_back(self, chat: str) -> None:
        """They follow it again."""
        self.zalo.gone.discard(chat)

    def budget(self, now: datetime) -> Budget:
        """What is in force."""
        return next(one for one in reversed(self.budgets) if one.start <= now)


def _row(part: Part) -> int:
    return int(part.key.partition(":")[0])


def _rounded(error: TryAgain, now: datetime) -> TryAgain:
    if not error.after:
        return error
    start = now.replace(minute=0, second=0, microsecond=0)
    waits = -(-(now + error.after - start) // ROUND) * ROUND
    return TryAgain(start + waits - now, whole=error.whole)


def open_account(
    store: Store,
    endpoint: str,
    clock: Clock,
    outages: tuple[Outage, ...],
    last: Callable[[str], datetime | None],
    given: tuple[Budget, ...],
) -> AccountBox:
    """Everything of an account but the network; `last` is what Zalo knows of a user."""
    zalo = Zalo(clock, last)

    async def nobody(word: str) -> None:
        del word

    api = OaApi(zalo, LoggedIn(), "", nobody)
    gate = Gate(store, endpoint, api, clock, PRICING)
    channel = ZaloOaChannel(api, clock, gate, Purse(api, gate, ""))
    return AccountBox(
        ChannelName.ZALO_OA,
        clock,
        outages,
        zalo=zalo,
        channel=channel,
        gate=gate,
        budgets=given,
    )
