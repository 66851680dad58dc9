"""The web page: forms posted with the visitor's cookie, the thread read from its HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any

import httpx

from bot.channels.web.desk import WebDesk
from bot.channels.web.fetch import WebFiles
from bot.channels.web.receive import contact_of
from bot.channels.web.send import WebChannel
from bot.pages import KnowledgePages
from bot.web.app import WebParts, create_app
from bot.web.ports import WebLimits, WebSettings
from bot.web.visitors import COOKIE, new_nonce, new_visitor
from handlers.messages import Button, ChannelName, Inbound, InboundKind, Reply
from handlers.store.personal import StoredPersonalRecords
from knowledge.base import KnowledgeBase
from tests.conversations.voices.pictures import picture_of
from tests.conversations.voices.ward import Act, WardVoice, typed

MANY = WebLimits(visitor_burst=1_000, address_burst=10_000)
_NOTICE = re.compile(r'<p class="notice[^>]*>(.*?)</p>', re.DOTALL)
BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "dl", "ul", "form", "button"})


@dataclass
class Browser:
    """One visitor: their cookie, and how far they have read."""

    http: httpx.AsyncClient
    last: int = 0
    html: list[str] = field(default_factory=list)
    notice: str = ""
    """Why a form was not taken."""


class WebVoice(WardVoice):
    """Buttons are pressed where the page shows them."""

    channel = ChannelName.WEB
    pictures = True

    async def plug(self) -> None:
        """The whole web application, on the ward's store."""
        channel = WebChannel(self.store, self.clock)
        self.channels[self.at] = channel
        self.fetchers[self.at] = WebFiles(self.files)
        desk = WebDesk(self.store, self.inbox, self.dispatch, channel, self.clock, self.files)
        records = StoredPersonalRecords(self.store)
        pages = KnowledgePages(_Known(self.base), records, self.clock)
        settings = WebSettings(endpoint=self.at, limits=MANY, reply_wait=5.0)
        parts = WebParts(desk, pages, self.commune, dict, self.clock.now)
        self.site = create_app(parts, settings)
        self.browsers: dict[str, Browser] = {}

    @property
    def base(self) -> KnowledgeBase:
        """What the router answers from."""
        router: Any = self.inbox._responder
        known: KnowledgeBase = router.knowledge(self.clock.now())
        return known

    def contact(self, chat: str) -> str:
        """The hash of the cookie."""
        http = self._browser(chat).http
        if COOKIE not in http.cookies:  # nobody posted a form yet
            http.cookies.set(COOKIE, new_visitor().token, domain="testserver.local", path="/")
        return contact_of(str(http.cookies[COOKIE]))

    async def mark(self, chat: str) -> None:
        """Everything is read already; a new browser gets its cookie."""
        self._browser(chat)

    async def act(self, chat: str, inbound: Inbound) -> bool:
        """A form of the page."""
        if inbound.group:
            return await self.hand_over(chat, inbound)
        match inbound.kind:
            case InboundKind.TEXT:
                return await self._post(chat, text=inbound.text)
            case InboundKind.FILES:
                return await self._post(chat, picture_of(inbound), text=inbound.text)
            case InboundKind.TAP:
                return await self._post(chat, action=inbound.action)
            case InboundKind.START if inbound.text:
                return await self._post(chat, start=inbound.text)
            case _:
                return await self.hand_over(chat, inbound)

    async def read(self, chat: str) -> str:
        """The page's news as its script gets them, said by us."""
        browser = self._browser(chat)
        if browser.notice:
            return browser.notice
        answer = await browser.http.get(
            "/tro-chuyen/tin",
            params={"sau": browser.last},
            headers={"Accept": "application/json"},
        )
        news: dict[str, Any] = {"messages": [], "last": 0}
        if answer.status_code == 200:
            news = answer.json()
        browser.last = int(news["last"])
        browser.html = [one["html"] for one in news["messages"] if not one["mine"]]
        return "\n\n".join(words_of(one) for one in browser.html)

    def choosing(self, button: Button, heard: Sequence[Reply]) -> Act:
        """A press of the button."""
        value = f'value="{button.action}"'
        for browser in self.browsers.values():
            if any(value in one for one in browser.html):
                return InboundKind.TAP, button.action
        return InboundKind.TEXT, typed(button, heard, self.said)

    async def _post(self, chat: str, picture: bytes | None = None, **fields: str) -> bool:
        browser = self._browser(chat)
        given = {"nonce": new_nonce(), **fields}
        answer = await browser.http.post(
            "/tro-chuyen",
            data={name: one.encode("utf-8", "replace").decode() for name, one in given.items()},
            files={"tep": ("anh.jpg", picture, "image/jpeg")} if picture is not None else None,
            headers={"Origin": "http://testserver"},
        )
        taken = answer.status_code == 303
        browser.notice = "" if taken else unescape(_NOTICE.findall(answer.text)[0])
        return taken

    def _browser(self, chat: str) -> Browser:
        if chat not in self.browsers:
            http = httpx.AsyncClient(
                transport=httpx.ASGITransport(self.site), base_url="http://testserver"
            )
            self.browsers[chat] = Browser(http)
        return self.browsers[chat]


class _Known:
    """The knowledge, always the same."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def at(self, now: datetime) -> KnowledgeBase:
        """It."""
        del now
        return self._base


class _Words(HTMLParser):
    """What is read on a page: a line a block, "label: value" for facts, an address after a link."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line."""
        if tag in BLOCKS:
            self.parts.append("\n")
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        """A link's address is read too."""
        if tag == "dt":
            self.parts.append(": ")
        if tag == "a":
            self.parts.append(f": {self.links.pop()}\n")
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.parts.append(data)


def words_of(html: str) -> str:
    """The words of a piece of the page."""
    reader = _Words()
    reader.feed(html)
    lines = (line.strip() for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)
