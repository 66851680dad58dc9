"""The token to call with: refreshed by one process at a time, and never twice with one token.

The order of a refresh: lock; read again; mark the refresh token as possibly spent; ask; store the
new pair; use it. A mark found later means that nobody knows: then the old access token is tried.
It dies when a new pair is issued, so while it works, nothing was spent.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NoReturn, TypeVar

import structlog

from bot.channels.zalo_oa import oauth
from bot.channels.zalo_oa.oauth import App, Pair, Refused
from bot.channels.zalo_oa.pairs import Account, Pairs
from bot.channels.zalo_oa.wire import NoAnswer, NotSent, Wire
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.vault import VaultError
from handlers.zalo_account import AboutOa

BEFORE: Final = timedelta(hours=5)
"""Refreshed so long before the end; of a short life a fifth."""
WEEKLY: Final = timedelta(days=7)
"""Refreshed at least so often, so that the refresh token never nears its three months."""
SETTLED: Final = timedelta(minutes=2)
"""After so long a request that got no answer is no longer under way at Zalo."""

log = structlog.get_logger(__name__)
T = TypeVar("T")
Alive = Callable[[str], Awaitable[bool | None]]
"""Whether an access token works; None: no answer."""
Alarm = Callable[[str], Awaitable[None]]
"""Tells an administrator, once a word and pair."""


class NeedsHuman(Exception):  # noqa: N818 - says what to do
    """Nothing goes until an administrator logs in; `word` says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class NotNow(Exception):  # noqa: N818
    """No token at the moment; tried again by itself."""


class Tokens:
    """Hands out the access token of one account."""

    def __init__(
        self,
        pairs: Pairs,
        app: App,
        wire: Wire,
        clock: Clock,
        alive: Alive,
        alarm: Alarm,
    ) -> None:
        self._pairs = pairs
        self._app = app
        self._wire = wire
        self._clock = clock
        self._alive = alive
        self._alarm = alarm
        self._pair: Pair | None = None
        self._one = asyncio.Lock()
        self._tasks: set[asyncio.Task[str]] = set()
        self.trouble: str | None = None
        """Why nothing goes, as a word."""
        self.message_api = "v3"

    @property
    def age(self) -> timedelta | None:
        """How old the present pair is."""
        return None if self._pair is None else self._clock.now() - self._pair.issued_at

    async def access(self) -> str:
        """The token to call with.

        Raises:
            NeedsHuman, NotNow: there is none.
        """
        pair = self._pair
        if pair is None:
            pair = await self._load()
        if self.trouble is not None:
            raise NeedsHuman(self.trouble)
        if pair.expires_at <= self._clock.now():
            return await self.renew(pair.access)
        return pair.access

    async def keep_fresh(self) -> None:
        """Refresh when it is time to; called again and again.

        Raises:
            NeedsHuman, NotNow: it could not be.
        """
        pair = await self._load()
        if due(pair, self._clock.now()):
            await self.renew(pair.access)

    async def renew(self, dead: str) -> str:
        """Another token than `dead`, which no longer works or soon will not.

        Whoever waits may give up: a refresh that was begun goes on to its end.

        Raises:
            NeedsHuman, NotNow: there is none.
        """
        task = asyncio.create_task(self._renew_alone(dead))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Let a refresh that is under way end: its answer comes once, and is tried to be stored."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(StorageError):
            await self._run(self._pairs.take_up)

    async def _renew_alone(self, dead: str) -> str:
        async with self._one:
            if self._pair is not None and self._pair.access != dead:
                return self._pair.access
            try:
                return await self._renew(dead)
            except StorageError as error:
                log.warning("zalo.refresh_waits", error=type(error).__name__)
                raise NotNow from error

    async def stop(self, word: str) -> None:
        """Zalo refuses even a fresh token: administrators are told, the keeper goes on trying."""
        await self._alarm(word)

    async def refuse(self, word: str) -> None:
        """The token is not to be used by anybody: stopped until somebody logs in again."""
        if await self._run(partial(self._pairs.hold, self._clock.now())) is not None:
            await self._run(partial(self._pairs.give_up, word))
        await self._stop(word)

    async def use_api(self, version: str) -> None:
        """The message call that serves this account, `v2` or `v3`: remembered.

        Its answer was just had: what is not kept is learnt again, and nothing repeated.
        """
        self.message_api = version
        log.warning("zalo.message_api", api=version)
        try:
            await self._run(partial(self._pairs.use_api, version))
        except StorageError as error:
            log.warning("zalo.message_api_not_kept", error=type(error).__name__)

    async def tell(self, about: AboutOa) -> None:
        """Keep what Zalo told of the account, for officers; not kept, it is told again."""
        try:
            await self._run(partial(self._pairs.tell, about, self._clock.now()))
        except StorageError as error:
            log.warning("zalo.about_not_kept", error=type(error).__name__)

    async def _load(self) -> Pair:
        """What the database says: another process may have refreshed."""
        try:
            await self._run(self._pairs.take_up)
            found = await self._run(self._pairs.read)
        except StorageError as error:
            raise NotNow from error
        except VaultError:
            await self._stop("key_lost")
            raise NeedsHuman("key_lost") from None
        if found is None:
            await self._stop("no_login")
            raise NeedsHuman("no_login")
        await self._know(found)
        return found.pair

    async def _know(self, found: Account) -> None:
        self._pair, self.message_api = found.pair, found.message_api
        if found.trouble is None:
            self.trouble = None
        elif self.trouble != found.trouble:
            await self._stop(found.trouble)
        if self.trouble is not None:
            raise NeedsHuman(self.trouble)

    async def _renew(self, dead: str) -> str:
        if await self._run(self._pairs.take_up):
            return (await self._load()).access
        held = await self._run(partial(self._pairs.hold, self._clock.now()))
        if held is None:
            # Another process is about it: what it gets is read at the next call.
            pair = await self._load()
            if pair.access != dead:
                return pair.access
            raise NotNow
        try:
            await self._know(held)
            if held.pair.access != dead:
                return held.pair.access
            await self._settle(held)
            return await self._ask(held.pair)
        finally:
            await self._run(self._pairs.let_go)

    async def _settle(self, held: Account) -> None:
        """An earlier try without an end: find out whether the refresh token is still good."""
        if held.spent_at is None:
            return
        now = self._clock.now()
        if now - held.spent_at < SETTLED:
            raise NotNow
        if held.pair.expires_at <= now:  # it is dead either way and tells nothing
            await self._give_up("refresh_unknown")
        alive = await self._alive(held.pair.access)
        if alive is None:
            raise NotNow
        if not alive:
            await self._give_up("refresh_unknown")
        log.warning("zalo.refresh_was_not_spent")

    async def _ask(self, pair: Pair) -> str:
        now = self._clock.now()
        if not await self._run(partial(self._pairs.mark, now)):
            raise NotNow
        try:
            fresh = await oauth.refresh(self._wire, self._app, pair.refresh, now)
        except NotSent as error:
            await self._run(partial(self._pairs.mark, None))
            raise NotNow from error
        except NoAnswer as error:
            log.warning("zalo.refresh_unanswered", error=str(error))
            raise NotNow from error
        except Refused as error:
            if error.wait:
                await self._run(partial(self._pairs.mark, None))
                raise NotNow from error
            log.warning("zalo.refresh_refused", code=error.code)
            await self._give_up("refresh_refused")
        if not await self._run(partial(self._pairs.keep, fresh)):
            log.warning("zalo.logged_in_meanwhile")
            return (await self._load()).access
        self._pair = fresh
        log.info("zalo.refreshed", until=fresh.expires_at.isoformat())
        return fresh.access

    async def _give_up(self, word: str) -> NoReturn:
        await self._run(partial(self._pairs.give_up, word))
        await self._stop(word)
        raise NeedsHuman(word)

    async def _stop(self, word: str) -> None:
        if self.trouble == word:
            return
        self.trouble = word
        log.error("zalo.needs_human", reason=word)
        await self._alarm(word)

    @staticmethod
    async def _run(call: Callable[[], T]) -> T:
        return await asyncio.to_thread(call)


def due(pair: Pair, now: datetime) -> bool:
    """Whether a pair is to be refreshed now."""
    return pair.expires_at - min(BEFORE, pair.life / 5) <= now or pair.issued_at + WEEKLY <= now
