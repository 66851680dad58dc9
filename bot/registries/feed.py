"""The HTTP feed of the one-stop software; its contract stands in docs/register-feed.md."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.registries.json_rows import Page, read_page
from knowledge.dossiers.mapping import RegisterMapping
from knowledge.dossiers.sources import RegisterCopy, RegisterRow, SourceError

LARGEST_PAGE: Final = 32 * 1024 * 1024
"""Bytes of one page; the contract asks for 1,000 dossiers, some 600 kB."""
MOST_PAGES: Final = 10_000
"""A feed that never ends is a mistake of its side."""
TIMEOUT: Final = ClientTimeout(total=60, connect=10)


@dataclass(frozen=True, slots=True)
class Feed:
    """Where the feed is."""

    url: str
    token: str = field(repr=False)


class FeedSource:
    """Reads the feed from the last copy's time on, a page at a time."""

    def __init__(self, feed: Feed, mapping: RegisterMapping) -> None:
        self._feed = feed
        self._mapping = mapping

    def copies(self, since: datetime | None) -> Iterator[RegisterCopy]:
        """One copy: everything that changed since; pages are asked for as rows are taken."""
        with asyncio.Runner() as runner:
            first = runner.run(self._page(since, "", 1))
            if first.copied_at is None:
                raise SourceError("phần mềm không nói dữ liệu lúc nào (copied_at)")
            rows = self._rows(runner, since, first)
            yield RegisterCopy("feed", first.copied_at, rows, first.complete)

    def _rows(
        self, runner: asyncio.Runner, since: datetime | None, page: Page
    ) -> Iterator[RegisterRow]:
        count = 1
        for _ in range(MOST_PAGES):
            yield from page.rows
            count += len(page.rows)
            if not page.next:
                return
            page = runner.run(self._page(since, page.next, count))
        raise SourceError("phần mềm trả về quá nhiều trang")

    async def _page(self, since: datetime | None, cursor: str, first: int) -> Page:
        try:
            async with self._get(since, cursor) as response:
                _check(response)
                body = await _body(response)
        except (ClientError, TimeoutError, OSError) as error:
            raise SourceError("không kết nối được phần mềm một cửa") from error
        try:
            return read_page(json.loads(body), self._mapping, first)
        except ValueError as error:
            raise SourceError("phần mềm một cửa không trả về JSON") from error

    @asynccontextmanager
    async def _get(self, since: datetime | None, cursor: str) -> AsyncIterator[ClientResponse]:
        query = {"since": since.isoformat()} if since else {}
        query |= {"cursor": cursor} if cursor else {}
        headers = {"Accept": "application/json"}
        if self._feed.token:
            headers["Authorization"] = f"Bearer {self._feed.token}"
        async with (
            ClientSession(timeout=TIMEOUT) as session,
            # Never to another address: the token would go with it.
            session.get(
                self._feed.url, params=query, headers=headers, allow_redirects=False
            ) as response,
        ):
            yield response


def _check(response: ClientResponse) -> None:
    if response.status in (401, 403):
        raise SourceError("phần mềm một cửa không nhận mã truy cập (MOTCUA_REGISTRY__FEED_TOKEN)")
    if response.status != 200:
        raise SourceError(f"phần mềm một cửa trả lời HTTP {response.status}")


async def _body(response: ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST_PAGE:
            raise SourceError("một trang của phần mềm một cửa lớn quá 32 MB")
    return bytes(body)
