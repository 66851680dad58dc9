"""A ward whose head and reviewer hold the key to reporters' names, once on each database."""

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock
from tests.handlers.vault.keyring import Keyring


@pytest.fixture
def keyring(store: Store, clock: FakeClock) -> Keyring:
    return Keyring(CaseWard(store, clock))
