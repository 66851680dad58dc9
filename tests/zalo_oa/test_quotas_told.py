"""What Zalo tells of its quotas, and that an error of a look-up says nothing of a person."""

from pathlib import Path
from typing import Any

import pytest

from bot.checkup import Weight
from bot.zalo_oa_check import zalo_oa_findings
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.zalo_oa.pushing import (
    LAN,
    QUOTA,
    TEMPLATES,
    details,
    ended,
    made,
    met,
    push,
    pushed,
    spent,
)
from tests.zalo_oa.test_alarms import line as with_administrator
from tests.zalo_oa.test_alarms import told

BY_PHONE = "/message/template"
pytestmark = pytest.mark.asyncio
line = with_administrator


def given(line: Line, store: Store, folder: Path, **settings: Any) -> Line:  # noqa: ANN401
    line.zalo.account.quotas["sub_quota"] = 0
    return made(store, line.zalo, folder / "given", templates=TEMPLATES, **settings)


@pytest.fixture
def poor(line: Line, sqlite_store: Store, tmp_path: Path) -> Line:
    """Without a budget, with an administrator."""
    return given(line, sqlite_store, tmp_path)


@pytest.fixture
def rich(line: Line, sqlite_store: Store, tmp_path: Path) -> Line:
    return given(line, sqlite_store, tmp_path, monthly_budget=10_000)


async def test_who_could_not_be_asked_about_is_asked_about_again(poor: Line) -> None:
    async with poor.open():
        await met(poor)
        poor.move(days=20)
        poor.zalo.do(lambda: poor.zalo.account.acts(LAN))  # called the desk through the profile
        poor.zalo.account.faults[QUOTA] = [-32]
        push(poor)
        await poor.eventually(lambda: ended(poor) == ("queued", "again"))
        poor.move(minutes=2)
        await poor.eventually(lambda: ended(poor)[0] == "sent")

    assert poor.zalo.account.billed == []


async def test_a_package_that_could_not_be_asked_about_is_not_taken_for_empty(poor: Line) -> None:
    poor.zalo.account.quotas["sub_quota"] = 5
    async with poor.open():
        await met(poor)
        poor.move(days=3)
        poor.zalo.account.faults[QUOTA] = [0, -32]
        push(poor)
        await poor.eventually(lambda: ended(poor) == ("queued", "again"))
        poor.move(minutes=2)
        await poor.eventually(lambda: ended(poor)[0] == "sent")

    assert poor.zalo.account.quotas["sub_quota"] == 4


async def test_a_look_up_that_is_not_permitted_stops_nothing_and_calls_nobody(poor: Line) -> None:
    async with poor.open():
        await met(poor)
        poor.move(days=8)
        poor.zalo.account.faults[QUOTA] = [-224, -224]
        assert await pushed(poor) == ("withheld", "budget")
        assert poor.service.figures()["stopped"] == 0

    assert told(poor) == []


def findings(line: Line) -> dict[str, Weight]:
    found = zalo_oa_findings(line.settings, line.store, line.clock.now())
    return {one.text: one.weight for one in found if "số điện thoại" in one.text}


async def left_the_account(rich: Line) -> None:
    """Somebody who gave a number, and is reached by it alone."""
    await met(rich)
    assert await rich.post(details(rich, "0901234567")) == 200
    await rich.heard(LAN, 2)
    rich.move(days=8)
    rich.log_in()
    rich.zalo.account.person(LAN).blocked = True


async def test_what_zalo_still_takes_by_phone_is_kept_and_shown(rich: Line) -> None:
    async with rich.open():
        await left_the_account(rich)
        assert (await pushed(rich))[0] == "sent"
        (text, weight) = next(iter(findings(rich).items()))
        assert "hôm nay Zalo còn nhận 4999 trên 5000 tin." in text
        assert weight is Weight.GOOD
        rich.move(days=1)
        assert findings(rich) == {}  # of another day


async def test_none_is_tried_by_phone_once_none_is_left_until_the_day_is_over(rich: Line) -> None:
    rich.zalo.account.quotas |= {"template": 1, "daily": 1}
    async with rich.open():
        await left_the_account(rich)
        assert (await pushed(rich))[0] == "sent"
        (text, weight) = next(iter(findings(rich).items()))
        assert "còn nhận 0 trên 1 tin; phần còn lại chờ sang ngày mai." in text
        assert weight is Weight.LOOK
        push(rich, "n2")
        await rich.eventually(lambda: ended(rich, "n2") == ("queued", "again"))
        assert rich.zalo.account.calls[BY_PHONE] == 1
        rich.zalo.account.quotas["template"] = 1
        rich.move(hours=23)  # 09:00 of the next day
        await rich.eventually(lambda: ended(rich, "n2")[0] == "sent")

    assert rich.zalo.account.calls[BY_PHONE] == 2
    assert spent(rich) == 400


async def test_a_refusal_for_the_days_sum_tells_that_none_is_left(rich: Line) -> None:
    rich.zalo.account.faults[BY_PHONE] = [-144]
    async with rich.open():
        await left_the_account(rich)
        push(rich)
        await rich.eventually(lambda: ended(rich) == ("queued", "again"))
        assert "còn nhận 0 tin; phần còn lại" in next(iter(findings(rich)))

    assert spent(rich) == 0
