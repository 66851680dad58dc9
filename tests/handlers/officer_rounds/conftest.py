"""An office in the early morning: an officer, a head, a desk lead."""

import pytest

from handlers.officers import Officer, Role
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-23 07:00"))
    return Office(store, clock)


@pytest.fixture
def lan(office: Office) -> Officer:
    return office.officer("Lê Thị Mẫu", Role.OFFICER)


@pytest.fixture
def head(office: Office) -> Officer:
    return office.officer("Trần Văn Mẫu", Role.HEAD)


@pytest.fixture
def lead(office: Office) -> Officer:
    return office.officer("Võ Thị Mẫu", Role.DESK_LEAD)
