"""Several processes with one database and the whole timetable: each slot is run by one of them."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import pytest

from handlers.officers import Role
from handlers.store import views
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.timetable_life import shared_jobs
from tests.fakes.warm import Process
from tests.knowledge.dossiers.lives import at

PROCESSES = 3
MOMENTS = [
    at(one)
    for one in (
        "2026-11-23 07:30",  # the morning lists
        "2026-11-23 07:31",  # a new slot of what is looked at each minute, and of nothing else
        "2026-11-23 16:00",  # the sweep before closing
        "2026-11-25 02:40",  # two nights later: what is done once a night is done once
    )
]


class Life:
    """One process with the timetable."""

    def __init__(self, process: Process) -> None:
        self.process = process

    def tick(self, moment: datetime) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{moment.isoformat()}\n")
        self.process.stdin.flush()

    def line(self) -> str:
        """The next line; the limit of the test ends a wait for a process that says nothing."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said, f"the process ended with {self.process.wait()}"
        return said.strip()

    def runs(self) -> list[str]:
        """What it ran at this moment; its log goes the same way."""
        return [one for one in iter(self.line, "ticked") if one.startswith("run ")]


@contextmanager
def life(url: str, *stuck: str) -> Iterator[Life]:
    command, pipe = ("-m", "tests.fakes.timetable_life", url, *stuck), subprocess.PIPE
    with Process(command, stdin=pipe, stdout=pipe) as process:
        one = Life(process)
        try:
            while one.line() != "ready":
                pass
            yield one
        finally:
            process.kill()


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-23 07:00"))
    office = Office(store, clock)
    office.officer("Lê Thị Mẫu", Role.OFFICER)
    office.dossier("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00", officer="Lê Thị Mẫu")
    return office


@pytest.mark.timeout(600)
def test_each_slot_of_each_job_is_run_by_exactly_one_of_several_processes(
    office: Office, database_url: str
) -> None:
    ran: Counter[str] = Counter()
    with ExitStack() as stack:
        lives = [stack.enter_context(life(database_url)) for _ in range(PROCESSES)]
        for moment in MOMENTS:
            for one in lives:
                one.tick(moment)
            for one in lives:
                ran.update(set(one.runs()))  # one that comes back for more says so again
    wanted = {f"run {job.name} {job.slot(moment)}" for job in shared_jobs() for moment in MOMENTS}
    assert ran == Counter(wanted)
    with office.store.read() as work:
        letters = views.letters(work, office.member("Lê Thị Mẫu").contact or "")
        kinds = Counter(":".join(one.key.split(":")[:2]) for one in letters)
    assert kinds["digest:morning"] == kinds["digest:closing"] == 1


@pytest.mark.timeout(600)
def test_the_slot_of_a_process_killed_at_its_work_is_run_by_another(
    office: Office, database_url: str
) -> None:
    moment = MOMENTS[-1]
    with life(database_url, "purge") as killed, life(database_url) as other:
        killed.tick(moment)
        while not killed.line().startswith("run purge "):
            pass
        other.tick(moment)  # it waits at the slot the first one holds
        killed.process.kill()
        killed.process.wait()
        assert [one for one in other.runs() if one.startswith("run purge ")]
