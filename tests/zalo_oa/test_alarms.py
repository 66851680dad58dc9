"""An administrator hears that the account needs a hand, once a day and reason."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers import staffing
from handlers.messages import ChannelName
from handlers.officers import Role
from handlers.store import contacts, staff
from handlers.store.unit_of_work import Store
from knowledge.commune import Commune
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer

ABOUT = "/v2.0/oa/getoa"
pytestmark = pytest.mark.asyncio


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    """A ward whose administrator reads Telegram."""
    line = Line(sqlite_store, zalo, tmp_path)
    administrator(sqlite_store, line.settings.commune, line.clock.now())
    return line


def administrator(store: Store, commune: Commune, now: datetime) -> None:
    """Somebody who hears alarms, on Telegram."""
    with store.work() as work:
        contacts.ensure_commune(work, commune.key, commune.name, now)
        endpoint = contacts.ensure_endpoint(work, commune.key, ChannelName.TELEGRAM, "bot", now)
        owner = contacts.endpoint_of(work, endpoint)
        contact = contacts.open_contact(work, owner, "99", "", now)
        officer = staffing.add(work, commune.key, "Anh Quản", (Role.ADMIN,), "test", now)
        assert isinstance(officer, int)
        staff.set_contact(work, officer, contact)
        work.commit()


def told(line: Line) -> list[str]:
    with line.store.read() as work:
        rows = work.run(text("SELECT body FROM outbox WHERE key LIKE 'alarm:%'")).all()
    return [str(row.body) for row in rows]


async def test_without_a_login_the_administrator_is_told_once(line: Line) -> None:
    async with line.open():
        await line.eventually(lambda: bool(told(line)))
        for _ in range(3):
            await line.service._look()

    (said,) = told(line)
    assert "motcua zalo login" in said


async def test_a_token_that_died_before_its_time_is_refreshed_though_nobody_writes(
    line: Line,
) -> None:
    line.log_in()
    line.move(minutes=11)
    line.zalo.account.faults[ABOUT] = [-220]
    async with line.open():
        await line.eventually(lambda: line.service.state == "receiving")

    assert line.zalo.account.issued == 2
    assert told(line) == []


async def test_one_refused_though_it_is_new_is_not_refreshed_each_minute(line: Line) -> None:
    line.log_in()
    line.zalo.account.faults[ABOUT] = [-220, -220]
    async with line.open():
        await line.eventually(lambda: line.service.state == "token_refused")
        await line.service._look()

    assert line.zalo.account.issued == 1


async def test_a_dead_refresh_token_is_told_and_a_login_ends_it(line: Line) -> None:
    line.log_in()
    line.zalo.account.faults["token"] = [-14014]
    async with line.open():
        line.move(hours=21)
        await line.service._look()
        assert line.service.state == "token_refused"
        line.log_in()
        await line.service._look()
        assert line.service.state == "receiving"

    (said,) = told(line)
    assert "không nhận mã làm mới" in said
    assert line.zalo.account.reused == []


async def test_another_accounts_token_sends_nothing(line: Line) -> None:
    line.log_in()
    about = line.zalo.account.about
    line.zalo.account.about = lambda: about() | {"oaid": "1"}  # type: ignore[method-assign]
    async with line.open():
        await line.eventually(lambda: bool(told(line)))
        assert await line.says("7", "chào") == 200
        await line.quiet()

    assert line.zalo.account.person("7").hears == []
    assert "OA khác" in told(line)[0]


async def test_a_stop_of_zalos_is_told_with_its_code(line: Line) -> None:
    line.log_in()
    line.zalo.account.faults["/v3.0/oa/message/cs"] = [-224]
    async with line.open():
        await line.says("7", "chào")
        await line.eventually(lambda: bool(told(line)))

    assert "-224" in told(line)[0]


async def test_of_a_code_with_two_meanings_zalos_own_words_are_kept(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    line.log_in()
    line.zalo.account.faults["/v3.0/oa/message/cs"] = [-32]
    async with line.open():
        await line.says("246845883529197922", "chào")
        await line.quiet()

    said = capsys.readouterr().out
    assert "zalo.said" in said
    assert "Rate limit" in said
    assert "246845883529197922" not in said
