"""What a person sends: one form for words and for buttons, with and without JavaScript."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.channels.web.receive import Posted, Problem, contact_of, inbounds
from bot.files.names import safe_name
from bot.web.chat.pages import ChatPage, Draft
from bot.web.chat.threads import Threads
from bot.web.limits import RateLimiter, read_form
from bot.web.ports import ChatDesk, WebSettings
from bot.web.templating import Pages, wants_json
from bot.web.uploads import PostedForms, Upload
from bot.web.visitors import Origins, Visitor, new_nonce, new_visitor, remember, visitor_of
from bot.web.words import FOREIGN_FORM, PROBLEMS, STORE_FAILED, too_fast
from handlers.errors import MotcuaError
from handlers.messages import Address, IncomingFile

log = structlog.get_logger(__name__)

STATUS = {Problem.TOO_LONG: 413}
"""The other problems are 422."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Takes the forms of the chat."""

    desk: ChatDesk
    threads: Threads
    page: ChatPage
    pages: Pages
    origins: Origins
    settings: WebSettings
    now: Callable[[], datetime]
    by_visitor: RateLimiter
    by_address: RateLimiter
    forms: PostedForms

    async def post(self, request: Request) -> Response:
        """One message or tapped button; nothing typed is ever lost on a refusal."""
        fields, upload = await self.forms.read(request)
        visitor, posted = visitor_of(request), Posted.from_fields(fields, new_nonce())
        if upload is not None:
            posted = _with_file(posted, upload)
        refused = self._refused(request, visitor, posted)
        if refused is None:
            refused = await self._store(visitor, posted, upload)
        if refused is not None:
            return await self._refuse(request, visitor, refused)
        if wants_json(request):
            response: Response = JSONResponse({"ok": True}, 202)
        else:
            await self.threads.answered(self._address(visitor), self.settings.reply_wait)
            response = RedirectResponse("/?moi=1#moi" if visitor.new else "/#moi", 303)
        remember(response, visitor, secure=self.origins.secure(request))
        return response

    async def erase(self, request: Request) -> Response:
        """Erase the thread and begin a new one under a new cookie."""
        limits = self.settings.limits
        await read_form(request, limits.body_bytes, limits.body_seconds)
        visitor = visitor_of(request)
        if not self.origins.ours(request):
            return self.pages.problem(request, 403)
        if self._rate(request, visitor):
            return self.pages.problem(request, 429)
        if not visitor.new:
            try:
                await self.desk.forget(self._address(visitor))
            except MotcuaError as error:
                log.warning("web.erase_failed", error=type(error).__name__)
                return self.pages.problem(request, 503)
        response = RedirectResponse("/?da-xoa=1", 303)
        remember(response, new_visitor(), secure=self.origins.secure(request))
        return response

    def _refused(self, request: Request, visitor: Visitor, posted: Posted) -> Draft | None:
        """Why this form is not taken, with its text to go back into the box."""
        if not self.origins.ours(request):
            return _draft(posted, 403, FOREIGN_FORM)
        if (problem := posted.problem()) is not None:
            return _draft(posted, STATUS.get(problem, 422), PROBLEMS[problem])
        wait = self._rate(request, visitor)
        return _draft(posted, 429, too_fast(wait), retry=ceil(wait)) if wait else None

    def _rate(self, request: Request, visitor: Visitor) -> float:
        """Seconds to wait.

        The cookie counts first: one flooding browser must not use up its whole office's share.
        """
        now = self.now()
        wait = 0.0 if visitor.new else self.by_visitor.take(contact_of(visitor.token), now)
        return wait or self.by_address.take(self.origins.address(request), now)

    async def _store(self, visitor: Visitor, posted: Posted, upload: Upload | None) -> Draft | None:
        try:
            if upload is not None and posted.file is not None:
                ref = await self.desk.arrive(upload.data)
                posted = replace(posted, file=replace(posted.file, ref=ref))
            for one in inbounds(self.settings.endpoint, visitor.token, posted, self.now()):
                await self.desk.submit(one)
        except MotcuaError as error:
            log.warning("web.not_stored", error=type(error).__name__)
            return _draft(posted, 503, STORE_FAILED, retry=10)
        return None

    async def _refuse(self, request: Request, visitor: Visitor, draft: Draft) -> Response:
        headers = {"Retry-After": str(draft.retry)} if draft.retry else {}
        if wants_json(request):
            return JSONResponse({"error": draft.notice}, draft.status, headers)
        response = await self.page.show(request, visitor, draft)
        response.headers.update(headers)
        return response

    def _address(self, visitor: Visitor) -> Address:
        return Address(self.settings.endpoint, contact_of(visitor.token))


def _with_file(posted: Posted, upload: Upload) -> Posted:
    file = IncomingFile("", safe_name(upload.name, "tep"), upload.mime[:100], len(upload.data))
    return replace(posted, file=file, digest=hashlib.sha256(upload.data).hexdigest())


def _draft(posted: Posted, status: int, notice: str, retry: int = 0) -> Draft:
    return Draft(status, notice, posted.text, posted.start, retry)
