"""An office with an officer and a head, once on each database."""

import pytest

from handlers.officers import Officer, Role
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    return Office(store, clock)


@pytest.fixture
def lan(office: Office) -> Officer:
    return office.officer("Lê Thị Mẫu", Role.OFFICER)


@pytest.fixture
def head(office: Office) -> Officer:
    return office.officer("Trần Văn Mẫu", Role.HEAD)
