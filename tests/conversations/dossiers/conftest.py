"""Somebody with a dossier, with the router alone, through the database and on each channel."""

import pytest

from handlers.dossier_ports import LookUpPorts
from handlers.store.lookups import StoredLookUps
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import VOICES, Citizen, Speaking, in_memory, through_the_inbox
from tests.conversations.dossiers.looking import KEY
from tests.fakes.dossiers import FakeDossiers, dossier


@pytest.fixture
def register() -> FakeDossiers:
    return FakeDossiers(dossier())


@pytest.fixture(params=["memory", "inbox", *VOICES])
def lan(
    request: pytest.FixtureRequest,
    base: KnowledgeBase,
    sqlite_store: Store,
    register: FakeDossiers,
    voiced: Speaking,
) -> Citizen:
    """Someone with a dossier: with the router alone, through the database, on a channel."""
    if request.param == "memory":
        return Citizen(in_memory(base, LookUpPorts(register)))
    voice = voiced(request.param)
    ports = LookUpPorts(register, StoredLookUps(sqlite_store, KEY))
    return Citizen(through_the_inbox(base, sqlite_store, ports, voice=voice), voice)
