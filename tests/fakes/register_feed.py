"""A one-stop software that serves its register by the documented contract, on loopback."""

import asyncio
import threading
from typing import Any

from aiohttp import web

TOKEN = "phan-mem-mot-cua"  # noqa: S105 - of the fake


class RegisterFeed:
    """Serves `dossiers` in pages; refuses what the contract does not allow."""

    def __init__(self, dossiers: list[dict[str, Any]], page: int = 2) -> None:
        self.dossiers = dossiers
        self.page = page
        self.copied_at = "2026-11-23T07:55:00+07:00"
        self.complete = False
        self.answers: list[web.Response] = []
        """Answered first, in order, instead of the register."""
        self.asked: list[dict[str, str]] = []
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="register-feed", daemon=True)

    def __enter__(self) -> "RegisterFeed":
        self._thread.start()
        if not self._ready.wait(20):
            raise RuntimeError("the feed did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_get("/register", self._answer)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/register"
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        if self.answers:
            return self.answers.pop(0)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": "unauthorized"}, status=401)
        unknown = set(request.query) - {"since", "cursor"}
        if unknown or request.headers.get("Accept") != "application/json":
            return web.json_response({"error": "bad request"}, status=400)
        start = int(request.query.get("cursor", "0"))
        end = start + self.page
        more = end < len(self.dossiers)
        body = {
            "copied_at": self.copied_at,
            "complete": self.complete,
            "next": str(end) if more else None,
            "dossiers": self.dossiers[start:end],
        }
        return web.json_response(body)
