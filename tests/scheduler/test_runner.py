"""Each slot of a job runs once, whichever process ticks, and late rather than never."""

import threading
from datetime import datetime, time, timedelta

import pytest

from bot.config import DEFAULT_FILE, load_settings
from handlers.clock import LOCAL
from handlers.store.unit_of_work import Store, Work
from handlers.store.write_queue import write_queue
from handlers.ward import ward_of
from scheduler.runner import Runner, run_slot
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
