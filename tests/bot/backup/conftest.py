"""A ward on each database."""

from pathlib import Path

import pytest

from tests.bot.backup.ward import Ward, settings_of
from tests.fakes.postgres import Cluster


@pytest.fixture
def ward(database_url: str, tmp_path: Path) -> Ward:
    """One that runs, without citizens."""
    kept = tmp_path / "kept"
    kept.mkdir()
    made = Ward(settings_of(database_url, tmp_path / "home"), kept)
    made.begin()
    return made


@pytest.fixture
def small(tmp_path: Path) -> Ward:
    """The same on SQLite alone, where the database does not matter."""
    kept = tmp_path / "kept"
    kept.mkdir()
    made = Ward(settings_of(f"sqlite:///{tmp_path}/home/ward.db", tmp_path / "home"), kept)
    made.begin()
    return made


@pytest.fixture
def postgres(postgres_cluster: Cluster, tmp_path: Path) -> Ward:
    """The same on PostgreSQL alone."""
    kept = tmp_path / "kept"
    kept.mkdir()
    made = Ward(settings_of(postgres_cluster.new_database(), tmp_path / "home"), kept)
    made.begin()
    return made
