"""Questions handed to a person: buttons with the inbox alone, and each channel."""

import pytest

from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.cases.door import Chat, Door, door_of
from tests.conversations.conftest import VOICES
from tests.fakes.casework import CaseWard


@pytest.fixture(params=["telegram/inbox", *VOICES])
def door(request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store) -> Door:
    """The inbox alone, and each channel."""
    return door_of(request, base, sqlite_store)


@pytest.fixture
def lead(ward: CaseWard, door: Door) -> Chat:
    return Chat(ward, door, "Phụ Mẫu")
