"""Messages of the package: however many leave at once, none goes that the package does not hold."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.zalo_oa.package import HOLDS, TOLD, Package
from handlers.store.unit_of_work import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.test_gate import ended, met, push, pushed, spent

CS = "/v3.0/oa/message/cs"
QUOTA = "/v3.0/oa/quota/message"
NOW = MONDAY_MORNING


def made(store: Store, zalo: ZaloOaServer, folder: Path, budget: int) -> Line:
    line = Line(store, zalo, folder, monthly_budget=budget)
    line.log_in()
    return line


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    """Without a budget: only the package pays."""
    return made(sqlite_store, zalo, tmp_path, 0)


@pytest.fixture
def rich(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    return made(sqlite_store, zalo, tmp_path, 110)


async def burst(line: Line, number: int) -> list[tuple[str, str | None]]:
    """So many pushes at once, three days after the person's last word."""
    await met(line)
    line.move(hours=72)
    keys = [f"n{each}" for each in range(number)]
    for key in keys:
        push(line, key, None)
    await line.eventually(
        lambda: all(ended(line, key)[0] not in ("queued", "sending") for key in keys)
    )
    return sorted(ended(line, key) for key in keys)


@pytest.mark.asyncio
async def test_a_burst_takes_what_the_package_holds_and_not_one_more(line: Line) -> None:
    line.zalo.account.quotas["sub_quota"] = 3
    async with line.open():
        found = await burst(line, 8)

    assert [status for status, _ in found] == ["sent"] * 3 + ["withheld"] * 5
    assert {why for status, why in found if status == "withheld"} == {"budget"}
    assert line.zalo.account.billed == []
    assert line.zalo.account.quotas["sub_quota"] == 0


@pytest.mark.asyncio
async def test_what_a_burst_needs_beyond_the_package_is_paid_within_the_budget(rich: Line) -> None:
    rich.zalo.account.quotas["sub_quota"] = 3
    async with rich.open():
        found = await burst(rich, 8)

    assert [status for status, _ in found] == ["sent"] * 5 + ["withheld"] * 3
    assert len(rich.zalo.account.billed) == 2
    assert spent(rich) == 110


@pytest.mark.asyncio
async def test_what_others_took_from_the_package_is_seen_at_the_first_bill(line: Line) -> None:
    line.zalo.account.quotas["sub_quota"] = 5
    async with line.open():
        await burst(line, 1)
        line.zalo.account.quotas["sub_quota"] = 0  # a clerk's own mailing
        assert (await pushed(line, "billed", None))[0] == "sent"
        assert await pushed(line, "next", None) == ("withheld", "budget")

    assert len(line.zalo.account.billed) == 1
    assert spent(line) == 55


@pytest.mark.asyncio
async def test_what_zalo_refused_takes_nothing_from_the_package(line: Line) -> None:
    line.zalo.account.quotas["sub_quota"] = 1
    line.zalo.account.faults[CS] = [0, -248]
    async with line.open():
        found = await burst(line, 1)
        assert [status for status, _ in found] == ["failed"]
        assert (await pushed(line, "again", None))[0] == "sent"

    assert line.zalo.account.calls[QUOTA] == 3  # two of the person, one of the package


def test_what_is_told_is_believed_for_ten_minutes_and_promised_by_for_a_day() -> None:
    package = Package()
    assert not package.known(NOW)
    assert not package.reserve()
    package.told(2, package.asking(), NOW)
    assert package.known(NOW + HOLDS - timedelta(seconds=1))
    assert not package.known(NOW + HOLDS)
    assert not package.known(NOW - timedelta(seconds=1))  # the clock was set back
    assert package.promises(NOW + TOLD - timedelta(seconds=1))
    assert not package.promises(NOW + TOLD)
    assert package.reserve()
    assert package.reserve()
    assert not package.reserve()
    assert not package.promises(NOW)


def test_what_is_on_its_way_while_zalo_is_asked_is_not_lent_twice() -> None:
    package = Package()
    package.told(5, package.asking(), NOW)
    for _ in range(3):
        assert package.reserve()
    asked = package.asking()
    package.went()  # Zalo may have counted before it came there
    package.told(5, asked, NOW + HOLDS)
    assert package.left == 2
    package.kept()
    assert package.left == 3
    package.ran_out()
    assert package.left == 0
