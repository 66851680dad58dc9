"""With a webhook: administrators hear when it has brought nothing for long."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.config import load_settings
from bot.zalo_bot import silence_watch
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.product import LIVE
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer
from tests.zalo_bot.conftest import SETTINGS, Line, eventually
from tests.zalo_oa.test_alarms import administrator

pytestmark = pytest.mark.asyncio
DAYS = 5


async def test_a_week_without_a_message_is_told_once_a_day(
    sqlite_store: Store, clock: FakeClock
) -> None:
    commune = load_settings(LIVE).commune
    administrator(sqlite_store, commune, clock.now())
    since = clock.now()
    watch = silence_watch(sqlite_store, clock, commune, "zalo_bot", 20)
    never = silence_watch(sqlite_store, clock, commune, "zalo_bot", 0)

    def told() -> list[str]:
        with sqlite_store.read() as work:
            rows = work.run(text("SELECT body FROM outbox WHERE key LIKE 'alarm:%'")).all()
        return [str(row.body) for row in rows]

    clock.move(days=1)
    await watch(since)
    assert told() == []
    clock.move(days=9)
    await never(since)
    assert told() == []
    for _ in range(2):
        await watch(since)
    (said,) = told()
    assert "zalobot check" in said


async def test_the_webhook_is_watched_and_polling_is_not(
    sqlite_store: Store, clock: FakeClock, server: ZaloServer
) -> None:
    heard: list[datetime] = []

    async def watch(since: datetime) -> None:
        heard.append(since)

    polled = Line(sqlite_store, clock, server, watch=watch)
    async with polled.open():
        lan = polled.person()
        await polled.says(lan, "chào")
        await polled.heard(lan)
    assert heard == []

    settings = replace(SETTINGS, webhook_url=PUBLIC, webhook_secret="secret-of-tests")  # noqa: S106
    called = Line(sqlite_store, clock, server, settings=settings, watch=watch)
    hook = {"url": called.service.webhook, "secret": "secret-of-tests"}
    server.do(lambda: called.api.webhook.update(hook))
    clock.move(minutes=1)
    async with called.open():
        await eventually(lambda: bool(heard))
    assert heard[0] == clock.now() - timedelta(minutes=1)
