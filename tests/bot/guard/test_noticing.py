"""What is taken for a database put back from a backup, and what is not."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.channels.null import NullChannel
from bot.delivery import Delivery
from bot.guard import COPIED, NO_MARK, OLDER, OTHER, RestoreGuard
from bot.leaving import Noted
from bot.mark import read_mark
from handlers.messages import Address
from handlers.store import contacts, guard
from tests.bot.guard.machine import PEOPLE, Backup, Machine
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster


def test_a_crash_and_a_restart_are_no_restore(machine: Machine) -> None:
    machine.life(4)
    assert machine.life() == ""
    machine.queue("late")
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE + 1


def test_file_and_database_copied_together_are_noticed(machine: Machine, backup: Backup) -> None:
    machine.life(4)
    back = backup(machine)
    kept = machine.mark.with_suffix(".kept")
    shutil.copy2(machine.mark, kept)
    machine.life()
    back()
    shutil.copy2(kept, machine.mark)
    stamp = machine.mark.stat().st_ctime
    text = machine.mark.read_text().replace('"written": ', '"written": 1')  # long before the copy
    machine.mark.write_text(text)
    assert stamp > 0
    assert machine.life() == COPIED
    assert len(machine.heard) == PEOPLE


def test_a_lost_file_waits_for_a_person_too(machine: Machine) -> None:
    machine.life(4)
    machine.mark.unlink()
    machine.clock.move(hours=1)
    assert machine.life() == NO_MARK
    assert len(machine.heard) == 4


@pytest.mark.postgres
def test_a_process_on_another_machine_joins_those_that_run(
    postgres_cluster: Cluster,
    open_engine: Callable[[str], Engine],
    tmp_path: Path,
    clock: FakeClock,
) -> None:
    machine = Machine(postgres_cluster.new_database(), tmp_path / "sent.mark", clock, open_engine)
    machine.prepare()
    machine.life(4)
    machine.mark = tmp_path / "other" / "sent.mark"
    clock.move(seconds=30)
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE


def test_the_file_of_another_database_waits(machine: Machine, tmp_path: Path) -> None:
    machine.life(4)
    mark = read_mark(machine.mark)
    assert mark is not None
    machine.mark.write_text(machine.mark.read_text().replace(mark.installation, "another"))
    assert machine.life() == OTHER


def test_put_back_under_a_running_process_it_is_noticed(machine: Machine) -> None:
    store = machine.store()
    watch = RestoreGuard(store, machine.mark, machine.clock)
    assert watch.begin() == ""
    noted: Noted = []
    for _ in range(3):
        with store.work() as work:
            assert watch.beat(work, noted)
            work.commit()
        watch.confirm(noted)
    with store.work() as work:  # what a backup of then holds
        guard.set_free(work, 1, None)
        work.commit()
    with store.work() as work:
        assert not watch.beat(work, noted)
    watch.watch(store)
    assert watch.held()
    assert machine.state().why == OLDER


def test_a_claim_that_failed_is_no_restore(machine: Machine) -> None:
    store = machine.store()
    watch = RestoreGuard(store, machine.mark, machine.clock)
    watch.begin()
    for _ in range(3):
        with store.work() as work:  # rolled back: the disk was full
            assert watch.beat(work, [])
    noted: Noted = []
    with store.work() as work:
        assert watch.beat(work, noted)
        work.commit()
    watch.confirm(noted)
    assert RestoreGuard(store, machine.mark, machine.clock).begin() == ""


def test_the_number_stands_in_the_file_before_anything_is_sent(
    machine: Machine,
) -> None:
    seen: list[bool] = []
    store = machine.store()
    watch = RestoreGuard(store, machine.mark, machine.clock)
    watch.begin()
    assert not machine.mark.exists()

    async def go() -> None:
        channel = NullChannel(lambda *_: seen.append(machine.mark.exists()))
        delivery = Delivery(store, {machine.endpoint: channel}, machine.clock)
        delivery.guard = watch
        with store.read() as work:
            contact = contacts.find_contact(work, machine.endpoint, "p1")
        await delivery.deliver(Address(machine.endpoint, str(contact)))
        await delivery.stop()

    asyncio.run(go())
    assert seen == [True]
    store.engine.dispose()
