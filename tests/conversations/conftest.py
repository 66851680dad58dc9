"""Dialogues that read like dialogues, with the shipped records and the real router."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import pytest

from bot.channels.terminal.render import text_of
from bot.dialogue import NothingKept
from handlers import actions
from handlers.cases.card_teaching import StoredCards
from handlers.cases.group_reading import StoredGroups
from handlers.cases.reading import StoredDesk
from handlers.cases.teaching import StoredPhrases
from handlers.clock import LOCAL
from handlers.dossier_ports import LookUpPorts
from handlers.feedback.door import CasePorts
from handlers.inbox import Inbox
from handlers.messages import Address, Button, ChannelName, Inbound, InboundKind, Reply
from handlers.router import NOBODY, Router
from handlers.store.broadcast_replies import StoredNews
from handlers.store.case_reading import StoredCases
from handlers.store.contacts import ensure_commune, ensure_endpoint
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn, following
from handlers.vault import Vault
from knowledge.base import KnowledgeBase
from knowledge.sms import plain
from knowledge.text.folding import fold
from tests.conversations.voices.bridge import BridgeVoice, SmsVoice
from tests.conversations.voices.telegram import TelegramVoice
from tests.conversations.voices.terminal import TerminalVoice
from tests.conversations.voices.ward import Loop, Voice, WardVoice
from tests.conversations.voices.web import WebVoice
from tests.conversations.voices.zalo_bot import ZaloBotVoice
from tests.conversations.voices.zalo_oa import ZaloOaVoice
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_bot.server import ZaloServer
from tests.fakes.zalo_oa.server import ZaloOaServer

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=LOCAL)


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """The shipped knowledge on a working Monday."""
    return shipped_base()


class Citizen:
    """A person in a dialogue: says, taps, hears."""

    def __init__(
        self, send: Callable[[Inbound], tuple[Reply, ...]], voice: Voice | None = None
    ) -> None:
        """With a `voice`, what is heard and chosen is what the channel shows."""
        self._send = send
        self._voice = voice
        self._count = 0
        self.group = False
        self.heard: tuple[Reply, ...] = ()
        self.said = ""
        """All that was read of the last answer."""

    def says(self, text: str) -> "Citizen":
        """Types words."""
        return self._does(InboundKind.TEXT, text=text)

    def taps(self, label: str) -> "Citizen":
        """Taps the button whose label begins so; fails when no such button was offered."""
        button = self.button(label)
        kind, content = InboundKind.TAP, button.action
        if self._voice is not None:
            kind, content = self._voice.choosing(button, self.heard)
        typed = kind is not InboundKind.TAP
        return self._does(kind, **{"text" if typed else "action": content})

    def does_tap(self, action: str) -> "Citizen":
        """Taps a button of an earlier message or of a notice, by its action."""
        return self._does(InboundKind.TAP, action=action)

    def opens(self, parameter: str = "") -> "Citizen":
        """Opens the chat, perhaps by a deep link."""
        return self._does(InboundKind.START, text=parameter)

    def sends(self, kind: InboundKind) -> "Citizen":
        """Sends something without words."""
        return self._does(kind)

    def hears(self, *parts: str, buttons: list[str] | None = None) -> None:
        """The last answer holds each part; its buttons begin with the labels, in any order."""
        said = self.said
        for part in parts:
            assert fold(part) in fold(said), f"{part!r} not in:\n{said}"
        for label in buttons or []:
            self.button(label)

    def hears_nothing_of(self, *parts: str) -> None:
        """The last answer holds none of these."""
        said = self.said
        for part in parts:
            assert fold(part) not in fold(said), f"{part!r} in:\n{said}"

    def button(self, label: str) -> Button:
        """A button of the last answer."""
        offered = [button for reply in self.heard for button in reply.choices]
        found = [one for one in offered if fold(one.label).startswith(fold(label))]
        assert found, f"no button {label!r} among {[one.label for one in offered]}"
        if self._voice is not None and not opens_private(found[0]):
            label = " ".join(found[0].label.split())
            assert label in self.said or plain(label) in self.said, (
                f"{label!r} cannot be seen in:\n{self.said}"
            )
        return found[0]

    def _does(self, kind: InboundKind, **said: Any) -> "Citizen":  # noqa: ANN401
        self._count += 1
        inbound = Inbound(NOBODY, str(self._count), NOON, kind, group=self.group, **said)
        self.heard = self._send(inbound)
        self.said = text_of(self.heard) if self._voice is None else self._voice.said
        return self


def opens_private(button: Button) -> bool:
    """Whether it leads out of a group: a link where a channel has one, else no choice at all."""
    action = actions.parse(button.action)
    return action is not None and action.verb == "private"


def in_memory(
    base: KnowledgeBase, look_ups: LookUpPorts | None = None
) -> Callable[[Inbound], tuple[Reply, ...]]:
    """The router alone, the state carried from turn to turn."""
    router = Router(lambda _: base, NothingKept(), look_ups=look_ups or LookUpPorts())
    state = ConversationState()

    def send(inbound: Inbound) -> tuple[Reply, ...]:
        nonlocal state
        turn: Turn = router.respond(inbound, state, inbound.received_at)
        state = following(state, turn)
        return turn.replies

    return send


def ports_of(store: Store) -> CasePorts:
    """Cases on a store, with a vault of the test's own."""
    return CasePorts(
        StoredCases(store, Vault(b"k" * 32)),
        StoredDesk(store, Vault(b"k" * 32)),
        StoredGroups(store),
        StoredNews(store),
        StoredPhrases(store),
        StoredCards(store, Vault(b"k" * 32)),
    )


def through_the_inbox(
    base: KnowledgeBase,
    store: Store,
    look_ups: LookUpPorts | None = None,
    clock: FakeClock | None = None,
    chat: str = "citizen",
    voice: Voice | None = None,
) -> Callable[[Inbound], tuple[Reply, ...]]:
    """The same through storage: state, offered buttons and subject come back from the database."""
    records = StoredPersonalRecords(store)
    ports = ports_of(store)
    router = Router(lambda _: base, records, look_ups=look_ups or LookUpPorts(), ports=ports)
    if voice is not None:
        voice.speak(base.commune, router)
        return partial(voice.does, chat)
    inbox = Inbox(store, router, clock or FakeClock(NOON))
    with store.work() as work:
        ensure_commune(work, base.commune.key, base.commune.name, NOON)
        endpoint = ensure_endpoint(work, base.commune.key, ChannelName.TELEGRAM, "bot", NOON)
        work.commit()

    def send(inbound: Inbound) -> tuple[Reply, ...]:
        stored = inbox.receive(replace(inbound, address=Address(endpoint, chat)))
        assert stored is not None
        handled = inbox.handle(stored.id)[-1]
        assert not handled.parked
        return handled.replies

    return send


VOICES: Final = ("telegram", "zalo_bot", "zalo_oa", "web", "terminal", "bridge", "sms")
"""Channels; every dialogue of a citizen runs on each from the same text."""


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """Where the wards of all voices live."""
    with Loop() as loop:
        yield loop


@pytest.fixture(scope="session")
def zalo_bots() -> Iterator[ZaloServer]:
    """Zalo's Bot Platform."""
    with ZaloServer() as server:
        yield server


@pytest.fixture(scope="session")
def zalo_accounts() -> Iterator[ZaloOaServer]:
    """Zalo's Official Accounts."""
    with ZaloOaServer() as server:
        yield server


class Speaking(Protocol):
    """Makes the voice of a channel."""

    def __call__(self, name: str, clock: FakeClock | None = None) -> Voice | None:
        """None for "inbox": what a flow says, without a channel."""


@pytest.fixture
def voiced(
    request: pytest.FixtureRequest, loop: Loop, sqlite_store: Store, tmp_path: Path
) -> Iterator[Speaking]:
    """Voices by name, closed after the test."""
    opened: list[WardVoice] = []
    kinds: dict[str, tuple[type[WardVoice], tuple[str, ...]]] = {
        "telegram": (TelegramVoice, ()),
        "zalo_bot": (ZaloBotVoice, ("zalo_bots",)),
        "zalo_oa": (ZaloOaVoice, ("zalo_accounts",)),
        "web": (WebVoice, ()),
        "terminal": (TerminalVoice, ()),
        "bridge": (BridgeVoice, ()),
        "sms": (SmsVoice, ()),
    }

    def speak(name: str, clock: FakeClock | None = None) -> Voice | None:
        if name == "inbox":
            return None
        kind, servers = kinds[name]
        peers = [request.getfixturevalue(one) for one in servers]
        opened.append(kind(loop, tmp_path, sqlite_store, clock or FakeClock(NOON), *peers))
        return opened[-1]

    yield speak
    for voice in opened:
        voice.close()


@pytest.fixture(params=["memory", "inbox", *VOICES])
def citizen(
    request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store, voiced: Speaking
) -> Citizen:
    """Someone who writes to the ward: to the router alone, through the database, on a channel."""
    if request.param == "memory":
        return Citizen(in_memory(base))
    voice = voiced(request.param)
    return Citizen(through_the_inbox(base, sqlite_store, voice=voice), voice)


@pytest.fixture(params=["inbox", *VOICES])
def kept(
    request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store, voiced: Speaking
) -> Citizen:
    """The same where something must be stored: through the database, and on each channel."""
    voice = voiced(request.param)
    return Citizen(through_the_inbox(base, sqlite_store, voice=voice), voice)
