"""Two processes look at what repeats in the same moment: each time is made and sent once."""

import subprocess
from contextlib import ExitStack
from datetime import datetime

import pytest
from sqlalchemy import func, select

from handlers.broadcast import Broadcast
from handlers.broadcasts import repeating
from handlers.repeats import Repeat
from handlers.store import broadcasts
from handlers.store.tables import AuditRow, table_of
from handlers.store.unit_of_work import Store
from knowledge.calendar import VIETNAM
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk
from tests.fakes.warm import Process

PROCESSES, READERS = 2, 25
AUDIT = table_of(AuditRow)


def all_run(url: str, moment: datetime) -> None:
    """So many processes begin together at that moment and end when nothing is left."""
    command = ("-m", "tests.fakes.queueing_life", url, moment.isoformat())
    pipe = subprocess.PIPE
    with ExitStack() as stack:
        lives = [
            stack.enter_context(Process(command, stdin=pipe, stdout=pipe)) for _ in range(PROCESSES)
        ]
        for one in lives:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in lives:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        for one in lives:
            one.communicate()
    assert [one.returncode for one in lives] == [0] * PROCESSES


def times(desk: Desk, number: int) -> list[Broadcast]:
    with desk.store.read() as work:
        return [one for one in broadcasts.newest(work, KEY, 50) if one.series == number]


@pytest.mark.timeout(900)
def test_two_processes_make_a_yearly_time_once_and_write_to_each_once(
    store: Store, clock: FakeClock, database_url: str
) -> None:
    desk = open_desk(store, clock)
    readers = desk.readers(READERS)
    one = desk.write("Mời bà con nộp thuế đất năm {nam}.")
    rule = Repeat.parse("yearly", "4/12", "09:00")
    assert isinstance(
        desk.act_by("Lan", lambda acting: repeating.repeat(acting, one.id, rule)), Broadcast
    )
    all_run(database_url, datetime(2026, 11, 24, 8, tzinfo=VIETNAM))  # ten days before it leaves
    (first,) = times(desk, one.id)
    with store.read() as work:
        planned = select(func.count()).where(AUDIT.c.what == "broadcast.planned")
        assert work.connection.execute(planned).scalar_one() == 1
    all_run(database_url, datetime(2026, 12, 4, 9, 1, tzinfo=VIETNAM))
    assert [each.id for each in times(desk, one.id)] == [first.id]
    assert sorted(who for who, *_ in desk.copies(first.id)) == sorted(readers)
    assert desk.found(first.id).queued == READERS
    following = desk.found(one.id).next_on
    assert following is not None
    assert f"{following:%d/%m/%Y}" == "04/12/2027"
