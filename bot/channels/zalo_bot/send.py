"""The channel's sending side."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog

from bot.channels.base import (
    DeliveryError,
    Look,
    Part,
    Run,
    TryAgain,
    Withheld,
)
from bot.channels.counting import Counting
from bot.channels.plain.render import texts_of
from bot.channels.zalo_bot import failures
from bot.channels.zalo_bot.client import ApiError, CallError, ZaloBotApi
from bot.channels.zalo_bot.limits import PER_SECOND, TEXT, channel_limits
from bot.channels.zalo_bot.quota import Quota
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import Attachment, ChannelName, Reply
from handlers.quotas import OF_QUOTA, next_month
from handlers.reaching import Reach, Way
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind
from handlers.wording.messengers import FILE_AT_DESK, FILE_LINK

TRIES: Final = (1.0, 3.0)
"""Seconds before each of the two tries after a 403, which Zalo calls an error of its own."""
SPARED: Final = frozenset({OutboxKind.OFFICER, OutboxKind.ALERT})
"""What leaves from the last tenth too: alarms (that it is the last tenth, first of all), officers'
cards, and what cannot wait for the morning."""
_CODES: Final = {Look.TITLE: "b", Look.LABEL: "b", Look.ASIDE: "i"}

log = structlog.get_logger(__name__)
Pause = Callable[[float], Awaitable[None]]


class Files(Protocol):
    """How a file of ours reaches who is written to."""

    async def picture(self, file: Attachment) -> str | None:
        """An address Zalo may fetch it from; None if it is no picture, or gone."""
        ...

    async def link(self, file: Attachment) -> str | None:
        """An address a person may open; None while we have none."""
        ...


class ZaloBotChannel(Counting):
    """Renders and sends for one bot."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        api: ZaloBotApi,
        clock: Clock,
        quota: Quota,
        *,
        files: Files | None = None,
        public_url: str = "",
        per_second: float = PER_SECOND,
        forbidden_stops: bool = False,
        styles: bool = True,
        pause: Pause = asyncio.sleep,
    ) -> None:
        super().__init__()
        self.name = ChannelName.ZALO_BOT
        self.limits = channel_limits(per_second)
        self.token_refused = False
        """The last call found the token unknown."""
        self._in_a_row = 0
        """Rests Zalo asked for since the last success."""
        self._rests_until: datetime | None = None
        self._api = api
        self._clock = clock
        self._quota = quota
        self._files = files
        self._public_url = public_url
        self._forbidden_stops = forbidden_stops
        self._styles = styles
        self._pause = pause

    def reach(self, now: datetime, due: datetime | None) -> tuple[Reach, datetime | None]:
        """Zalo names no window, but a plan: what is due when the month's is spent may wait."""
        again = next_month(now)
        if due is not None and due >= again:
            return Reach.ALWAYS, None
        scarce = self._quota.scarce()
        return (Reach.SCARCE, again) if scarce else (Reach.ALWAYS, None)

    def way(self) -> Way | None:
        """A bot has no published address to link to."""
        return None

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The texts of a reply, choices by number, then its files."""
        said = (
            Part(one.text, one.runs, reply=reply) for one in texts_of(reply, TEXT, self._public_url)
        )
        return (*said, *(Part(attachment=one) for one in reply.attachments))

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """The last tenth of a month's messages is kept for who asks, officers and danger.

        Raises:
            Withheld: it is all that is left.
            TryAgain: that could not be told.
        """
        del to, now
        if kind in SPARED:
            return
        try:
            used = await self._quota.usage()
        except StorageError as error:
            raise TryAgain(timedelta(seconds=5)) from error
        if used is not None and used.spent:
            raise Withheld(OF_QUOTA)

    async def _send(self, chat: str, to: Destination, part: Part) -> str:
        del to
        method, body = await self._content(part)
        await self._quota.sends()
        try:
            result = await self._call(method, {"chat_id": chat, **body})
        except CallError as error:
            if failures.surely_not_sent(error):
                await self._quota.kept()
            raise await self._failure(error) from error
        self._in_a_row, self.token_refused = 0, False
        await self._quota.works()
        number = result.get("message_id") if isinstance(result, dict) else None
        return "" if number is None else str(number)

    async def _content(self, part: Part) -> tuple[str, dict[str, Any]]:
        """Which call says it."""
        file = part.attachment
        if file is None:
            return "sendMessage", {"text": part.text, **self._styled(part.runs)}
        if self._files is not None and (url := await self._files.picture(file)) is not None:
            return "sendPhoto", {"photo": url}
        link = None if self._files is None else await self._files.link(file)
        words = FILE_LINK if link else FILE_AT_DESK
        return "sendMessage", {"text": words.format(name=file.filename, url=link)}

    def _styled(self, runs: tuple[Run, ...]) -> dict[str, Any]:
        if not runs or not self._styles:
            return {}
        return {
            "text_styles": [
                {"start": one.start, "len": one.length, "st": [_CODES[one.look]]} for one in runs
            ]
        }

    async def _call(self, method: str, body: dict[str, Any]) -> Any:  # noqa: ANN401
        for seconds in TRIES:
            try:
                return await self._plainer(method, body)
            except ApiError as error:
                if error.code != failures.FORBIDDEN or self._forbidden_stops:
                    raise
                await self._pause(seconds)
        return await self._plainer(method, body)

    async def _plainer(self, method: str, body: dict[str, Any]) -> Any:  # noqa: ANN401
        """The words without their looks, should those be what Zalo finds wrong."""
        try:
            return await self._api.call(method, body)
        except ApiError as error:
            if error.code != failures.BAD_REQUEST or "text_styles" not in body:
                raise
        log.error("zalo_bot.styles_refused")
        plain = {name: value for name, value in body.items() if name != "text_styles"}
        return await self._api.call(method, plain)

    async def _failure(self, error: CallError) -> DeliveryError:
        if failures.is_token(error, forbidden_stops=self._forbidden_stops):
            self.token_refused = True
        if failures.is_quota(error):
            self.told_to_wait += 1
            await self._too_many()
            after = failures.quota_pause(error, self._in_a_row)
            log.warning(
                "zalo_bot.told_to_wait", seconds=after.total_seconds(), times=self._in_a_row
            )
            self._rests_until = self._clock.now() + after
            return TryAgain(after, whole=True)
        return failures.delivery_error(error, forbidden_stops=self._forbidden_stops)

    async def _too_many(self) -> None:
        """Of several on their way together one counts; after so many rests the month is over."""
        now = self._clock.now()
        if self._rests_until is not None and now < self._rests_until:
            return
        self._in_a_row += 1
        if self._in_a_row == failures.USED_UP_AFTER:
            log.error("zalo_bot.month_used_up", times=self._in_a_row)
            await self._quota.used_up()
