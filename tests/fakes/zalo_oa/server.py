"""The strict account over HTTP on loopback, in a thread of its own; it posts the webhook too."""

import asyncio
import hashlib
import json
import secrets
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from handlers.clock import SystemClock
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account, Body, RefusedError

T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
RETRIES = (0.3, 1.0, 3.0, 9.0, 30.0)
"""Seconds; Zalo's own are 30 s to one hour."""
ANSWER_WITHIN = 2.0


def sign(body: bytes, timestamp: str, app_id: str = rules.APP_ID, key: str = rules.OA_KEY) -> str:
    """The signature of an event as the documentation has it."""
    digest = hashlib.sha256(app_id.encode() + body + timestamp.encode() + key.encode())
    return f"mac={digest.hexdigest()}"


class ZaloOaServer:
    """Serves one `Account`: OpenAPI, token service and template host, each at its own address.

    What belongs to one is not found at another, as with Zalo's three hosts.
    """

    def __init__(self, account: Account | None = None) -> None:
        self._clock = SystemClock()
        self.ahead = timedelta(0)
        """How far the server's clock is ahead of the machine's."""
        self.account = account or Account(self.now)
        self.more: list[Account] = []
        """Further accounts, of the same app or of others."""
        self.url = self.oauth_url = self.template_url = ""
        """Of `openapi.zalo.me`, `oauth.zaloapp.com`, `business.openapi.zalo.me`."""
        self.webhook = ""
        self.webhooks: dict[str, str] = {}
        """Of further apps, by id."""
        self.retry = True
        self.echoes = True
        self.posted: list[tuple[str, int, float]] = []
        """Webhook deliveries: event, status (0: nobody answered), seconds it took."""
        self.given_up: list[Body] = []
        self.stall: dict[str, str] = {}
        """By path: `before` (never answers), `after` (acts, never answers), `html`, `500`."""
        self.stalled = threading.Event()
        self.files: dict[str, bytes] = {}
        """What people sent, by name."""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._queue: asyncio.Queue[Body] = asyncio.Queue()
        self._thread = threading.Thread(target=self._run, name="strict-zalo-oa", daemon=True)
        self.account.echo = self._echo

    def now(self) -> datetime:
        """The server's time."""
        return self._clock.now() + self.ahead

    def __enter__(self) -> "ZaloOaServer":
        self._thread.start()
        if not self._ready.wait(20):
            raise RuntimeError("the strict server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)

    def do(self, act: Callable[[], T]) -> T:
        """Do something to the account in its own thread, and return what came of it."""

        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(20)

    # what people do

    def says(self, user: str, text: str, to: Account | None = None) -> str:
        """A person writes; the id of the message."""
        return self.sends(user, "user_send_text", {"text": text}, to)

    def sends(self, user: str, event: str, message: Body, to: Account | None = None) -> str:
        """A person sends something; the id of the message."""
        number, account = secrets.token_hex(10), to or self.account

        def act() -> None:
            account.acts(user)
            account.wrote(user, number, message)

        self.do(act)
        told = _from_user(user, event, {"msg_id": number, **message}, self.stamp())
        told |= {"app_id": account.app_id, "recipient": {"id": account.oa_id}}
        self.post(told)
        return number

    def follows(self, user: str, event: str = "follow") -> None:
        """A person follows, or stops."""
        if event == "follow":
            self.do(lambda: self.account.acts(user))
        self.post(
            {
                "oa_id": rules.OA_ID,
                "follower": {"id": user},
                "user_id_by_app": "552177279717587730",
                "event_name": event,
                "source": "oa_profile",
                "app_id": rules.APP_ID,
                "timestamp": self.stamp(),
            }
        )

    def answers_by_hand(self, user: str, text: str, admin: str = "admin-1") -> None:
        """A clerk answers in the account's chat tool."""
        event = _from_oa(user, {"msg_id": secrets.token_hex(10), "text": text}, self.stamp())
        event["sender"]["admin_id"] = admin
        self.do(lambda: self.account.wrote_by_hand(user, event["message"]))
        self.post(event)

    def post(self, event: Body) -> None:
        """Deliver an event to the webhook."""
        self._loop.call_soon_threadsafe(self._queue.put_nowait, event)

    def stamp(self) -> str:
        """Now, as events have it."""
        return str(int(self.now().timestamp() * 1000))

    def _echo(self, user: str, message: Body) -> None:
        if self.echoes and self.webhook:
            self._queue.put_nowait(_from_oa(user, message, self.stamp()))

    # HTTP

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        app = web.Application(client_max_size=20_000_000, middlewares=[self._at_its_host])
        app.router.add_post("/v4/oa/access_token", self._token)
        app.router.add_route("*", "/{path:v[23]\\.0/.+|message/template}", self._oa)
        app.router.add_get("/file/{name}", self._file)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.2)
        await runner.setup()
        for _ in range(3):
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        hosts = [f"http://127.0.0.1:{address[1]}" for address in runner.addresses]
        self.url, self.oauth_url, self.template_url = hosts
        async with ClientSession(timeout=ClientTimeout(total=ANSWER_WITHIN)) as client:
            pusher = asyncio.create_task(self._push(client))
            self._ready.set()
            await self._stop.wait()
            pusher.cancel()
            await asyncio.gather(pusher, return_exceptions=True)
        await runner.cleanup()

    @web.middleware
    async def _at_its_host(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        wanted = {"/v4/oa/access_token": self.oauth_url, "/message/template": self.template_url}
        if wanted.get(request.path, self.url) != f"http://{request.host}":
            raise web.HTTPNotFound
        return await handler(request)

    async def _token(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/x-www-form-urlencoded":
            return web.json_response({"error": -14000, "message": "form expected"})
        form = {name: str(value) for name, value in (await request.post()).items()}
        stall = self.stall.get("token")
        if stall == "before":
            await self._hang(request)
        try:
            told = self._of_form(form).token(request.headers.get("secret_key"), form)
        except RefusedError as error:
            return web.json_response({"error": error.code, "error_name": error.message})
        if stall == "after":
            await self._hang(request)
        return web.json_response(told)

    async def _oa(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        stall = self.stall.get(path)
        if stall == "before":
            await self._hang(request)
        if stall == "html":
            return web.Response(text="<html>502</html>", content_type="text/html")
        if stall == "500":
            return web.Response(status=500)
        headers = {"X-RateLimit-Limit": str(rules.PER_MINUTE)}
        try:
            account = self._of_token(request.headers.get("access_token"))
            left = account.check(request.headers.get("access_token"), path)
            headers["X-RateLimit-Remain"] = str(left)
            data = await self._act(account, path, request)
            told: Body = {"error": 0, "message": "Success", "data": data}
        except RefusedError as error:
            told = {"error": error.code, "message": error.message}
        if stall == "after":
            await self._hang(request)
        return web.json_response(told, headers=headers)

    def _of_token(self, token: str | None) -> Account:
        """Whose access token that is; a strange one is told by the first."""
        everyone = (self.account, *self.more)
        return next((one for one in everyone if token and one.access == token), self.account)

    def _of_form(self, form: Body) -> Account:
        """Whose code or refresh token that is."""
        given = (str(form.get("refresh_token")), str(form.get("code")))
        everyone = (self.account, *self.more)
        mine = (one for one in everyone if given[0] in one.refreshes or given[1] in one.codes)
        return next(mine, self.account)

    async def _act(self, account: Account, path: str, request: web.Request) -> Body | list[Body]:
        if request.method == "GET" and path in {"/v2.0/oa/listrecentchat", "/v2.0/oa/conversation"}:
            asked = json.loads(request.query["data"])  # parameters travel as one JSON string
            listed = account.recent if path.endswith("chat") else account.conversation
            return listed(asked)
        if path == "/v2.0/oa/getoa":
            return account.about()
        if path.startswith("/v2.0/oa/upload/"):
            file = (await request.post()).get("file")
            if not isinstance(file, web.FileField):
                raise RefusedError(-210)
            return account.upload(path.rsplit("/", 1)[-1], file.filename, file.file.read())
        body = await request.json()
        acts: dict[str, Callable[[Body], Body]] = {
            "/v3.0/oa/message/cs": account.consultation,
            "/v2.0/oa/message": partial(account.consultation, v2=True),
            "/v3.0/oa/message/template": account.template,
            "/message/template": account.template_by_phone,
            "/v3.0/oa/quota/message": account.quota,
        }
        if path not in acts:
            raise RefusedError(-240)
        return acts[path](body)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        data = self.files.get(request.match_info["name"])
        return web.Response(body=data) if data is not None else web.Response(status=404)

    async def _hang(self, request: web.Request) -> None:
        """Never answer, until the other side goes away."""
        self.stalled.set()
        for _ in range(1_200):
            await asyncio.sleep(0.05)
            if request.transport is None or request.transport.is_closing():
                break
        raise web.HTTPBadGateway

    # the webhook

    async def _push(self, client: ClientSession) -> None:
        async with asyncio.TaskGroup() as group:
            while True:
                event = await self._queue.get()
                group.create_task(self._deliver(client, event))

    async def _deliver(self, client: ClientSession, event: Body) -> None:
        body = json.dumps(event, ensure_ascii=False).encode()
        app = str(event.get("app_id") or rules.APP_ID)
        key = next((one.oa_key for one in self.more if one.app_id == app), rules.OA_KEY)
        headers = {
            "Content-Type": "application/json",
            "X-ZEvent-Signature": sign(body, str(event.get("timestamp", "")), app, key),
        }
        for number, pause in enumerate((0.0, *RETRIES)):
            await asyncio.sleep(pause)
            if number:
                headers["num_retry"] = str(number)
            status = await self._posted(client, event, body, headers)
            if status == 200 or not self.retry:
                return
        self.given_up.append(event)

    async def _posted(
        self, client: ClientSession, event: Body, body: bytes, headers: dict[str, str]
    ) -> int:
        began = self._loop.time()
        webhook = self.webhooks.get(str(event.get("app_id")), self.webhook)
        try:
            async with client.post(webhook, data=body, headers=headers) as answer:
                status = answer.status
        except (ClientError, TimeoutError, ValueError):
            status = 0
        took = self._loop.time() - began
        self.posted.append((str(event.get("event_name")), status, took))
        return status


def _from_user(user: str, event: str, message: Body, stamp: str) -> Body:
    return {
        "app_id": rules.APP_ID,
        "event_name": event,
        "sender": {"id": user},
        "recipient": {"id": rules.OA_ID},
        "user_id_by_app": "552177279717587730",
        "message": message,
        "timestamp": stamp,
    }


def _from_oa(user: str, message: Body, stamp: str) -> Body:
    event = _from_user(user, "oa_send_text", message, stamp)
    event["sender"], event["recipient"] = {"id": rules.OA_ID}, {"id": user}
    return event
