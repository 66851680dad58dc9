"""One account's life beside the web server: keep the token fresh, be called, stop, close.

Nothing here fails a start: without a token the channel says so and waits for `motcua zalo login`.
Events are taken in all the same; their answers wait in the outbox.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.channels.receiving import Receiving
from bot.channels.reception import Health, Reception
from bot.channels.zalo_oa import about
from bot.channels.zalo_oa.about import About, describe
from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.codes import Meaning, meaning
from bot.channels.zalo_oa.fetch import ZaloOaFiles
from bot.channels.zalo_oa.intake import Intake
from bot.channels.zalo_oa.read_back import ReadBack
from bot.channels.zalo_oa.send import ZaloOaChannel
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow
from bot.channels.zalo_oa.webhook import Webhook
from bot.channels.zalo_oa.wire import Answer, Wire, WireError
from handlers.clock import Clock

LOOK_SECONDS: Final = 60.0
"""Between two looks at the token: so soon after a login the channel goes on."""
ABOUT_EVERY: Final = timedelta(days=1)
"""A package is bought or ends without a word to us."""
YOUNG: Final = timedelta(minutes=10)
"""A token refused so soon is not refreshed again: that would come each minute."""
ADVICE: Final = {
    Reception.TOKEN_REFUSED: "run motcua zalo status, then motcua zalo login",
    Reception.UNREACHABLE: "Zalo cannot be reached: check the network or the proxy",
    Reception.CONFLICT: "the token belongs to another account: run motcua zalo login",
    Reception.DEFECT: "restart the program and report the traceback above",
}

log = structlog.get_logger(__name__)
Watch = Callable[[datetime, int], Awaitable[None]]
"""Hears since when no event has come in, and how many calls in a row had a wrong signature."""


class ZaloOaService(Receiving):
    """Everything of one account."""

    channel_name = "zalo_oa"

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        oa_id: str,
        wire: Wire,
        api: OaApi,
        channel: ZaloOaChannel,
        files: ZaloOaFiles,
        clock: Clock,
        *,
        endpoint: str,
        watch: Watch | None = None,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        """`watch` is called each minute."""
        super().__init__()
        self.endpoint = endpoint
        self.channel = channel
        self.files = files
        self.health = Health(endpoint, clock, "zalo", ADVICE)
        self.about: About | None = None
        """Who the account is, once Zalo has told."""
        self._oa_id = oa_id
        self._wire = wire
        self._tokens = api.tokens
        self._api = api
        self._clock = clock
        self._look_seconds = look_seconds
        self._watch = watch
        self._since = self._about_at = clock.now()
        self._intake: Intake | None = None
        self._webhook: Webhook | None = None
        self._read_back: ReadBack | None = None

    def receive_through(self, intake: Intake, webhook: Webhook) -> None:
        """Name who takes the events, and which webhook brings them."""
        self._intake, self._webhook = intake, webhook

    def read_back_by(self, read_back: ReadBack) -> None:
        """Name who looks for what the webhook did not bring."""
        self._read_back = read_back

    async def open(self) -> None:
        """Make sending possible; call it before delivery starts. No network."""
        await self._wire.open()

    async def start(self) -> None:
        """Keep the token fresh, in the background."""
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Take in nothing more. Sending still works until `close`."""
        self._stopping.set()
        if self._task is not None:
            await self._task
        if self._intake is not None:
            await self._intake.stop()
        self.health.stopped()

    async def close(self) -> None:
        """Let a refresh that is under way end, then close the client."""
        await self._tokens.close()
        await self._wire.close()

    @property
    def broken(self) -> bool:
        """Whether the keeper of the token ended without being told to."""
        return self.ended

    @property
    def described(self) -> str:
        """Type, standing and package of the account, and which call its messages go by."""
        if self.about is None:
            return "not told yet"
        return f"{describe(self.about.told)}, messages by {self._tokens.message_api}"

    def figures(self) -> dict[str, float]:
        """What a metrics page shows of this account; numbers since the start."""
        now, intake, webhook = self._clock.now(), self._intake, self._webhook
        last = intake.last_at if intake else None
        age, results = self._tokens.age, self.channel.results
        reached = self.health.reached_at
        return {
            "receiving": float(self.health.well),
            "seconds_since_answered": (now - reached).total_seconds() if reached else -1.0,
            "seconds_since_update": (now - last).total_seconds() if last else -1.0,
            "lag_seconds": intake.lag_seconds if intake else 0.0,
            "token_age_seconds": age.total_seconds() if age is not None else -1.0,
            "calls_left": float(-1 if self._api.remain is None else self._api.remain),
            "stopped": float("stop" in self._api.stopped),
            "templates_stopped": float("templates" in self._api.stopped),
            "updates_taken": float(intake.taken if intake else 0),
            "updates_set_aside": float(intake.set_aside if intake else 0),
            "updates_refused": float(webhook.doubts.total() if webhook else 0),
            "read_back": float(self._read_back.taken if self._read_back else 0),
            "told_to_wait": float(results["TryAgain"]),
            "forbidden": float(results["Unreachable"]),
            "uncertain": float(results["Uncertain"]),
            **{f"pushed_{name}": float(n) for name, n in self.channel.plans.items()},
            **{f"quota_{name}": float(n) for name, n in self.channel.quotas.items()},
        }

    async def _keep(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._look()
                if self._watch is not None:
                    last = self._intake.last_at if self._intake else None
                    forged = self._webhook.forged if self._webhook else 0
                    await self._watch(last or self._since, forged)
                if self._intake is not None:
                    await self._intake.receipts.look()
                if self._read_back is not None and self.health.well:
                    await self._read_back.look_when_due()
            except Exception as error:
                log.exception("zalo.defect", error=type(error).__name__)
                self.health.trouble(Reception.DEFECT, error)
            await self._wait(self._look_seconds)

    async def _look(self) -> None:
        try:
            await self._tokens.keep_fresh()
            old = self.about is None or self._clock.now() - self._about_at >= ABOUT_EVERY
            if old or self.health.state is not Reception.RECEIVING:
                await self._introduce()
        except NeedsHuman as error:
            self.health.trouble(Reception.TOKEN_REFUSED, error)
        except (NotNow, WireError) as error:
            self.health.trouble(Reception.UNREACHABLE, error)

    async def _introduce(self) -> None:
        """Learn who the account is: a token of another one must send nothing."""
        answer = await self._asked_who()
        if answer.error != 0:
            self.health.trouble(Reception.TOKEN_REFUSED, NeedsHuman(str(answer.error)))
            return
        self.about = about.read(answer)
        if self.about.oa_id != self._oa_id:
            await self._tokens.refuse("wrong_account")
            self.health.trouble(Reception.CONFLICT, NeedsHuman("wrong_account"))
            return
        told, self._about_at = self.about.told, self._clock.now()
        log.info("zalo.account", kind=told.kind, verified=told.verified, package=told.package)
        await self._tokens.tell(told)
        self.health.reached()

    async def _asked_who(self) -> Answer:
        """What Zalo says to the token; one that died before its time is refreshed first.

        Else nobody would hear of it until somebody writes.
        """
        token = await self._tokens.access()
        answer = await about.ask(self._wire, self._api.api_url, token)
        age = self._tokens.age
        if meaning(answer.error) is not Meaning.AUTH or age is None or age < YOUNG:
            return answer
        fresh = await self._tokens.renew(token)
        return await about.ask(self._wire, self._api.api_url, fresh)
