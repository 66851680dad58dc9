"""One bot's life beside the web server: open, receive, stop, close.

Nothing here fails a start. Nothing here sets or deletes the webhook either: a start must not
change which program receives; `motcua zalobot webhook` does that, and this only looks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

import structlog
from fastapi import APIRouter

from bot.channels.receiving import Receiving
from bot.channels.reception import Reception
from bot.channels.taking import Settles
from bot.channels.zalo_bot import failures
from bot.channels.zalo_bot.client import ApiError, CallError, ZaloBotApi, ZaloBotSettings
from bot.channels.zalo_bot.fetch import ZaloBotFiles
from bot.channels.zalo_bot.health import Health
from bot.channels.zalo_bot.intake import Intake
from bot.channels.zalo_bot.polling import PAUSES, Polling
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.send import Files, Pause, ZaloBotChannel
from bot.channels.zalo_bot.webhook import webhook_path, webhook_routes
from bot.lease import AlwaysHeld, Lease
from handlers.clock import Clock

LOOK_AGAIN: Final = 15.0
"""Seconds until the webhook is looked at again while it is not as configured."""
LOOK_OVER: Final = 300.0
"""The same while all is well: somebody may have changed it."""

log = structlog.get_logger(__name__)
TokenAlarm = Callable[[], Awaitable[None]]
Watch = Callable[[datetime], Awaitable[None]]
"""Hears since when no message has come in by the webhook."""


class WrongWebhookError(Exception):
    """The webhook at Zalo is not what the settings say."""


class ZaloBotService(Receiving):
    """Everything of one bot: `channel` sends, `start` begins to receive."""

    channel_name = "zalo_bot"
    health: Health

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        settings: ZaloBotSettings,
        endpoint: str,
        clock: Clock,
        quota: Quota,
        *,
        outgoing: Files | None = None,
        pause: Pause | None = None,
        lease: Lease | None = None,
        alarm: TokenAlarm | None = None,
        watch: Watch | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        self.endpoint = endpoint
        self._clock = clock
        self._quota = quota
        self._pause = pause or self._wait
        self._alarm = alarm
        self._watch, self._since = watch, clock.now()
        self.api = ZaloBotApi(settings)
        self.channel = ZaloBotChannel(
            self.api,
            clock,
            quota,
            files=outgoing,
            public_url=settings.public_url,
            per_second=settings.per_second,
            forbidden_stops=settings.forbidden_stops,
            styles=settings.styles,
            pause=pause or asyncio.sleep,
        )
        self.files = ZaloBotFiles(settings)
        """Hands out what people send."""
        self.health = Health(endpoint, clock)
        self._lease = lease or AlwaysHeld()
        self.intake: Intake | None = None
        self._polling: Polling | None = None

    def receive_through(self, dispatch: Settles) -> APIRouter | None:
        """Name who takes the messages; in webhook mode the route to put into the web server."""
        given = self._settings
        self.intake = Intake(
            self.api, self.endpoint, dispatch, self._clock, self._quota, guests=given.guests
        )
        if given.webhook_url:
            return webhook_routes(self.endpoint, self.intake, given.webhook_secret)
        self._polling = Polling(
            self.api,
            self.intake,
            self.health,
            seconds=given.poll_seconds,
            forbidden_stops=given.forbidden_stops,
            pause=self._pause,
        )
        return None

    async def open(self) -> None:
        """Make sending possible; call it before delivery starts. No network."""
        await self.api.open()
        await self._quota.declare()

    async def start(self) -> None:
        """Begin to receive, in the background."""
        if self.intake is None:
            raise RuntimeError("receive_through() first")
        await self._lease.start()
        self._task = asyncio.create_task(self._run(self.intake))

    async def stop(self) -> None:
        """Take in nothing more. Sending still works until `close`."""
        self._stopping.set()
        if self._polling is not None:
            self._polling.stop()
        if self._task is not None:
            await self._task
        await self._lease.stop()
        if self.intake is not None:
            await self.intake.stop()
        self.health.stopped()

    async def close(self) -> None:
        """Close the HTTP client, after delivery has stopped."""
        await self.api.close()

    @property
    def broken(self) -> bool:
        """Whether the receiver ended without being told to, or cannot store."""
        return self.ended or self.health.state in (Reception.DEFECT, Reception.STORAGE)

    @property
    def webhook(self) -> str:
        """The webhook's whole address; empty for polling."""
        given = self._settings.webhook_url
        return given.rstrip("/") + webhook_path(self.endpoint) if given else ""

    def figures(self) -> dict[str, float]:
        """What a metrics page shows of this bot; numbers since the start."""
        intake, reached = self.intake, self.health.reached_at
        now, last = self._clock.now(), intake.last_at if intake else None
        return {
            "receiving": float(self.health.well),
            "lease": float(self._lease.held),
            "seconds_since_answered": (now - reached).total_seconds() if reached else -1.0,
            "seconds_since_update": (now - last).total_seconds() if last else -1.0,
            "updates_taken": float(intake.taken if intake else 0),
            "updates_set_aside": float(intake.set_aside if intake else 0),
            "lag_seconds": intake.lag_seconds if intake else 0.0,
            "told_to_wait": float(self.channel.told_to_wait),
        }

    async def _run(self, intake: Intake) -> None:
        try:
            while not self._stopping.is_set():
                if not self._lease.held and self._polling is not None:
                    self.health.standby()
                    await self._lease.changed()
                    continue
                await self._receive(intake)
        except Exception as error:
            # The rest of the program goes on; delivery and the next start repair what is left.
            log.exception("zalo_bot.defect", error=type(error).__name__)
            self.health.trouble(Reception.DEFECT, error)

    async def _receive(self, intake: Intake) -> None:
        """Look whether we may, then poll until something changes, or wait to be called."""
        if not await self._looked(intake):
            return
        if self._polling is None:
            if self._watch is not None:
                await self._watch(intake.last_at or self._since)
            await self._rest(LOOK_OVER)
            return
        await self._polling.run(self._lease)
        if self.health.state is Reception.CONFLICT:
            await self._pause(LOOK_AGAIN)
        elif self.health.state is Reception.TOKEN_REFUSED:
            await self._pause(await self._refused())

    async def _looked(self, intake: Intake) -> bool:
        """Learn who we are and where Zalo posts; False after a pause if it is not as set."""
        tries = 0
        while not self._stopping.is_set():
            try:
                await self._look(intake)
            except WrongWebhookError as error:
                self.health.trouble(Reception.CONFLICT, error)
                await self._pause(LOOK_AGAIN)
                return False
            except CallError as error:
                await self._pause(await self._trouble(error, tries))
                tries += 1
            else:
                return True
        return False

    async def _look(self, intake: Intake) -> None:
        me = await self.api.call("getMe")
        intake.names = names_of(me)
        if await webhook_at(self.api) != self.webhook:
            raise WrongWebhookError
        self.channel.token_refused = False
        self.health.reached()

    async def _rest(self, seconds: float) -> None:
        """Until it is time to look again, or a call has found the token refused."""
        for _ in range(int(seconds / LOOK_AGAIN)):
            await self._wait(LOOK_AGAIN)
            if self._stopping.is_set() or self.channel.token_refused:
                return

    async def _trouble(self, error: CallError, tries: int) -> float:
        """Note it; how many seconds to wait."""
        if failures.is_token(error, forbidden_stops=self._settings.forbidden_stops):
            self.health.trouble(Reception.TOKEN_REFUSED, error)
            return await self._refused()
        if failures.is_quota(error):
            self.health.trouble(Reception.WAITING, error)
            return failures.quota_pause(error, tries + 1).total_seconds()
        self.health.trouble(Reception.UNREACHABLE, error)
        return PAUSES[min(tries, len(PAUSES) - 1)]

    async def _refused(self) -> float:
        """Administrators hear that the token is dead; how many seconds to wait."""
        if self._alarm is not None:
            await self._alarm()
        return failures.TOKEN_PAUSE.total_seconds()


async def webhook_at(api: ZaloBotApi) -> str:
    """Where Zalo posts now; empty for nowhere, which Zalo says by 404.

    Raises:
        CallError: it could not be asked.
    """
    try:
        found = await api.call("getWebhookInfo")
    except ApiError as error:
        if error.code == failures.NOT_FOUND:
            return ""
        raise
    return str(found.get("url") or "") if isinstance(found, dict) else ""


def names_of(me: Any) -> frozenset[str]:  # noqa: ANN401 - as `getMe` answers
    """What a bot is called in a group."""
    if not isinstance(me, dict):
        return frozenset()
    given = (me.get("account_name"), me.get("display_name"))
    return frozenset(name for name in given if isinstance(name, str) and name)
