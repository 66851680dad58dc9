"""A town to follow a dossier in, on both databases and each channel."""

import pytest

from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, VOICES, Speaking
from tests.conversations.following.town import Town
from tests.fakes.clock import FakeClock

ON_POSTGRES = pytest.param("postgresql", marks=pytest.mark.postgres)


@pytest.fixture(params=["inbox", ON_POSTGRES, *VOICES])
def town(
    request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store, voiced: Speaking
) -> Town:
    clock = FakeClock(NOON)
    if request.param == "postgresql":
        return Town(base, request.getfixturevalue("postgres_store"), clock, None)
    return Town(base, sqlite_store, clock, voiced(request.param, clock))
