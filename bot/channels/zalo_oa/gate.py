"""What the account may push to a person now: asked of the database first, of Zalo where that pays.

Zalo counts acts as interaction that never reach us (a call, a button of the profile), so before
a push is withheld Zalo is asked when the person was last there.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

import structlog

from bot.channels.base import TryAgain, Withheld
from bot.channels.zalo_oa.api import QUOTA, OaApi, Told
from bot.channels.zalo_oa.codes import LOOK_UP_CODES, Meaning
from bot.channels.zalo_oa.failures import to_next_day, to_next_minute
from bot.channels.zalo_oa.package import Package, known
from bot.channels.zalo_oa.phone_quota import PhoneQuota
from bot.channels.zalo_oa.signature import moment_of
from bot.channels.zalo_oa.templates import Pricing
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow
from bot.channels.zalo_oa.windows import How, Known, Plan, Reason, decide
from bot.channels.zalo_oa.wire import WireError
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import Form
from handlers.store import phones, spending
from handlers.store.contacts import Destination
from handlers.store.interactions import last_word
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Vault, VaultError, phone_place

_PACKAGE: Final = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
LATER: Final = (Meaning.RATE, Meaning.AUTH)
"""After these Zalo tells when it is asked again."""

log = structlog.get_logger(__name__)
T = TypeVar("T")


class _NotTold(Exception):  # noqa: N818 - never leaves this module
    """Zalo did not tell now."""


@dataclass(frozen=True, slots=True)
class _Read:
    last: datetime | None
    spent: int
    today: int
    phone: bool


class Gate:
    """Decides how a push goes, and holds the purse."""

    def __init__(
        self,
        store: Store,
        endpoint: str,
        api: OaApi,
        clock: Clock,
        pricing: Pricing,
        vault: Vault | None = None,
    ) -> None:
        """`vault` opens the numbers people gave; without one none is used."""
        self.pricing = pricing
        self._store = store
        self._endpoint = endpoint
        self._api = api
        self._clock = clock
        self._vault = vault
        self.package = Package(store, endpoint, clock)
        self.by_phone = PhoneQuota(store, endpoint, clock)
        self._asking = asyncio.Lock()

    async def plan(self, to: Destination, form: Form | None, now: datetime, parts: int = 1) -> Plan:
        """How a push of so many parts goes; without a `form`, not as a template.

        Raises:
            Withheld: it does not, with the reason.
            TryAgain: not today.
        """
        read = await self._run(partial(self._read, to.address.contact, now))
        what = Known(
            now,
            read.last,
            form=form,
            left=max(0, self.pricing.budget - read.spent),
            today=max(0, self.pricing.daily - read.today) if self.pricing.daily else None,
            phone=read.phone and self._vault is not None,
            parts=parts,
        )
        found = decide(what, self.pricing)
        if isinstance(found, Plan) and found.how is How.FREE:
            return found
        asked = await self._asked(to, what)
        found = decide(asked or what, self.pricing)
        if isinstance(found, Reason):
            raise TryAgain(to_next_minute(now)) if asked is None else _no(found, now)
        return found

    def pays(self, now: datetime) -> bool:
        """Whether a message after 48 hours may be promised: by the package, or by the budget."""
        if self.package.promises(now):
            return True
        return self.pricing.on and not self._scarce(now)

    def wants_number(self, contact: str) -> bool:
        """Whether a person's number would be of use, and is not kept."""
        if self._vault is None:
            return False
        try:
            return self._sealed(contact) is None
        except StorageError as error:
            log.warning("zalo.not_read", error=type(error).__name__)
            return False

    def _scarce(self, now: datetime) -> bool:
        try:
            with self._store.read() as work:
                return spending.scarce(work, self._endpoint, self.pricing.budget, now)
        except StorageError as error:
            log.warning("zalo.not_read", error=type(error).__name__)
            return True

    async def reserve(self, plan: Plan) -> None:
        """Take what a push costs from the month's budget, and from the day's.

        Raises:
            Withheld: the month's is spent.
            TryAgain: the day's is.
        """
        if plan.cost == 0:
            return
        now = self._clock.now()
        lacks = await self._run(partial(self._store.write, partial(self._take, plan.cost, now)))
        if lacks is not None:
            raise _no(lacks, now)

    def _take(self, cost: int, now: datetime, work: Work) -> Reason | None:
        """What does not hold it."""
        mine, given = self._endpoint, self.pricing
        if given.daily and not spending.take_of_day(work, mine, cost, given.daily, now):
            return Reason.DAY
        if spending.take(work, mine, cost, given.budget, now):
            return None
        if given.daily:
            spending.give_back_of_day(work, mine, cost, now)
        return Reason.BUDGET

    async def give_back(self, plan: Plan) -> None:
        """It surely did not go, or cost nothing."""
        if plan.cost == 0:
            return

        def give(work: Work) -> None:
            spending.give_back(work, self._endpoint, plan.cost, self._clock.now())

        await self._settled(give)

    async def charge(self, plan: Plan) -> None:
        """Zalo billed what nothing was reserved for: the month's sum must know."""

        def add(work: Work) -> None:
            spending.charge(work, self._endpoint, plan.cost, self._clock.now())

        await self._settled(add)

    async def _settled(self, call: Callable[[Work], None]) -> None:
        """What became of the message is known: a sum not kept must not make it leave again."""
        try:
            await self._run(partial(self._store.write, call))
        except StorageError as error:
            log.warning("zalo.not_counted", error=type(error).__name__)

    async def phone(self, to: Destination) -> str | None:
        """The number a person gave: `84` and nine digits."""
        sealed = await self._run(partial(self._sealed, to.address.contact))
        if sealed is None or self._vault is None:
            return None
        try:
            return self._vault.open_text(phone_place(to.address.contact), sealed)
        except VaultError:
            log.warning("zalo.phone_not_opened")
            return None

    async def _asked(self, to: Destination, what: Known) -> Known | None:
        """The same, after Zalo was asked what we cannot know; None where it did not tell now."""
        try:
            last = await self._last_at_zalo(to.chat or "")
            package = await self._package_left(what.now)
        except (WireError, NeedsHuman, NotNow, _NotTold) as error:
            log.warning("zalo.quota_not_told", error=type(error).__name__)
            return None
        moments = [one for one in (what.last, last) if one is not None]
        return replace(what, last=max(moments, default=None), package=package)

    async def _last_at_zalo(self, user: str) -> datetime | None:
        told = await self._look_up({"user_id": user})
        if told.meaning is not Meaning.DONE:  # it will not tell: what we know decides
            return None
        return moment_of(told.answer.data.get("last_interaction") or "")

    async def _look_up(self, asked: Mapping[str, str]) -> Told:
        told = await self._api.post(QUOTA, asked, LOOK_UP_CODES)
        if told.meaning in LATER:
            raise _NotTold
        return told

    async def _package_left(self, now: datetime) -> int:
        async with self._asking:  # who waited knows what the one before was told
            stands = await self.package.stands()
            if known(stands, now):
                return stands.left
            told = await self._look_up(_PACKAGE)
            left = str(told.answer.data.get("remain") or "0")
            readable = told.meaning is Meaning.DONE and left.isdecimal()
            return await self.package.told(int(left) if readable else 0, stands, now)

    def _read(self, contact: str, now: datetime) -> _Read:
        with self._store.read() as work:
            return _Read(
                last_word(work, contact),
                spending.spent(work, self._endpoint, now),
                spending.spent_today(work, self._endpoint, now),
                phones.find(work, contact) is not None,
            )

    def _sealed(self, contact: str) -> str | None:
        with self._store.read() as work:
            return phones.find(work, contact)

    @staticmethod
    async def _run(call: Callable[[], T]) -> T:
        return await asyncio.to_thread(call)


def _no(reason: Reason, now: datetime) -> Withheld | TryAgain:
    """What is only for today spent is there again tomorrow."""
    return TryAgain(to_next_day(now)) if reason is Reason.DAY else Withheld(reason)
