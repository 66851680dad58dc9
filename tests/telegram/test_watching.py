"""A webhook is watched: taken away, not reached, token revoked, and who of several asks."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
import structlog

from bot.channels.telegram.client import TelegramSettings, make_bot
from bot.channels.telegram.health import Health, Reception
from bot.channels.telegram.watching import TRIES_WITHIN, WebhookWatch
from bot.metrics import Metrics
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import TOKEN, StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.request import StrictRequest
from tests.telegram.conftest import SETTINGS, Line

OURS = "https://phuong.example.vn/telegram/telegram"
THEIRS = "https://other.example.vn/hook-with-their-secret"
REFUSED = "Wrong response from the webhook: 502 Bad Gateway"
LAST = 1_700_000_000
SECRET = "secret_of-the-webhook"  # noqa: S105 - of the strict server


class Watched:
    """A webhook in front of the strict server."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.api = StrictApi(self.clock)
        request = StrictRequest(self.api)
        bot = make_bot(TelegramSettings(TOKEN), request, request)
        self.health = Health("telegram", self.clock)
        self.watch = WebhookWatch(bot, OURS, SECRET, self.health, self.clock.ticks)

    def fails(self, said: str = REFUSED, at: int = LAST) -> None:
        """Telegram tries to bring something, in vain; `at` is its own clock's."""
        self.api.hook_error = at, said
        if not self.api.updates.waiting:
            Person(self.api).says("khai sinh")

    async def sees(self) -> Reception:
        """What the next look finds."""
        await self.watch.look()
        return self.health.state


@pytest_asyncio.fixture
async def watched() -> Watched:
    found = Watched()
    await found.watch.set()
    return found


@pytest.mark.asyncio
async def test_a_webhook_that_stands_receives(watched: Watched) -> None:
    assert await watched.sees() is Reception.RECEIVING
    assert watched.watch.figures()["webhook_pending"] == 0
    assert watched.health.reached_at == watched.clock.now()


@pytest.mark.parametrize("theirs", [THEIRS, ""])
@pytest.mark.asyncio
async def test_an_address_that_was_taken_away_is_set_again_and_told(
    watched: Watched, theirs: str
) -> None:
    watched.api.webhook = {"url": theirs, "secret": "x"}
    with structlog.testing.capture_logs() as logs:
        assert await watched.sees() is Reception.CONFLICT
        assert watched.api.webhook["url"] == OURS
        assert watched.api.webhook["secret"] == SECRET
        assert await watched.sees() is Reception.RECEIVING
    told = next(line for line in logs if line.get("state") == "conflict")
    assert told["host"] == ("other.example.vn" if theirs else "none")
    assert "their-secret" not in str(logs)
    assert watched.watch.figures()["webhook_taken"] == 1


@pytest.mark.asyncio
async def test_two_that_take_it_from_each_other_are_told_once(watched: Watched) -> None:
    with structlog.testing.capture_logs() as logs:
        for _ in range(4):
            watched.api.webhook = {"url": THEIRS, "secret": "x"}
            assert await watched.sees() is Reception.CONFLICT
    assert len(logs) == 1
    assert watched.watch.figures()["webhook_taken"] == 4


@pytest.mark.asyncio
async def test_updates_that_cannot_be_brought_are_told_until_they_are(watched: Watched) -> None:
    assert await watched.sees() is Reception.RECEIVING
    watched.fails()
    with structlog.testing.capture_logs() as logs:
        assert await watched.sees() is Reception.NOT_CALLED
        assert await watched.sees() is Reception.NOT_CALLED
    assert [(line["state"], REFUSED in line["said"]) for line in logs] == [("not_called", True)]
    assert watched.watch.said == f"1 waiting, 2023-11-15 05:13:20: {REFUSED}"
    figures = watched.watch.figures()
    assert (figures["webhook_pending"], figures["webhook_error_timestamp_seconds"]) == (1, LAST)
    watched.api.updates.take_all()
    assert await watched.sees() is Reception.RECEIVING
    assert watched.watch.figures()["webhook_error_timestamp_seconds"] == LAST


@pytest.mark.asyncio
async def test_an_error_of_long_ago_is_no_trouble_of_today(watched: Watched) -> None:
    watched.fails()
    await watched.sees()
    watched.clock.leap(days=3)  # neither clock is believed
    assert await watched.sees() is Reception.NOT_CALLED
    watched.clock.move(seconds=TRIES_WITHIN + 1)
    assert await watched.sees() is Reception.RECEIVING
    watched.fails(at=LAST + 1)
    assert await watched.sees() is Reception.NOT_CALLED


@pytest.mark.asyncio
async def test_an_error_from_before_the_start_is_not_counted(watched: Watched) -> None:
    watched.fails()
    await watched.watch.set()
    assert await watched.sees() is Reception.RECEIVING


@pytest.fixture
def hooked(sqlite_store: Store, clock: FakeClock) -> Line:
    settings = replace(
        SETTINGS, webhook_url="https://phuong.example.vn", webhook_secret=SECRET, poll_seconds=0
    )
    return Line(sqlite_store, clock, settings=settings)


@pytest_asyncio.fixture
async def received(hooked: Line) -> AsyncIterator[Line]:
    async with hooked.open():
        await eventually(lambda: hooked.service.health.well, 60)
        yield hooked


@pytest.mark.asyncio
async def test_the_service_notices_whatever_happens_later(received: Line) -> None:
    service, api = received.service, received.api
    api.hook_error = LAST, REFUSED
    Person(api).says("khai sinh")
    await eventually(lambda: service.health.state is Reception.NOT_CALLED, 60)
    assert service.state == f"not_called: 1 waiting, 2023-11-15 05:13:20: {REFUSED}"
    api.updates.take_all()
    await eventually(lambda: service.health.well, 60)
    assert service.state == "receiving"
    api.webhook = {"url": THEIRS}
    await eventually(lambda: service.figures()["webhook_taken"] == 1, 60)
    await eventually(lambda: service.health.well, 60)


@pytest.mark.asyncio
async def test_a_revoked_token_stops_the_webhook_and_a_new_one_mends_it(
    received: Line,
) -> None:
    service, api = received.service, received.api
    with structlog.testing.capture_logs() as logs:
        api.token = "700000001:revoked-by-the-owner"  # noqa: S105 - of the strict server
        await eventually(lambda: service.health.state is Reception.TOKEN_REFUSED, 60)
        await eventually(lambda: len(received.slept) > 3, 60)
    assert [line["state"] for line in logs if "state" in line] == ["token_refused"]
    assert service.figures()["stopped"] == 1
    assert not service.broken  # nothing here is to be restarted: the rest goes on
    api.token = TOKEN
    await eventually(lambda: service.health.well, 60)


class Catalogue:
    """Of no matter here."""

    version = 1


@pytest.mark.asyncio
async def test_the_metrics_page_shows_what_waits_at_telegram(
    received: Line, sqlite_store: Store
) -> None:
    metrics = Metrics(sqlite_store, received.clock, Catalogue())
    metrics.bots = (received.service,)
    received.api.hook_error = LAST, REFUSED
    Person(received.api).says("khai sinh")
    await eventually(lambda: received.service.health.state is Reception.NOT_CALLED, 60)
    text = metrics.text().decode()
    named = f'{{endpoint="{received.ward.endpoint}"}}'
    assert f"motcua_telegram_webhook_pending{named} 1.0" in text
    assert f"motcua_telegram_webhook_error_timestamp_seconds{named} 1.7e+09" in text
    assert f"motcua_telegram_webhook_taken_total{named} 0.0" in text
    assert f"motcua_telegram_stopped{named} 0.0" in text


@pytest.mark.asyncio
async def test_telegram_that_cannot_be_reached_is_not_called_reception(received: Line) -> None:
    received.request.broken = OSError("no route")
    await eventually(lambda: received.service.health.state is Reception.UNREACHABLE, 60)
    received.request.broken = None
    await eventually(lambda: received.service.health.well, 60)
