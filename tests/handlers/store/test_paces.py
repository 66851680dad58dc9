"""The pace of a chat held for any number of senders."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from handlers.store import contacts, paces
from handlers.store.paces import Pace
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

PACE = Pace(timedelta(seconds=1), 3)
PATIENCE = timedelta(seconds=5)


class Chat:
    """One chat that several processes write to."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        ward = Ward(store, clock)
        ward.receive()
        self.store, self.clock, self.contact = store, clock, ward.contact()

    def reserve(self) -> float:
        with self.store.work() as work:
            wait = paces.reserve(work, self.contact, PACE, self.clock.now(), PATIENCE)
            work.commit()
        return wait.total_seconds()

    def pause(self, seconds: float) -> None:
        now = self.clock.now()
        with self.store.work() as work:
            paces.pause(work, self.contact, now + timedelta(seconds=seconds), now)
            work.commit()


@pytest.fixture
def chat(store: Store, clock: FakeClock) -> Chat:
    return Chat(store, clock)


def test_three_leave_at_once_and_then_one_a_second(chat: Chat) -> None:
    assert [chat.reserve() for _ in range(6)] == [0, 0, 0, 1, 2, 3]


def test_a_place_beyond_patience_is_not_taken(chat: Chat) -> None:
    waits = [chat.reserve() for _ in range(12)]
    assert waits[8:] == [6, 6, 6, 6]


def test_who_is_quiet_may_be_told_more_at_once(chat: Chat) -> None:
    for _ in range(3):
        chat.reserve()
    chat.clock.move(seconds=2)
    assert [chat.reserve() for _ in range(3)] == [0, 0, 1]


def test_a_pause_holds_for_every_sender(chat: Chat) -> None:
    chat.pause(8)
    assert chat.reserve() == 8
    chat.clock.move(seconds=8)
    assert chat.reserve() == 0


def test_senders_at_the_same_moment_never_count_on_the_same_place(chat: Chat) -> None:
    with ThreadPoolExecutor(6) as senders:
        waits = sorted(senders.map(lambda _: chat.reserve(), range(6)))
    assert waits == [0, 0, 0, 1, 2, 3]


def test_topics_of_a_group_share_the_row_of_its_first_contact(
    store: Store, clock: FakeClock
) -> None:
    ward = Ward(store, clock)
    with store.work() as work:
        endpoint = contacts.endpoint_of(work, ward.endpoint)
        first = contacts.open_contact(work, endpoint, "-100", "", clock.now())
        clock.move(seconds=1)
        contacts.open_contact(work, endpoint, "-100", "42", clock.now())
        found = paces.first_contact(work, ward.endpoint, "-100")
        work.commit()
    assert found == first


def test_a_clock_set_back_mutes_no_chat(chat: Chat) -> None:
    chat.clock.move(hours=3)
    assert [chat.reserve() for _ in range(4)] == [0, 0, 0, 1]
    chat.clock.move(hours=-3)

    assert [chat.reserve() for _ in range(4)] == [0, 0, 0, 1]


def test_a_pause_told_before_the_clock_was_set_back_lasts_as_long_as_it_was_to(chat: Chat) -> None:
    chat.clock.move(days=400)
    chat.pause(8)
    chat.clock.move(days=-400)
    assert chat.reserve() == 8
    chat.clock.move(seconds=8)
    assert chat.reserve() == 0
