"""Dialogues that read like dialogues, with the shipped records and the real router."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.channels.terminal.render import text_of
from bot.config import DEFAULT_FILE, load_settings
from bot.dialogue import NothingKept
from handlers.cases.group_reading import StoredGroups
from handlers.cases.reading import StoredDesk
from handlers.clock import LOCAL
from handlers.dossier_ports import LookUpPorts
from handlers.feedback.door import CasePorts
from handlers.inbox import Inbox
from handlers.messages import Address, Button, ChannelName, Inbound, InboundKind, Reply
from handlers.router import NOBODY, Router
from handlers.store.case_reading import StoredCases
from handlers.store.contacts import ensure_commune, ensure_endpoint
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn, following
from handlers.vault import Vault
from knowledge.base import KnowledgeBase
from knowledge.calendar import calendar_of
from knowledge.catalogue import catalogue_of
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching.matcher import build_matcher
from knowledge.text.folding import fold
from tests.conversations.voices import Voice, ZaloBotVoice, listed, read_aloud, typed
from tests.fakes.clock import FakeClock

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=LOCAL)
TODAY = NOON.date()


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """The shipped knowledge on a working Monday."""
    return shipped_base()


def shipped_base(on: date = TODAY) -> KnowledgeBase:
    """The shipped knowledge on a day, without a database."""
    commune = load_settings(DEFAULT_FILE).commune
    catalogue = catalogue_of(load_procedures(), on)
    guidance = load_guidance()
    matcher = build_matcher([*catalogue.active, *catalogue.retired.values()], guidance)
    return KnowledgeBase(
        1,
        on,
        commune,
        calendar_of(commune.calendar),
        matcher,
        guidance,
        catalogue.procedures,
        catalogue.retired,
        catalogue.versions,
        catalogue.stale,
    )


class Citizen:
    """A person in a dialogue: says, taps, hears."""

    def __init__(
        self, send: Callable[[Inbound], tuple[Reply, ...]], voice: Voice | None = None
    ) -> None:
        """With a `voice`, choices are typed as its channel lists them."""
        self._send = send
        self._voice = voice
        self._count = 0
        self.group = False
        self.heard: tuple[Reply, ...] = ()

    def says(self, text: str) -> "Citizen":
        """Types words."""
        return self._does(InboundKind.TEXT, text=text)

    def taps(self, label: str) -> "Citizen":
        """Taps the button whose label begins so; fails when no such button was offered."""
        button = self.button(label)
        if self._voice is not None:
            return self.says(typed(button, self.heard))
        return self._does(InboundKind.TAP, action=button.action)

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

    @property
    def said(self) -> str:
        """All that was read of the last answer."""
        return text_of(self.heard) if self._voice is None else read_aloud(self._voice, self.heard)

    def button(self, label: str) -> Button:
        """A button of the last answer."""
        offered = [button for reply in self.heard for button in reply.choices]
        found = [one for one in offered if fold(one.label).startswith(fold(label))]
        assert found, f"no button {label!r} among {[one.label for one in offered]}"
        if self._voice is not None:
            assert listed(found[0], self.said), f"{label!r} cannot be seen in:\n{self.said}"
        return found[0]

    def _does(self, kind: InboundKind, text: str = "", action: str = "") -> "Citizen":
        self._count += 1
        inbound = Inbound(NOBODY, str(self._count), NOON, kind, text=text, action=action)
        inbound = replace(inbound, group=self.group)
        self.heard = self._send(inbound)
        return self


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
    inbox = Inbox(store, router, clock or FakeClock(NOON))
    with store.work() as work:
        ensure_commune(work, base.commune.key, base.commune.name, NOON)
        channel = ChannelName.TELEGRAM if voice is None else voice.channel
        endpoint = ensure_endpoint(work, base.commune.key, channel, "bot", NOON)
        work.commit()

    def send(inbound: Inbound) -> tuple[Reply, ...]:
        address = Address(endpoint, chat)
        brought = inbound if voice is None else voice.brought(inbound, address)
        stored = inbox.receive(replace(brought, address=address))
        assert stored is not None
        handled = inbox.handle(stored.id)[-1]
        assert not handled.parked
        return handled.replies

    return send


VOICES: dict[str, Callable[[Store, FakeClock], Voice]] = {"zalo_bot": ZaloBotVoice}
"""Channels without buttons; each runs every dialogue from the same text."""


def voiced(name: str, store: Store) -> Voice | None:
    """The voice of a channel; None where there are buttons."""
    made = VOICES.get(name)
    return None if made is None else made(store, FakeClock(NOON))


@pytest.fixture(params=["memory", "inbox", *VOICES])
def citizen(
    request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store
) -> Iterator[Citizen]:
    """Someone who writes to the ward: to the router alone, through the database, on a channel."""
    if request.param == "memory":
        yield Citizen(in_memory(base))
        return
    voice = voiced(request.param, sqlite_store)
    yield Citizen(through_the_inbox(base, sqlite_store, voice=voice), voice)
