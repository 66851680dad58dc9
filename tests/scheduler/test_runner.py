"""Each slot of a job runs once, whichever process ticks, and late rather than never."""

import threading
from datetime import datetime, time, timedelta

import pytest

from bot.config import DEFAULT_FILE, load_settings
from handlers.clock import LOCAL, SET_BACK
from handlers.leaps import Leaps
from handlers.store.unit_of_work import Store, Work
from handlers.store.write_queue import write_queue
from handlers.ward import ward_of
from scheduler.runner import SETTLE, Runner, run_slot
from scheduler.timetable import Job, LocalJob, LongJob, timetable
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

WARD = ward_of(load_settings(DEFAULT_FILE).commune)


class Tally:
    """A job that counts its runs and needs several bites."""

    def __init__(self, bites: int = 1) -> None:
        self.runs = 0
        self.bites = bites
        self.ran = threading.Event()

    def __call__(self, work: Work, now: datetime) -> bool:
        del work, now
        self.runs += 1
        self.ran.set()
        return self.runs % self.bites != 0


def nightly(tally: Tally) -> Job:
    return Job("nightly", tally, timedelta(days=1), at=time(2, 40))


def test_a_slot_runs_once_however_often_it_is_ticked(store: Store, clock: FakeClock) -> None:
    tally = Tally()
    assert run_slot(store, nightly(tally), clock.now())
    assert not run_slot(store, nightly(tally), clock.now())
    assert tally.runs == 1


def test_the_next_day_is_the_next_slot(store: Store, clock: FakeClock) -> None:
    tally = Tally()
    run_slot(store, nightly(tally), clock.now())
    clock.move(hours=18)
    assert not run_slot(store, nightly(tally), clock.now())
    clock.move(hours=1)
    assert run_slot(store, nightly(tally), clock.now())


def test_several_processes_run_a_slot_once(store: Store, clock: FakeClock) -> None:
    tally = Tally()
    threads = [
        threading.Thread(target=run_slot, args=(store, nightly(tally), clock.now()))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tally.runs == 1


def test_a_job_with_more_to_do_goes_on_in_the_same_slot(store: Store, clock: FakeClock) -> None:
    tally = Tally(bites=5)
    run_slot(store, nightly(tally), clock.now())
    assert tally.runs == 5


def test_a_job_that_fails_gives_its_slot_back(store: Store, clock: FakeClock) -> None:
    def fail(work: Work, now: datetime) -> bool:
        raise ZeroDivisionError

    broken = Job("nightly", fail, timedelta(days=1))
    with pytest.raises(ZeroDivisionError):
        run_slot(store, broken, clock.now())
    assert run_slot(store, Job("nightly", Tally(), timedelta(days=1)), clock.now())


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-11-23T02:40:00+07:00", "2026-11-23T02:40:00+07:00"),
        ("2026-11-23T02:39:59+07:00", "2026-11-22T02:40:00+07:00"),
        ("2026-11-22T19:41:00+00:00", "2026-11-23T02:40:00+07:00"),
    ],
)
def test_a_daily_slot_is_named_by_its_local_moment(now: str, moment: str) -> None:
    assert nightly(Tally()).slot(datetime.fromisoformat(now)) == moment


def test_a_five_minute_slot_is_the_last_full_five_minutes() -> None:
    job = Job("often", Tally(), timedelta(minutes=5))
    at = datetime(2026, 11, 23, 8, 14, 59, tzinfo=LOCAL)
    assert job.slot(at) == "2026-11-23T08:10:00+07:00"


def test_a_process_that_was_down_at_the_minute_catches_up_at_its_start(
    store: Store, clock: FakeClock
) -> None:
    tally = Tally()
    runner = Runner(store, clock, [nightly(tally)])
    runner.start()
    assert tally.ran.wait(10)
    runner.shutdown()
    assert tally.runs == 1
    again = Runner(store, clock, [nightly(tally)])
    again.start()
    again.shutdown()
    assert tally.runs == 1


def test_a_broken_job_stops_no_other(store: Store, clock: FakeClock) -> None:
    def fail(work: Work, now: datetime) -> bool:
        raise ZeroDivisionError

    tally = Tally()
    runner = Runner(store, clock, [Job("broken", fail, timedelta(days=1)), nightly(tally)])
    runner.start()
    assert tally.ran.wait(10)
    runner.shutdown()


def test_every_job_of_the_timetable_has_a_name_of_its_own() -> None:
    names = [job.name for job in timetable([WARD])]
    assert len(set(names)) == len(names)


def test_every_job_of_the_timetable_runs_on_an_empty_and_on_a_used_database(
    store: Store, clock: FakeClock
) -> None:
    for used in (False, True):
        if used:
            Ward(store, clock).says("chào")
            clock.move(days=40)
        for job in timetable([WARD]):
            if isinstance(job, LocalJob):
                job.run(store)
            elif isinstance(job, LongJob):
                job.run(store, clock.now())
            else:
                assert run_slot(store, job, clock.now())


def test_a_missed_minute_is_not_skipped_by_the_scheduler(store: Store, clock: FakeClock) -> None:
    runner = Runner(store, clock, timetable([WARD]))
    runner.start()
    jobs = runner._scheduler.get_jobs()
    runner.shutdown()
    assert jobs
    assert all(job.misfire_grace_time >= 3600 for job in jobs)
    assert all(str(job.trigger.timezone) == "Asia/Ho_Chi_Minh" for job in jobs)


def test_who_waits_to_write_comes_before_the_next_bite_of_a_job(
    sqlite_store: Store, clock: FakeClock
) -> None:
    written, seen = threading.Event(), []
    writers = write_queue(sqlite_store.engine)
    citizen = threading.Thread(target=lambda: sqlite_store.write(lambda _: written.set()))

    def bite(work: Work, now: datetime) -> bool:
        del work, now
        seen.append(written.is_set())
        if len(seen) == 2:
            citizen.start()
            while not writers.waiting:
                threading.Event().wait(0.001)
        return len(seen) < 3

    assert run_slot(sqlite_store, Job("long", bite, timedelta(hours=1)), clock.now())
    citizen.join()
    assert seen == [False, False, True]


def test_a_slot_taken_by_a_clock_that_was_ahead_is_free_again(
    store: Store, clock: FakeClock
) -> None:
    tally, night = Tally(), nightly(Tally())
    tomorrow = clock.now() + timedelta(days=1)
    clock.leap(days=1)
    assert run_slot(store, nightly(tally), clock.now())
    clock.leap(days=-1)
    assert run_slot(store, night, clock.now())  # of today
    clock.move_to(tomorrow - timedelta(hours=1))
    assert run_slot(store, nightly(tally), clock.now())
    assert not run_slot(store, nightly(tally), clock.now())
    assert tally.runs == 2


class Watching:
    """A runner that watches a clock."""

    def __init__(self, store: Store, clock: FakeClock, tally: Tally) -> None:
        self.clock, self.tally = clock, tally
        self.chores = 0
        chore = LocalJob("chore", self._chore, timedelta(minutes=1))
        leaps = Leaps(clock, clock.ticks, SET_BACK)
        self.runner = Runner(store, clock, [nightly(tally), chore], leaps=leaps)

    def _chore(self, _: Store) -> None:
        self.chores += 1

    def ticks(self) -> int:
        """Every job ticks; how often the nightly one has run."""
        for job in self.runner._timetable:
            self.runner.tick(job)
        return self.tally.runs


@pytest.mark.parametrize("days", [10, -10])
def test_nothing_goes_by_the_date_until_a_clock_that_was_set_has_stood(
    store: Store, clock: FakeClock, days: int
) -> None:
    one = Watching(store, clock, Tally())
    clock.leap(days=days)
    assert (one.ticks(), one.chores) == (0, 1)
    clock.move(seconds=SETTLE - 1)
    assert (one.ticks(), one.chores) == (0, 2)
    clock.leap(days=-days)  # put right
    assert (one.ticks(), one.chores) == (0, 3)
    clock.move(seconds=SETTLE - 1)
    assert (one.ticks(), one.chores) == (0, 4)
    clock.move(seconds=2)
    assert (one.ticks(), one.chores) == (1, 5)


def test_what_was_due_meanwhile_is_run_once_the_clock_has_stood(
    store: Store, clock: FakeClock
) -> None:
    one = Watching(store, clock, Tally())
    one.runner._scheduler.start(paused=True)
    try:
        one.runner._scheduler.add_job(one.ticks, "interval", days=99, id="nightly")
        one.runner._scheduler.add_job(one.ticks, "interval", days=99, id="chore")
        clock.leap(days=400)
        one.runner.look()
        later = datetime.now(LOCAL) + timedelta(days=2)  # noqa: TID251 - what APScheduler reads
        assert all(job.next_run_time < later for job in one.runner._scheduler.get_jobs())
        assert one.tally.runs == 0
        clock.move(seconds=SETTLE + 1)
        one.runner.look()
        one.runner.look()
        assert one.tally.runs == 1
    finally:
        one.runner._scheduler.shutdown()
