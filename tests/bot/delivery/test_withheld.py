"""What may not be pushed now waits for the person or becomes too late."""

from bot.channels.base import Unreachable, Withheld
from handlers.store import outbox
from tests.bot.delivery.post import Post


def test_to_who_blocked_us_nothing_more_is_pushed_until_they_write(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.queue("một", key="n1")
    post.queue("hai", key="n2")
    post.channel.troubles = [Unreachable()]
    post.sweep()
    post.queue("ba", key="n3")
    post.sweep()
    assert post.statuses()[1:] == [
        ("failed", "unreachable"),
        ("withheld", "unreachable"),
        ("withheld", "unreachable"),
    ]
    post.ward.says("tôi quay lại")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: tôi quay lại", "hai", "ba"]


def test_a_push_the_channel_forbids_is_tried_when_the_person_writes(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.channel.forbidden = Withheld("window")
    post.queue("hồ sơ đã xong")
    post.sweep()
    assert post.statuses()[1] == ("withheld", "window")
    post.channel.forbidden = None
    post.ward.says("hỏi")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: hỏi", "hồ sơ đã xong"]


def test_a_withheld_push_that_is_stale_by_then_stays_unsent(post: Post) -> None:
    post.ward.says("chào")
    post.deliver()
    post.channel.forbidden = Withheld("window")
    post.queue("mai đến hạn")
    post.sweep()
    post.channel.forbidden = None
    post.clock.move(days=3)
    post.ward.says("hỏi")
    post.sweep()
    assert post.channel.texts() == ["bạn nói: chào", "bạn nói: hỏi"]


def test_what_is_too_late_is_never_sent_and_closed_by_the_sweep_job(post: Post) -> None:
    post.ward.says("chào")
    post.clock.move(hours=25)
    assert post.sweep() == 0
    with post.store.work() as work:
        assert outbox.expire(work, post.clock.now()) == 1
        work.commit()
    assert post.statuses() == [("expired", None)]
