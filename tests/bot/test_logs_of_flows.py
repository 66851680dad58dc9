"""Through every flow of the program somebody writes what must not be logged, and nothing is.

The walk begins at each act the router and the officers' desk know, so that a flow added later is
walked too: it writes personal data wherever words can be written, and taps what is offered.
"""

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from shutil import copytree

import pytest

from bot.app import Core
from bot.config import DEFAULT_FILE, load_settings
from bot.setup import prepare_database
from handlers import actions, desk, staffing
from handlers.messages import (
    Address,
    Button,
    ChannelName,
    FileState,
    Inbound,
    InboundKind,
    IncomingFile,
    Reply,
)
from handlers.officers import Refusal, Role
from handlers.router import ACTS
from handlers.store import contacts, staff
from tests.bot.test_logs import PERSONAL, PIECES
from tests.fakes.clock import FakeClock

PROCEDURE = "1.001193"
DOSSIER = "H00.01-261102-0003"
DIGITS = "1234"
"""Of the shipped sample register."""
ABOUT = {"p": (PROCEDURE,), "list": (PROCEDURE,), "sample": (PROCEDURE,), "limit": (PROCEDURE,)}
"""What an act is about, where it must be about something."""
DEEP, WIDE = 3, 5
"""How many taps the walk goes from an act, and how many buttons of a reply it tries."""
BEGINNINGS = (
    (DOSSIER, DIGITS),
    ("tra cứu hồ sơ", DOSSIER, "9999"),
    (f"tra cứu {DOSSIER}", DIGITS, "theo dõi"),
    ("phản ánh", "Đèn đường hẻm 12 hỏng, tôi là Nguyễn Thị Bí Đao", "1"),
    ("tố cáo cán bộ Bí Đao nhận tiền",),
    ("gọi lại cho tôi", "0901234567", "1"),
    ("hỏi cán bộ", "1"),
    ("/dulieu", "sửa", "nhắn cho 0901234567"),
    ("tin này có phải phường gửi không: gọi 0901234567 gặp Nguyễn Thị Bí Đao",),
    ("nhắc tôi làm khai sinh cho con Bí Đao sinh ngày 1/11/2026",),
    ("HCC H32.12-251123-0042",),
)
"""What people begin by typing, and what they type next."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Database and keys as `make run` leaves them, made once."""
    folder = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{folder}/ward.db")
        prepare_database(load_settings(DEFAULT_FILE))
    return folder


@pytest.fixture
def core(
    installed: Path,
    tmp_path: Path,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    stream: io.StringIO,
) -> Iterator[Core]:
    copytree(installed, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/ward.db")
    settings = load_settings(DEFAULT_FILE)
    core = Core(settings, clock)
    yield core
    core.engine.dispose()
    assert "inbound.handled" in stream.getvalue()
    assert [piece for piece in PIECES if piece in stream.getvalue()] == []


class Writer:
    """Somebody in a chat of their own, whose name and number are their address too."""

    def __init__(self, core: Core, *roles: Role) -> None:
        self.core, self.count = core, count()
        self.endpoint = core.endpoint(ChannelName.TELEGRAM, "bot")
        self.chat = "0901234567"
        self.seen: set[str] = set()
        self.parked: list[str] = []
        if roles:
            self._sign_on(roles)

    def _sign_on(self, roles: tuple[Role, ...]) -> None:
        now, commune = self.core.clock.now(), self.core.settings.commune.key
        with self.core.store.work() as work:
            made = staffing.add(work, commune, "Nguyễn Thị Bí Đao", roles, "cli", now)
            assert not isinstance(made, Refusal)
            at = contacts.endpoint_of(work, self.endpoint)
            staff.set_contact(work, made, contacts.open_contact(work, at, self.chat, "", now))
            work.commit()

    def does(self, kind: InboundKind, text: str = "", action: str = "") -> tuple[Reply, ...]:
        """One message; the replies to it."""
        files: tuple[IncomingFile, ...] = ()
        if kind is InboundKind.FILES:
            files = (IncomingFile("r", "Bí Đao.jpg", "image/jpeg", 9, FileState.REFUSED),)
        inbound = Inbound(
            Address(self.endpoint, self.chat), f"m{next(self.count)}", self.core.clock.now(),
            kind, text=text, action=action, files=files,
        )  # fmt: skip
        stored = self.core.inbox.receive(inbound)
        assert stored is not None
        handled = self.core.inbox.handle(stored.id)[-1]
        if handled.parked:
            self.parked.append(action or text)
        return handled.replies

    def walks(self, action: str, deep: int = DEEP) -> None:
        """Tap, write what must not be logged, and go on with what is offered."""
        if action in self.seen:
            return
        self.seen.add(action)
        replies = self.does(InboundKind.TAP, action=action)
        said = self.does(InboundKind.TEXT, PERSONAL)
        if deep:
            for button in offered((*replies, *said)):
                self.walks(button.action, deep - 1)
                self.does(InboundKind.TEXT, PERSONAL)


def offered(replies: tuple[Reply, ...]) -> list[Button]:
    found = [one for reply in replies for one in reply.choices if one.action]
    return list({one.action: one for one in found}.values())[:WIDE]


@pytest.mark.parametrize("verb", sorted(ACTS))
def test_no_act_of_a_citizen_logs_what_is_written(core: Core, verb: str) -> None:
    writer = Writer(core)
    writer.walks(actions.build(verb, *ABOUT.get(verb, ())))
    writer.does(InboundKind.FILES, PERSONAL)
    assert writer.parked == []


@pytest.mark.parametrize("words", BEGINNINGS, ids=lambda words: words[0][:20])
def test_nothing_begun_by_typing_logs_what_is_written(core: Core, words: tuple[str, ...]) -> None:
    writer = Writer(core)
    for one in words:
        replies = writer.does(InboundKind.TEXT, one)
    for button in offered(replies):
        writer.walks(button.action, 1)
    writer.does(InboundKind.FILES, PERSONAL)
    writer.does(InboundKind.EDIT, PERSONAL)
    writer.does(InboundKind.START, PERSONAL)
    assert writer.parked == []


@pytest.mark.parametrize("act", sorted(desk.ACTS))
def test_no_act_of_an_officer_logs_what_is_written(core: Core, act: str) -> None:
    writer = Writer(core, Role.HEAD, Role.DESK_LEAD, Role.OFFICER)
    writer.walks(actions.build("work", act), 2)
    assert writer.parked == []
