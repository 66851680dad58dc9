"""A broadcast whose senders are killed and whose database goes away: each gets it, none is lost."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.postgres import Cluster, NoPostgresError
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram import urgent
from tests.telegram.broadcast_killing import told_twice, trial, up_together

READERS = 90
PACE = "15"
"""Messages a second: the whole takes six seconds, so that what happens meets it under way."""


class Town:
    """A Telegram, and people who asked for the news."""

    def __init__(self, server: StrictServer, database: str) -> None:
        self.server, self.database = server, database
        self.people = [
            server.do(partial(Person, server.api, 20_000 + number)) for number in range(READERS)
        ]
        self.number = urgent.start(database, [one.id for one in self.people])
        self.flights = urgent.Flights(database)

    def process(self, folder: Path) -> Product:
        folder.mkdir(exist_ok=True)
        return Product(folder, self.server.url, self.database, TELEGRAM__PER_SECOND=PACE)

    def heard(self) -> int:
        return sum(bool(one.hears) for one in self.people)

    def hears(self, number: int) -> None:
        """Wait until so many have heard it."""
        wait_for(lambda: self.heard() >= number, 120)

    def judged(self) -> int:
        """Nobody was left out, and the report owns up to repeats; how many copies came twice."""
        lost, again = self.flights.judge(self.people)
        assert lost == 0
        twice = {one.id for one in self.people if len(one.hears) > 1}
        assert twice <= told_twice(self.database)
        assert urgent.queued(self.database, self.number) == READERS
        return again


@pytest.fixture
def server() -> Iterator[StrictServer]:
    with StrictServer() as made:
        yield made


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server of the test's own, which it may stop."""
    try:
        cluster = Cluster(durable=True)
        cluster.start()
    except NoPostgresError as error:
        pytest.skip(str(error))
    yield cluster
    cluster.stop()


@pytest.mark.timeout(240)
def test_one_process_on_sqlite_is_killed_twice(server: StrictServer, tmp_path: Path) -> None:
    town = Town(server, f"sqlite:///{tmp_path}/ward.db")
    with town.process(tmp_path) as product:
        for goal in (READERS // 5, READERS // 2):
            town.hears(goal)
            product.kill()
            town.flights.note()
            product.start()
        town.hears(READERS)
        assert product.stop() == 0
    town.judged()


@pytest.mark.postgres
@pytest.mark.timeout(280)
def test_two_of_three_processes_on_postgresql_are_killed(
    server: StrictServer, tmp_path: Path, postgres_cluster: Cluster
) -> None:
    town = Town(server, postgres_cluster.new_database())
    with ExitStack() as stack:
        products = [stack.enter_context(town.process(tmp_path / name)) for name in "abc"]
        for product, goal in zip(products, (READERS // 6, READERS // 3), strict=False):
            town.hears(goal)
            product.kill()
            town.flights.note()
        town.hears(READERS)
        assert products[-1].stop() == 0
    town.judged()


@pytest.mark.postgres
@pytest.mark.timeout(900)
def test_three_processes_on_postgresql_are_killed_at_once_and_own_up_to_repeats(
    postgres_cluster: Cluster,
) -> None:
    with ExitStack() as stack:
        found = trial(stack, postgres_cluster, seed=3)
    assert (found.lost, found.unexplained, found.untold) == (0, 0, 0)
    assert found.repeated <= found.in_flight


@pytest.mark.postgres
@pytest.mark.timeout(240)
def test_the_database_server_of_three_processes_stops_and_comes_back(
    server: StrictServer, tmp_path: Path, own_cluster: Cluster
) -> None:
    town = Town(server, own_cluster.new_database())
    with ExitStack() as stack:
        products = [town.process(tmp_path / name) for name in "abc"]
        for one in products:
            stack.callback(one.kill)
        up_together(products)
        town.hears(READERS // 4)
        own_cluster.halt()
        before = town.heard()
        own_cluster.resume()
        town.flights.note()
        town.hears(READERS)
        assert before < READERS
        assert [one.stop() for one in products] == [0, 0, 0]
    town.judged()


@pytest.mark.timeout(240)
def test_the_file_is_locked_longer_than_anybody_waits(server: StrictServer, tmp_path: Path) -> None:
    file = tmp_path / "ward.db"
    town = Town(server, f"sqlite:///{file}")
    with town.process(tmp_path) as product:
        town.hears(READERS // 4)
        free = threading.Event()
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        town.flights.note()
        before = town.heard()
        free.wait(7)  # a writer gives up after five seconds
        assert town.heard() - before <= 64  # what was claimed before, and nothing more
        other.execute("ROLLBACK")
        other.close()
        town.hears(READERS)
        assert product.stop() == 0
    assert town.judged() == 0
