"""A push of several messages that costs: each is paid for before it leaves, also after a cut."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handlers.messages import Form, Paragraph, Reply
from handlers.store import queueing, spending
from handlers.store.contacts import find_contact
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import LAN, READY, TEMPLATES, ended, made, met, spent

CS = "/v3.0/oa/message/cs"
PRICE = 55
PARTS = ("Phần một " + "a" * 1_900, "Phần hai " + "b" * 1_900, "Phần ba " + "c" * 1_900)
BUSY = -32
"""Zalo's minute is full: the message waits for the next."""
MAY_HAVE_GONE = -200


@pytest.fixture
def open_line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Any:  # noqa: ANN401
    """Makes the ward with these settings; the package is empty."""
    zalo.account.quotas["sub_quota"] = 0
    return lambda **given: made(sqlite_store, zalo, tmp_path, **given)


def push(line: Line, parts: int, key: str = "n1", form: Form | None = None) -> None:
    now, endpoint = line.clock.now(), line.service.endpoint
    with line.store.work() as work:
        contact = find_contact(work, endpoint, LAN)
        assert contact is not None
        message = queueing.Message(
            key=key,
            reply=Reply(tuple(Paragraph(one) for one in PARTS[:parts]), form=form),
            due=now,
            expires_at=now + timedelta(days=30),
            kind=OutboxKind.ALERT,
            priority=Priority.NOTICE,
            after_crash=queueing.after_crash(line.service.channel.name),
        )
        queueing.queue(work, line.settings.commune.key, endpoint, contact, message)
        work.commit()


async def silent_for_three_days(line: Line) -> None:
    await met(line)
    line.move(hours=72)


async def came_to(line: Line, status: str, key: str = "n1") -> str | None:
    await line.eventually(lambda: ended(line, key)[0] == status)
    return ended(line, key)[1]


async def cut_after(line: Line, heard: int) -> None:
    """So many of its messages have left, and the rest waits."""
    await line.eventually(lambda: beginnings(line)[1:] == list("123"[:heard]))
    await line.eventually(lambda: ended(line) == ("queued", "again"))


def beginnings(line: Line) -> list[str]:
    """What the person got, each named by its number."""
    names = {"Phần một": "1", "Phần hai": "2", "Phần ba ": "3"}
    heard = line.zalo.account.person(LAN).texts
    return [next((n for name, n in names.items() if name in said), said) for said in heard]


@pytest.mark.asyncio
async def test_the_rest_of_a_cut_push_is_paid_for_before_it_leaves(open_line: Any) -> None:  # noqa: ANN401
    line = open_line(monthly_budget=1_000)
    async with line.open():
        await silent_for_three_days(line)
        line.zalo.account.faults[CS] = [0, BUSY]
        push(line, 3)
        await cut_after(line, 1)
        assert spent(line) == PRICE
        line.move(seconds=70)
        await came_to(line, "sent")

    assert beginnings(line) == ["chào", "1", "2", "3"]
    assert spent(line) == 3 * PRICE
    assert len(line.zalo.account.billed) == 3


@pytest.mark.asyncio
async def test_what_a_cut_push_finds_no_money_for_waits_and_goes_when_it_is_free(
    open_line: Any,  # noqa: ANN401
) -> None:
    line = open_line(monthly_budget=200)
    async with line.open():
        await silent_for_three_days(line)
        line.zalo.account.faults[CS] = [0, BUSY]
        push(line, 2)
        await cut_after(line, 1)
        with line.store.work() as work:  # another message took what was left
            assert spending.take(work, line.service.endpoint, 100, 200, line.clock.now())
            work.commit()
        line.move(seconds=70)
        assert await came_to(line, "withheld") == "budget"
        assert line.zalo.account.billed == [LAN]
        await line.says(LAN, "alo", "m2")
        await came_to(line, "sent")

    got = beginnings(line)
    assert (got.count("1"), got.count("2")) == (1, 1)
    assert line.zalo.account.billed == [LAN]
    assert spent(line) == PRICE + 100


@pytest.mark.asyncio
async def test_the_rest_of_a_cut_push_waits_once_the_week_is_over(open_line: Any) -> None:  # noqa: ANN401
    line = open_line(monthly_budget=1_000, templates=TEMPLATES)
    async with line.open():
        await silent_for_three_days(line)
        line.zalo.account.faults[CS] = [0, BUSY]
        push(line, 2, form=READY)
        await cut_after(line, 1)
        line.move(days=5)
        assert await came_to(line, "withheld") == "window"

    assert beginnings(line) == ["chào", "1"]  # nor the whole of it once more, as a template
    assert line.zalo.account.billed == [LAN]


@pytest.mark.asyncio
async def test_a_cut_push_takes_each_message_from_the_package(open_line: Any) -> None:  # noqa: ANN401
    line = open_line()
    line.zalo.account.quotas["sub_quota"] = 3
    async with line.open():
        await silent_for_three_days(line)
        line.zalo.account.faults[CS] = [0, BUSY]
        push(line, 2)
        await cut_after(line, 1)
        line.move(seconds=70)
        await came_to(line, "sent")
        push(line, 1, "n2")
        await came_to(line, "sent", "n2")
        push(line, 1, "n3")
        assert await came_to(line, "withheld", "n3") == "budget"

    assert line.zalo.account.quotas["sub_quota"] == 0
    assert line.zalo.account.billed == []


@pytest.mark.asyncio
@pytest.mark.parametrize(("package", "budget"), [(0, 2 * PRICE), (1, PRICE), (2, 0)])
async def test_a_push_is_begun_only_if_all_of_it_can_be_paid(
    open_line: Any,  # noqa: ANN401
    package: int,
    budget: int,
) -> None:
    line = open_line(monthly_budget=budget)
    line.zalo.account.quotas["sub_quota"] = package
    async with line.open():
        await silent_for_three_days(line)
        push(line, 3)
        assert await came_to(line, "withheld") == "budget"
        assert beginnings(line) == ["chào"]
        push(line, 2, "n2")
        await came_to(line, "sent", "n2")

    assert len(line.zalo.account.billed) == 2 - package
    assert spent(line) == (2 - package) * PRICE


@pytest.mark.asyncio
async def test_a_message_in_doubt_is_paid_and_the_ones_after_it_are_too(open_line: Any) -> None:  # noqa: ANN401
    line = open_line(monthly_budget=1_000)
    async with line.open():
        await silent_for_three_days(line)
        line.zalo.account.faults[CS] = [0, MAY_HAVE_GONE, BUSY]
        push(line, 3)
        await cut_after(line, 1)
        line.move(seconds=70)
        assert await came_to(line, "unknown") == "uncertain"

    assert beginnings(line) == ["chào", "1", "3"]
    assert spent(line) == 3 * PRICE
    assert line.zalo.account.calls[CS] == 1 + 4  # the busy one asked again, the doubtful one not


@pytest.mark.asyncio
async def test_what_no_day_would_hold_goes_on_each_day_by_its_sum(open_line: Any) -> None:  # noqa: ANN401
    line = open_line(monthly_budget=1_000, daily_budget=2 * PRICE)
    async with line.open():
        await silent_for_three_days(line)
        push(line, 3)
        await cut_after(line, 2)
        assert spent(line) == 2 * PRICE
        line.move(days=1)
        await came_to(line, "sent")

    assert beginnings(line) == ["chào", "1", "2", "3"]
    assert spent(line) == 3 * PRICE
