"""Fixtures for every test: clean environment, no network, databases of both kinds."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine

from bot.database import make_engine, upgrade
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster, NoPostgresError

pytest_plugins = ["tests.required"]

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
Peer = tuple[str, int] | str
ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Shared folder of the study data, read before the environment is cleaned."""
    _SHARED.append(Path(os.environ.get("MOTCUA_SHARED") or ROOT.parent / "shared"))  # noqa: TID251


_SHARED: list[Path] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for a whole program is begun first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: not hasattr(getattr(item, "module", None), "wait_for"))


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine reaches a test."""
    for name in list(os.environ):  # noqa: TID251
        if name.startswith("MOTCUA_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """A command that set up logging leaves nothing behind for the next test."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but loopback and sockets of this machine may be connected to."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(peer: socket.socket, address: Peer) -> None:
        if peer.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            pytest.fail(f"a test tried to reach {address[0]}")

    def checked(peer: socket.socket, address: Peer) -> None:
        check(peer, address)
        connect(peer, address)

    def checked_ex(peer: socket.socket, address: Peer) -> int:
        check(peer, address)
        return connect_ex(peer, address)

    monkeypatch.setattr(socket.socket, "connect", checked)
    monkeypatch.setattr(socket.socket, "connect_ex", checked_ex)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The study data beside the repository."""
    folder = _SHARED[0]
    if not folder.is_dir():
        pytest.skip("the study data is not beside the repository (MOTCUA_SHARED)")
    return folder


@pytest.fixture
def clock() -> FakeClock:
    """Monday morning, 23 November 2026, 08:00 in Viet Nam."""
    return FakeClock()


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of our own for the whole run."""
    try:
        cluster = Cluster()
        cluster.start()
    except NoPostgresError as error:
        pytest.skip(str(error))
    yield cluster
    cluster.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own, once of each kind: empty, unless an engine is made of it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ward.db"
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    if "engine" in request.fixturenames:
        return cluster.copy(request.getfixturevalue("upgraded_postgres"))
    return cluster.new_database()


@pytest.fixture
def open_engine() -> Iterator[Callable[[str], Engine]]:
    """Opens engines and closes them after the test."""
    opened: list[Engine] = []

    def open_one(url: str) -> Engine:
        opened.append(make_engine(url))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.dispose()


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file as `upgrade` makes it, to be copied: that takes a twentieth of the time."""
    file = tmp_path_factory.mktemp("upgraded") / "ward.db"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def engine(database_url: str, upgraded: Path, open_engine: Callable[[str], Engine]) -> Engine:
    """An upgraded database, once of each kind."""
    if database_url.startswith("sqlite:"):
        shutil.copy(upgraded, database_url.removeprefix("sqlite:///"))
        return open_engine(database_url)
    return open_engine(database_url)


@pytest.fixture
def store(engine: Engine) -> Store:
    """A store, once on each database."""
    return Store(engine)


@pytest.fixture
def sqlite_store(tmp_path: Path, upgraded: Path, open_engine: Callable[[str], Engine]) -> Store:
    """A store on a SQLite file, for what only SQLite does."""
    shutil.copy(upgraded, tmp_path / "ward.db")
    return Store(open_engine(f"sqlite:///{tmp_path}/ward.db"))


@pytest.fixture(scope="session")
def upgraded_postgres(postgres_cluster: Cluster) -> str:
    """The URL of a database as `upgrade` makes it, to be copied: that takes a tenth of the time."""
    url = postgres_cluster.new_database()
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture
def postgres_store(
    postgres_cluster: Cluster, upgraded_postgres: str, open_engine: Callable[[str], Engine]
) -> Store:
    """A store on PostgreSQL, where a test runs on one channel only."""
    return Store(open_engine(postgres_cluster.copy(upgraded_postgres)))
