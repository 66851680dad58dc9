"""An officer writes to the people from their own chat: topic, preview, start, second person."""

from dataclasses import replace

import pytest

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Draft
from handlers.broadcasts import acts, queueing, repeating
from handlers.broadcasts.acts import Acting
from handlers.messages import ChannelName
from handlers.officers import Role
from handlers.repeats import Repeat
from handlers.store import contacts, follows, subscriptions
from handlers.store.follows import Recipient
from knowledge.base import KnowledgeBase
from knowledge.dossier_store.writing import insert_dossiers
from tests.conversations.conftest import VOICES
from tests.conversations.desk.news_room import (
    TEXT,
    NewsRoom,
    letters,
    news_room,
    officer,
    only,
    readers,
    tap,
)
from tests.conversations.desk.room import ALONE, Person, Room
from tests.fakes.clock import FakeClock
from tests.knowledge.dossiers import lives


@pytest.fixture(params=[*ALONE, *VOICES])
def room(request: pytest.FixtureRequest, base: KnowledgeBase, clock: FakeClock) -> NewsRoom:
    return news_room(request, base, clock)


def test_a_few_are_written_to_after_a_preview(room: NewsRoom) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(TEXT)
    lan.hears("chủ đề nào")
    lan.taps("Điện, nước")
    lan.hears("2 người đăng ký nhận tin", "Chiều nay cúp nước", "Zalo (bot): 2 người; 1 tin nhắn")
    lan.hears(f"Tin của {room.commune.name}", "Anh/chị nhận tin này vì đã đăng ký nhận tin")
    assert only(room) == []
    lan.taps("Gửi 2 người")
    lan.hears("Đã cho gửi tới 2 người")
    (one,) = only(room)
    assert (one.state, one.topic) == (BroadcastState.SCHEDULED, "utilities")
    now = room.office.clock.now()
    while room.office.store.write(lambda work: queueing.step(work, room.office.ward, now)):
        pass
    assert only(room)[0].queued == 2


def test_above_the_size_a_second_person_reads_it_in_their_chat(room: Room) -> None:
    readers(room, 4)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lead = officer(room, "Phụ Mẫu", Role.DESK_LEAD)
    lan.says(TEXT)
    lan.taps("Điện, nước")
    lan.taps("Nhờ người thứ hai duyệt")
    (one,) = only(room)
    assert one.state is BroadcastState.DRAFT
    assert "nhờ anh/chị đọc và duyệt tin số 1, gửi 4 người" in letters(room, "Phụ Mẫu")
    tap(lan, f"work:news-ok:{one.id}.1")
    lan.hears("không làm được việc đó")
    tap(lead, f"work:news-ok:{one.id}.2")
    lead.hears("Tin vừa được sửa")
    tap(lead, f"work:news-ok:{one.id}.1")
    lead.hears("Anh/chị đã duyệt")
    assert only(room)[0].state is BroadcastState.SCHEDULED
    assert "Phụ Mẫu đã duyệt tin số 1" in letters(room, "Lê Thị Mẫu")
    room.office.clock.move(minutes=1)  # at once it would be the same tap, brought again
    tap(lead, f"work:news-ok:{one.id}.1")
    lead.hears("đã có người duyệt rồi")
    assert len(only(room)) == 1


def test_who_writes_it_does_not_approve_it_even_as_a_lead(room: Room) -> None:
    readers(room, 4)
    lead = officer(room, "Phụ Mẫu", Role.DESK_LEAD)
    lead.says(TEXT)
    lead.taps("Tin chung")
    lead.taps("Nhờ người thứ hai duyệt")
    tap(lead, "work:news-ok:1.1")
    lead.hears("không tự duyệt")


def test_to_many_it_is_written_on_the_page(room: Room) -> None:
    readers(room, 6)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(TEXT)
    lan.taps("Tin chung")
    lan.hears("từ chat chỉ gửi tới 5 người")
    assert only(room) == []


def test_one_that_grew_after_the_preview_asks_the_second_person(room: Room) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(TEXT)
    lan.taps("Tin chung")
    readers(room, 3)
    lan.taps("Gửi 2 người")
    lan.hears("5 người đăng ký nhận tin")
    lan.button("Nhờ người thứ hai duyệt")
    assert only(room) == []


def test_a_citizen_and_a_question_about_a_procedure_start_nothing(room: Room) -> None:
    readers(room, 2)
    Person(room, "citizen").says(TEXT).hears_nothing_of("chủ đề nào")
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says("thông báo lưu trú")
    lan.hears_nothing_of("chủ đề nào")
    lan.says("thông báo lưu trú cho khách thì cần giấy tờ gì")
    lan.hears_nothing_of("chủ đề nào")
    lan.says("thong bao Chieu nay cup nuoc o hem 12 duong Hoa Sua")
    lan.hears("chủ đề nào")
    lan.says("huỷ")
    lan.says("thông báo: Ngày {ngay} cúp nước.")
    lan.taps("Tin chung")
    lan.hears("chưa biết điền gì: ngay")


def test_a_time_that_grew_is_approved_by_the_button_of_its_letter(
    room: NewsRoom,
) -> None:
    readers(room, 2)
    officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lead = officer(room, "Phụ Mẫu", Role.DESK_LEAD)
    office, ward = room.office, replace(room.office.ward, commune=room.commune)
    lan = office.member("Lê Thị Mẫu").officer
    rule = Repeat.parse("monthly", "1", "09:00")
    with office.store.work() as work:
        acting = Acting(work, ward, lan, office.clock.now())
        one = acts.write(acting, Draft("Họp dân.", {}, "general", "all"))
        assert isinstance(one, Broadcast)
        assert isinstance(repeating.repeat(acting, one.id, rule), Broadcast)
        work.commit()
    readers(room, 3)
    office.clock.move(days=8, hours=2)
    while office.store.write(lambda work: queueing.step(work, ward, office.clock.now())):
        pass
    assert "Duyệt và gửi" in letters(room, "Phụ Mẫu")
    assert "Duyệt và gửi" not in letters(room, "Lê Thị Mẫu")
    held = only(room)[0]
    assert (held.state, held.reason) == (BroadcastState.PAUSED, "not_approved")
    tap(lead, f"work:news-ok:{held.id}.1")
    lead.hears("Anh/chị đã duyệt")
    while office.store.write(lambda work: queueing.step(work, ward, office.clock.now())):
        pass
    assert only(room)[0].queued == 5


def test_a_neighbourhood_before_the_colon_is_who_gets_it(room: NewsRoom) -> None:
    place = room.commune.neighbourhoods[0]
    readers(room, 3)
    office = room.office
    with office.store.work() as work:
        name = contacts.ensure_endpoint(
            work, office.commune, ChannelName.ZALO_BOT, "z", office.clock.now()
        )
        whose = contacts.endpoint_of(work, name)
        one = contacts.open_contact(work, whose, "n30", "", office.clock.now())
        subscriptions.choose_area(work, office.commune, one, place)
        work.commit()
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(f"thông báo {place}: Chiều nay cúp nước ở hẻm 12 đến 17 giờ.")
    lan.taps("Điện, nước")
    lan.hears(f"1 người đăng ký nhận tin (Điện, nước, giao thông), ở {place}", "Chiều nay cúp nước")
    lan.taps("Gửi 1 người")
    assert only(room)[0].areas == (place,)


def follow(room: NewsRoom, field: str, number: int, first: int = 0) -> None:
    """So many people each follow a dossier of this field."""
    office, now = room.office, room.office.clock.now()
    with office.store.work() as work:
        name = contacts.ensure_endpoint(work, office.commune, ChannelName.ZALO_BOT, "z", now)
        whose = contacts.endpoint_of(work, name)
        for one in range(number):
            code = f"H32.12.05-261119-{first + one:04}"
            filed = lives.dossier("accepted 2026-11-19 09:00", code=code, field=field)
            (dossier,) = insert_dossiers(work.session, [filed], {}, now).values()
            made = contacts.open_contact(work, whose, f"{field}{one}", "", now)
            to = Recipient(office.commune, name, ChannelName.ZALO_BOT, made)
            follows.add(work, to, dossier.id, now)
        work.commit()


def test_a_field_before_the_colon_is_whose_followers_get_it(room: NewsRoom) -> None:
    follow(room, "Hộ tịch", 2)
    follow(room, "Đất đai", 1, first=10)
    readers(room, 1)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says("thông báo lĩnh vực hộ tịch: Quầy hộ tịch nghỉ chiều nay.")
    lan.taps("Tin chung")
    lan.hears("2 người theo dõi hồ sơ lĩnh vực Hộ tịch", "Quầy hộ tịch nghỉ", "Zalo (bot): 2 người")
    lan.taps("Gửi 2 người")
    (one,) = only(room)
    assert (one.audience, one.field) == (Audience.FOLLOWERS, "Hộ tịch")
    now = room.office.clock.now()
    while room.office.store.write(lambda work: queueing.step(work, room.office.ward, now)):
        pass
    assert only(room)[0].queued == 2
    room.office.clock.move(minutes=1)
    lan.says("thong bao nguoi theo doi dat dai: Mai do dat o hem 12.")
    lan.taps("Tin chung")
    lan.hears("1 người theo dõi hồ sơ lĩnh vực Đất đai")


def test_a_field_nobody_knows_is_asked_back_and_many_followers_are_for_the_page(
    room: NewsRoom,
) -> None:
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says("thông báo lĩnh vực xây dựng: Mai nghỉ.")
    lan.hears("Chưa có ai theo dõi hồ sơ")
    follow(room, "Hộ tịch", 6)
    follow(room, "Đất đai", 1, first=10)
    lan.says("thông báo lĩnh vực xây dựng: Mai nghỉ.")
    lan.hears("ghi rõ một lĩnh vực trong số này: Đất đai, Hộ tịch")
    lan.says("thông báo lĩnh vực hộ tịch: Mai nghỉ.")
    lan.taps("Tin chung")
    lan.hears("từ chat chỉ gửi tới 5 người")
    assert only(room) == []
