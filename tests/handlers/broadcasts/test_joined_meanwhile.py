"""Chats are joined and parted while three queue one broadcast: nobody is left out or told twice."""

import random

import pytest

from bot.database import make_engine, upgrade
from handlers.store import broadcasting
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster
from tests.fakes.readers import open_desk
from tests.fakes.ties import Town

READERS, PAIRS, WORKERS, HANDS, BITE = 900, 60, 3, 2, 20


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(2))
def test_who_was_one_person_when_their_bite_looked_has_one_copy(
    postgres_cluster: Cluster, clock: FakeClock, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "BITE", BITE)
    url = postgres_cluster.new_database()
    store = Store(make_engine(url))
    upgrade(store.engine)
    desk = open_desk(store, clock, above=READERS)
    town = Town(desk, desk.readers(READERS), lambda: Store(make_engine(url)))
    town.pair_some(PAIRS, random.Random(seed))  # noqa: S311 - a test's choice
    one = desk.write()
    desk.start(one.id)
    found = town.queued(one.id, WORKERS, HANDS, seed)
    store.engine.dispose()
    assert (found.lost, found.twice) == (0, 0)
    assert found.joined
    assert READERS - PAIRS - found.joined <= found.copies <= READERS - PAIRS
