"""Who comes back after something half done was given up waiting for is told so, kindly, once."""

import pytest

from handlers.retention import lapse
from handlers.store.unit_of_work import Store
from handlers.wording.guide import EXPIRED
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, Citizen, through_the_inbox
from tests.fakes.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def citizen(base: KnowledgeBase, sqlite_store: Store, clock: FakeClock) -> Citizen:
    return Citizen(through_the_inbox(base, sqlite_store, clock=clock))


def swept(store: Store, clock: FakeClock) -> None:
    with store.work() as work:
        lapse(work, clock.now())
        work.commit()


@pytest.mark.parametrize("cleaned", [False, True])
def test_a_report_left_half_done_is_told_before_the_next_answer(
    citizen: Citizen, sqlite_store: Store, clock: FakeClock, cleaned: bool
) -> None:
    citizen.says("phản ánh")
    clock.move(hours=25)
    if cleaned:
        swept(sqlite_store, clock)
    citizen.says("đăng ký kết hôn cần giấy tờ gì")
    citizen.hears(EXPIRED, "kết hôn")

    citizen.says("lệ phí bao nhiêu")
    citizen.hears_nothing_of(EXPIRED)


@pytest.mark.parametrize("cleaned", [False, True])
@pytest.mark.parametrize("before", ["đăng ký kết hôn cần giấy tờ gì", "khai sinh", "chào em"])
def test_nothing_half_done_ends_without_a_word(
    citizen: Citizen, sqlite_store: Store, clock: FakeClock, before: str, cleaned: bool
) -> None:
    citizen.says(before)
    clock.move(hours=25)
    if cleaned:
        swept(sqlite_store, clock)
    citizen.says("giờ làm việc")
    citizen.hears_nothing_of(EXPIRED)


def test_cancelling_what_is_over_is_answered_kindly_too(citizen: Citizen, clock: FakeClock) -> None:
    citizen.says("phản ánh")
    clock.move(hours=25)
    citizen.says("huỷ")
    citizen.hears(EXPIRED)


def test_what_is_offered_later_is_open_again(
    citizen: Citizen, sqlite_store: Store, clock: FakeClock
) -> None:
    citizen.says("phản ánh")
    clock.move(hours=25)
    swept(sqlite_store, clock)
    citizen.says("khai sinh")
    clock.move(minutes=5)
    citizen.says("1")
    citizen.hears_nothing_of(EXPIRED)
    citizen.hears("khai sinh")
