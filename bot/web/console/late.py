"""The console, loaded when somebody first opens a page of it.

Its pages are a twentieth of a start, and no citizen waits for them.
"""

import threading
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from bot.web.console.menu import HOME

if TYPE_CHECKING:
    from fastapi import APIRouter

    from bot.web.console.seats import ConsoleParts
    from bot.web.templating import Pages
    from bot.web.visitors import Origins


class LateConsole(BaseRoute):
    """Stands for every address of the console."""

    def __init__(self, parts: "ConsoleParts", pages: "Pages", origins: "Origins") -> None:
        self._handed = (parts, pages, origins)
        self._router: APIRouter | None = None
        self._loading = threading.Lock()

    @property
    def original_router(self) -> "APIRouter":
        """The routes themselves, by the name of a router that is hung in; loaded by now."""
        return self._load()

    def _load(self) -> "APIRouter":
        with self._loading:
            if self._router is None:
                from bot.web.console.routes import console_routes

                self._router = console_routes(*self._handed)
            return self._router

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether an address is the console's, known there or not."""
        path = str(scope["path"]) if scope["type"] == "http" else ""
        ours = path == HOME or path.startswith(f"{HOME}/")
        return (Match.FULL if ours else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Its routes have no names."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by its own routes; loading them keeps nobody else waiting."""
        router = self._router
        if router is None:
            router = await run_in_threadpool(self._load)
        await router(scope, receive, send)
