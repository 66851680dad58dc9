"""An officers' group of a ward on Telegram."""

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.telegram.groups.line import GroupLine


@pytest.fixture
def office(sqlite_store: Store, clock: FakeClock) -> GroupLine:
    return GroupLine(sqlite_store, clock, shipped_base())
