"""The strict account over HTTP on loopback, in a thread of its own; it posts the webhook too."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import ClientSession, ClientTimeout, web

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.acts import Acts
from tests.fakes.zalo_oa.posting import ANSWER_WITHIN
from tests.fakes.zalo_oa.refusals import Body, RefusedError

LOOK_UPS = {"/v2.0/oa/listrecentchat", "/v2.0/oa/conversation", "/v2.0/oa/getoa"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ZaloOaServer(Acts):
    """Serves one `Account`: OpenAPI, token service and template host, each at its own address.

    What belongs to one is not found at another, as with Zalo's three hosts.
    """

    def __init__(self, account: Account | None = None) -> None:
        super().__init__(account)
        self.url = self.oauth_url = self.template_url = ""
        """Of `openapi.zalo.me`, `oauth.zaloapp.com`, `business.openapi.zalo.me`."""
        self.stall: dict[str, str] = {}
        """By path: `before` (never answers), `after` (acts, never answers), `html`, `500`, `403`,
        `429`; what begins with a brace is answered as it stands, as a proxy may."""
        self.stalled = threading.Event()
        self.files: dict[str, bytes] = {}
        """What people sent, by name."""
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="strict-zalo-oa", daemon=True)

    def __enter__(self) -> "ZaloOaServer":
        self._thread.start()
        if not self._ready.wait(20):
            raise RuntimeError("the strict server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)

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
        if stall in {"500", "403", "429"}:  # of somebody before Zalo, as a page or as nothing
            return web.Response(status=int(stall), text="<html>" if stall != "500" else "")
        if stall is not None and stall.startswith("{"):
            return web.Response(text=stall, content_type="application/json")
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
        if (request.method == "GET") != (path in LOOK_UPS):
            raise RefusedError(-240)
        if path == "/v2.0/oa/getoa":
            return account.about()
        if path in LOOK_UPS:
            asked = json.loads(request.query["data"])  # parameters travel as one JSON string
            listed = account.recent if path.endswith("chat") else account.conversation
            return listed(asked)
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
