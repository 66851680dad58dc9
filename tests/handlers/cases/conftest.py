"""A ward with cases, once on each database."""

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> CaseWard:
    return CaseWard(store, clock)
