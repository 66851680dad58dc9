"""Who may pass: transport, session, second factor, and that a form is ours. Nothing goes round it.

The cookie is `SameSite=Strict`: a link followed from a chat arrives without it, so such a request
is answered by a page that asks again from here.
"""

import hmac
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.console.menu import HOME, menu_of
from bot.web.console.posted import (
    CSRF,
    Form,
    read_console_form,
    read_filed_form,
    read_form_of_files,
)
from bot.web.console.seats import ConsoleParts, Seat
from bot.web.limits import RateLimiter
from bot.web.templating import Pages
from bot.web.visitors import Origins
from handlers import sign_in
from handlers.errors import StorageError
from handlers.store import sign_in as sessions
from handlers.store.sign_in import Session

SIGN_IN: Final = "/can-bo/vao"
SECOND: Final = "/can-bo/xac-nhan"
COOKIE: Final = "motcua_canbo"
ACTS_AT_ONCE: Final = 60
ACTS_A_MINUTE: Final = 120
"""Of one session; an officer does a few a minute, a bulk act is one."""

POSTS_AT_ONCE: Final = 300
POSTS_A_MINUTE: Final = 600
"""Of one address, before anything is read: a whole office shares one."""

Show = Callable[[Seat, Request], Response]
Do = Callable[[Seat, Request, Form], Response]


@dataclass(frozen=True, slots=True)
class _Refused(Exception):  # noqa: N818 - a decision, not an error
    """The answer instead of the page."""

    response: Response


class Gate:
    """Wraps the functions of console pages into routes."""

    def __init__(self, parts: ConsoleParts, pages: Pages, origins: Origins) -> None:
        self.parts = parts
        self.pages = pages
        self.origins = origins
        self._acts = RateLimiter(ACTS_AT_ONCE, ACTS_A_MINUTE)
        self._posts = RateLimiter(POSTS_AT_ONCE, POSTS_A_MINUTE)

    def page(self, show: Show, *, half: bool = False) -> Callable[[Request], Response]:
        """A page for who is signed in; `half`: before the second factor too."""

        def endpoint(request: Request) -> Response:
            try:
                seat = self._seat(request, half=half)
            except _Refused as refused:
                return refused.response
            return show(seat, request)

        return endpoint

    def act(
        self, do: Do, *, half: bool = False, file: int = 0, files: int = 1
    ) -> Callable[[Request], Awaitable[Response]]:
        """A posted form of who is signed in; `file` bytes at most where `files` come with it."""

        async def endpoint(request: Request) -> Response:
            if not self.origins.fit(request):
                return self.unfit(request)
            if self._posts.take(self.origins.address(request), self.parts.now()):
                return self.show("lost.html", None, 429, why="fast", words=())
            if file and self.session_of(request) is None:  # nothing large is read for strangers
                return self._lost(Form())
            form = await _read(request, file, files)
            return await run_in_threadpool(self._acted, do, request, form, half=half)

        return endpoint

    def show(self, name: str, seat: Seat | None, status: int = 200, **context: object) -> Response:
        """A rendered page of the console."""
        menu = menu_of(seat.officer) if seat is not None else ()
        return self.pages.page(f"console/{name}", status, seat=seat, menu=menu, **context)

    def unfit(self, request: Request) -> Response:
        """The console is not shown over an open wire."""
        del request
        return self.show("unfit.html", None, 403)

    def open_session(self, request: Request, token: str, to: str) -> Response:
        """Go on with this token in the cookie."""
        response = RedirectResponse(to, 303)
        name, secure = self._cookie(request)
        response.set_cookie(
            name,
            token,
            path="/" if secure else HOME,
            httponly=True,
            samesite="strict",
            secure=secure,
        )
        return response

    def end_session(self, request: Request) -> Response:
        """Go to the sign-in page without a token."""
        response = RedirectResponse(f"{SIGN_IN}?ra=1", 303)
        name, secure = self._cookie(request)
        response.delete_cookie(
            name, path="/" if secure else HOME, httponly=True, samesite="strict", secure=secure
        )
        return response

    def session_of(self, request: Request) -> Session | None:
        """The session of the browser, if it is signed in."""
        token = self._token(request)
        if not token:
            return None
        with self.parts.store.read() as work:
            return sign_in.session(work, self.parts.tokens, token, self.parts.now())

    def _acted(self, do: Do, request: Request, form: Form, *, half: bool) -> Response:
        try:
            seat = self._seat(request, half=half)
        except _Refused as refused:
            if self.session_of(request) is not None or not self.origins.ours(request):
                return refused.response
            return self._lost(form)
        if not self.origins.ours(request) or not hmac.compare_digest(seat.form, form.one(CSRF)):
            return self.show("lost.html", seat, 403, why="foreign", words=form.words())
        if self._acts.take(seat.session.token_hash, seat.now):
            return self.show("lost.html", seat, 429, why="fast", words=form.words())
        return do(seat, request, form)

    def _lost(self, form: Form) -> Response:
        """The session ended while somebody wrote: their words come back to be copied."""
        return self.show("lost.html", None, 401, why="ended", words=form.words())

    def _seat(self, request: Request, *, half: bool) -> Seat:
        if not self.origins.fit(request):
            raise _Refused(self.unfit(request))
        found = self.session_of(request)
        ward = self.parts.wards(found.officer.commune) if found is not None else None
        if found is None or ward is None:
            raise _Refused(self._ask_to_sign_in(request))
        if not half and sign_in.needs_second(found.officer) and found.second_at is None:
            raise _Refused(RedirectResponse(f"{SECOND}?ve={request.url.path}", 303))
        now = self.parts.now()
        self._seen(found)
        return Seat(found, ward, self.parts.tokens.of_form(self._token(request)), now)

    def _seen(self, found: Session) -> None:
        now = self.parts.now()
        if sign_in.stale(found, now):
            # A busy store must not keep a page from being read; the next page notes it.
            with suppress(StorageError), self.parts.store.work() as work:
                sessions.touch(work, found.token_hash, now)
                work.commit()

    def _ask_to_sign_in(self, request: Request) -> Response:
        path = request.url.path
        came_from_elsewhere = request.headers.get("sec-fetch-site") == "cross-site"
        if came_from_elsewhere and not self._token(request):
            return self.show("again.html", None, path=path)
        return RedirectResponse(f"{SIGN_IN}?ve={path}" if path != HOME else SIGN_IN, 303)

    def _cookie(self, request: Request) -> tuple[str, bool]:
        """Over https the name binds the cookie to this very host."""
        secure = self.origins.secure(request)
        return (f"__Host-{COOKIE}" if secure else COOKIE), secure

    def _token(self, request: Request) -> str:
        return request.cookies.get(self._cookie(request)[0], "")


def inside(path: str) -> str:
    """A path of the console to go on to; the first page for anything else."""
    safe = all(letter.isalnum() or letter in "/-_." for letter in path)
    return path if safe and path.startswith(f"{HOME}/") and "//" not in path else HOME


async def _read(request: Request, limit: int, most: int) -> Form:
    """The form of an act: with several files, with one, with none."""
    if limit and most > 1:
        return await read_form_of_files(request, limit, most)
    return await (read_filed_form(request, limit) if limit else read_console_form(request))
