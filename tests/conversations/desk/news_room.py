"""A ward that writes to many from an officer's chat, for dialogues."""

from dataclasses import replace

import pytest

from handlers.broadcast import Broadcast
from handlers.messages import ChannelName, InboundKind
from handlers.officers import Role
from handlers.store import broadcasts, contacts, subscriptions, views
from knowledge.base import KnowledgeBase
from tests.conversations.desk.room import Person, Room, office_of
from tests.conversations.voices.ward import WardVoice
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office

PLACES = ("Tổ dân phố 1", "Khu phố Hòa Bình")
TEXT = "thông báo: Chiều nay cúp nước ở hẻm 12 đường Hoa Sữa đến 17 giờ."


class NewsRoom(Room):
    """A room that knows the settings it was made with."""

    def __init__(self, base: KnowledgeBase, office: Office, voice: WardVoice | None) -> None:
        super().__init__(base, office, voice=voice)
        self.commune = base.commune


def news_room(request: pytest.FixtureRequest, base: KnowledgeBase, clock: FakeClock) -> NewsRoom:
    """A ward that asks a second person above three, and takes five from a chat."""
    office, voice = office_of(request, clock)
    rules = base.commune.broadcasts.model_copy(update={"approve_above": 3, "chat_up_to": 5})
    commune = base.commune.model_copy(update={"broadcasts": rules, "neighbourhoods": PLACES})
    return NewsRoom(replace(base, commune=commune), office, voice)


def readers(room: Room, number: int) -> None:
    office = room.office
    now = office.clock.now()
    with office.store.work() as work:
        name = contacts.ensure_endpoint(work, office.commune, ChannelName.ZALO_BOT, "z", now)
        whose = contacts.endpoint_of(work, name)
        for one in range(number):
            made = contacts.open_contact(work, whose, f"n{number}{one}", "", now)
            subscriptions.ask(work, office.commune, made, now)
        work.commit()


def only(room: Room) -> list[Broadcast]:
    with room.office.store.read() as work:
        return broadcasts.newest(work, room.office.commune, 10)


def letters(room: Room, who: str) -> str:
    member = room.office.member(who)
    assert member.contact is not None
    with room.office.store.read() as work:
        return str([each.reply for each in views.letters(work, member.contact)])


def tap(person: Person, action: str) -> None:
    """A button of a card that came by itself."""
    person._does(kind=InboundKind.TAP, action=action)


def officer(room: Room, name: str, *roles: Role) -> Person:
    person = Person(room, f"chat-{name}")
    room.office.officer(name, *roles, chat=f"chat-{name}")
    return person
