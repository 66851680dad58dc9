# ruff: noqa: ANN401 - bodies of many methods go through here
"""A strict Bot Platform without I/O: it refuses what Zalo's documents say is refused.

Where the documents are silent it takes the stricter reading, so that nothing of ours rests on
luck: unknown fields are refused, text is counted in UTF-16 units, a handed-out update is gone.
"""

import asyncio
import hashlib
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.zalo_bot.faults import Body, CutError, Fault, ZaloError
from tests.fakes.zalo_bot.rules import FIELDS, check_text, public, units

TOKEN = "4152637485:strict-zalo-Token_abcXYZ"  # noqa: S105 - of a server of our own
ME: Body = {
    "id": "4152637485",
    "account_name": "Bot Một Cửa",
    "account_type": "BASIC",
    "can_join_groups": False,
}


@dataclass(frozen=True)
class Call:
    """One call and what came of it."""

    method: str
    body: Body
    code: int
    at: float = 0.0


@dataclass
class Chat:
    """What stands in one chat."""

    id: str
    name: str = "Nguyen Van A"
    group: bool = False
    heard: list[Body] = field(default_factory=list)


Verify = Callable[[str], Awaitable[str]]
Fetch = Callable[[str], Awaitable[bool]]


class StrictZalo:
    """One bot's API."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.chats: dict[str, Chat] = {}
        self.queue: deque[Body] = deque()
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.webhook: Body = {}
        self.month = 3_000
        self.used = 0
        """Messages both ways."""
        self.people = 50
        self.most_polls = 0
        self.verify: Verify | None = None
        self.fetch: Fetch | None = None
        self._polls = 0
        self._arrived = asyncio.Event()

    def fail(self, **fault: Any) -> Fault:
        """Plan a fault."""
        self.faults.append(Fault(**fault))
        return self.faults[-1]

    def made(self, method: str) -> list[Body]:
        """Bodies of the calls of a method that were carried out."""
        return [call.body for call in self.calls if call.method == method and call.code == 200]

    def refused(self) -> list[Call]:
        """Calls found wrong: defects of the caller."""
        asked = {"getWebhookInfo", "getUpdates"}  # they say so of a state, not of a mistake
        return [one for one in self.calls if one.code in {400, 404} and one.method not in asked]

    def brings(self, update: Body) -> None:
        """A person did something; beyond the plan's people and messages nothing reaches a bot."""
        chat = update["message"]["chat"]["id"]
        beyond = [one for one in self.chats.values() if not one.group][self.people :]
        if self.used >= self.month or self.chats[chat] in beyond:
            return
        self.used += 1
        self.queue.append(update)
        self._arrived.set()

    def new_id(self) -> str:
        """Of a message."""
        return secrets.token_hex(8)

    async def answer(self, token: str, method: str, body: Body) -> tuple[int, Body | str]:
        """Status and body for one HTTP request; raises `CutError` where a fault says so."""
        planned = next((one for one in self.faults if one.fits(method, body)), None)
        code = 200
        try:
            self._check(token, method, body)
            result = await self._run(method, body, planned)
            said: Body | str = {"ok": True} if result is None else {"ok": True, "result": result}
        except ZaloError as error:
            code = error.code
            said = {"ok": False, "error_code": code, "description": error.description}
        except CutError:
            self._note(method, body, 0)
            raise
        self._note(method, body, code)
        return self._shown(planned, code, said)

    def _shown(self, planned: Fault | None, code: int, said: Body | str) -> tuple[int, Body | str]:
        if planned is None or (code == 200 and not planned.html and not planned.bare):
            return (code if code in {200, 401, 403, 404, 408, 429} else 200), said
        if planned.html:
            return planned.http or code, "<html><title>just a moment</title></html>"
        return planned.http or code, {"ok": True} if planned.bare else said

    def _note(self, method: str, body: Body, code: int) -> None:
        self.calls.append(Call(method, body, code, time.monotonic()))

    def _check(self, token: str, method: str, body: Body) -> None:
        if token != self.token:
            raise ZaloError(401, "Unauthorized")
        if method not in FIELDS:
            raise ZaloError(400, "Bad Request: no such method")
        if unknown := body.keys() - FIELDS[method]:
            raise ZaloError(400, f"Bad Request: unknown fields {sorted(unknown)}")

    async def _run(self, method: str, body: Body, planned: Fault | None) -> Any:
        if planned is None:
            return await self._carry_out(method, body)
        planned.times -= 1
        await asyncio.sleep(planned.delay)
        done = None
        if planned.after or planned.bare or (planned.code == 200 and not planned.cut):
            done = await self._carry_out(method, body)
        if planned.cut:
            raise CutError
        if planned.code == 200 or planned.bare:
            return done
        raise ZaloError(planned.code, planned.description)

    async def _carry_out(self, method: str, body: Body) -> Any:
        match method:
            case "getMe":
                return ME
            case "getUpdates":
                return await self._get_updates(float(body.get("timeout", 30)))
            case "setWebhook":
                return await self._set_webhook(body)
            case "deleteWebhook":
                self.webhook = {}
                return {"url": "", "updated_at": 1790000000123}
            case "getWebhookInfo":
                if not self.webhook:
                    raise ZaloError(404, "Not Found")
                return {"url": self.webhook["url"], "updated_at": 1790000000123}
            case _:
                return await self._send(method, body)

    async def _get_updates(self, seconds: float) -> Body:
        if self.webhook:
            raise ZaloError(400, "Bad Request: a webhook is set")
        self._polls += 1
        self.most_polls = max(self.most_polls, self._polls)
        try:
            async with asyncio.timeout(min(seconds, 60)):
                while not self.queue:
                    self._arrived.clear()
                    await self._arrived.wait()
                return self.queue.popleft()
        except TimeoutError:
            raise ZaloError(408, "Request timeout") from None
        finally:
            self._polls -= 1

    async def _set_webhook(self, body: Body) -> Body:
        url, secret = str(body.get("url", "")), str(body.get("secret_token", ""))
        parts = urlsplit(url)
        if parts.scheme != "https" or not public(parts.hostname or "") or parts.port:
            raise ZaloError(400, "Bad Request: public https only")
        if not 8 <= len(secret) <= 256:
            raise ZaloError(400, "Bad Request: secret_token of 8 to 256 letters")
        self.webhook = {"url": url, "secret": secret}  # kept even when nobody answers there
        outcome = await self.verify(url) if self.verify else "webhook.err.unreachable"
        verification = {"ok": outcome == "webhook.ok", "url": url, "outcome": outcome, "hint": ""}
        return {"url": url, "updated_at": 1790000000123, "verification": verification}

    async def _send(self, method: str, body: Body) -> Body | None:
        chat = self.chats.get(str(body.get("chat_id")))
        if chat is None:
            raise ZaloError(400, "Bad Request: chat_id")
        if method == "sendChatAction":
            if body.get("action") != "typing":
                raise ZaloError(400, "Bad Request: action")
            return None
        if method == "sendMessage":
            check_text(body)
        elif method == "sendPhoto":
            await self._check_photo(body)
        if self.used >= self.month:
            raise ZaloError(429, "Quota exceeded")
        self.used += 1
        number = self.new_id()
        chat.heard.append({"message_id": number, **body})
        return {"message_id": number, "date": 1790000000123}

    async def _check_photo(self, body: Body) -> None:
        if not 1 <= units(str(body.get("caption", "x"))) <= 2_000:
            raise ZaloError(400, "Bad Request: caption")
        if self.fetch is None or not await self.fetch(str(body.get("photo", ""))):
            raise ZaloError(400, "Bad Request: photo cannot be fetched")


def chat_id(number: int | str) -> str:
    """Twenty hex digits, as real ones."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:20]
