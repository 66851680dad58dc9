"""What joined chats follow: told once where it reaches, stopped from any of them."""

from datetime import datetime

import pytest

from bot.channels.base import Withheld
from bot.delivery import Delivery
from handlers.applying_dossiers import change_dossier
from handlers.dossier_commands import StopFollow
from handlers.messages import Address, ChannelName, Paragraph, Reply
from handlers.notice_kinds import NoticeKind
from handlers.reaching import Promise, Reach, promised
from handlers.store import follows, joins, notices
from handlers.store.follow_book import StoredFollows
from handlers.store.joins import StoredJoins
from handlers.wording.following import reach
from tests.conversations.conftest import NOON
from tests.conversations.joins.phone import Phone, join
from tests.fakes.channel import FakeChannel


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

    def wants_number(self, here: Address) -> bool:
        del here
        return False


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
