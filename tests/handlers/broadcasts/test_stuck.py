"""A broadcast whose copies nobody tries is told in the log; one that moves or rests is not."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from handlers.broadcasts.ending import STUCK
from handlers.messages import ChannelName
from handlers.store import contacts, outbox
from handlers.store.outbox import End
from handlers.store.states import OutboxStatus
from handlers.store.stuck import stuck_copies
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


def begun(desk: Desk, readers: int = 3, others: int = 0) -> int:
    """The number of a broadcast whose copies all wait, those for `others` readers too."""
    desk.readers(readers)
    one = desk.write()
    desk.start(one.id)
    desk.bites()
    assert len(desk.copies(one.id)) == readers + others
    return one.id


def stuck(desk: Desk) -> list[tuple[int, int]]:
    """Broadcast and number of copies of each alarm the job gives now."""
    with capture_logs() as logs:
        desk.bites()
    told = [one for one in logs if one["event"] == "broadcast.stuck"]
    assert all(one["log_level"] == "warning" for one in told)
    return [(one["broadcast"], one["number"]) for one in told]


def send(desk: Desk, most: int, endpoint: str = "") -> None:
    """So many copies leave."""
    now = desk.clock.now()
    with desk.store.work() as work:
        for claimed in outbox.claim_endpoint(work, endpoint or desk.endpoint, "s", now, most):
            outbox.finish(work, claimed, "s", End(OutboxStatus.SENT, ("1",)), now)
        work.commit()


def test_copies_due_half_an_hour_that_nobody_tried_are_told_with_their_number(desk: Desk) -> None:
    number = begun(desk)
    desk.clock.move_to(desk.clock.now() + STUCK - timedelta(seconds=1))
    assert stuck(desk) == []
    desk.clock.move(seconds=1)
    assert stuck(desk) == [(number, 3)]
    assert stuck(desk) == [(number, 3)], "as long as it is so"
    send(desk, 3)
    assert stuck(desk) == []


def test_a_long_one_that_still_leaves_is_none(desk: Desk) -> None:
    number = begun(desk)
    desk.clock.move(minutes=29)
    send(desk, 1)
    desk.clock.move(minutes=29)
    assert stuck(desk) == []
    desk.clock.move(minutes=2)
    assert stuck(desk) == [(number, 2)]


def test_a_paused_one_rests_and_is_none(desk: Desk) -> None:
    number = begun(desk)
    desk.act("pause", "Lan", number)
    desk.bites()
    desk.clock.move(hours=2)
    assert stuck(desk) == []
    with desk.store.read() as work:
        assert stuck_copies(work, number, desk.clock.now() - STUCK) == 0
    desk.act("resume", "Lan", number)
    desk.bites()
    desk.clock.move(minutes=31)
    assert stuck(desk) == [(number, 3)]


def test_one_that_does_not_move_hides_no_other(desk: Desk) -> None:
    first = begun(desk)
    second = desk.write("Mốt cúp điện.")
    desk.start(second.id)
    desk.bites()
    desk.clock.move(minutes=31)
    assert stuck(desk) == [(first, 3), (second.id, 3)]


def test_copies_tried_before_are_told_when_nobody_comes_back_to_them(desk: Desk) -> None:
    number = begun(desk, 2)
    began = desk.clock.now()
    with desk.store.work() as work:
        retried, _ = outbox.claim_endpoint(work, desk.endpoint, "dead", began, 2)
        outbox.try_later(work, retried.id, "dead", began + timedelta(hours=1), "again")
        work.commit()
    desk.clock.move_to(began + outbox.LEASE)
    with desk.store.work() as work:
        assert outbox.free_late(work, desk.endpoint, desk.clock.now(), repeatable=True) == 1
        work.commit()
    desk.clock.move_to(began + STUCK)
    assert stuck(desk) == [(number, 1)], "freed; the other is not due"
    desk.clock.move_to(began + timedelta(hours=1) + STUCK)
    assert stuck(desk) == [(number, 2)]


def test_a_channel_that_moves_hides_no_other(desk: Desk) -> None:
    telegram = desk.endpoint
    desk.readers(2)
    with desk.store.work() as work:
        desk.endpoint = contacts.ensure_endpoint(
            work, KEY, ChannelName.ZALO_OA, "oa", desk.clock.now()
        )
        work.commit()
    number = begun(desk, 3, others=2)
    desk.clock.move(minutes=31)
    assert stuck(desk) == [(number, 5)]
    send(desk, 1, telegram)
    assert stuck(desk) == [(number, 3)], "nobody sends on the other"
    send(desk, 1)
    assert stuck(desk) == []
