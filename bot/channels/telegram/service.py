"""One bot's life beside the web server: open, receive, stop, close.

Nothing here fails a start: with Telegram unreachable or the token wrong, the channel says so once
and keeps trying, and the other channels go on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog
from fastapi import APIRouter
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.channels.receiving import Receiving
from bot.channels.taking import Settles
from bot.channels.telegram import failures
from bot.channels.telegram.call_places import SharedCalls
from bot.channels.telegram.client import TelegramSettings, make_bot
from bot.channels.telegram.fetch import TelegramFiles
from bot.channels.telegram.gate import Pause
from bot.channels.telegram.health import Health, Reception
from bot.channels.telegram.intake import Intake, Move
from bot.channels.telegram.menu import keep_menus
from bot.channels.telegram.officer_menus import MenuBook, keep_officer_menus
from bot.channels.telegram.paces import Paces, SharedPaces
from bot.channels.telegram.polling import PAUSES, Polling
from bot.channels.telegram.receive import Me
from bot.channels.telegram.send import TelegramChannel
from bot.channels.telegram.stripping import MenuHistory
from bot.channels.telegram.topics import TopicBook, Topics
from bot.channels.telegram.trail import Trail
from bot.channels.telegram.uploads import Uploads
from bot.channels.telegram.watching import WebhookWatch
from bot.channels.telegram.webhook import webhook_path, webhook_routes
from bot.lease import AlwaysHeld, Lease
from handlers.clock import Clock, ticks_of
from handlers.errors import StorageError
from handlers.store.outgoing import OutgoingFiles
from handlers.store.unit_of_work import Store

MENUS_EVERY: Final = 30.0
"""Seconds between looks at whose menu is not what it should be: one small read."""
MENUS_SOON: Final = 1.0
"""Until Telegram was reached, or another process's term is over."""

log = structlog.get_logger(__name__)


class TelegramService(Receiving):
    """Everything of one bot: `channel` sends, `start` begins to receive.

    `shared` is the database over which several processes keep the bot's pace together.
    """

    channel_name = "telegram"
    health: Health

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        settings: TelegramSettings,
        endpoint: str,
        clock: Clock,
        *,
        outgoing: OutgoingFiles | None = None,
        topics: TopicBook | None = None,
        menus: MenuBook | None = None,
        history: MenuHistory | None = None,
        request: BaseRequest | None = None,
        get_updates_request: BaseRequest | None = None,
        pause: Pause | None = None,
        paces: Paces | None = None,
        shared: Store | None = None,
        lease: Lease | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        self.endpoint = endpoint
        self._clock = clock
        self._pause = pause or self._wait
        self.bot = make_bot(settings, request, get_updates_request)
        self._trail = Trail()
        self.channel = TelegramChannel(
            self.bot,
            clock,
            trail=self._trail,
            uploads=Uploads(self.bot, endpoint, outgoing) if outgoing is not None else None,
            topics=Topics(self.bot, topics, clock) if topics is not None else None,
            history=history,
            public_url=settings.public_url,
            per_second=settings.per_second,
            paces=SharedPaces(shared) if shared else paces,
            calls=SharedCalls(shared, endpoint, settings.per_second) if shared else None,
            pause=pause or asyncio.sleep,
        )
        self.files = TelegramFiles(self.bot)
        """Hands out what people send."""
        self._menus = menus
        self._officers: asyncio.Task[None] | None = None
        self.health = Health(endpoint, clock)
        self._lease = lease or AlwaysHeld()
        self.intake: Intake | None = None
        self._polling: Polling | None = None
        self._webhook: WebhookWatch | None = None
        self._introduction: asyncio.Task[None] | None = None

    def receive_through(self, dispatch: Settles, move: Move | None = None) -> APIRouter | None:
        """Name who takes the messages; in webhook mode the route to put into the web server."""
        self.intake = Intake(
            self.bot,
            self.endpoint,
            dispatch,
            self._clock,
            guests=self._settings.guests,
            move=move,
            trail=self._trail,
        )
        if not self._settings.webhook_url:
            seconds = self._settings.poll_seconds
            self._polling = Polling(
                self.bot, self.intake, self.health, seconds=seconds, pause=self._pause
            )
            return None
        secret = self._settings.webhook_secret
        url = self._settings.webhook_url.rstrip("/") + webhook_path(self.endpoint)
        self._webhook = WebhookWatch(self.bot, url, secret, self.health, ticks_of(self._clock))
        return webhook_routes(self.endpoint, self.intake, secret)

    async def open(self) -> None:
        """Make sending possible; call it before delivery starts. No network."""
        await self.bot.open()

    async def start(self) -> None:
        """Begin to receive, in the background."""
        if self.intake is None:
            raise RuntimeError("receive_through() first")
        await self._lease.start()
        self._task = asyncio.create_task(self._run(self.intake))
        if self._menus is not None:
            self._officers = asyncio.create_task(self._keep_officers(self._menus))

    async def stop(self) -> None:
        """Take in nothing more. Sending still works until `close`."""
        self._stopping.set()
        if self._polling is not None:
            self._polling.stop()
        if self._introduction is not None:
            self._introduction.cancel()
        await self._lease.stop()
        if self._officers is not None:
            await self._officers
        if self._task is not None:
            await self._task
        if self.intake is not None:
            await self.intake.stop()
        self.health.stopped()

    async def close(self) -> None:
        """Close the HTTP clients, after delivery has stopped."""
        await self.channel.close()
        await self.bot.close_clients()

    @property
    def state(self) -> str:
        """What the receiver is doing, and what Telegram says of a webhook it cannot call."""
        said = self._webhook.said if self._webhook is not None else ""
        told = self.health.state is Reception.NOT_CALLED and said
        return f"{self.health.state}: {said}" if told else str(self.health.state)

    @property
    def broken(self) -> bool:
        """Whether the receiver ended without being told to, or cannot store."""
        return self.ended or self.health.state in (Reception.DEFECT, Reception.STORAGE)

    def figures(self) -> dict[str, float]:
        """What a metrics page shows of this bot; numbers since the start."""
        intake, reached = self.intake, self.health.reached_at
        now = self._clock.now()
        results = self.channel.results
        return {
            **(self._webhook.figures() if self._webhook is not None else {}),
            "receiving": float(self.health.well),
            "stopped": float(self.health.state is Reception.TOKEN_REFUSED),
            "lease": float(self._lease.held),
            "seconds_since_telegram_answered": (now - reached).total_seconds() if reached else -1.0,
            "updates_taken": float(intake.taken if intake else 0),
            "updates_set_aside": float(intake.set_aside if intake else 0),
            "lag_seconds": intake.lag_seconds if intake else 0.0,
            "told_to_wait": float(self.channel.told_to_wait),
            "forbidden": float(results["Unreachable"]),
            **{f"sends_{name.lower()}": float(n) for name, n in results.items()},
        }

    async def _run(self, intake: Intake) -> None:
        try:
            if self._webhook is not None:
                await self._be_called(intake, self._webhook)
            elif self._polling is not None:
                await self._ask(intake, self._polling)
        except Exception as error:
            # The rest of the program goes on; delivery and the next start repair what is left.
            log.exception("telegram.defect", error=type(error).__name__)
            self.health.trouble(Reception.DEFECT, error)

    async def _ask(self, intake: Intake, polling: Polling) -> None:
        """Long polling: by the one process that holds the lease."""
        while not self._stopping.is_set():
            if not self._lease.held:
                self.health.standby()
                await self._lease.changed()
                continue
            if await self._done(lambda: self._set_up(intake)):
                await polling.run(self._lease)

    async def _be_called(self, intake: Intake, webhook: WebhookWatch) -> None:
        """Webhook: any process may be called; the one with the lease says where, and watches."""
        while not self._stopping.is_set():
            if self._lease.held:
                if await self._done(lambda: self._set_up(intake)):
                    await self._watch(webhook)
                continue
            if not intake.me.id and not await self._done(lambda: self._know_ourselves(intake)):
                return
            self.health.standby()
            await self._lease.changed()

    async def _watch(self, webhook: WebhookWatch) -> None:
        """Ask how the webhook stands, for as long as it is ours to ask."""
        while True:
            await self._wait(self._settings.poll_seconds)
            if self._stopping.is_set() or not self._lease.held:
                return
            await self._done(webhook.look)

    async def _done(self, step: Callable[[], Awaitable[None]]) -> bool:
        """Do a step with Telegram however long that takes; False when stopped meanwhile."""
        self._introduction = asyncio.create_task(self._try(step))
        await asyncio.wait({self._introduction})
        if self._stopping.is_set() or self._introduction.cancelled():
            return False
        self._introduction.result()
        return True

    async def _try(self, step: Callable[[], Awaitable[None]]) -> None:
        tries = 0
        # Asked each time: a cancelled wait_for on a condition just met forgets the cancelling.
        while not self._stopping.is_set():
            try:
                await step()
            except TelegramError as error:
                await self._pause(self._trouble(error, tries))
                tries += 1
            else:
                return

    async def _know_ourselves(self, intake: Intake) -> None:
        user = await self.bot.get_me()
        intake.me = Me(user.id, user.username or "")

    async def _set_up(self, intake: Intake) -> None:
        """Learn who we are, and set menu and webhook."""
        await self._know_ourselves(intake)
        if self._webhook is not None:
            await self._webhook.set()
        else:
            await self.bot.delete_webhook(drop_pending_updates=False)
        with suppress(TelegramError):  # a menu is no reason not to receive
            await keep_menus(self.bot)
        self.health.reached()

    async def _keep_officers(self, book: MenuBook) -> None:
        """Officers are linked, join and leave while the program runs: their menus follow."""
        while not self._stopping.is_set():
            ours = self._lease.held and self.health.well
            if ours:
                with suppress(TelegramError, StorageError):  # what is left is done next time
                    await keep_officer_menus(self.bot, book, self._clock.now())
            await self._wait(MENUS_EVERY if ours else MENUS_SOON)

    def _trouble(self, error: TelegramError, tries: int) -> float:
        """Note it; how many seconds to wait."""
        if isinstance(error, InvalidToken):
            self.health.trouble(Reception.TOKEN_REFUSED, error)
            return failures.TOKEN_PAUSE.total_seconds()
        if isinstance(error, RetryAfter):
            self.health.trouble(Reception.WAITING, error)
            return failures.retry_after(error).total_seconds()
        self.health.trouble(Reception.UNREACHABLE, error)
        return PAUSES[min(tries, len(PAUSES) - 1)]
