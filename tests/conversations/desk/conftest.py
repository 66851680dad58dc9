"""An officer, a head and the office they work in, in every place they may write."""

import pytest

from handlers.officers import Role
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import VOICES
from tests.conversations.desk.room import ALONE, Person, Room, office_of
from tests.conversations.voices.ward import WardVoice
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office


@pytest.fixture(params=[*ALONE, *VOICES])
def place(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Office, WardVoice | None]:
    """Officers with buttons, and officers who type the numbers they see."""
    return office_of(request, clock)


@pytest.fixture
def office(place: tuple[Office, WardVoice | None]) -> Office:
    return place[0]


@pytest.fixture
def room(base: KnowledgeBase, place: tuple[Office, WardVoice | None]) -> Room:
    return Room(base, place[0], voice=place[1])


@pytest.fixture
def lan(room: Room) -> Person:
    room.office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    return Person(room, "lan")


@pytest.fixture
def head(room: Room) -> Person:
    room.office.officer("Trần Văn Mẫu", Role.HEAD, chat="head")
    return Person(room, "head")
