"""Calls of the account with its token: a dead token is renewed once, the call repeated once."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.channels.zalo_oa.codes import (
    LOOK_UP_CODES,
    OA_CODES,
    TEMPLATE_CODES,
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
CLOSED: Final = -240
"""Zalo's word for v2 messages that are no longer taken."""

log = structlog.get_logger(__name__)
Asked = tuple[str, Mapping[str, Any]]
"""A call's path and its body, for the log."""


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
        self.stopped: dict[str, int] = {}
        """What stands in the way of every message (`stop`) or template (`templates`), by code."""

    async def message(self, body: Mapping[str, Any]) -> Told:
        """Send a consultation message; by the older call where only that serves this account."""
        if self.tokens.message_api == "v2":
            told = await self._older(body)
            if told.meaning is Meaning.STOP and told.answer.error == CLOSED:
                await self.tokens.use_api("v3")  # the next try; this one ends here
            return told
        told = await self.post(V3, body)
        # Only this one answer: after any other the message may have gone.
        if told.meaning is not Meaning.OTHER_API:
            return told
        again = await self._older(body)
        if again.meaning is Meaning.DONE:
            await self.tokens.use_api("v2")
        return again

    async def _older(self, body: Mapping[str, Any]) -> Told:
        """By v2. That it is closed to an account which v3 did not serve is no fault of one message.

        It would be refused all, so everything stops and administrators are told.
        """
        told = await self.post(V2, body)
        if told.answer.error != CLOSED:
            return told
        await self._stop("stop", CLOSED)
        return Told(told.answer, Meaning.STOP)

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        codes: dict[int, Meaning] = OA_CODES,
        url: str = "",
    ) -> Told:
        """Any call with a JSON body; `url` for another host than the account's."""
        address = f"{url or self.api_url}{path}"
        return await self._twice(
            lambda token: self._wire.post(address, token, body), codes, (path, body)
        )

    async def look_up(self, path: str, data: Mapping[str, Any]) -> Told:
        """A reading call; its parameters travel as one JSON string.

        That it is not permitted says nothing of sending, so nothing is stopped by it.
        """
        address = f"{self.api_url}{path}"
        return await self._twice(
            lambda token: self._wire.get(address, token, data), LOOK_UP_CODES, (path, data)
        )

    async def upload(self, kind: str, name: str, data: bytes, mime: str) -> Told:
        """Hand over a file to be sent later: `image` or `file`.

        That none is taken stops no words.
        """
        address = f"{self.api_url}{UPLOAD}{kind}"
        return await self._twice(
            lambda token: self._wire.upload(address, token, name, data, mime),
            LOOK_UP_CODES,
            (f"{UPLOAD}{kind}", {"file": mime}),
        )

    async def no_files(self, code: int) -> None:
        """Zalo takes no file, whichever it is: administrators are told, words go on."""
        log.error("zalo.no_files", code=code)
        await self._alarm(f"files:{code}")

    async def _twice(
        self, call: Callable[[str], Awaitable[Answer]], codes: dict[int, Meaning], asked: Asked
    ) -> Told:
        token = await self.tokens.access()
        told = await self._told(call(token), codes, asked)
        if told.meaning is not Meaning.AUTH:
            return told
        token = await self.tokens.renew(token)
        told = await self._told(call(token), codes, asked)
        if told.meaning is not Meaning.AUTH:
            return told
        if told.answer.error not in OA_CODES:  # only templates refuse it: words may go yet
            await self._stop(_kind(codes), told.answer.error)
            return Told(told.answer, Meaning.STOP)
        await self.tokens.stop("auth")
        return told

    async def _told(self, call: Awaitable[Answer], codes: dict[int, Meaning], asked: Asked) -> Told:
        answer = await call
        found = meaning(answer.error, codes)
        self.remain = answer.remain if answer.remain is not None else self.remain
        if answer.error in TWO_MEANINGS:
            log.warning("zalo.said", code=answer.error, said=_without_ids(answer.message))
        if found is Meaning.STOP:
            await self._stop(_kind(codes), answer.error)
        elif found is Meaning.DONE:
            self.stopped.pop(_kind(codes), None)
        elif found is not Meaning.AUTH:
            self._note(answer.error, found, asked)
        return Told(answer, found)

    @staticmethod
    def _note(code: int, found: Meaning, asked: Asked) -> None:
        """Which call was refused; where our request is wrong, the names in it, never a value."""
        path, body = asked
        ours = {"fields": names_in(body)} if found is Meaning.OURS else {}
        log.warning("zalo.refused", code=code, meaning=str(found), path=path, **ours)

    async def _stop(self, kind: str, code: int) -> None:
        log.error("zalo.stopped", kind=kind, code=code)
        self.stopped[kind] = code
        await self._alarm(f"{kind}:{code}")


def _kind(codes: dict[int, Meaning]) -> str:
    return "templates" if codes is TEMPLATE_CODES else "stop"


def names_in(body: object, of: str = "") -> list[str]:
    """The names of all fields of a body, without their values: `message.text`."""
    if isinstance(body, Mapping):
        at = f"{of}." if of else ""
        found = [names_in(value, f"{at}{name}") for name, value in body.items()]
    elif isinstance(body, list | tuple):
        found = [names_in(one, f"{of}[]") for one in body]
    else:
        return [of]
    return sorted({name for names in found for name in names}) or [of]


def _without_ids(said: str) -> str:
    """Zalo's own words; a long number in them may name a person."""
    return re.sub(r"\d{5,}", "#", said)[:200]
