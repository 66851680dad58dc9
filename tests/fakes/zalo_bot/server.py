"""The strict platform over HTTP on loopback, in a thread of its own: for whole programs.

It posts to public names only, as Zalo does; `hosts` says where on this machine those are.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.fakes.zalo_bot.core import StrictZalo
from tests.fakes.zalo_bot.faults import CutError

T = TypeVar("T")
Body = dict[str, Any]
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - a name
PUBLIC = "https://phuong.example.vn"


class ZaloServer:
    """Serves bots of the platform; while a webhook is set, it posts the updates itself."""

    def __init__(self, api: StrictZalo | None = None) -> None:
        self.api = api or StrictZalo()
        self.more: list[StrictZalo] = []
        self.url = ""
        self.hosts: dict[str, str] = {}
        """Public origin → where it really is."""
        self.media: dict[str, bytes] = {}
        self.posted: list[int] = []
        """Statuses of webhook deliveries, 0 when nobody answered."""
        self.twice = False
        """Each update is posted twice."""
        self.backwards = False
        """Updates that wait together are posted last first."""
        self.wrapped = True
        self.insists = True
        """What was not answered 200 is posted again. Whether Zalo does is not known."""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._client: ClientSession | None = None
        self._thread = threading.Thread(target=self._run, name="strict-zalo", daemon=True)

    def __enter__(self) -> "ZaloServer":
        self._thread.start()
        if not self._ready.wait(20):
            raise RuntimeError("the strict server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)

    def do(self, act: Callable[[], T]) -> T:
        """Do something to the API in its own thread, and return what came of it."""

        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(20)

    def picture(self, data: bytes) -> str:
        """Put a picture where Zalo keeps them; its address."""
        name = f"{len(self.media)}.jpg"
        self.media[name] = data
        return f"{self.url}/media/{name}"

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        app.router.add_get("/media/{name}", self._media)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession(timeout=ClientTimeout(total=20)) as self._client:
            for api in (self.api, *self.more):
                api.verify, api.fetch = self._verify, self._fetch
            pusher = asyncio.create_task(self._push(self._client))
            self._ready.set()
            await self._stop.wait()
            pusher.cancel()
            await asyncio.gather(pusher, return_exceptions=True)
        await runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            body = await request.json()
            api = next((one for one in self.more if one.token == token), self.api)
            status, said = await api.answer(token, method, body)
        except (CutError, ConnectionError):  # as planned, or the program was killed
            if request.transport is not None:
                request.transport.close()
            raise web.HTTPBadGateway from None
        if isinstance(said, str):
            return web.Response(text=said, content_type="text/html", status=status)
        return web.json_response(said, status=status)

    async def _media(self, request: web.Request) -> web.StreamResponse:
        data = self.media.get(request.match_info["name"])
        return web.Response(status=404) if data is None else web.Response(body=data)

    def _real(self, url: str) -> str:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        return self.hosts.get(origin, "http://127.0.0.1:1") + url[len(origin) :]

    async def _verify(self, url: str) -> str:
        """The first call to a new webhook: no body, no content type, no secret."""
        try:
            async with self._http.post(self._real(url)) as answer:
                status = answer.status
        except ClientError:
            return "webhook.err.unreachable"
        return "webhook.ok" if status == 200 else f"webhook.http.{status}"

    async def _fetch(self, url: str) -> bool:
        """A picture from its public address: reachable, and a picture."""
        if urlsplit(url).scheme != "https":
            return False
        try:
            async with self._http.get(self._real(url)) as answer:
                return answer.status == 200 and answer.content_type.startswith("image/")
        except ClientError:
            return False

    @property
    def _http(self) -> ClientSession:
        if self._client is None:
            raise RuntimeError("not serving")
        return self._client

    async def _push(self, client: ClientSession) -> None:
        """Chats side by side; within a chat in order, unless told otherwise."""
        lanes: dict[str, asyncio.Queue[Body]] = {}
        async with asyncio.TaskGroup() as group:
            while True:
                await asyncio.sleep(0.005)
                if not self.api.webhook:
                    continue
                waiting, self.api.queue = self.api.queue, deque()
                for update in reversed(waiting) if self.backwards else waiting:
                    lane = str(update["message"]["chat"]["id"])
                    if lane not in lanes:
                        lanes[lane] = asyncio.Queue()
                        group.create_task(self._deliver(client, lanes[lane]))
                    for _ in range(2 if self.twice else 1):
                        lanes[lane].put_nowait(update)

    async def _deliver(self, client: ClientSession, lane: asyncio.Queue[Body]) -> None:
        while True:
            update, pause = await lane.get(), 0.05
            while not await self._post(client, update) and self.insists:
                await asyncio.sleep(pause)
                pause = min(1.0, pause * 2)

    async def _post(self, client: ClientSession, update: Body) -> bool:
        headers = {SECRET_HEADER: self.api.webhook.get("secret", ""), "User-Agent": "Java/17"}
        body = {"ok": True, "result": update} if self.wrapped else update
        url = self._real(self.api.webhook.get("url", ""))
        try:
            async with client.post(url, json=body, headers=headers) as answer:
                status = answer.status
        except (ClientError, TimeoutError):
            status = 0
        self.posted.append(status)
        return status == 200
