"""One person's chats on several channels, and how two of them are joined."""

import re
from dataclasses import replace

from bot.channels.terminal.render import text_of
from handlers.dossier_ports import LookUpPorts
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, Inbound, Reply
from handlers.router import Router
from handlers.store import contacts
from handlers.store.follow_book import StoredFollows
from handlers.store.follows import Recipient
from handlers.store.joins import StoredJoins
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, Citizen
from tests.fakes.clock import FakeClock

CODE = re.compile(r"NK-[A-Z2-9]{5}-[A-Z2-9]{5}")


class Phone:
    """One person, with a chat on each channel."""

    def __init__(self, base: KnowledgeBase, store: Store) -> None:
        self.store, self.clock, self.base = store, FakeClock(NOON), base
        ports = LookUpPorts(follows=StoredFollows(store), joins=StoredJoins(store))
        router = Router(lambda _: base, StoredPersonalRecords(store), look_ups=ports)
        self.inbox = Inbox(store, router, self.clock)
        with store.work() as work:
            contacts.ensure_commune(work, base.commune.key, base.commune.name, NOON)
            work.commit()
        self.telegram = self.chat(ChannelName.TELEGRAM)
        self.zalo = self.chat(ChannelName.ZALO_OA)
        self.web = self.chat(ChannelName.WEB)

    def chat(self, channel: ChannelName, name: str = "me") -> Citizen:
        with self.store.work() as work:
            endpoint = contacts.ensure_endpoint(work, self.base.commune.key, channel, "main", NOON)
            work.commit()

        def send(inbound: Inbound) -> tuple[Reply, ...]:
            arrived = replace(
                inbound,
                address=Address(endpoint, name),
                external_id=f"{channel}{name}{inbound.external_id}",
                received_at=self.clock.now(),
            )
            stored = self.inbox.receive(arrived)
            assert stored is not None
            handled = self.inbox.handle(stored.id)[-1]
            assert not handled.parked
            return handled.replies

        return Citizen(send).says("chào")

    def to(self, channel: ChannelName, name: str = "me") -> Recipient:
        with self.store.read() as work:
            contact = contacts.find_contact(work, str(channel), name)
        assert contact is not None
        return Recipient(self.base.commune.key, str(channel), str(channel), contact)

    def joined(self, channel: ChannelName) -> list[str]:
        found = StoredJoins(self.store).joined(self.to(channel).contact)
        return sorted(str(one.channel) for one in found)


def code_of(citizen: Citizen) -> str:
    citizen.says("/noikenh")
    citizen.taps("Lấy mã")
    found = CODE.search(text_of(citizen.heard))
    assert found is not None
    return found.group()


def join(one: Citizen, other: Citizen) -> None:
    other.says(code_of(one))
    other.taps("Đồng ý")
