"""A ward of cases on SQLite with its console, once with each cast."""

from pathlib import Path

import pytest

from handlers.store.unit_of_work import Store
from tests.bot.visibility.casts import CASTS, Cast
from tests.bot.visibility.world import ward_with
from tests.fakes.clock import FakeClock
from tests.fakes.console import ConsoleSite


@pytest.fixture(params=CASTS)
def cast(request: pytest.FixtureRequest) -> Cast:
    """Who works there."""
    return CASTS[request.param]


@pytest.fixture
def site(cast: Cast, sqlite_store: Store, clock: FakeClock, tmp_path: Path) -> ConsoleSite:
    """The console with nobody signed in."""
    return ConsoleSite(ward_with(cast, sqlite_store, clock), tmp_path)
