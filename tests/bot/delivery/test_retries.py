"""What is tried again, when, and until when."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.channels.base import Refused, TryAgain
from handlers.clock import LOCAL
from handlers.messages import Paragraph, Reply
from handlers.store import outbox, views
from handlers.store.states import OutboxStatus
from handlers.turns import Turn
from knowledge.calendar import Span
from tests.bot.delivery.post import Post, run


def test_a_notice_tried_again_at_night_waits_for_the_morning(post: Post) -> None:
    evening = datetime(2026, 11, 23, 20, 59, tzinfo=LOCAL)
    post.clock.move_to(evening)
    post.ward.says("xin chào")
    post.deliver()
    post.queue("n1")
    post.channel.troubles.append(TryAgain(timedelta(minutes=5)))
    post.sweep()
    post.clock.move(minutes=5)
    post.sweep()
    assert "n1" not in post.channel.texts()
    post.clock.move_to(datetime(2026, 11, 24, 6, 59, tzinfo=LOCAL))
    post.sweep()
    assert "n1" not in post.channel.texts()
    post.clock.move(minutes=1)
    post.sweep()
    assert "n1" in post.channel.texts()


def test_at_night_is_by_the_communes_own_hours(post: Post) -> None:
    post.clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=LOCAL))
    post.ward.says("xin chào")
    post.deliver()
    post.queue("n1")
    own = post.delivery()
    own.hours[post.ward.endpoint] = Span.parse("08:00-17:00")
    run(own.sweep(post.ward.endpoint))
    assert "n1" not in post.channel.texts()
    post.clock.move_to(datetime(2026, 11, 24, 7, 59, tzinfo=LOCAL))
    run(own.sweep(post.ward.endpoint))
    assert "n1" not in post.channel.texts()
    post.clock.move(minutes=1)
    run(own.sweep(post.ward.endpoint))
    assert "n1" in post.channel.texts()


def test_a_channel_that_asks_to_wait_is_obeyed_and_order_kept(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai")
    post.channel.troubles = [TryAgain(timedelta(seconds=40))]
    post.deliver()
    assert post.channel.sent == []
    post.clock.move(seconds=39)
    assert post.sweep() == 0
    post.clock.move(seconds=1)
    post.sweep()
    assert post.channel.texts() == ["bạn nói: một", "bạn nói: hai"]


def test_the_first_retry_is_at_once(post: Post) -> None:
    post.ward.says("một")
    post.channel.troubles = [TryAgain()]
    post.deliver()
    assert post.channel.texts() == ["bạn nói: một"]


def test_gaps_grow_and_the_last_try_leaves_a_dead_letter(post: Post) -> None:
    post.ward.says("một")
    post.channel.troubles = [TryAgain()] * 50
    tried_at = []
    for _ in range(24 * 60):
        before = len(post.channel.keys)
        post.sweep()
        if len(post.channel.keys) > before:
            tried_at.append(post.clock.now())
        if post.statuses() == [("dead", "again")]:
            break
        post.clock.move(minutes=1)
    gaps = [later - sooner for sooner, later in pairwise(tried_at)]
    assert post.statuses() == [("dead", "again")]
    assert len(post.channel.keys) == 8
    assert gaps == sorted(gaps)
    with post.store.read() as work:
        assert [one.status for one in views.given_up(work)] == [OutboxStatus.DEAD]


@pytest.mark.parametrize(
    "trouble",
    [
        TryAgain(timedelta(minutes=1), whole=True),
        TryAgain(timedelta(minutes=30), whole=True),
        TryAgain(down=True),
    ],
)
def test_an_answer_outlives_a_night_in_which_nothing_leaves(post: Post, trouble: TryAgain) -> None:
    post.ward.says("một")
    post.ward.says("hai")
    post.channel.troubles.extend([trouble] * 9_999)
    begun = post.clock.now()
    while post.clock.now() - begun < timedelta(hours=12):
        post.sweep()
        post.clock.move(minutes=10)
    assert post.channel.sent == []
    post.channel.troubles = []
    post.clock.move(minutes=30)
    post.sweep()
    assert post.channel.texts() == ["bạn nói: một", "bạn nói: hai"]


def test_after_a_night_of_nothing_a_trouble_of_its_own_is_tried_as_often_as_ever(
    post: Post,
) -> None:
    post.ward.says("một")
    post.channel.troubles.extend([TryAgain(timedelta(minutes=5), whole=True)] * 20)
    post.channel.troubles.extend([TryAgain()] * 3)
    for _ in range(30):
        post.sweep()
        post.clock.move(minutes=5)
    assert post.channel.texts() == ["bạn nói: một"]


def test_an_answer_nobody_let_go_ends_with_its_use(post: Post) -> None:
    post.ward.says("một")
    post.channel.troubles.extend([TryAgain(timedelta(minutes=30), whole=True)] * 99)
    for _ in range(25):
        post.sweep()
        post.clock.move(hours=1)
    with post.store.work() as work:
        outbox.expire(work, post.clock.now())
        work.commit()
    assert [status for status, _ in post.statuses()] == ["expired"]
    post.channel.troubles = []
    post.sweep()
    assert post.channel.sent == []


def test_what_we_owe_outlives_an_outage_of_its_channel(post: Post) -> None:
    post.ward.says("một")
    post.deliver()
    post.queue("n1")
    post.channel.troubles = [TryAgain()] * 20
    for _ in range(30):
        post.sweep()
        post.clock.move(hours=1)
    assert "n1" in post.channel.texts()
    assert len(post.channel.keys) == 22


def test_a_dead_letter_holds_up_nothing(post: Post) -> None:
    post.ward.says("một")
    post.ward.says("hai")
    post.channel.troubles = [Refused("markup")]
    post.deliver()
    assert post.statuses() == [("failed", "markup"), ("sent", None)]


def test_a_retry_goes_on_with_the_part_that_failed(post: Post) -> None:
    post.ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("phần 1"), Paragraph("phần 2"), Paragraph("phần 3"))),)
    )
    post.ward.says("dài")
    post.channel.troubles = [None, TryAgain()]
    post.deliver()
    assert post.channel.texts() == ["phần 1", "phần 2", "phần 3"]
    assert post.channel.keys[1] == post.channel.keys[2]
