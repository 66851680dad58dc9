"""A ward with one dossier and the chats that follow it, their owner's and a relative's."""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import text

from bot.channels.terminal.render import text_of
from handlers.dossier_ports import LookUpPorts
from handlers.messages import Address
from handlers.reaching import Promise, Reach
from handlers.store.follow_book import StoredFollows
from handlers.store.lookups import StoredLookUps
from handlers.store.ratings import StoredRatings
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.dossiers.dossier import Dossier
from tests.conversations.conftest import Citizen, through_the_inbox
from tests.conversations.voices.ward import Voice
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import CODE, FOUR, FakeDossiers, dossier


class Reached:
    """The `Deliverability` port with one answer for every channel."""

    def __init__(self) -> None:
        self.answer = Promise(Reach.ALWAYS)
        self.asked: list[datetime | None] = []
        self.number = False

    def promise(self, endpoint: str, now: datetime, due: datetime | None) -> Promise:
        del endpoint, now
        self.asked.append(due)
        return self.answer

    def wants_number(self, here: Address) -> bool:
        return self.number and here.contact != ""


class Town:
    """A ward with one dossier and several chats."""

    def __init__(
        self, base: KnowledgeBase, store: Store, clock: FakeClock, voice: Voice | None
    ) -> None:
        self.base, self.store, self.clock, self.voice = base, store, clock, voice
        self.register = FakeDossiers(dossier())
        self.reach = Reached()
        self.ports = LookUpPorts(
            self.register,
            StoredLookUps(store, b"k" * 32),
            StoredFollows(store),
            StoredRatings(store),
            self.reach,
        )
        self.chats = 0

    def citizen(self) -> Citizen:
        """A new chat."""
        self.chats += 1
        name = f"chat-{self.chats}"
        send = through_the_inbox(
            self.base, self.store, self.ports, self.clock, chat=name, voice=self.voice
        )
        return Citizen(
            lambda inbound: send(replace(inbound, external_id=f"{name}-{inbound.external_id}")),
            self.voice,
        )

    def shown(self) -> Citizen:
        """A chat whose person has just been shown their dossier."""
        citizen = self.citizen()
        citizen.says(CODE)
        citizen.taps("Đồng ý")
        citizen.says(FOUR)
        return citizen

    def following(self) -> Citizen:
        """A chat that follows it."""
        citizen = self.shown()
        citizen.taps("Báo cho tôi")
        citizen.taps("Đồng ý nhận tin")
        return citizen

    def becomes(self, found: Dossier) -> None:
        """The register moved."""
        self.register.put(found)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What is stored."""
        with self.store.read() as work:
            return [tuple(row) for row in work.run(text(query))]


def code_of(citizen: Citizen) -> str:
    found = re.search(r"NT-\w{5}-\w{5}", text_of(citizen.heard))
    assert found is not None
    return found.group()


def given(town: Town) -> tuple[Citizen, str]:
    """An owner who has made a consent code."""
    owner = town.shown()
    owner.taps("Cho người thân")
    return owner, code_of(owner)


def taken(town: Town) -> tuple[Citizen, Citizen]:
    """An owner, and a relative who follows by consent code."""
    owner, code = given(town)
    relative = town.citizen()
    relative.says(f"mã {code.lower()}")
    relative.taps("Đồng ý")
    return owner, relative
