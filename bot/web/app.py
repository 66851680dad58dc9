"""Builds the web application from its parts. No API pages: `/docs` and the schema are off."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.web.chat.files import Downloads
from bot.web.chat.pages import ChatPage
from bot.web.chat.posting import Posting
from bot.web.chat.routes import Events, chat_routes
from bot.web.chat.stream import Streams
from bot.web.chat.threads import Threads
from bot.web.console.late import LateConsole
from bot.web.console.seats import ConsoleParts
from bot.web.headers import PageLimit, SafeResponses
from bot.web.health import health_routes
from bot.web.limits import FormError, RateLimiter
from bot.web.metrics import metrics_routes
from bot.web.ports import (
    Announcements,
    ChatDesk,
    Checks,
    PublicPages,
    PublishedCases,
    Readiness,
    WebSettings,
)
from bot.web.public.announced import AnnouncedSite, announced_routes, place_of
from bot.web.public.check import BURST, PER_MINUTE, CheckPage, check_routes
from bot.web.public.published import PublishedSite, published_routes
from bot.web.public.routes import PublicSite, public_routes
from bot.web.templating import STATIC, Pages
from bot.web.uploads import PostedForms
from bot.web.visitors import Origins
from handlers.errors import MotcuaError
from knowledge.commune import Commune, CommuneStage

YEAR: Final = 31_536_000
"""Seconds a browser keeps a static file: its address changes with its content."""


@dataclass(frozen=True, slots=True)
class WebParts:
    """What the web is handed."""

    desk: ChatDesk
    pages: PublicPages
    commune: Commune
    ready: Readiness
    now: Callable[[], datetime]
    metrics: Callable[[], bytes] | None = None
    console: ConsoleParts | None = None
    """Of the officers; None: not served."""
    published: PublishedCases | None = None
    """What the ward has published of feedback; None: no such page."""
    announced: Announcements | None = None
    """What the ward wrote to everybody; None: no such page."""
    checks: Checks | None = None
    """Looks up check codes; None: no such page."""
    beside: tuple[tuple[Commune, Announcements], ...] = ()
    """Further communes of this process and what they wrote to everybody."""
    checks_beside: tuple[tuple[Commune, Checks], ...] = ()
    """The same, and what looks up their check codes."""


def create_app(parts: WebParts, settings: WebSettings) -> FastAPI:
    """The application; `app.state.streams` ends its event streams."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    pages, origins = Pages(parts.commune), Origins(settings)
    threads, streams = Threads(parts.desk, parts.pages, pages), Streams(settings)
    app.state.streams = streams
    page = ChatPage(threads, parts.pages, pages, origins, settings)
    posting = _posting(parts, settings, threads, page)
    events = Events(threads, streams, pages, settings)
    downloads = Downloads(parts.desk, pages, settings)
    app.include_router(chat_routes(page, posting, pages, events, downloads))
    app.include_router(public_routes(PublicSite(parts.pages, pages, origins, parts.now)))
    if parts.published is not None:
        pages.show_cases()
        app.include_router(published_routes(PublishedSite(parts.published, pages, origins)))
    beside = _beside(parts)
    _check(app, parts, settings, {parts.commune.key: pages, **beside}, origins)
    _announce(app, parts, pages, beside, origins)
    if parts.console is not None:
        app.router.routes.append(LateConsole(parts.console, pages, origins))
    app.include_router(health_routes(parts.ready))
    if parts.metrics is not None:
        public = bool(settings.public_url)
        app.include_router(metrics_routes(parts.metrics, settings.metrics_secret, public=public))
    app.mount("/static", LongLived(directory=STATIC))
    _handle_errors(app, pages)
    _wrap(app, parts, settings, pages, origins)
    return app


def _beside(parts: WebParts) -> dict[str, Pages]:
    """The pages of each further commune, by its key."""
    further = (*parts.beside, *parts.checks_beside)
    return {one.key: Pages(one, place_of(one.key)) for one, _ in further}


def _check(
    app: FastAPI,
    parts: WebParts,
    settings: WebSettings,
    pages: Mapping[str, Pages],
    origins: Origins,
) -> None:
    """The page of check codes of each commune; guesses are counted together."""
    if parts.checks is None:
        return
    tries = RateLimiter(BURST, PER_MINUTE)
    for commune, checks in ((parts.commune, parts.checks), *parts.checks_beside):
        shown = pages[commune.key]
        shown.show_check()
        page = CheckPage(checks, shown, origins, settings.limits, parts.now, tries)
        app.include_router(check_routes(page, shown.at))


def _announce(
    app: FastAPI, parts: WebParts, pages: Pages, beside: Mapping[str, Pages], origins: Origins
) -> None:
    """The announcements of the commune, and of further ones, each under its own name."""
    if parts.announced is not None:
        pages.show_announcements()
        app.include_router(announced_routes(AnnouncedSite(parts.announced, pages, origins)))
    for commune, announced in parts.beside:
        site = AnnouncedSite(announced, beside[commune.key], origins)
        app.include_router(announced_routes(site, beside[commune.key].at))
    pages.show_beside([(one.name, place_of(one.key)) for one, _ in parts.beside])


class LongLived(StaticFiles):
    """Static files that a browser may keep when their address names their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        age = f"public, max-age={YEAR}, immutable" if versioned else "no-cache"
        response.headers["Cache-Control"] = age
        return response


def _posting(parts: WebParts, settings: WebSettings, threads: Threads, page: ChatPage) -> Posting:
    limits = settings.limits
    return Posting(
        desk=parts.desk,
        threads=threads,
        page=page,
        pages=page.pages,
        origins=page.origins,
        settings=settings,
        now=parts.now,
        by_visitor=RateLimiter(limits.visitor_burst, limits.visitor_per_minute),
        by_address=RateLimiter(limits.address_burst, limits.address_per_minute),
        forms=PostedForms(limits),
    )


def _handle_errors(app: FastAPI, pages: Pages) -> None:
    def http(request: Request, error: Exception) -> Response:
        return pages.problem(request, getattr(error, "status_code", 500))

    def form(request: Request, error: Exception) -> Response:
        return pages.problem(request, getattr(error, "status", 400))

    def store(request: Request, _error: Exception) -> Response:
        return pages.problem(request, 503)

    handlers: dict[type[Exception], Callable[[Request, Exception], Response]] = {
        HTTPException: http,
        FormError: form,
        MotcuaError: store,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, _threadless(handler))


def _threadless(
    handler: Callable[[Request, Exception], Response],
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Answer at once: a full thread pool must not keep an error page waiting."""

    async def answer(request: Request, error: Exception) -> Response:
        return handler(request, error)

    return answer


def _wrap(
    app: FastAPI, parts: WebParts, settings: WebSettings, pages: Pages, origins: Origins
) -> None:
    """Middleware, innermost first."""
    limits = settings.limits
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(
        PageLimit,
        limiter=RateLimiter(limits.pages_burst, limits.pages_per_minute),
        pages=pages,
        origins=origins,
        now=parts.now,
    )
    live = parts.commune.stage is CommuneStage.LIVE
    https = settings.public_url.startswith("https:")
    app.add_middleware(SafeResponses, pages=pages, index=live, https=https)
