"""A person who writes on several channels, once on each database."""

import pytest

from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.joins.phone import Phone


@pytest.fixture
def me(base: KnowledgeBase, store: Store) -> Phone:
    return Phone(base, store)
