"""The way into the web console, asked for in an officer's own chat."""

import re

import pytest

from handlers import sign_in
from handlers.console_tickets import ConsoleTickets, Tokens
from handlers.link_codes import PATTERN
from handlers.messages import InboundKind, Link
from handlers.officers import Role
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import VOICES
from tests.conversations.desk.room import Person, Room, office_of
from tests.conversations.voices.ward import WardVoice
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office

TOKENS = Tokens(b"c" * 32)
ORIGIN = "https://mau.example.vn"
LAN = "Lê Thị Mẫu"
PLACES = ["telegram/sqlite", *VOICES]


class Door(Room):
    """A room with the console's tickets."""

    def __init__(
        self, base: KnowledgeBase, office: Office, origin: str, voice: WardVoice | None
    ) -> None:
        tickets = ConsoleTickets(TOKENS, origin)
        super().__init__(base, office, voice=voice, sign_ins=tickets)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Office, WardVoice | None]:
    """Every channel an officer may write on."""
    return office_of(request, clock)


@pytest.fixture
def room(base: KnowledgeBase, place: tuple[Office, WardVoice | None]) -> Room:
    return Door(base, place[0], ORIGIN, place[1])


def opened(office: Office, said: str) -> str | None:
    """Whose console the code in what was read opens."""
    found = re.search(PATTERN, said)
    if found is None:
        return None
    with office.store.work() as work:
        done = sign_in.enter(work, TOKENS, found.group(), office.clock.now())
        work.commit()
    return done.officer.name if done else None


def officer(room: Room, role: Role = Role.OFFICER) -> Person:
    room.office.officer(LAN, role, chat="lan")
    return Person(room, "lan")


@pytest.mark.parametrize("words", ["đăng nhập", "Dang nhap", "/dangnhap", "trang làm việc"])
def test_an_officer_gets_a_code_and_a_link(room: Room, words: str) -> None:
    lan = officer(room)
    lan.says(words).hears(f"{ORIGIN}/can-bo/vao/")
    assert opened(room.office, lan.said) == LAN


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REVIEWER])
def test_so_does_whoever_holds_any_role(room: Room, role: Role) -> None:
    assert opened(room.office, officer(room, role).says("đăng nhập").said) == LAN


def test_a_machines_own_address_is_told_and_not_linked(
    base: KnowledgeBase, place: tuple[Office, WardVoice | None]
) -> None:
    room = Door(base, place[0], "http://127.0.0.1:8080", place[1])
    lan = officer(room).says("đăng nhập")
    assert not [one for one in lan.heard[0].blocks if isinstance(one, Link)]
    lan.hears("http://127.0.0.1:8080/can-bo")


def test_the_button_below_the_list_does_the_same(room: Room) -> None:
    lan = officer(room).says("/viec")
    label = next(one.label for one in lan.heard[-1].choices if "trang làm việc" in one.label)
    assert opened(room.office, lan.taps(label).said) == LAN


def test_a_citizen_gets_no_code(room: Room) -> None:
    officer(room)
    citizen = Person(room, "citizen")
    assert opened(room.office, citizen.says("đăng nhập").said) is None
    citizen._does(kind=InboundKind.TAP, action="work:signin")
    assert opened(room.office, citizen.said) is None


def test_in_a_group_no_code_is_shown(room: Room) -> None:
    officer(room)
    group = Person(room, "group").says("đăng nhập", group=True, by="lan")
    assert opened(room.office, group.said) is None


def test_sign_out_everywhere_by_one_tap(room: Room) -> None:
    lan, office = officer(room), room.office
    mine = office.member(LAN).officer
    with office.store.work() as work:
        sign_in.keep_link(work, mine, TOKENS.of_link("AAAAA-BBBBB"), "cli", office.clock.now())
        done = sign_in.enter(work, TOKENS, "AAAAA-BBBBB", office.clock.now())
        work.commit()
    assert done is not None
    lan._does(kind=InboundKind.TAP, action="work:signout")
    with office.store.read() as work:
        assert sign_in.session(work, TOKENS, done.token, office.clock.now()) is None
