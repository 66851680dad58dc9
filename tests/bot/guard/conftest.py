"""An installation whose backup can be put back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.bot.guard.machine import Backup, Machine
from tests.fakes.clock import FakeClock
from tests.fakes.postgres import Cluster


@pytest.fixture
def machine(
    database_url: str, open_engine: Callable[[str], Engine], tmp_path: Path, clock: FakeClock
) -> Machine:
    made = Machine(database_url, tmp_path / "mark" / "sent.mark", clock, open_engine)
    made.prepare()
    return made


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
