"""Nights, quotas and windows of Zalo's: what waits for them leaves once, when they are over."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.messages import Form
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store
from knowledge.calendar import local
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import LAN, TEMPLATES, details, ended, made, met, push, spent

CS, BY_UID, BY_PHONE = "/v3.0/oa/message/cs", "/v3.0/oa/message/template", "/message/template"
NEWS = Form("broadcast.tax", (("ngay", "31/12/2026"),))
MINH = "9001"
WAITS = ("queued", "again")
pytestmark = pytest.mark.asyncio


@pytest.fixture
def rich(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    """With money for templates, and none left of the package."""
    zalo.account.quotas["sub_quota"] = 0
    return made(sqlite_store, zalo, tmp_path, templates=TEMPLATES, monthly_budget=1_000)


def due(line: Line, key: str = "n1") -> datetime:
    """When a message is tried next, in Viet Nam."""
    with line.store.read() as work:
        found = work.run(text("SELECT due FROM outbox WHERE key = :key"), {"key": key}).scalar()
    return local(datetime.fromisoformat(f"{found}+00:00"))


def heard(line: Line, user: str = LAN) -> int:
    """Templates and words a person got since their own first answer."""
    return len(line.zalo.account.person(user).hears) - 1


async def out_of_words(line: Line, user: str = LAN, *, at: time = time(10)) -> None:
    """Somebody whose last word is eight days old; it is that time of the day."""
    await met(line, user)
    line.move(days=8)
    until = datetime.combine(local(line.clock.now()), at, rules.THERE) - line.clock.now()
    line.move(seconds=until.total_seconds())


async def test_an_urgent_template_barred_at_night_goes_in_the_morning(rich: Line) -> None:
    rich.zalo.account.templates["t2"].tag = rules.PROMOTION
    async with rich.open():
        await out_of_words(rich, at=time(22, 30))
        push(rich, form=NEWS, kind=OutboxKind.ALERT)
        await rich.eventually(lambda: ended(rich) == WAITS)
        assert (heard(rich), spent(rich)) == (0, 0)
        assert time(6, 5) <= due(rich).time() <= time(6, 8)
        assert due(rich).date() == local(rich.clock.now()).date() + timedelta(days=1)
        rich.move(hours=7, minutes=40)
        await rich.eventually(lambda: ended(rich)[0] == "sent")

    assert (heard(rich), spent(rich)) == (1, 120)
    assert rich.zalo.account.calls[BY_UID] == 2


async def left_with_a_number(line: Line, at: time) -> None:
    """Somebody who gave a number and then stopped to be reached by the account."""
    await met(line)
    assert await line.post(details(line, "0901234567")) == 200
    await line.heard(LAN, 2)
    line.move(days=8)
    line.zalo.account.person(LAN).blocked = True
    until = datetime.combine(local(line.clock.now()), at, rules.THERE) - line.clock.now()
    line.move(seconds=until.total_seconds())


async def test_a_template_by_phone_with_a_night_of_its_own_goes_after_it(rich: Line) -> None:
    rich.zalo.account.templates["t1"].night = (time(19), time(9))
    async with rich.open():
        await left_with_a_number(rich, at=time(7, 30))
        push(rich)
        await rich.eventually(lambda: ended(rich) == WAITS)
        assert rich.zalo.account.calls[BY_PHONE] == 1
        assert due(rich).date() == local(rich.clock.now()).date()  # of the same day, not the next
        rich.move(hours=1, minutes=4)
        await rich.eventually(lambda: rich.zalo.account.calls[BY_PHONE] == 2)
        await rich.eventually(lambda: spent(rich) == 0)  # what was set aside is given back
        assert rich.zalo.account.by_phone == []
        await rich.eventually(lambda: ended(rich) == WAITS)
        rich.move(hours=1, minutes=4)
        await rich.eventually(lambda: ended(rich)[0] == "sent")

    assert len(rich.zalo.account.by_phone) == 1
    assert spent(rich) == 200


async def test_a_persons_quota_holds_back_that_person_alone(rich: Line) -> None:
    async with rich.open():
        await met(rich, MINH)
        await out_of_words(rich)
        rich.zalo.account.person(LAN).left = 0
        push(rich)
        await rich.eventually(lambda: ended(rich) == WAITS)
        push(rich, "n2", to=MINH)
        await rich.eventually(lambda: ended(rich, "n2")[0] == "sent")
        assert (heard(rich), spent(rich)) == (0, 100)
        assert due(rich).date() == local(rich.clock.now()).date() + timedelta(days=1)
        rich.zalo.account.person(LAN).left = 1
        rich.move(days=1)
        await rich.eventually(lambda: ended(rich)[0] == "sent")

    assert (heard(rich), heard(rich, MINH), spent(rich)) == (1, 1, 200)


@pytest.mark.parametrize("which", ["template", "day"])
async def test_a_used_up_template_goes_tomorrow(rich: Line, which: str) -> None:
    account = rich.zalo.account
    async with rich.open():
        await out_of_words(rich)
        if which == "template":
            account.templates["t1"].left = 0
        else:
            account.quotas["template"] = 0
        push(rich)
        await rich.eventually(lambda: ended(rich) == WAITS)
        assert spent(rich) == 0
        account.templates["t1"].left = None
        rich.move(days=1)
        await rich.eventually(lambda: ended(rich)[0] == "sent")

    assert (heard(rich), spent(rich)) == (1, 100)
    assert account.calls[BY_UID] == 2


async def test_who_has_been_offline_for_long_is_not_tried_again(rich: Line) -> None:
    async with rich.open():
        await out_of_words(rich)
        rich.zalo.account.person(LAN).online_at = rich.clock.now() - timedelta(days=46)
        push(rich)
        await rich.eventually(lambda: ended(rich) == ("failed", "unreachable"))
        rich.move(days=2)
        await rich.quiet()

    assert rich.zalo.account.calls[BY_UID] == 1
    assert spent(rich) == 0


async def test_a_full_minute_of_the_package_holds_everybody_until_the_next(rich: Line) -> None:
    account, people = rich.zalo.account, [str(7_000 + number) for number in range(12)]
    account.of_package = 5
    rich.move(seconds=1 - rich.clock.now().second)  # the minute has just begun
    async with rich.open():
        for user in people:
            assert await rich.says(user, "chào") == 200
        for _ in range(6):
            await rich.quiet()
            if all(account.person(one).hears for one in people):
                break
            await rich.eventually(lambda: row_count(rich, "sending") == 0)
            rich.move(minutes=1, seconds=6)
        await rich.eventually(lambda: all(account.person(one).hears for one in people))
        await rich.quiet()

    assert [len(account.person(one).hears) for one in people] == [1] * 12


def row_count(line: Line, status: str) -> int:
    with line.store.read() as work:
        query = text("SELECT count(*) FROM outbox WHERE status = :status")
        return int(work.run(query, {"status": status}).scalar() or 0)
