"""A database put back from a backup sends nothing of itself: it lists, and waits for a person."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.database import upgrade
from bot.delivery import Delivery
from bot.guard import COPIED, NO_MARK, OLDER, OTHER, RestoreGuard
from bot.leaving import Noted
from bot.mark import read_mark
from bot.restored import Choice, declare, settle
from handlers.broadcast import BroadcastState
from handlers.messages import Address, ChannelName, Paragraph, Reply
from handlers.store import contacts, guard, queueing
from handlers.store.contacts import Destination
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store
from scheduler.runner import Runner
from scheduler.timetable import Job
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster
from tests.fakes.readers import KEY, open_desk

PEOPLE = 12


@dataclass
class Machine:
    """One installation: its database, the file beside it, and what people heard."""

    url: str
    mark: Path
    clock: FakeClock
    open_engine: Callable[[str], Engine]
    heard: list[str] = field(default_factory=list)
    endpoint: str = ""

    def store(self) -> Store:
        return Store(self.open_engine(self.url))

    def prepare(self) -> None:
        """A notice for each of some people."""
        store = self.store()
        upgrade(store.engine)
        with store.work() as work:
            contacts.ensure_commune(work, KEY, "Phường Mẫu", self.clock.now())
            self.endpoint = contacts.ensure_endpoint(
                work, KEY, ChannelName.TELEGRAM, "b", self.clock.now()
            )
            work.commit()
        self.queue(*(f"p{one}" for one in range(PEOPLE)))
        store.engine.dispose()

    def queue(self, *people: str, text: str = "Nhắc hạn", due: timedelta = timedelta()) -> None:
        """A notice for each."""
        store, now = self.store(), self.clock.now()
        with store.work() as work:
            whose = contacts.endpoint_of(work, self.endpoint)
            for one in people:
                contact = contacts.open_contact(work, whose, one, "", now)
                message = Message(
                    key=f"notice:{one}:{text}",
                    reply=Reply((Paragraph(f"{text} {one}"),)),
                    due=now + due,
                    expires_at=now + timedelta(days=2),
                    kind=OutboxKind.ALERT,
                    priority=Priority.NOTICE,
                )
                queueing.queue(work, KEY, self.endpoint, contact, message)
            work.commit()
        store.engine.dispose()

    def life(self, most: int = 1_000) -> str:
        """A process starts, sends so many, and ends; why it held, if it did."""
        store = self.store()
        watch = RestoreGuard(store, self.mark, self.clock)
        why = watch.begin()

        def note(to: Destination, part: Part) -> None:
            texts = [one.text for one in part.reply.blocks if isinstance(one, Paragraph)]  # type: ignore[union-attr]
            self.heard.append(f"{to.chat}: {texts[0]}")

        async def go() -> None:
            delivery = Delivery(store, {self.endpoint: NullChannel(note)}, self.clock)
            delivery.guard = watch
            await asyncio.to_thread(delivery._prepare, self.endpoint)
            for _ in range(most):
                claims = await asyncio.to_thread(delivery._claim_endpoint, self.endpoint, 1)
                if not claims.messages:
                    break
                await delivery._send_all(list(claims.messages))
            await delivery.stop()

        asyncio.run(go())
        store.engine.dispose()
        return why

    def state(self) -> guard.GuardState:
        store = self.store()
        with store.read() as work:
            found = guard.load(work)
        store.engine.dispose()
        assert found is not None
        return found

    def decides(self, choice: Choice) -> bool:
        store = self.store()
        done = settle(store, self.mark, KEY, choice, "Minh, quản trị", self.clock.now())
        store.engine.dispose()
        return done


@pytest.fixture
def machine(
    database_url: str, open_engine: Callable[[str], Engine], tmp_path: Path, clock: FakeClock
) -> Machine:
    made = Machine(database_url, tmp_path / "mark" / "sent.mark", clock, open_engine)
    made.prepare()
    return made


Backup = Callable[[Machine], Callable[[], None]]


@pytest.fixture
def backup(request: pytest.FixtureRequest, tmp_path: Path) -> Backup:
    """Takes a backup; what it returns puts it back."""

    def take(machine: Machine) -> Callable[[], None]:
        if machine.url.startswith("sqlite"):
            file, kept = Path(machine.url.removeprefix("sqlite:///")), tmp_path / "backup.db"
            store = machine.store()
            store.checkpoint()
            store.engine.dispose()
            shutil.copy(file, kept)

            def back() -> None:
                for beside in file.parent.glob(f"{file.name}-*"):
                    beside.unlink()
                shutil.copy(kept, file)

            return back
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        kept_url = cluster.copy(machine.url)

        def put_back() -> None:
            machine.url = cluster.copy(kept_url)

        return put_back

    return take


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


def test_a_crash_and_a_restart_are_no_restore(machine: Machine) -> None:
    machine.life(4)
    assert machine.life() == ""
    machine.queue("late")
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE + 1


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
