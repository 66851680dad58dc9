"""Joining two chats of one person from every channel and to it, on the channels themselves."""

import re

import pytest

from handlers.dossier_ports import LookUpPorts
from handlers.messages import ChannelName
from handlers.router import Router
from handlers.store import contacts
from handlers.store.follow_book import StoredFollows
from handlers.store.joins import StoredJoins
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording import joins as wording
from knowledge.base import KnowledgeBase
from knowledge.text.folding import fold
from tests.conversations.conftest import VOICES, Citizen, Speaking
from tests.conversations.joins.phone import CODE
from tests.conversations.voices.ward import WardVoice

TAGGED = re.compile(r"^\W*([BCGHKLMNPQTV]{2}\d)\. (.*)$", re.MULTILINE)


class Side:
    """The person at one of their chats."""

    def __init__(self, voice: WardVoice, base: KnowledgeBase, router: Router) -> None:
        voice.speak(base.commune, router)
        self.voice, self.chat = voice, f"me-{voice.channel}"
        self.citizen = Citizen(lambda inbound: voice.does(self.chat, inbound), voice)
        self.citizen._count = 1_000 * (1 + list(ChannelName).index(voice.channel))
        self.citizen.says("chào")

    @property
    def name(self) -> ChannelName:
        """Of the channel."""
        return self.voice.channel

    def joined(self, store: Store) -> list[ChannelName]:
        """What this chat is joined with."""
        with store.read() as work:
            contact = contacts.find_contact(work, self.voice.at, self.voice.chat_of(self.chat))
        assert contact is not None
        return [one.channel for one in StoredJoins(store).joined(contact)]

    def undoes(self) -> None:
        """Chooses what stands below a message that came by itself."""
        found = {fold(label): number for number, label in TAGGED.findall(self.voice.told)}
        number = found.get(fold(wording.PART))
        if number is None:
            self.citizen.does_tap("join:part")
        else:
            self.citizen.says(number)


Pair = tuple[Side, Side]


@pytest.fixture(params=VOICES)
def pair(
    request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store, voiced: Speaking
) -> Pair:
    """A chat on the channel, and one on another."""
    other = "zalo_oa" if request.param == "telegram" else "telegram"
    ports = LookUpPorts(follows=StoredFollows(sqlite_store), joins=StoredJoins(sqlite_store))
    router = Router(lambda _: base, StoredPersonalRecords(sqlite_store), look_ups=ports)
    sides: list[Side] = []
    for name in (request.param, other):
        voice = voiced(name)
        assert isinstance(voice, WardVoice)
        sides.append(Side(voice, base, router))
    return sides[0], sides[1]


def code_of(side: Side) -> str:
    side.citizen.says("/noikenh").taps(wording.GET_CODE)
    found = CODE.search(side.citizen.said)
    assert found is not None, side.citizen.said
    return found.group()


@pytest.mark.parametrize("turned", [False, True], ids=["made here", "typed here"])
def test_a_code_made_in_one_is_agreed_to_in_the_other_and_undone(
    pair: Pair, sqlite_store: Store, turned: bool
) -> None:
    one, other = reversed(pair) if turned else pair
    other.citizen.says(code_of(one))
    other.citizen.hears(wording.ask(one.name))
    assert other.joined(sqlite_store) == []

    other.citizen.taps(wording.AGREE)
    other.citizen.hears(wording.done(one.name))
    assert other.joined(sqlite_store) == [one.name]
    assert one.joined(sqlite_store) == [other.name]

    one.voice.hears_by_itself(one.chat, f"vừa được nối với {wording.NAMES[other.name]}")
    one.undoes()
    one.citizen.hears(wording.PARTED)
    assert other.joined(sqlite_store) == []


def test_who_declines_is_not_joined_and_the_chat_knows_of_none(
    pair: Pair, sqlite_store: Store
) -> None:
    here, there = pair
    here.citizen.says(code_of(there)).taps(wording.DECLINE)
    assert here.joined(sqlite_store) == there.joined(sqlite_store) == []
    here.citizen.says("/noikenh").hears(wording.WHAT_FOR)


def test_a_code_typed_where_it_was_made_joins_nothing(pair: Pair) -> None:
    here, _ = pair
    here.citizen.says(code_of(here)).hears(wording.SAME_CHANNEL)


def test_a_guessed_code_is_told_nothing_of(pair: Pair) -> None:
    here, _ = pair
    here.citizen.says("NK-AAAAA-AAAAA").hears(wording.SPENT)
