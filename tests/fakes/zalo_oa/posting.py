"""The webhook as Zalo posts it: signed, again after a failure, from the server's own thread."""

import asyncio
import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout

from handlers.clock import SystemClock
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.events import sign
from tests.fakes.zalo_oa.refusals import Body

T = TypeVar("T")
RETRIES = (0.3, 1.0, 3.0, 9.0, 30.0)
"""Seconds; Zalo's own are 30 s to one hour."""
ANSWER_WITHIN = 2.0


class Posting:
    """A loop in a thread, the accounts that live in it, and their events on the way to us."""

    def __init__(self, account: Account | None = None) -> None:
        self._clock = SystemClock()
        self.ahead = timedelta(0)
        """How far the server's clock is ahead of the machine's."""
        self.account = account or Account(self.now)
        self.more: list[Account] = []
        """Further accounts, of the same app or of others."""
        self.webhook = ""
        self.webhooks: dict[str, str] = {}
        """Of further apps, by id."""
        self.retry = True
        self.posted: list[tuple[str, int, float]] = []
        """Webhook deliveries: event, status (0: nobody answered), seconds it took."""
        self.given_up: list[Body] = []
        self.retries: tuple[float, ...] = RETRIES
        self.patience = ANSWER_WITHIN
        """Seconds it waits for an answer; longer where a test is not about speed."""
        self.turned_off: set[str] = set()
        """Apps whose webhook failed to the last: nothing is posted there until it is saved anew."""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._queue: asyncio.Queue[Body] = asyncio.Queue()

    def now(self) -> datetime:
        """The server's time."""
        return self._clock.now() + self.ahead

    def stamp(self) -> str:
        """Now, as events have it."""
        return str(int(self.now().timestamp() * 1000))

    def do(self, act: Callable[[], T]) -> T:
        """Do something to the account in its own thread, and return what came of it."""

        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(20)

    def post(self, event: Body) -> None:
        """Deliver an event to the webhook."""
        self._loop.call_soon_threadsafe(self._queue.put_nowait, event)

    def saves(self, app: str = rules.APP_ID) -> bool:
        """An administrator saves the address in the console: whether it answers 200 to `{}`."""

        async def probed() -> bool:
            async with ClientSession(timeout=ClientTimeout(total=ANSWER_WITHIN)) as client:
                headers = {"Content-Type": "application/json"}
                status = await self._posted(client, {"app_id": app}, b"{}", headers)
            if status == 200:
                self.turned_off.discard(app)
            return status == 200

        return asyncio.run_coroutine_threadsafe(probed(), self._loop).result(20)

    async def _push(self, client: ClientSession) -> None:
        async with asyncio.TaskGroup() as group:
            while True:
                event = await self._queue.get()
                told = group.create_task(self._deliver(client, event))
                told.add_done_callback(lambda _: self._queue.task_done())

    def settles(self) -> None:
        """Wait until every event so far was taken, or given up: none is late for what follows."""
        asyncio.run_coroutine_threadsafe(self._queue.join(), self._loop).result(60)

    async def _deliver(self, client: ClientSession, event: Body) -> None:
        body = json.dumps(event, ensure_ascii=False).encode()
        app = str(event.get("app_id") or rules.APP_ID)
        key = next((one.oa_key for one in self.more if one.app_id == app), rules.OA_KEY)
        headers = {
            "Content-Type": "application/json",
            "X-ZEvent-Signature": sign(body, str(event.get("timestamp", "")), app, key),
        }
        for number, pause in enumerate((0.0, *self.retries)):
            await asyncio.sleep(pause)
            if app in self.turned_off:
                break
            if number:
                headers["num_retry"] = str(number)
            status = await self._posted(client, event, body, headers)
            if status == 200 or not self.retry:
                return
        self.given_up.append(event)
        self.turned_off.add(app)

    async def _posted(
        self, client: ClientSession, event: Body, body: bytes, headers: dict[str, str]
    ) -> int:
        began = self._loop.time()
        webhook = self.webhooks.get(str(event.get("app_id")), self.webhook)
        try:
            waits = ClientTimeout(total=self.patience)
            async with client.post(webhook, data=body, headers=headers, timeout=waits) as answer:
                status = answer.status
        except (ClientError, TimeoutError, ValueError):
            status = 0
        took = self._loop.time() - began
        self.posted.append((str(event.get("event_name")), status, took))
        return status
