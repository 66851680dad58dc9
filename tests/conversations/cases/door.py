"""Officers and citizens in their own chats about a case, with the inbox alone or on a channel."""

from dataclasses import replace
from itertools import count

import pytest

from bot.channels.terminal.render import text_of
from handlers.dossier_ports import LookUpPorts
from handlers.inbox import Inbox
from handlers.incoming import FileDesk
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
from handlers.router import NOBODY, Router
from handlers.store.lookups import StoredLookUps
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.tables import SentMessageRow
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON, ports_of
from tests.conversations.voices.ward import Act, WardVoice, number_of
from tests.fakes.casework import COMMUNE, GOOD, CaseWard
from tests.fakes.clock import FakeClock

ALONE = ("telegram/inbox", "zalo_bot/inbox")
"""The inbox without a channel, for officers with buttons and for those who type numbers."""


class Door:
    """The way in: the inbox alone, or a channel."""

    def __init__(self, ward: CaseWard, inbox: Inbox, voice: WardVoice | None = None) -> None:
        self.ward, self.inbox, self.voice = ward, inbox, voice

    def send(self, chat: str, inbound: Inbound) -> tuple[Reply, ...]:
        """What somebody did; the replies to it."""
        if self.voice is not None:
            return self.voice.does(chat, inbound)
        address = Address(str(self.ward.channel), chat)
        stored = self.inbox.receive(replace(inbound, address=address))
        assert stored is not None
        handled = self.inbox.handle(stored.id)[-1]
        assert not handled.parked
        return handled.replies

    def choosing(self, button: Button, who: "Chat") -> Act:
        """What they do to choose."""
        if self.voice is not None:
            self.voice.told = who.said
            return self.voice.choosing(button, who.heard)
        if self.ward.channel is ChannelName.ZALO_BOT:
            return InboundKind.TEXT, number_of(button, who.heard)
        return InboundKind.TAP, button.action


class Chat:
    """One person's chat with the ward."""

    _numbers = count(1)

    def __init__(self, ward: CaseWard, door: Door | Inbox, chat: str) -> None:
        self.ward, self.chat = ward, chat
        self.door = door if isinstance(door, Door) else Door(ward, door)
        self.heard: tuple[Reply, ...] = ()
        self.said = ""
        """All that was read of the last answer."""

    def says(self, words: str, reply_to: str | None = None) -> "Chat":
        return self._does(Inbound(NOBODY, "", NOON, text=words, reply_to=reply_to))

    def taps(self, label: str) -> "Chat":
        offered = [button for reply in self.heard for button in reply.choices]
        button = next(one for one in offered if fold(one.label).startswith(fold(label)))
        kind, content = self.door.choosing(button, self)
        return self.says(content) if kind is InboundKind.TEXT else self.does(content)

    def does(self, action: str) -> "Chat":
        return self._does(Inbound(NOBODY, "", NOON, InboundKind.TAP, action=action))

    def sends_a_picture(self, reply_to: str | None = None, *, continues: bool = False) -> "Chat":
        """A picture without words; with the inbox alone, looked at as `bot.preparing` would."""
        if self.door.voice is not None:
            shown = Inbound(
                NOBODY, "", NOON, InboundKind.FILES, reply_to=reply_to, continues=continues
            )
            return self._does(shown)
        file = IncomingFile("ref", "anh.jpg", "image/jpeg", 7)
        inbound = Inbound(
            Address(str(self.ward.channel), self.chat),
            str(next(self._numbers)),
            NOON,
            InboundKind.FILES,
            files=(file,),
            reply_to=reply_to,
            continues=continues,
        )
        stored = self.door.inbox.receive(inbound)
        assert stored is not None
        desk = FileDesk(self.ward.store, self.ward.clock)
        waiting = desk.begin(stored.id)
        assert waiting is not None
        fate = FileState.STORED if desk.keeps(waiting) else FileState.READ
        key = f"{stored.contact}/{stored.id:0>64}" if fate is FileState.STORED else ""
        assert desk.settle(waiting, [replace(file, state=fate, key=key)], ())
        self._hears(self.door.inbox.handle(stored.id)[-1].replies)
        return self

    def hears(self, *parts: str) -> "Chat":
        for part in parts:
            assert fold(part) in fold(self.said), f"{part!r} not in:\n{self.said}"
        return self

    def hears_nothing_of(self, *parts: str) -> None:
        for part in parts:
            assert fold(part) not in fold(self.said), f"{part!r} in:\n{self.said}"

    def _does(self, inbound: Inbound) -> "Chat":
        inbound = replace(inbound, external_id=str(next(self._numbers)))
        self._hears(self.door.send(self.chat, inbound))
        return self

    def _hears(self, replies: tuple[Reply, ...]) -> None:
        voice = self.door.voice
        self.heard, self.said = replies, text_of(replies) if voice is None else voice.said


def door_of(request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store) -> Door:
    """The place a fixture is asked for: one of `ALONE`, or a channel by its name."""
    mine = replace(base, commune=COMMUNE, calendar=ward_of(COMMUNE).calendar)
    records, staff = StoredPersonalRecords(sqlite_store), StoredStaffBook(sqlite_store)
    look_ups = LookUpPorts(log=StoredLookUps(sqlite_store, b"k" * 32))
    router = Router(lambda _: mine, records, staff, look_ups, ports=ports_of(sqlite_store))
    clock = FakeClock(NOON)
    inbox = Inbox(sqlite_store, router, clock)
    if request.param in ALONE:
        channel = ChannelName(request.param.partition("/")[0])
        return Door(CaseWard(sqlite_store, clock, channel=channel), inbox)
    voice: WardVoice = request.getfixturevalue("voiced")(request.param, clock)
    voice.speak(COMMUNE, router)
    ward = CaseWard(sqlite_store, clock, channel=voice.channel, chat_of=voice.chat_of)
    return Door(ward, inbox, voice)


def sent(ward: CaseWard, contact: str, code: CaseCode) -> None:
    """A message about the case has left as number 77 of that chat."""
    with ward.store.work() as work:
        subject = f"case:{code.full}"
        row = SentMessageRow(
            contact=contact,
            provider_id="77",
            endpoint="telegram",
            subject=subject,
            outbox_id=0,
            at=NOON,
        )
        work.session.add(row)
        work.commit()


def answered(ward: CaseWard, officer: Chat) -> CaseCode:
    """A case whose sender has the answer on the screen."""
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    return code
