"""The strict server over HTTP on loopback, in a thread of its own: for whole programs."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import ClientError, ClientSession, web

from tests.fakes.telegram.core import StrictApi
from tests.fakes.telegram.faults import CutError

T = TypeVar("T")
Body = dict[str, Any]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name


class StrictServer:
    """Serves one `StrictApi`; while a webhook is set, it posts the updates itself."""

    def __init__(self, api: StrictApi | None = None, port: int = 0) -> None:
        self.api = api or StrictApi()
        self.more: list[StrictApi] = []
        """Further bots, each with a token of its own; they have no webhooks."""
        self.url = ""
        self.posted: list[tuple[int, int]] = []
        """Webhook deliveries: update id and status, 0 when nobody answered."""
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._lanes: dict[Any, asyncio.Queue[Body]] = {}
        self._thread = threading.Thread(target=self._run, name="strict-telegram", daemon=True)

    def __enter__(self) -> "StrictServer":
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

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession() as client:
            pusher = asyncio.create_task(self._push(client))
            self._ready.set()
            await self._stop.wait()
            pusher.cancel()
            await asyncio.gather(pusher, return_exceptions=True)
        await runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answer(request)
        except ConnectionError:  # the program was killed while it spoke
            raise web.HTTPBadRequest from None

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        values: Body = dict(request.query)
        files: dict[str, tuple[str, bytes]] = {}
        if request.content_type == "application/json":
            values |= await request.json()
        elif request.method == "POST":
            for key, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    files[key] = (value.filename, value.file.read())
                else:
                    values[key] = value
        try:
            api = next((one for one in self.more if one.token == token), self.api)
            status, body = await api.answer(token, method, values, files)
        except CutError:
            if request.transport is not None:
                request.transport.close()
            raise web.HTTPBadGateway from None
        return web.json_response(body, status=status)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        token, path = request.match_info["token"], request.match_info["path"]
        try:
            status, data = await self.api.download(token, path)
        except (CutError, ConnectionError):
            if request.transport is not None:
                request.transport.close()
            raise web.HTTPBadGateway from None
        return web.Response(body=data, status=status)

    async def _push(self, client: ClientSession) -> None:
        """Lanes as Telegram has them: one chat in order, chats side by side."""
        async with asyncio.TaskGroup() as group:
            while True:
                await asyncio.sleep(0.005)
                if not self.api.webhook.get("url"):
                    continue
                for update in self.api.updates.take_all():
                    self.api.on_the_way[update["update_id"]] = update
                    lane = _lane(update)
                    if lane not in self._lanes:
                        self._lanes[lane] = asyncio.Queue()
                        group.create_task(self._deliver(client, self._lanes[lane]))
                    self._lanes[lane].put_nowait(update)

    async def _deliver(self, client: ClientSession, lane: asyncio.Queue[Body]) -> None:
        while True:
            update = await lane.get()
            pause = 0.05
            while not await self._post(client, update):
                await asyncio.sleep(pause)
                pause = min(1.0, pause * 2)

    async def _post(self, client: ClientSession, update: Body) -> bool:
        if not self.api.webhook.get("url"):
            return False  # taken away meanwhile: it waits for the next address
        headers = {SECRET_HEADER: self.api.webhook.get("secret", "")}
        try:
            async with client.post(self.api.webhook["url"], json=update, headers=headers) as answer:
                status = answer.status
        except ClientError:
            status = 0
        self.posted.append((update["update_id"], status))
        accepted = 200 <= status < 300
        if accepted:
            del self.api.on_the_way[update["update_id"]]
        else:
            said = f"Wrong response from the webhook: {status}" if status else "Connection refused"
            self.api.hook_error = int(self.api.clock.now().timestamp()), said
        return accepted


def _lane(update: Body) -> tuple[str, int]:
    query = update.get("callback_query")
    if query is not None:
        return "tap", int(query["from"]["id"])
    content = next(value for key, value in update.items() if key != "update_id")
    return "chat", int(content["chat"]["id"])
