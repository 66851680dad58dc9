"""A ward without officers, once on each database."""

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.handlers.staffing.desk import Desk


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)
