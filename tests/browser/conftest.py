"""A real chromium against a real server on loopback, with the web's fakes behind it."""

import asyncio
import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.web.app import WebParts, create_app
from bot.web.ports import GONE, WebLimits, WebSettings
from bot.web.server import WebServer, make_server
from handlers.messages import Paragraph, Reply
from tests.fakes.web_desk import (
    FakeAnnounced,
    FakeDesk,
    FakePages,
    FakePublished,
    Ticking,
    sample_commune,
)

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 60_000
"""Milliseconds until a page must show something, on a machine that is busy."""
expect.set_options(timeout=PATIENCE)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, SMALL, OFFICE = (390, 780), (320, 568), (1366, 768)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker("browser")
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"no browser at {CHROMIUM}"))


@dataclass
class LiveSite:
    """The server's address, the fakes behind it, and its loop."""

    port: int
    desk: FakeDesk
    public: FakePages
    clock: Ticking
    server: WebServer
    loop: asyncio.AbstractEventLoop
    thread: threading.Thread

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Stop the server and wait until it has."""
        self.server.should_exit = True
        self.thread.join(10)

    def release(self) -> None:
        """Let the held answers go."""
        asyncio.run_coroutine_threadsafe(self.desk.release(), self.loop).result(5)


class NothingSent:
    """Checks of a ward that has sent nothing yet."""

    def check(self, words: str, who: str, now: datetime) -> Reply:
        """Never ours."""
        del words, who, now
        return Reply((Paragraph("Em không thấy tin này trong các tin phường đã gửi."),))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def some_published() -> FakePublished:
    """A page of cases: one with a blocked picture, one withdrawn."""
    drawn = io.BytesIO()
    shot = Image.new("RGB", (800, 600), (90, 130, 90))
    ImageDraw.Draw(shot).rectangle((500, 60, 640, 220), fill="black")
    shot.save(drawn, "JPEG")
    made = FakePublished(drawn.getvalue())
    for number in range(1, 22):
        made.put(number, f"Việc thứ {number} ở hẻm 12 chưa ai xem.", "Tổ Đô thị đã xem.")
    made.put(
        22,
        "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay, [tên] đã báo tổ dân phố mà chưa "
        "thấy ai đến sửa.\nXe [biển số] đậu che cột đèn, buổi tối rất nguy hiểm cho người đi bộ.",
        "Tổ Đô thị phường đã kiểm tra ngày 24/11, thay bóng đèn và nhắc chủ xe.\n"
        "Xin lỗi vì để anh/chị chờ.",
        pictures=1,
    )
    made.shown[23] = GONE
    return made


def some_announced() -> FakeAnnounced:
    """Two pages of announcements, one of them withdrawn."""
    made = FakeAnnounced()
    for number in range(1, 23):
        made.put(number, f"Ngày {number}/12 cúp nước ở hẻm 12.\nHỏi 028 3822 0000.")
    made.shown[23] = GONE
    return made


@contextmanager
def running(port: int, desk: FakeDesk, stream_life: float = 900.0) -> Iterator[LiveSite]:
    """A server in a thread; its event streams end after `stream_life` seconds."""
    public, clock = FakePages(), Ticking()
    limits = WebLimits(visitor_burst=500, address_burst=5_000, pages_burst=5_000)
    settings = WebSettings(reply_wait=1.0, stream_beat=1.0, stream_life=stream_life, limits=limits)
    parts = WebParts(
        desk,
        public,
        sample_commune(),
        lambda: {"database": True},
        clock.now,
        published=some_published(),
        announced=some_announced(),
        checks=NothingSent(),
    )
    server = make_server(create_app(parts, settings), "127.0.0.1", port)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),))
    thread.start()
    site = LiveSite(port, desk, public, clock, server, loop, thread)
    try:
        reached = threading.Event()
        while not server.started and thread.is_alive():
            reached.wait(0.02)
        yield site
    finally:
        site.stop()
        loop.close()


@pytest.fixture
def live() -> Iterator[LiveSite]:
    """A site of its own for one test."""
    with running(free_port(), FakeDesk()) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One chromium for a module: left open it would keep its event loop in asyncio tests' way."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield made
        made.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live: LiveSite) -> Iterator[OpenPage]:
    """Opens a page of the site; complaints of the browser fail the test."""
    contexts = []
    complaints: list[str] = []

    def opened(path: str = "/", size: tuple[int, int] = PHONE, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            locale="vi-VN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if _bad(line.text) else None)
        page.goto(live.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _bad(line: str) -> bool:
    return "Content Security Policy" in line or "Uncaught" in line
