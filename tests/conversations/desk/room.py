"""An officer and a citizen in their own chats with the ward, over a ward's office."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count

import pytest

from bot.broadcast_preview import Looks, looks_of
from bot.channels.terminal.render import text_of
from handlers.broadcast_costs import Tariff
from handlers.broadcasts.news_book import StoredNewsBook
from handlers.broadcasts.previewing import ChannelPorts
from handlers.console_tickets import NoSignIns, SignIns
from handlers.desk_context import DeskPorts
from handlers.dossier_ports import LookUpPorts
from handlers.inbox import Inbox
from handlers.messages import Button, ChannelName, Inbound, InboundKind, Reply
from handlers.router import Router
from handlers.store.dossiers import StoredDossiers
from handlers.store.duties import StoredDuties
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from knowledge.base import KnowledgeBase
from knowledge.dossiers.modes import RegisterMode
from knowledge.text.folding import fold
from tests.conversations.voices.ward import Act, WardVoice, number_of
from tests.fakes.clock import FakeClock
from tests.fakes.office import KEY, Office

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE = (*ACCEPTED, "done 2026-11-23 07:30")
ALONE = (
    "zalo_bot/sqlite",
    pytest.param("telegram/postgres", marks=pytest.mark.postgres),
)
"""The inbox without a channel, for officers with buttons and for those who type numbers."""
_IDS = count(1)


class Person:
    """Somebody in their own chat with the ward."""

    def __init__(self, room: "Room", chat: str) -> None:
        self.room, self.chat = room, chat
        self.heard: tuple[Reply, ...] = ()
        self.said = ""
        """All that was read of the last answer."""

    def says(self, text: str, **more: object) -> "Person":
        return self._does(text=text, **more)

    def taps(self, label: str) -> "Person":
        """What the channel has: a button, or the number in sight."""
        kind, content = self.room.choosing(self.button(label), self)
        typed = kind is InboundKind.TEXT
        return self._does(kind=kind, **{"text" if typed else "action": content})

    def hears(self, *parts: str) -> "Person":
        for part in parts:
            assert fold(part) in fold(self.said), f"{part!r} not in:\n{self.said}"
        return self

    def hears_nothing_of(self, *parts: str) -> None:
        for part in parts:
            assert fold(part) not in fold(self.said), f"{part!r} in:\n{self.said}"

    def button(self, label: str) -> Button:
        offered = [button for reply in self.heard for button in reply.choices]
        found = [one for one in offered if fold(one.label).startswith(fold(label))]
        assert found, f"no button {label!r} among {[one.label for one in offered]}"
        return found[0]

    def _does(self, **fields: object) -> "Person":
        self.heard = self.room.send(self.chat, **fields)
        self.said = self.room.said(self.heard)
        return self


class Room:
    """The real router and inbox over a ward's office; with a `voice`, on a channel."""

    looks: Looks = staticmethod(looks_of(()))

    def __init__(
        self,
        base: KnowledgeBase,
        office: Office,
        mode: RegisterMode = RegisterMode.MIRROR,
        voice: WardVoice | None = None,
        sign_ins: SignIns = NoSignIns(),  # noqa: B008 - holds nothing
    ) -> None:
        store, register = office.store, StoredDossiers(office.store, KEY)
        self.office, self.voice = office, voice
        ports = partial(ChannelPorts, self.looks, lambda *_: Tariff())
        self.router = Router(
            lambda _: base,
            StoredPersonalRecords(store),
            StoredStaffBook(store),
            LookUpPorts(register),
            DeskPorts(
                StoredDuties(store), mode, sign_ins, KEY, StoredNewsBook(store, ports), register
            ),
        )
        self.before: Callable[[Turn], None] = lambda _: None
        self.knowledge = self.router.knowledge
        if voice is None:
            self.inbox = Inbox(store, self, office.clock)
            return
        voice.speak(base.commune, self)
        office.chat_of = voice.chat_of

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        turn = self.router.respond(inbound, state, now)
        self.before(turn)
        return turn

    def send(self, chat: str, **fields: object) -> tuple[Reply, ...]:
        plain = self.office.says("", chat, f"m{next(_IDS)}")
        inbound = replace(plain, **fields)  # type: ignore[arg-type]
        if self.voice is not None:
            if inbound.by is None:
                return self.voice.does(chat, inbound)
            by = inbound.by and self.voice.chat_of(inbound.by)
            return self.voice.brings(chat, replace(inbound, by=by))
        stored = self.inbox.receive(inbound)
        assert stored is not None
        handled = self.inbox.handle(stored.id)[-1]
        assert not handled.parked
        return handled.replies

    def said(self, heard: tuple[Reply, ...]) -> str:
        """What an answer looks like where it is read."""
        return text_of(heard) if self.voice is None else self.voice.said

    def choosing(self, button: Button, who: Person) -> Act:
        """What somebody does to choose."""
        if self.voice is not None:
            self.voice.told = who.said
            return self.voice.choosing(button, who.heard)
        if self.office.channel is ChannelName.ZALO_BOT:
            return InboundKind.TEXT, number_of(button, who.heard)
        return InboundKind.TAP, button.action


def office_of(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Office, WardVoice | None]:
    """A ward's office on a channel, or with the inbox alone on a database (`ALONE`)."""
    name, _, database = request.param.partition("/")
    if database:
        store: Store = request.getfixturevalue(f"{database}_store")
        return Office(store, clock, channel=ChannelName(name)), None
    voice: WardVoice = request.getfixturevalue("voiced")(name, clock)
    return Office(voice.store, clock, channel=voice.channel, account="bot"), voice


def confirmed(room: Room, *codes: str) -> list[bool | None]:
    return [room.office.now_is(code).ready for code in codes]
