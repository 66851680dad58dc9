"""A console over a ward of cases on SQLite."""

from pathlib import Path

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.console import ConsoleSite


@pytest.fixture
def site(sqlite_store: Store, clock: FakeClock, tmp_path: Path) -> ConsoleSite:
    """The console with nobody signed in."""
    return ConsoleSite(CaseWard(sqlite_store, clock), tmp_path)
