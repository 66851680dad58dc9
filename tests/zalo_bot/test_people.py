"""Who counts against the plan's people: who wrote alone, each once, also who was no guest."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from bot.database import upgrade
from handlers.store import quotas
from handlers.store.unit_of_work import Store
from tests.bot.test_database import upgrade_to
from tests.fakes.zalo_bot.core import Chat
from tests.zalo_bot.conftest import Line

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
COMMUNE = "INSERT INTO commune VALUES ('mau', 'Phường Mẫu', :at)"
ENDPOINT = """INSERT INTO endpoint (id, commune, channel, account, created_at)
VALUES ('z', 'mau', 'zalo_bot', '1', :at)"""
PLAN = "INSERT INTO channel_plan VALUES ('z', 3000, 50, true)"
CONTACT = """INSERT INTO contact (id, commune, endpoint, chat, thread, state, seen_at, created_at)
VALUES (:id, 'mau', 'z', :chat, '', 'active', :at, :at)"""


def people(line: Line) -> int:
    with line.store.read() as work:
        used = quotas.usage(work, line.ward.endpoint, line.clock.now())
    assert used is not None
    return used.people


@pytest.mark.asyncio
async def test_a_group_counts_apart_and_nobody_twice(line: Line) -> None:
    lan, hung = line.person(), line.person(2)
    async with line.open():
        for one in (lan, hung, lan):
            await line.says(one, "chào")
        await line.heard(lan, 2)
        await line.heard(hung)
        lan.group = line.server.do(lambda: line.api.chats.setdefault("g1", Chat("g1", group=True)))
        await line.says(lan, "giờ làm việc")
        await line.quiet()
        assert people(line) == 2
        line.ward.inbox.forget(line.ward.endpoint, hung.id)
        hung_again = line.person(2)
        await line.says(hung_again, "lại là tôi")
        await line.quiet()
        assert people(line) == 2


@pytest.mark.asyncio
async def test_who_is_no_guest_counts_and_is_kept_as_a_mark_only(line: Line) -> None:
    guest, other = line.person(), line.person(2)
    assert line.service.intake is not None
    line.service.intake._guests = frozenset({guest.id})
    async with line.open():
        for one in (guest, other, other):
            await line.says(one, "chào")
        await line.quiet()
        await line.heard(guest)
        await line.heard(other)
    assert people(line) == 2
    with line.store.read() as work:
        kept = [str(row) for row in work.run(text("SELECT * FROM channel_person")).all()]
    assert len(kept) == 2
    assert not any(other.id in one or guest.id in one for one in kept)


def test_whom_an_earlier_version_knew_counts_on_and_is_counted_once(
    database_url: str, open_engine: Callable[[str], Engine]
) -> None:
    engine = open_engine(database_url)
    upgrade_to(engine, "0044")
    with engine.begin() as connection:
        for statement in (COMMUNE, ENDPOINT, PLAN):
            connection.execute(text(statement), {"at": NOW.isoformat(" ")})
        for number, chat in enumerate(("lan", "hung", None)):
            given = {"id": f"c{number}", "chat": chat, "at": NOW.isoformat(" ")}
            connection.execute(text(CONTACT), given)
    upgrade(engine)
    store = Store(engine)
    with store.work() as work:
        quotas.meet(work, "z", "lan", NOW)
        used = quotas.usage(work, "z", NOW)
        work.commit()
    assert used is not None
    assert used.people == 2
