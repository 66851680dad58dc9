"""Messages of the package: however many leave at once, none goes that the package does not hold."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.zalo_oa.package import HOLDS, TOLD, Package, known, promises
from handlers.reaching import Reach
from handlers.store.unit_of_work import Store
from handlers.store.zalo_package import FLIGHT
from tests.fakes.clock import FakeClock
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import ended, met, push, pushed, spent

CS = "/v3.0/oa/message/cs"
QUOTA = "/v3.0/oa/quota/message"


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


@pytest.fixture
def held(store: Store, endpoint: str, clock: FakeClock) -> Package:
    """On each database."""
    return Package(store, endpoint, clock)


@pytest.mark.asyncio
async def test_what_is_told_is_believed_for_ten_minutes_and_promised_by_for_a_day(
    held: Package, clock: FakeClock
) -> None:
    now, nothing = clock.now(), await held.stands()
    assert not known(nothing, now)
    assert await held.reserve() is None
    assert await held.told(2, nothing, now) == 2
    stands = await held.stands()
    assert known(stands, now + HOLDS - timedelta(seconds=1))
    assert not known(stands, now + HOLDS)
    assert not known(stands, now - timedelta(seconds=1))  # the clock was set back
    assert promises(stands, now + TOLD - timedelta(seconds=1))
    assert not promises(stands, now + TOLD)
    assert held.promises(now)
    assert await held.reserve() is not None
    assert await held.reserve() is not None
    assert await held.reserve() is None
    assert not held.promises(now)


@pytest.mark.asyncio
async def test_what_is_on_its_way_while_zalo_is_asked_is_not_lent_twice(
    held: Package, clock: FakeClock
) -> None:
    await held.told(5, await held.stands(), clock.now())
    flying = [await held.reserve() for _ in range(3)]
    first, second, third = (one for one in flying if one is not None)
    asked = await held.stands()
    await held.went(first)  # Zalo may have counted before it came there
    clock.move(minutes=1)
    assert await held.told(5, asked, clock.now()) == 2
    await held.kept(second)
    assert (await held.stands()).left == 3
    await held.ran_out(third)
    assert (await held.stands()).left == 0


@pytest.mark.asyncio
async def test_what_a_dead_process_had_on_its_way_is_counted_by_zalo_alone_after_a_while(
    held: Package, clock: FakeClock
) -> None:
    await held.told(5, await held.stands(), clock.now())
    assert await held.reserve() is not None  # its process is killed
    assert await held.told(5, await held.stands(), clock.now()) == 4
    clock.move(seconds=FLIGHT.total_seconds())
    assert await held.told(4, await held.stands(), clock.now()) == 4


@pytest.mark.asyncio
async def test_after_a_start_the_package_is_what_it_was(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    first = made(sqlite_store, zalo, tmp_path, 0)
    zalo.account.quotas["sub_quota"] = 2
    async with first.open():
        await burst(first, 1)
    asked = zalo.account.calls[QUOTA]

    again = Line(sqlite_store, zalo, tmp_path)
    in_three_days = again.clock.now() + timedelta(days=3)
    assert again.service.channel.reach(again.clock.now(), in_three_days)[0] is Reach.ALWAYS
    zalo.account.quotas["sub_quota"] = 2  # what Zalo says now is not asked for
    async with again.open():
        assert (await pushed(again, "second", None))[0] == "sent"
        assert await pushed(again, "third", None) == ("withheld", "budget")

    assert zalo.account.calls[QUOTA] == asked + 2  # of the person, each time; of the package never
    assert zalo.account.billed == []


@pytest.mark.postgres
@pytest.mark.asyncio
async def test_two_processes_take_what_the_package_holds_and_not_one_more(
    postgres_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    zalo.account.quotas["sub_quota"] = 5
    one = made(postgres_store, zalo, tmp_path, 0)
    other = Line(postgres_store, zalo, tmp_path)
    async with one.open(), other.open():
        found = await burst(one, 16)

    assert [status for status, _ in found] == ["sent"] * 5 + ["withheld"] * 11
    assert zalo.account.billed == []
    assert zalo.account.quotas["sub_quota"] == 0
