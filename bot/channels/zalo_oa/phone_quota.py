"""Templates Zalo takes by phone today: each of its answers tells how many are left.

Once it says none, none is tried until the day is over: a refused call is counted too, and each
complaint or refusal moves tomorrow's number.
"""

import asyncio
from functools import partial

import structlog

from bot.channels.base import TryAgain
from bot.channels.zalo_oa.api import Told
from bot.channels.zalo_oa.codes import DAY_USED_UP, Meaning
from bot.channels.zalo_oa.failures import to_next_day
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.store import phone_quota
from handlers.store.phone_quota import Today
from handlers.store.unit_of_work import Store

log = structlog.get_logger(__name__)


class PhoneQuota:
    """Of one account."""

    def __init__(self, store: Store, endpoint: str, clock: Clock) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock

    async def ask(self) -> None:
        """Whether one may be tried.

        Raises:
            TryAgain: not before tomorrow.
            StorageError: that could not be told.
        """
        found = await asyncio.to_thread(self._today)
        if found is not None and found.remaining <= 0:
            raise TryAgain(to_next_day(self._clock.now()))

    async def told(self, told: Told) -> None:
        """What an answer says; not kept, the next one says it again."""
        daily, left = _quota(told)
        if left is None:
            return
        now = self._clock.now()
        keep = partial(
            phone_quota.told, endpoint=self._endpoint, daily=daily, remaining=left, now=now
        )
        try:
            await asyncio.to_thread(partial(self._store.write, keep))
        except StorageError as error:
            log.warning("zalo.not_counted", error=type(error).__name__)

    def _today(self) -> Today | None:
        with self._store.read() as work:
            return phone_quota.today(work, self._endpoint, self._clock.now())


def _quota(told: Told) -> tuple[int | None, int | None]:
    """Templates of a day, and of today what is left; None for what it does not say."""
    if told.answer.error == DAY_USED_UP:
        return None, 0
    found = told.answer.data.get("quota")
    if told.meaning is not Meaning.DONE or not isinstance(found, dict):
        return None, None
    return _number(found.get("dailyQuota")), _number(found.get("remainingQuota"))


def _number(told: object) -> int | None:
    text = str(told)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
