"""A database put back from a backup sends nothing of itself: it lists, and waits for a person."""

from datetime import timedelta
from pathlib import Path

from bot.guard import OLDER, RestoreGuard
from bot.restored import Choice, declare
from handlers.broadcast import BroadcastState
from handlers.store import guard
from handlers.store.unit_of_work import Store
from scheduler.runner import Runner
from scheduler.timetable import Job
from tests.bot.guard.machine import PEOPLE, Backup, Machine
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, open_desk


def test_a_restored_database_sends_nothing_by_itself(machine: Machine, backup: Backup) -> None:
    assert machine.life(4) == ""
    back = backup(machine)
    machine.life()
    assert sorted(machine.heard) == sorted(f"p{n}: Nhắc hạn p{n}" for n in range(PEOPLE))
    back()
    machine.clock.move(hours=1)

    assert machine.life() == OLDER

    assert len(machine.heard) == PEOPLE
    assert machine.life() == OLDER  # started again: it still waits
    assert len(machine.heard) == PEOPLE
    state = machine.state()
    assert state.left_until is not None
    store = machine.store()
    with store.read() as work:
        (row,) = guard.waiting(work, state.left_until)
    assert (row.kind, row.channel, row.number, row.left) == ("alert", "telegram", 8, 8)
    store.engine.dispose()


def test_only_what_cannot_have_left_leaves(machine: Machine, backup: Backup) -> None:
    machine.queue("evening", text="Tối nay", due=timedelta(hours=8))
    machine.life(4)
    back = backup(machine)
    machine.life()
    back()
    machine.life()
    machine.clock.move(hours=9)
    assert machine.decides(Choice.NEW)
    assert machine.life() == ""
    assert machine.heard[PEOPLE:] == ["evening: Tối nay evening"]
    assert machine.state().restored_until is not None
    assert not machine.decides(Choice.NEW)


def test_a_person_may_let_everything_go_or_nothing(machine: Machine, backup: Backup) -> None:
    machine.life(4)
    back = backup(machine)
    machine.life()
    back()
    machine.life()
    assert machine.decides(Choice.ALL)
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE + 8
    back()
    assert machine.life() == OLDER
    assert machine.decides(Choice.CLOSE)
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE + 8


def test_what_is_new_leaves_while_the_old_waits(machine: Machine, backup: Backup) -> None:
    machine.life(4)
    back = backup(machine)
    machine.life()
    back()
    machine.life()
    machine.queue("citizen", text="Trả lời")
    machine.life()
    assert machine.heard[PEOPLE:] == ["citizen: Trả lời citizen"]
    assert machine.state().why == OLDER


def test_broadcasts_wait_and_no_job_runs(store: Store, clock: FakeClock, tmp_path: Path) -> None:
    desk = open_desk(store, clock)
    desk.readers(3)
    one = desk.write()
    desk.start(one.id)
    ran: list[str] = []

    def job(work: object, now: object) -> bool:
        ran.append("ran")
        return False

    watch = RestoreGuard(store, tmp_path / "sent.mark", clock)
    watch.begin()
    runner = Runner(store, clock, (), watch.held)
    runner.tick(Job("one", job, timedelta(minutes=1)))
    declare(store, KEY, clock.now(), "Minh", clock.now())
    clock.move(minutes=5)
    runner.tick(Job("one", job, timedelta(minutes=1)))
    assert ran == ["ran"]
    assert (desk.found(one.id).state, desk.found(one.id).reason) == (
        BroadcastState.PAUSED,
        "restored",
    )
