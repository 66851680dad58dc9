"""Calls of the account with its token: a dead token is renewed once, the call repeated once."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.channels.zalo_oa.codes import (
    LOOK_UP_CODES,
    OA_CODES,
    TWO_MEANINGS,
    Meaning,
    meaning,
)
from bot.channels.zalo_oa.tokens import Alarm, Tokens
from bot.channels.zalo_oa.wire import Answer, Wire

V3: Final = "/v3.0/oa/message/cs"
V2: Final = "/v2.0/oa/message"
QUOTA: Final = "/v3.0/oa/quota/message"
UPLOAD: Final = "/v2.0/oa/upload/"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer and what it means."""

    answer: Answer
    meaning: Meaning


class OaApi:
    """The calls of one account.

    Every call may raise `WireError`, `NeedsHuman` or `NotNow`.
    """

    def __init__(self, wire: Wire, tokens: Tokens, api_url: str, alarm: Alarm) -> None:
        self._wire = wire
        self.tokens = tokens
        self.api_url = api_url
        self._alarm = alarm
        self.remain: int | None = None
        """Calls left in the minute, as Zalo last said."""
        self.stopped: int | None = None
        """The code of what stands in the way of every message; None while nothing does."""

    async def message(self, body: Mapping[str, Any]) -> Told:
        """Send a consultation message; by the older call where only that serves this account."""
        if self.tokens.message_api == "v2":
            return await self.post(V2, body)
        told = await self.post(V3, body)
        # Only this one answer: after any other the message may have gone.
        if told.meaning is not Meaning.OTHER_API:
            return told
        again = await self.post(V2, body)
        if again.meaning is Meaning.DONE:
            log.warning("zalo.message_api", api="v2")
            await self.tokens.use_v2()
        return again

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        codes: dict[int, Meaning] = OA_CODES,
        url: str = "",
    ) -> Told:
        """Any call with a JSON body; `url` for another host than the account's."""
        address = f"{url or self.api_url}{path}"
        return await self._twice(lambda token: self._wire.post(address, token, body), codes)

    async def look_up(self, path: str, data: Mapping[str, Any]) -> Told:
        """A reading call; its parameters travel as one JSON string.

        That it is not permitted says nothing of sending, so nothing is stopped by it.
        """
        address = f"{self.api_url}{path}"
        return await self._twice(lambda token: self._wire.get(address, token, data), LOOK_UP_CODES)

    async def upload(self, kind: str, name: str, data: bytes, mime: str) -> Told:
        """Send a file: `image`, `gif` or `file`."""
        address = f"{self.api_url}{UPLOAD}{kind}"
        return await self._twice(
            lambda token: self._wire.upload(address, token, name, data, mime), OA_CODES
        )

    async def _twice(
        self, call: Callable[[str], Awaitable[Answer]], codes: dict[int, Meaning]
    ) -> Told:
        token = await self.tokens.access()
        told = await self._told(call(token), codes)
        if told.meaning is not Meaning.AUTH:
            return told
        token = await self.tokens.renew(token)
        told = await self._told(call(token), codes)
        if told.meaning is Meaning.AUTH:
            await self.tokens.stop("auth")
        return told

    async def _told(self, call: Awaitable[Answer], codes: dict[int, Meaning]) -> Told:
        answer = await call
        found = meaning(answer.error, codes)
        self.remain = answer.remain if answer.remain is not None else self.remain
        if answer.error in TWO_MEANINGS:
            log.warning("zalo.said", code=answer.error, said=_without_ids(answer.message))
        if found is Meaning.STOP:
            log.error("zalo.stopped", code=answer.error)
            self.stopped = answer.error
            await self._alarm(f"stop:{answer.error}")
        elif found is Meaning.DONE:
            self.stopped = None
        elif found is not Meaning.AUTH:
            log.warning("zalo.refused", code=answer.error, meaning=str(found))
        return Told(answer, found)


def _without_ids(said: str) -> str:
    """Zalo's own words; a long number in them may name a person."""
    return re.sub(r"\d{5,}", "#", said)[:200]
