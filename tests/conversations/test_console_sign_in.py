"""The way into the web console, asked for in an officer's own chat."""

import re
from collections.abc import Callable
from itertools import count

import pytest

from bot.channels.terminal.render import text_of
from handlers import sign_in
from handlers.console_tickets import ConsoleTickets, Tokens
from handlers.desk_context import DeskPorts
from handlers.inbox import Inbox
from handlers.link_codes import PATTERN
from handlers.messages import Inbound, InboundKind, Link, Reply
from handlers.officers import Role
from handlers.router import Router
from handlers.store.duties import StoredDuties
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office

TOKENS = Tokens(b"c" * 32)
_IDS = count(1)
Say = Callable[..., tuple[Reply, ...]]


@pytest.fixture
def office(sqlite_store: Store, clock: FakeClock) -> Office:
    return Office(sqlite_store, clock)


def saying(office: Office, base: KnowledgeBase, origin: str) -> Say:
    store = office.store
    desk = DeskPorts(StoredDuties(store), sign_ins=ConsoleTickets(TOKENS, origin))
    router = Router(lambda _: base, StoredPersonalRecords(store), StoredStaffBook(store), desk=desk)
    inbox = Inbox(store, router, office.clock)

    def say(chat: str, text: str = "", **more: object) -> tuple[Reply, ...]:
        plain = office.says(text, chat, f"c{next(_IDS)}")
        fields = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
        stored = inbox.receive(Inbound(**(fields | more)))
        assert stored is not None
        return inbox.handle(stored.id)[-1].replies

    return say


@pytest.fixture
def say(office: Office, base: KnowledgeBase) -> Say:
    return saying(office, base, "https://mau.example.vn")


def opened(office: Office, replies: tuple[Reply, ...]) -> str | None:
    """Whose console the code in these replies opens."""
    found = re.search(PATTERN, text_of(replies))
    if found is None:
        return None
    with office.store.work() as work:
        done = sign_in.enter(work, TOKENS, found.group(), office.clock.now())
        work.commit()
    return done.officer.name if done else None


@pytest.mark.parametrize("words", ["đăng nhập", "Dang nhap", "/dangnhap", "trang làm việc"])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN, Role.REVIEWER])
def test_an_officer_of_any_role_gets_a_code_and_a_link(
    office: Office, say: Say, words: str, role: Role
) -> None:
    office.officer("Lê Thị Mẫu", role, chat="lan")
    replies = say("lan", words)
    (link,) = [one for one in replies[0].blocks if isinstance(one, Link)]
    assert link.url.startswith("https://mau.example.vn/can-bo/vao/")
    assert opened(office, replies) == "Lê Thị Mẫu"


def test_a_machines_own_address_is_told_and_not_linked(office: Office, base: KnowledgeBase) -> None:
    office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    replies = saying(office, base, "http://127.0.0.1:8080")("lan", "đăng nhập")
    assert not [one for one in replies[0].blocks if isinstance(one, Link)]
    assert "http://127.0.0.1:8080/can-bo" in text_of(replies)


def test_the_button_below_the_list_does_the_same(office: Office, say: Say) -> None:
    office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    (button,) = [one for one in say("lan", "/viec")[-1].choices if "trang làm việc" in one.label]
    replies = say("lan", kind=InboundKind.TAP, action=button.action)
    assert opened(office, replies) == "Lê Thị Mẫu"


def test_a_citizen_gets_no_code(office: Office, say: Say) -> None:
    office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    assert opened(office, say("citizen", "đăng nhập")) is None
    assert opened(office, say("citizen", kind=InboundKind.TAP, action="work:signin")) is None


def test_in_a_group_no_code_is_shown(office: Office, say: Say) -> None:
    office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    replies = say("group", "đăng nhập", group=True, by="lan")
    assert opened(office, replies) is None


def test_sign_out_everywhere_by_one_tap(office: Office, say: Say) -> None:
    officer = office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    with office.store.work() as work:
        sign_in.keep_link(work, officer, TOKENS.of_link("AAAAA-BBBBB"), "cli", office.clock.now())
        done = sign_in.enter(work, TOKENS, "AAAAA-BBBBB", office.clock.now())
        work.commit()
    assert done is not None
    say("lan", kind=InboundKind.TAP, action="work:signout")
    with office.store.read() as work:
        assert sign_in.session(work, TOKENS, done.token, office.clock.now()) is None
