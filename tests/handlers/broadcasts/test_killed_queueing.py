"""Killed with SIGKILL amid the queueing of a broadcast: each gets one copy, none is left out."""

import random
import subprocess

from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import open_desk
from tests.fakes.warm import Process

READERS, KILLS = 150, 3


def test_killed_again_and_again_each_gets_one_copy(
    store: Store, clock: FakeClock, database_url: str
) -> None:
    desk = open_desk(store, clock)
    readers = desk.readers(READERS)
    one = desk.write()
    desk.start(one.id)
    chance = random.Random(7)  # noqa: S311 - moments of a test
    seen = []
    for life in range(KILLS + 1):
        command = ("-m", "tests.fakes.queueing_life", database_url)
        with Process(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            if life < KILLS:
                for _ in range(chance.randint(2, 6)):
                    process.stdout.readline()
                process.kill()
            else:
                process.stdout.read()
        seen.append(len(desk.copies(one.id)))
    assert 0 < seen[0] < READERS, "the kill came too late to prove anything"
    assert sorted(who for who, *_ in desk.copies(one.id)) == sorted(readers)
