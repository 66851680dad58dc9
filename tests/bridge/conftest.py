"""A prepared database, and the program with its gateway."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.setup import prepare_database
from tests.bridge.product import Bridged, Gateway
from tests.fakes.product import LIVE


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `db upgrade` makes it, to be copied: loading the catalogue takes seconds."""
    file = tmp_path_factory.mktemp("prepared") / "ward.db"
    settings = load_settings(LIVE)
    url = settings.database.model_copy(update={"url": f"sqlite:///{file}"})
    prepare_database(settings.model_copy(update={"database": url}))
    return file


def copied(prepared: Path, folder: Path, **settings: str) -> Bridged:
    """The program on a database of its own, with its gateway."""
    shutil.copy(prepared, folder / "ward.db")
    return Bridged(folder, Gateway(), **settings)


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A folder with a database of its own."""
    shutil.copy(prepared, tmp_path / "ward.db")
    return tmp_path


@pytest.fixture
def bridged(folder: Path) -> Iterator[Callable[..., Bridged]]:
    """Makes the program and its gateway; both end with the test."""
    made: list[Bridged] = []

    def make(*, honours: bool = False, **settings: str) -> Bridged:
        made.append(Bridged(folder, Gateway(honours=honours), **settings))
        return made[-1]

    yield make
    for one in made:
        one.__exit__()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A gateway that reports nothing, and calls nobody."""
    gateway = Gateway()
    gateway.start("http://127.0.0.1:9")
    gateway.set(reports="")
    yield gateway
    gateway.stop()
