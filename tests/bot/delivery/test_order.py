"""In which order messages leave the outbox, and that nobody's message holds up another's."""

import asyncio
from datetime import timedelta

from bot.channels.base import Moved, TryAgain
from handlers.messages import Address, Paragraph, Reply
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.bot.delivery.post import Post, run
from tests.fakes.clock import FakeClock


def test_a_reply_is_sent_and_its_row_closed(post: Post) -> None:
    post.ward.says("một")
    post.deliver()
    assert post.channel.sent == [("chat-1", "bạn nói: một")]
    assert post.statuses() == [("sent", None)]


def test_replies_of_one_chat_leave_in_order(post: Post) -> None:
    for text in "abc":
        post.ward.says(text)
    post.deliver()
    assert post.channel.texts() == ["bạn nói: a", "bạn nói: b", "bạn nói: c"]


def test_two_processes_never_send_one_chat_out_of_order_or_twice(
    store: Store, clock: FakeClock
) -> None:
    post = Post(store, clock)
    for chat in ("chat-1", "chat-2", "chat-3"):
        for number in range(6):
            post.ward.says(str(number), chat)

    async def both() -> None:
        one, two = post.delivery(), post.delivery()
        while any(await asyncio.gather(one.sweep("telegram"), two.sweep("telegram"))):
            pass

    run(both())
    expected = [f"bạn nói: {number}" for number in range(6)]
    for chat in ("chat-1", "chat-2", "chat-3"):
        assert post.channel.texts(chat) == expected


def test_a_waiting_person_comes_before_a_notice(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.queue("thông báo")
    post.ward.says("hỏi")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: hỏi", "thông báo"]


def test_a_notice_for_later_holds_up_nothing(post: Post) -> None:
    post.ward.says("chào")
    post.queue("tháng sau", key="later", due_in=timedelta(hours=30))
    post.queue("hôm nay", key="today")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "hôm nay"]
    post.clock.move(hours=30)
    post.sweep()
    assert post.channel.texts()[-1] == "tháng sau"


def test_one_chat_asked_to_wait_holds_up_no_other(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai", chat="chat-2")
    post.channel.troubles = [TryAgain(timedelta(hours=1))]
    post.sweep()
    post.sweep()
    assert post.channel.sent == [("chat-2", "bạn nói: hai")]


def test_a_chat_that_moved_is_followed(post: Post) -> None:
    post.ward.says("chào nhóm", chat="-100")
    post.channel.troubles = [Moved("-200")]
    address = Address("telegram", post.ward.contact("-100"))
    run(post.delivery().deliver(address))
    assert post.channel.sent == [("-200", "bạn nói: chào nhóm")]


def test_a_defect_in_a_channel_stops_nobody_else(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai", chat="chat-2")
    post.channel.troubles = [ZeroDivisionError()] * 2
    post.sweep()
    post.sweep()
    assert ("chat-2", "bạn nói: hai") in post.channel.sent


def test_a_message_is_edited_in_place_where_an_earlier_one_had_its_subject(post: Post) -> None:
    replies = [
        Reply((Paragraph("trang 1"),), subject="menu"),
        Reply((Paragraph("trang 2"),), subject="menu", replaces="menu"),
    ]
    post.ward.responder.decide = lambda *_: Turn((replies[len(post.ward.responder.asked) - 1],))
    post.ward.says("menu")
    post.deliver()
    post.ward.says("tiếp")
    post.deliver()
    assert post.channel.edits == [(), ("id-1",)]


def test_a_reply_queued_while_its_chat_is_being_served_leaves_without_a_sweep(
    store: Store, clock: FakeClock
) -> None:
    post = Post(store, clock)
    post.ward.says("một")

    async def go() -> None:
        delivery = post.delivery()
        address = Address("telegram", post.ward.contact())
        first = asyncio.create_task(delivery.deliver(address))
        await asyncio.sleep(0)
        await asyncio.to_thread(post.ward.says, "hai")
        await asyncio.gather(first, delivery.deliver(address))

    run(go())
    assert post.channel.texts() == ["bạn nói: một", "bạn nói: hai"]
