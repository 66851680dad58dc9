"""A delivery to test, once on each database."""

import pytest

from handlers.store.unit_of_work import Store
from tests.bot.delivery.post import Post
from tests.fakes.clock import FakeClock


@pytest.fixture
def post(store: Store, clock: FakeClock) -> Post:
    return Post(store, clock)
