"""What cannot be read is kept as it came before it is confirmed, and read again later."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.reading_again import read_again
from handlers.errors import StorageBusyError
from handlers.messages import Inbound
from handlers.set_aside import Unread
from handlers.store import purging, set_aside
from handlers.store.set_aside import Kept
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import SETTINGS, Line

BROKEN: dict[str, Any] = {
    "update_id": 7,
    "message": {"chat": {"id": 41, "type": "private"}, "from": {"id": 41}, "text": ["\ud800\0"]},
}


@pytest.fixture
def line(store: Store, clock: FakeClock) -> Line:
    """A ward that echoes, on either database."""
    return Line(store, clock)


def kept(store: Store) -> list[Kept]:
    with store.read() as work:
        return set_aside.after(work, 0)


def reasons(store: Store) -> dict[str, int]:
    with store.read() as work:
        return {heap.reason: heap.number for heap in set_aside.heaps(work)}


def fails_on(line: Line, words: str) -> None:
    """Taking these words in breaks something of ours."""
    submit = line.dispatch.submit

    async def broken(inbound: Inbound) -> str | None:
        if inbound.text == words:
            raise ZeroDivisionError
        return await submit(inbound)

    line.dispatch.submit = broken  # type: ignore[method-assign]


@pytest.mark.asyncio
async def test_what_cannot_be_read_is_kept_as_it_came(line: Line, lan: Person) -> None:
    line.api.updates.add_raw(BROKEN)
    lan.says("còn em")
    async with line.open():
        assert await line.heard(lan) == ["bạn nói: còn em"]
        await line.quiet()
    (one,) = kept(line.ward.store)
    assert '"text": ["\\ud800\\u0000"]' in one.raw
    assert reasons(line.ward.store) == {"message: TypeError": 1}


@pytest.mark.asyncio
async def test_it_is_not_confirmed_while_it_cannot_be_kept(line: Line, lan: Person) -> None:
    keep, tried = line.dispatch.set_aside, []

    async def busy(unread: Unread) -> None:
        tried.append(unread)
        if len(tried) < 4:
            assert line.api.updates.waiting >= 1
            raise StorageBusyError
        await keep(unread)

    line.dispatch.set_aside = busy  # type: ignore[method-assign]
    line.api.updates.add_raw(BROKEN)
    lan.says("còn em")
    async with line.open():
        await line.heard(lan)
        await line.quiet()
    assert len(tried) == 4
    assert len(kept(line.ward.store)) == 1


@pytest.mark.asyncio
async def test_killed_between_keeping_and_confirming_it_is_kept_once(
    line: Line, lan: Person, clock: FakeClock
) -> None:
    line.api.updates.add_raw(BROKEN)
    assert line.service.intake is not None
    await line.service.intake.take(BROKEN)  # and here the process dies: nothing was confirmed
    again = Line(line.ward.store, clock)
    again.take_over(line.api)
    lan.says("còn em")
    async with again.open():
        await eventually(lambda: lan.hears == ["bạn nói: còn em"])
        await again.quiet()
    assert again.service.figures()["updates_set_aside"] == 1
    assert len(kept(line.ward.store)) == 1


@pytest.mark.asyncio
async def test_what_breaks_something_of_ours_is_answered_after_an_upgrade(
    line: Line, lan: Person, clock: FakeClock
) -> None:
    fails_on(line, "một")
    lan.says("một")
    lan.says("hai")
    async with line.open():
        assert await line.heard(lan) == ["bạn nói: hai"]
        await line.quiet()
    assert reasons(line.ward.store) == {"defect: ZeroDivisionError": 1}
    done = read_again(line.ward.store)
    assert (done.taken, done.passed, done.left) == (1, 0, 0)
    assert read_again(line.ward.store).taken == 0
    upgraded = Line(line.ward.store, clock)
    upgraded.take_over(line.api)
    clock.move(seconds=60)  # longer than another process may still be at it
    async with upgraded.open():
        await eventually(lambda: lan.hears == ["bạn nói: hai", "bạn nói: một"])
    assert kept(line.ward.store) == []


@pytest.mark.asyncio
async def test_what_still_cannot_be_read_stays(line: Line) -> None:
    assert line.service.intake is not None
    await line.service.intake.take(BROKEN)
    done = read_again(line.ward.store)
    assert (done.taken, done.passed, done.left) == (0, 0, 1)
    assert len(kept(line.ward.store)) == 1


@pytest.mark.asyncio
async def test_a_sample_commune_keeps_nothing_of_who_is_no_guest(
    store: Store, clock: FakeClock
) -> None:
    guests = frozenset({"42"})
    line = Line(store, clock, settings=replace(SETTINGS, guests=guests))
    assert line.service.intake is not None
    await line.service.intake.take(BROKEN)
    assert kept(store) == []
    chat = {"id": 42, "type": "private"}
    await line.service.intake.take({"update_id": 8, "message": {"chat": chat}})
    assert len(kept(store)) == 1


@pytest.mark.asyncio
async def test_it_goes_when_its_person_is_erased_and_after_thirty_days(
    line: Line, lan: Person, clock: FakeClock
) -> None:
    fails_on(line, "một")
    lan.says("một")
    async with line.open():
        await line.quiet()
        lan.says("hai")
        await line.heard(lan)
        line.api.updates.add_raw(BROKEN)
        await eventually(lambda: len(kept(line.ward.store)) == 2)
    assert line.ward.inbox.forget(line.ward.endpoint, str(lan.id))
    (other,) = kept(line.ward.store)
    assert '"id": 41' in other.raw
    for days, left in ((29, 1), (2, 0)):
        clock.move(seconds=timedelta(days=days).total_seconds())
        with line.ward.store.work() as work:
            purging.purge_some(work, clock.now())
            work.commit()
        assert len(kept(line.ward.store)) == left
