"""Two officers and the way to them, in every place a case is worked on."""

import pytest

from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.cases.door import ALONE, Chat, Door, door_of
from tests.conversations.conftest import VOICES
from tests.fakes.casework import CaseWard


@pytest.fixture(params=[*ALONE, *VOICES])
def door(request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store) -> Door:
    """Officers with buttons, officers who type the numbers they see, and each channel."""
    return door_of(request, base, sqlite_store)


@pytest.fixture
def ward(door: Door) -> CaseWard:
    return door.ward


@pytest.fixture
def officer(ward: CaseWard, door: Door) -> Chat:
    return Chat(ward, door, "Bạch Mẫu")


@pytest.fixture
def other(ward: CaseWard, door: Door) -> Chat:
    return Chat(ward, door, "Cường Mẫu")
