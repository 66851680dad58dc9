"""One person on several channels: joined by both sides, told where it reaches, parted again."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from bot.channels.base import Withheld
from bot.channels.terminal.render import text_of
from bot.delivery import Delivery
from handlers.applying_dossiers import change_dossier
from handlers.dossier_commands import StopFollow
from handlers.dossier_ports import LookUpPorts
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, Inbound, Paragraph, Reply
from handlers.notice_kinds import NoticeKind
from handlers.reaching import Promise, Reach, promised
from handlers.router import Router
from handlers.store import contacts, follows, joins, notices
from handlers.store.follow_book import StoredFollows
from handlers.store.follows import Recipient
from handlers.store.joins import StoredJoins
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording.following import reach
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, Citizen
from tests.fakes.channel import FakeChannel
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


@pytest.fixture
def me(base: KnowledgeBase, store: Store) -> Phone:
    return Phone(base, store)


def code_of(citizen: Citizen) -> str:
    citizen.says("/noikenh")
    citizen.taps("Lấy mã")
    found = CODE.search(text_of(citizen.heard))
    assert found is not None
    return found.group()


def join(one: Citizen, other: Citizen) -> None:
    other.says(code_of(one))
    other.taps("Đồng ý")


def test_two_chats_are_joined_once_both_agreed(me: Phone) -> None:
    me.zalo.says(code_of(me.telegram))
    me.zalo.hears("một cuộc trò chuyện ở Telegram", "Chỉ đồng ý nếu chính anh/chị")
    assert me.joined(ChannelName.ZALO_OA) == []

    me.zalo.taps("Đồng ý")

    me.zalo.hears("Đã nối với Telegram")
    assert me.joined(ChannelName.ZALO_OA) == ["telegram"]
    assert me.joined(ChannelName.TELEGRAM) == ["zalo_oa"]


def test_who_declines_is_not_joined(me: Phone) -> None:
    me.zalo.says(code_of(me.telegram))
    me.zalo.taps("Không nối")

    assert me.joined(ChannelName.ZALO_OA) == []


def test_the_first_chat_hears_of_it_and_can_undo_it(me: Phone) -> None:
    join(me.telegram, me.zalo)
    with me.store.read() as work:
        said = [body for _, body in notices.words_to(work, me.to(ChannelName.TELEGRAM).contact)]
    assert "vừa được nối với Zalo" in said[-1]

    me.telegram.does_tap("join:part")

    assert me.joined(ChannelName.ZALO_OA) == []
    assert me.joined(ChannelName.TELEGRAM) == []


def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(me: Phone) -> None:
    code = code_of(me.telegram)
    me.clock.move(minutes=16)
    me.zalo.says(code)
    me.zalo.hears("quá 15 phút")

    join(me.telegram, me.zalo)
    fresh = code_of(me.telegram)
    me.web.says(fresh)
    me.web.taps("Đồng ý")
    stranger = me.chat(ChannelName.WEB, "stranger")
    stranger.says(fresh)
    stranger.hears("đã dùng")
    assert me.joined(ChannelName.WEB) == ["telegram", "zalo_oa"]


def test_a_code_typed_where_it_was_made_joins_nothing(me: Phone) -> None:
    me.telegram.says(code_of(me.telegram))

    me.telegram.hears("không gõ cùng một kênh")


def test_chats_of_two_persons_are_never_merged(me: Phone) -> None:
    join(me.telegram, me.zalo)
    other = me.chat(ChannelName.TELEGRAM, "other")

    me.zalo.says(code_of(other))

    me.zalo.hears("gỡ ra trước")


def test_a_guessed_code_is_told_nothing_of(me: Phone) -> None:
    me.zalo.says("NK-AAAAA-AAAAA")

    me.zalo.hears("không đúng, đã dùng hoặc quá 15 phút")


def test_erasing_one_chat_leaves_the_other_alone(me: Phone) -> None:
    join(me.telegram, me.zalo)

    me.inbox.forget("zalo_oa", "me")

    assert me.joined(ChannelName.TELEGRAM) == []


def test_what_is_followed_in_one_chat_is_seen_and_stopped_in_the_other(me: Phone) -> None:
    join(me.telegram, me.zalo)
    with me.store.work() as work:
        follow = follows.add(work, me.to(ChannelName.ZALO_OA), 7, NOON)
        work.commit()
    book = StoredFollows(me.store)

    assert [one.id for one in book.followed(me.to(ChannelName.TELEGRAM).contact, NOON)] == [follow]
    with me.store.work() as work:
        follows.stop(work, follow, me.to(ChannelName.TELEGRAM).contact, NOON)
        work.commit()
    assert book.followed(me.to(ChannelName.ZALO_OA).contact, NOON) == ()
    assert book.followed(me.to(ChannelName.WEB).contact, NOON) == ()


def owed(me: Phone, channel: ChannelName) -> None:
    now = me.clock.now()
    with me.store.work() as work:
        to = me.to(channel)
        notice = notices.Notice(f"notice:ready:7:1:{to.contact}", NoticeKind.READY, to, now, 7)
        reply = Reply((Paragraph("Đã có kết quả"),))
        notices.promise(work, notice, reply, now.replace(hour=20), now)
        work.commit()


async def sent(me: Phone) -> dict[str, int]:
    """How often each channel said that the result is there."""
    channels = {
        str(name): FakeChannel(name=name)
        for name in (ChannelName.TELEGRAM, ChannelName.ZALO_OA, ChannelName.WEB)
    }
    channels["zalo_oa"].forbidden = Withheld("window")
    delivery = Delivery(me.store, channels, me.clock)
    for _ in range(4):
        for endpoint in channels:
            await delivery.sweep(endpoint)
    await delivery.stop()
    return {name: one.texts("me").count("Đã có kết quả") for name, one in channels.items()}


@pytest.mark.asyncio
async def test_a_notice_zalo_forbids_goes_to_the_joined_chat_once(me: Phone) -> None:
    join(me.telegram, me.zalo)
    owed(me, ChannelName.ZALO_OA)

    assert await sent(me) == {"telegram": 1, "zalo_oa": 0, "web": 0}


def follows_it(me: Phone, channel: ChannelName) -> int:
    with me.store.work() as work:
        found = follows.add(work, me.to(channel), 7, NOON)
        work.commit()
    return found


def stops(me: Phone, channel: ChannelName, follow: int) -> None:
    with me.store.work() as work:
        change_dossier(work, me.to(channel), StopFollow(follow), me.clock.now())
        work.commit()


@pytest.mark.asyncio
@pytest.mark.parametrize("owner", [ChannelName.ZALO_OA, ChannelName.WEB])
@pytest.mark.parametrize("chat", [ChannelName.TELEGRAM, ChannelName.ZALO_OA, ChannelName.WEB])
async def test_a_follow_stopped_in_any_joined_chat_is_not_told_in_another(
    me: Phone, owner: ChannelName, chat: ChannelName
) -> None:
    join(me.telegram, me.zalo)
    join(me.telegram, me.web)
    follow = follows_it(me, owner)
    owed(me, owner)  # of a page it waits where it rings
    stops(me, chat, follow)

    assert await sent(me) == {"telegram": 0, "zalo_oa": 0, "web": 0}


@pytest.mark.asyncio
async def test_a_joined_chat_that_follows_by_itself_goes_on_hearing(me: Phone) -> None:
    join(me.telegram, me.zalo)
    follow = follows_it(me, ChannelName.ZALO_OA)
    follows_it(me, ChannelName.TELEGRAM)
    owed(me, ChannelName.ZALO_OA)
    owed(me, ChannelName.TELEGRAM)
    stops(me, ChannelName.TELEGRAM, follow)

    assert await sent(me) == {"telegram": 1, "zalo_oa": 0, "web": 0}


@pytest.mark.asyncio
async def test_a_follow_of_a_chat_not_joined_is_not_stopped_with_it(me: Phone) -> None:
    follow = follows_it(me, ChannelName.TELEGRAM)
    owed(me, ChannelName.TELEGRAM)
    stops(me, ChannelName.ZALO_OA, follow)

    assert await sent(me) == {"telegram": 1, "zalo_oa": 0, "web": 0}


@pytest.mark.asyncio
async def test_without_a_joined_chat_it_waits(me: Phone) -> None:
    owed(me, ChannelName.ZALO_OA)

    assert await sent(me) == {"telegram": 0, "zalo_oa": 0, "web": 0}


def test_a_page_that_rings_nowhere_gives_way_to_a_phone(me: Phone) -> None:
    join(me.telegram, me.web)

    with me.store.read() as work:
        assert joins.best(work, me.to(ChannelName.WEB)).channel == "telegram"
        assert joins.best(work, me.to(ChannelName.TELEGRAM)).channel == "telegram"
        assert joins.best(work, me.to(ChannelName.ZALO_OA)).channel == "zalo_oa"


class OnlyTelegram:
    """Telegram reaches always, the rest for a week."""

    def promise(self, endpoint: str, now: datetime, due: datetime | None) -> Promise:
        del due
        return Promise(Reach.ALWAYS if endpoint == "telegram" else Reach.UNTIL, now)


def test_what_is_promised_counts_the_joined_chat(me: Phone) -> None:
    here = Address("zalo_oa", me.to(ChannelName.ZALO_OA).contact)
    book = StoredJoins(me.store)
    before = promised(OnlyTelegram(), book, here, NOON, None)

    join(me.telegram, me.zalo)
    after = promised(OnlyTelegram(), book, here, NOON, None)

    assert (before.reach, before.joined) == (Reach.UNTIL, None)
    assert (after.reach, after.joined) == (Reach.ALWAYS, ChannelName.TELEGRAM)
    (said,) = reach(None, after, "0000")
    assert "sẽ đến Telegram" in str(said)
