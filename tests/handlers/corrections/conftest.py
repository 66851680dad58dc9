"""A ward that set a fee of its own before anybody asked."""

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import open_desk
from tests.handlers.corrections.corrected import Corrected


@pytest.fixture
def corrected(store: Store, clock: FakeClock) -> Corrected:
    found = Corrected(open_desk(store, clock, above=3))
    found.fee(10_000)
    found.looks()
    clock.move(hours=1)
    return found
