"""A clock that ran ahead is set back: nobody waits for the hours it was wrong."""

from datetime import timedelta

import pytest

from handlers.store import rates
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store
from tests.bot.delivery.post import Post
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward


def test_a_clock_set_back_keeps_no_reply_from_a_waiting_person(post: Post) -> None:
    post.ward.receive(text="x")
    post.clock.move(hours=5)
    post.queue("viết lúc đồng hồ chạy trước", kind=OutboxKind.REPLY)
    post.clock.move(hours=-5)

    post.sweep()

    assert post.statuses() == [("sent", None)]


def test_a_clock_set_back_leaves_a_notice_for_its_hour(post: Post) -> None:
    post.ward.receive(text="x")
    post.queue("việc của ngày mai", due_in=timedelta(days=1))
    post.clock.move(minutes=-10)

    post.sweep()

    assert post.statuses() == [("queued", None)]


def test_what_a_process_was_sending_when_the_clock_was_set_back_is_sent(post: Post) -> None:
    post.ward.receive(text="x")
    post.clock.move(hours=5)
    post.queue("đang gửi dở")
    post.claim_and_die()
    post.clock.move(hours=-5)

    post.sweep()

    assert post.statuses() == [("sent", "maybe_twice")]


@pytest.mark.parametrize("pause", [None, 30])
def test_a_clock_set_back_mutes_no_bot(store: Store, clock: FakeClock, pause: int | None) -> None:
    ward = Ward(store, clock)
    clock.move(days=400)  # a battery that is dead
    with store.work() as work:
        rates.set_rate(work, ward.endpoint, 1.0, 1.0, clock.now())
        assert rates.take(work, ward.endpoint, 1, clock.now()) == 1
        if pause is not None:
            rates.pause(work, ward.endpoint, clock.now() + timedelta(seconds=pause))
        clock.move(days=-400)
        assert rates.take(work, ward.endpoint, 1, clock.now()) == 0
        assert rates.token_in(work, ward.endpoint, clock.now()) == timedelta(seconds=pause or 1)
        clock.move(seconds=pause or 1)
        assert rates.take(work, ward.endpoint, 1, clock.now()) == 1
        work.commit()
