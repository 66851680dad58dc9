"""Messages the webhook did not bring, taken in all the same.

Zalo gives a webhook up after an hour and fifty minutes, and turns it off. So we ask for the newest
messages at the start and every few minutes, and take in what nobody brought: once, and not where
a clerk has answered meanwhile. The webhook keeps a start of `GRACE`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, TypeVar

import structlog

from bot.channels.zalo_oa.codes import Meaning, meaning
from bot.channels.zalo_oa.history import History, NotTold, Row, event_of
from bot.channels.zalo_oa.intake import Intake, NotTaken
from bot.channels.zalo_oa.receive import Arrived, read
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow
from bot.channels.zalo_oa.wire import WireError
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.store import read_back
from handlers.store.contacts import find_contact
from handlers.store.unit_of_work import Store, Work

EVERY: Final = timedelta(minutes=5)
GRACE: Final = timedelta(minutes=3)
"""What is younger is the webhook's: most of it is under way."""
ANSWERED: Final = timedelta(hours=24)
"""What is older is not answered any more: by then a person has been there or called."""
NEAR: Final = timedelta(seconds=15)
"""Between a message's moment at Zalo and its arrival here, should Zalo's ids differ."""
TYPED: Final = timedelta(seconds=10)
"""An answer sooner after the question is the account's own automatic one, set in Zalo's tool."""

log = structlog.get_logger(__name__)
T = TypeVar("T")
Tell = Callable[[str], Awaitable[None]]


class ReadBack:
    """Looks for what was missed by one account."""

    def __init__(
        self,
        history: History,
        intake: Intake,
        store: Store,
        clock: Clock,
        ids: tuple[str, str, str],
        tell: Tell,
    ) -> None:
        """`ids` are the endpoint's, the app's and the account's.

        `tell` hears what to look after: `unheard` (the webhook fails), `too_old:<n>`,
        `unread:<code>`.
        """
        self.taken = 0
        """Messages taken in so since the start."""
        self._history = history
        self._intake = intake
        self._store = store
        self._clock = clock
        self._endpoint, self._app_id, self._oa_id = ids
        self._tell = tell
        self._next: datetime | None = None
        self._began: datetime | None = None
        self._long_ago = datetime.fromtimestamp(0, UTC)

    async def look_when_due(self) -> None:
        """Look, unless it was done a moment ago; never fails who asks."""
        now = self._clock.now()
        if self._next is not None and now < self._next:
            return
        self._next = now + EVERY
        try:
            await self.look()
        except NotTold as error:
            log.warning("zalo.read_back_refused", code=error.code)
            if meaning(error.code) is not Meaning.RATE:
                await self._tell(f"unread:{error.code}")
        except (WireError, NeedsHuman, NotNow, NotTaken, StorageError) as error:
            log.warning("zalo.read_back_failed", error=type(error).__name__)

    async def look(self) -> int:
        """Take in what was missed until now; the number.

        Raises:
            NotTold, WireError, NeedsHuman, NotNow: Zalo did not tell; nothing is lost by it.
            NotTaken, StorageError: it was not stored; the next look finds it again.
        """
        now = self._clock.now()
        self._began = self._began or now
        since = await self._run(self._since)
        if since is None:  # an account new to us: what was written before is not ours to answer
            await self._reached(now)
            return 0
        until = now - GRACE
        if until <= since:
            return 0
        rows = [one for one in await self._history.since(since) if one.at <= until]
        found = await self._missed(rows)
        late = [row for row in found if now - row.at > ANSWERED]
        taken = [row for row in found if row not in late and await self._take(row)]
        await self._reached(until)
        await self._report(taken, len(late))
        return len(taken)

    async def _missed(self, rows: Sequence[Row]) -> list[Row]:
        """What people wrote, nobody brought us, and no clerk has answered since."""
        by_hand = await self._by_hand(rows)
        open_ones = (
            row for row in rows if row.from_person and by_hand.get(row.user, row.at) <= row.at
        )
        return [row for row in open_ones if await self._is_new(row)]

    async def _by_hand(self, rows: Sequence[Row]) -> dict[str, datetime]:
        """When a clerk last answered each person in the account's own tool."""
        asked: dict[str, datetime] = {}
        found: dict[str, datetime] = {}
        for row in rows:
            if row.from_person:
                asked[row.user] = row.at
            elif row.at - asked.get(row.user, self._long_ago) > TYPED and not await self._run(
                partial(self._is_ours, row)
            ):
                found[row.user] = row.at
                await self._intake.step_back(row.user, row.at)
        return found

    async def _take(self, row: Row) -> bool:
        return await self._intake.take_back(event_of(row, self._app_id, self._oa_id))

    async def _report(self, taken: Sequence[Row], late: int) -> None:
        self.taken += len(taken)
        if taken or late:
            log.warning("zalo.read_back", taken=len(taken), late=late)
        if any(self._began is not None and row.at > self._began for row in taken):
            await self._tell("unheard")  # we were there and were not called
        if late:
            await self._tell(f"too_old:{late}")

    async def _is_new(self, row: Row) -> bool:
        event = event_of(row, self._app_id, self._oa_id)
        update = read(event, self._endpoint, self._oa_id, self._clock.now())
        if not isinstance(update, Arrived):
            return True  # counted and logged where it is taken in
        return not await self._run(partial(self._is_known, update))

    def _is_known(self, update: Arrived) -> bool:
        with self._store.read() as work:
            contact = find_contact(work, self._endpoint, update.inbound.address.contact)
            return read_back.is_known(work, update.inbound, contact, update.at, NEAR)

    def _is_ours(self, row: Row) -> bool:
        with self._store.read() as work:
            contact = find_contact(work, self._endpoint, row.user)
            return contact is not None and read_back.is_ours(work, contact, row.number, row.at)

    def _since(self) -> datetime | None:
        with self._store.read() as work:
            return read_back.read_until(work, self._endpoint)

    async def _reached(self, until: datetime) -> None:
        def note(work: Work) -> None:
            read_back.set_read_until(work, self._endpoint, until)

        await self._run(partial(self._store.write, note))

    @staticmethod
    async def _run(call: Callable[[], T]) -> T:
        return await asyncio.to_thread(call)
