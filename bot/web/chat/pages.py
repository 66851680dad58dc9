"""The chat page and what can be read with GET. Reading never stores or sends anything."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.receive import clean, contact_of
from bot.channels.web.render import Look, reply_html
from bot.channels.web.thread import Thread
from bot.web.chat.threads import Threads
from bot.web.ports import PublicPages, WebSettings
from bot.web.templating import Pages
from bot.web.visitors import Origins, Visitor, new_nonce, remember, visitor_of
from bot.web.words import ERASED, NO_COOKIE, STORE_FAILED
from handlers.errors import MotcuaError
from handlers.messages import Address, Reply
from handlers.wording.guide import UNKNOWN_LINK

CODE: Final = re.compile(r"([1-9])\.(\d{6})")
"""Shape of a national procedure code."""

MAX_PREFILL: Final = 500
"""Characters of `?hoi=` put into the box: a link is no place for a story."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page shows besides the thread."""

    status: int = 200
    notice: str = ""
    text: str = ""
    """Stays in the box."""
    start: str = ""
    """Deep-link parameter the next post carries."""
    retry: int = 0
    """Seconds to wait before trying again, if that helps."""


class ChatPage:
    """Builds the page of one visitor's thread."""

    def __init__(
        self,
        threads: Threads,
        public: PublicPages,
        pages: Pages,
        origins: Origins,
        settings: WebSettings,
    ) -> None:
        self._threads = threads
        self._public = public
        self.pages = pages
        self.origins = origins
        self._settings = settings

    async def get(self, request: Request) -> Response:
        """The page at `/`, with its deep links."""
        visitor = visitor_of(request)
        query = request.query_params
        notice = ERASED if "da-xoa" in query else ""
        if "moi" in query and visitor.new:
            notice = NO_COOKIE
        text = clean(query.get("hoi", ""))[:MAX_PREFILL]
        draft = Draft(notice=notice, text=text, start=start_of(query))
        return await self.show(request, visitor, draft)

    async def show(self, request: Request, visitor: Visitor, draft: Draft) -> Response:
        """The page with the visitor's thread and `draft`."""
        address = Address(self._settings.endpoint, contact_of(visitor.token))
        status, notice = draft.status, draft.notice
        try:
            whole = "tat-ca" in request.query_params
            messages, thread = await self._threads.shown(address, whole=whole)
        except MotcuaError:
            messages, thread = (), Thread()
            status, notice = 503, STORE_FAILED
        greeting = await self._threads.greeting()
        preview = await self._preview(draft.start)
        if "thu-tuc" in request.query_params and not preview:
            notice = notice or UNKNOWN_LINK
        response = self.pages.page(
            "chat.html",
            status,
            messages=messages,
            older=bool(messages) and messages[0].seq > thread.entries[0].seq,
            waiting=thread.waiting,
            last=thread.entries[-1].seq if thread.entries else 0,
            greeting=_welcome(greeting),
            preview=preview,
            notice=notice,
            told=status == 200,
            draft=draft.text,
            start=draft.start,
            nonce=new_nonce(),
        )
        remember(response, visitor, secure=self.origins.secure(request))
        return response

    async def _preview(self, start: str) -> str:
        """The card of a followed link, shown without storing that it was followed.

        A GET must not act: previews of links, prefetching and crawlers follow links too. The
        person's first message from here carries the link's parameter along.
        """
        code = start.removeprefix("p_").replace("-", ".")
        try:
            card = await asyncio.to_thread(self._public.card, code) if start else None
        except MotcuaError:
            card = None
        return reply_html(card, Look(new_nonce(), start=start)) if card else ""


def _welcome(greeting: Reply) -> Markup:
    """The first words, then the suggestions, then the rest: on a small phone buttons come first."""
    first, rest = greeting.blocks[:1], greeting.blocks[1:]
    look = Look(new_nonce(), current=False, links=False)
    head = reply_html(Reply(first, greeting.choices), look)
    return Markup('{}<div class="after">{}</div>').format(head, reply_html(Reply(rest), look))


def start_of(query: Mapping[str, str]) -> str:
    """The channel-neutral start parameter of `?thu-tuc=1.001193`: `p_1-001193` (no dots)."""
    found = CODE.fullmatch(query.get("thu-tuc", "").strip())
    return f"p_{found[1]}-{found[2]}" if found else ""
