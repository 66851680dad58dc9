"""What wraps every request: safe headers, a loose limit by address, the last net."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.limits import RateLimiter
from bot.web.templating import Pages
from bot.web.visitors import Origins

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""`Referrer-Policy: no-referrer` would make browsers post our own forms with `Origin: null`."""

CONSOLE: Final = "/can-bo"
OFFICERS_ONLY: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
"""Of the console's pages, its files too: nothing of a case stays on a shared computer."""

log = structlog.get_logger(__name__)


class SafeResponses:
    """Adds the headers; an unforeseen error becomes a Vietnamese page, its trace stays here."""

    def __init__(self, app: ASGIApp, pages: Pages, *, index: bool, https: bool) -> None:
        self._app = app
        self._pages = pages
        self._headers = dict(ALWAYS)
        if not index:
            self._headers["X-Robots-Tag"] = "noindex"
        if https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
                if str(scope["path"]).startswith(CONSOLE):
                    headers.update(OFFICERS_ONLY)
            await send(message)

        try:
            await self._app(scope, receive, send_safely)
        except Exception as error:  # noqa: BLE001  the last net: a citizen sees no stack trace
            # No trace: its messages may quote what a person typed.
            log.error(  # noqa: TRY400
                "web.failed",
                error=type(error).__name__,
                where=_where(error),
                route=_route(scope),
            )
            if not started:
                response = self._pages.problem(Request(scope), 500)
                await response(scope, receive, send_safely)


class PageLimit:
    """Answers 429 to an address that asks for pages like a machine."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limiter: RateLimiter,
        pages: Pages,
        origins: Origins,
        now: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._limiter = limiter
        self._pages = pages
        self._origins = origins
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection; posts have their own limits, health has none."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _counted(scope):
            request = Request(scope)
            wait = self._limiter.take(self._origins.address(request), self._now())
            if wait:
                response = self._pages.problem(request, 429)
                response.headers["Retry-After"] = str(round(wait) + 1)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _counted(scope: Scope) -> bool:
    return not str(scope["path"]).startswith(("/static/", "/healthz", "/readyz"))


def _where(error: BaseException) -> str:
    """File and line that raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


def _route(scope: Scope) -> str:
    """The route's template: a path typed by a person may hold anything."""
    return getattr(scope.get("route"), "path", "")
