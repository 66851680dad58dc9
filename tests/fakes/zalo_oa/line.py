"""A ward with its Official Account in one process: real inbox, outbox and channel, strict server.

Both go by the server's clock, which tests move. It begins on a Monday at ten whatever the machine's
says, since what we start ourselves waits at night, and then passes as the machine's does.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from bot.channels.base import Channel, FileFetcher
from bot.channels.zalo_oa.oauth import Pair
from bot.communes import Served
from bot.config import Settings, load_settings
from bot.config_zalo_oa import ZaloOaSettings
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.preparing import Preparing
from bot.zalo_oa import pairs_of
from bot.zalo_oa_channel import ZaloOaAccounts
from handlers.clock import Clock
from handlers.holding import SILENCE, steps_back
from handlers.inbox import Inbox, Responder
from handlers.incoming import FileDesk
from handlers.messages import ChannelName, Inbound, Paragraph, Reply
from handlers.sent_files import KEEPS_FILES
from handlers.store import contacts
from handlers.store.files import FileStore
from handlers.store.outgoing import OutgoingFiles
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from knowledge.commune import Commune
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.responder import FakeResponder
from tests.fakes.telegram.product import LIVE
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.events import sign
from tests.fakes.zalo_oa.refusals import Body
from tests.fakes.zalo_oa.server import ZaloOaServer

BEGINS = MONDAY_MORNING + timedelta(hours=2)
"""Far enough from the night that a test may go back or on an hour."""


class ServersClock:
    """The strict server's time."""

    def __init__(self, server: ZaloOaServer) -> None:
        self._server = server

    def now(self) -> datetime:
        """The server's moment."""
        return self._server.now()


class Line:
    """The ward, its account and Zalo; what `bot.app` is to the service."""

    def __init__(
        self,
        store: Store,
        zalo: ZaloOaServer,
        folder: Path,
        responder: Responder | None = None,
        guests: frozenset[str] | None = None,
        **given: Any,  # noqa: ANN401
    ) -> None:
        self.store, self.zalo = store, zalo
        if not zalo.ahead:
            zalo.ahead = BEGINS - zalo.now()
        self.clock: Clock = ServersClock(zalo)
        self.settings = settings_of(zalo, folder, given)
        self.responder = FakeResponder()
        self.responder.decide = echo
        self.files = FileStore(folder / "files")
        store.free_files = self.files.free
        self.outgoing = OutgoingFiles(store, self.files, self.clock)
        self.channels: dict[str, Channel] = {}
        self.fetchers: dict[str, FileFetcher] = {}
        self.inbox = Inbox(store, responder or self.responder, self.clock)
        self.delivery = Delivery(store, self.channels, self.clock, sweep_seconds=0.02)
        desk = FileDesk(store, self.clock, KEEPS_FILES)
        preparing = Preparing(desk, self.files, self.fetchers)
        self.dispatch = Dispatch(self.inbox, self.delivery, preparing=preparing, again_seconds=0.01)
        self.app = FastAPI()
        account = Served(self.settings.commune, guests, zalo_oa=self.settings.zalo_oa)
        self.service = ZaloOaAccounts(self, self.app).open(account)
        self.pairs = pairs_of(self.settings, store, self.service.endpoint)
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://ward"
        )

    def endpoint(self, channel: ChannelName, account: str, commune: Commune | None = None) -> str:
        """As the program makes it."""
        owner, now = commune or self.settings.commune, self.clock.now()
        with self.store.work() as work:
            contacts.ensure_commune(work, owner.key, owner.name, now)
            found = contacts.ensure_endpoint(work, owner.key, channel, account, now)
            work.commit()
        return found

    def move(self, **by: float) -> None:
        """Time passes, here and at Zalo."""
        self.zalo.ahead += timedelta(**by)

    def log_in(self) -> None:
        """An administrator has logged in."""
        now = self.clock.now()
        self.pairs.log_in(self.zalo.do(lambda: first_pair(self.zalo.account, now)))

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Line"]:
        """Start and stop in the order of the program."""
        await self.service.open()
        await self.delivery.start()
        await self.dispatch.start()
        await self.service.start()
        try:
            yield self
        finally:
            await self.service.stop()
            await self.dispatch.stop()
            await self.delivery.stop()
            await self.service.close()
            await self._client.aclose()

    async def post(self, event: Body, headers: dict[str, str] | None = None) -> int:
        """Zalo calls the webhook; the status."""
        body = json.dumps(event).encode()
        given = {"X-ZEvent-Signature": sign(body, str(event.get("timestamp")))}
        return await self.post_raw(body, given if headers is None else headers)

    async def post_raw(self, body: bytes, headers: dict[str, str]) -> int:
        """Anybody calls the webhook with anything."""
        answer = await self._client.post("/zalo/oa", content=body, headers=headers)
        return answer.status_code

    async def says(self, user: str, text: str, number: str = "") -> int:
        """A person writes."""
        await asyncio.to_thread(self.zalo.do, lambda: self.zalo.account.acts(user))
        stamp = self.zalo.stamp()
        message = {"msg_id": number or f"m{stamp}{len(text)}", "text": text}
        return await self.post(self.event(user, "user_send_text", message, stamp))

    def event(self, user: str, name: str, message: Body, stamp: str = "") -> Body:
        """An event of a person."""
        return {
            "app_id": rules.APP_ID,
            "event_name": name,
            "sender": {"id": user},
            "recipient": {"id": rules.OA_ID},
            "message": message,
            "timestamp": stamp or self.zalo.stamp(),
        }

    async def heard(self, user: str, number: int = 1) -> list[str]:
        """What the account said to a person, once it is that much."""
        await self.eventually(lambda: len(self.zalo.account.person(user).hears) >= number)
        return self.zalo.account.person(user).texts

    async def eventually(self, true: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - of another thread
                await asyncio.sleep(0.01)

    async def quiet(self) -> None:
        """Everything taken in was handled, and its replies tried."""
        await self.eventually(lambda: not self.dispatch._done)


def echo(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
    """Says the same, unless a person has the chat: as the router does."""
    if steps_back(inbound, state, now):
        return SILENCE
    return Turn((Reply((Paragraph(inbound.text),)),))


def first_pair(account: Account, now: datetime) -> Pair:
    """The tokens an administrator's login brings."""
    told = account.issue()
    life = timedelta(seconds=int(told["expires_in"]))
    return Pair(told["access_token"], told["refresh_token"], now, now + life)


def settings_of(zalo: ZaloOaServer, folder: Path, given: dict[str, Any]) -> Settings:
    """Settings of a live ward with this account."""
    settings = load_settings(LIVE)
    keys = settings.keys.model_copy(update={"zalo_file": str(folder / "zalo.key")})
    oa = ZaloOaSettings(
        **{
            "app_id": rules.APP_ID,
            "oa_id": rules.OA_ID,
            "app_secret": SecretStr(rules.APP_SECRET),
            "oa_secret_key": SecretStr(rules.OA_KEY),
            "redirect_uri": rules.REDIRECT,
            "api_url": zalo.url,
            "oauth_url": zalo.oauth_url,
            "template_url": zalo.template_url,
            "per_minute": 60_000,
            **given,
        }
    )
    return settings.model_copy(update={"zalo_oa": oa, "keys": keys})
