"""An officer sets a broadcast's hour, follows, pauses and ends it from their own chat."""

import pytest

from handlers.broadcast import BroadcastState
from handlers.broadcasts import queueing
from handlers.desk_news import moment
from handlers.messages import ChannelName
from handlers.officers import Role
from handlers.store import contacts
from handlers.store.states import ContactState
from knowledge.base import KnowledgeBase
from knowledge.calendar import local
from knowledge.text.folding import fold
from tests.conversations.conftest import VOICES
from tests.conversations.desk.news_room import (
    TEXT,
    NewsRoom,
    news_room,
    officer,
    only,
    readers,
    tap,
)
from tests.conversations.desk.room import ALONE, Room
from tests.fakes.clock import MONDAY_MORNING, FakeClock


@pytest.fixture(params=[*ALONE, *VOICES])
def room(request: pytest.FixtureRequest, base: KnowledgeBase, clock: FakeClock) -> NewsRoom:
    return news_room(request, base, clock)


def test_who_blocked_us_is_told_before_it_leaves(room: Room) -> None:
    readers(room, 2)
    office = room.office
    with office.store.work() as work:
        name = contacts.ensure_endpoint(
            work, office.commune, ChannelName.ZALO_BOT, "z", office.clock.now()
        )
        whose = contacts.endpoint_of(work, name)
        gone = contacts.open_contact(work, whose, "n20", "", office.clock.now())
        contacts.mark_contact(work, gone, ContactState.BLOCKED)
        work.commit()
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(TEXT)
    lan.taps("Điện, nước")
    lan.hears("chưa gửi được 1: họ chặn")


def bites(room: Room) -> None:
    office = room.office
    now = office.clock.now()
    while office.store.write(lambda work: queueing.step(work, office.ward, now)):
        pass


def test_who_sent_it_sees_it_stops_it_goes_on_and_ends_it_from_the_chat(room: Room) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(TEXT)
    lan.taps("Điện, nước")
    lan.taps("Gửi 2 người")
    lan.taps("Tạm dừng")
    (one,) = only(room)
    lan.hears(f"Đã tạm dừng tin số {one.id}")
    assert one.state is BroadcastState.PAUSED
    lan.taps("Gửi tiếp")
    lan.hears(f"Tin số {one.id} gửi tiếp")
    bites(room)
    assert only(room)[0].queued == 2
    lan.taps("Xem kết quả")
    lan.hears(f"Tin số {one.id}", "đã gửi 0/2", "Zalo (bot): 2 chờ gửi")
    lan.taps("Huỷ tin này")
    lan.hears(f"Huỷ hẳn tin số {one.id}?")
    assert only(room)[0].state is BroadcastState.SENDING
    lan.taps("Huỷ hẳn")
    lan.hears(f"Đã huỷ tin số {one.id}")
    assert only(room)[0].state is BroadcastState.CANCELLED
    bites(room)
    lan.taps("Xem kết quả")
    lan.hears("Zalo (bot): 2 quá hạn hoặc thôi gửi (tin đã huỷ)")
    room.office.clock.move(minutes=1)
    tap(lan, f"work:news-pause:{one.id}")
    lan.hears("đã huỷ")


def test_a_button_of_an_earlier_text_is_not_for_a_later_one(room: Room) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(TEXT)
    lan.taps("Điện, nước")
    lan.taps("Gửi 2 người")
    pause = lan.button("Tạm dừng").action
    room.office.clock.move(minutes=1)
    lan.says("thông báo: Mai họp tổ dân phố lúc 19 giờ.")
    lan.taps("Tin chung")
    lan.taps("Gửi 2 người")
    tap(lan, pause)
    later, earlier = only(room)
    assert (earlier.state, later.state) == (BroadcastState.PAUSED, BroadcastState.SCHEDULED)


def test_an_hour_typed_under_the_preview_is_when_it_leaves(room: Room) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(TEXT)
    lan.taps("Điện, nước")
    lan.says("lúc 7:30")
    lan.hears("đã qua")
    lan.says("luc 16h")
    lan.hears("Tin sẽ đi lúc 16:00 ngày 23/11/2026")
    lan.says("lúc 8:15 ngày 24/11")
    lan.hears("Tin sẽ đi lúc 08:15 ngày 24/11/2026")
    lan.taps("Gửi 2 người lúc 08:15")
    lan.hears("Đã hẹn gửi tới 2 người lúc 08:15 ngày 24/11/2026")
    (one,) = only(room)
    assert one.due is not None
    assert f"{local(one.due):%d %H:%M}" == "24 08:15"
    bites(room)
    assert only(room)[0].state is BroadcastState.SCHEDULED


def test_an_hour_outlives_the_second_person(room: Room) -> None:
    readers(room, 4)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lead = officer(room, "Phụ Mẫu", Role.DESK_LEAD)
    lan.says(TEXT)
    lan.taps("Điện, nước")
    lan.says("lúc 16:00")
    lan.taps("Nhờ người thứ hai duyệt")
    (one,) = only(room)
    tap(lead, f"work:news-ok:{one.id}.1")
    (one,) = only(room)
    assert one.due is not None
    assert (one.state, f"{local(one.due):%H:%M}") == (BroadcastState.SCHEDULED, "16:00")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("lúc 16:00", "23 16:00"),
        ("hẹn lúc 8 giờ mai", "24 08:00"),
        ("gửi lúc 8h30 ngày 1/12", "01 08:30"),
        ("lúc 25:00", None),
        ("16", None),
        ("lúc 8 giờ ngày 31/11", None),
        ("lúc nào gửi", None),
    ],
)
def test_an_hour_and_a_day_are_read_as_they_are_typed(said: str, found: str | None) -> None:
    read = moment(fold(said), MONDAY_MORNING)
    assert (None if read is None else f"{read:%d %H:%M}") == found
