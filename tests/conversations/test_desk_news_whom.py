"""From an officer's chat: an urgent text, one by a kept text, one to who keeps a limit, by SMS."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.broadcast_preview import looks_of
from bot.channels.bridge.limits import GatewayLimits, Unit
from handlers.applying_dossiers import change_dossier
from handlers.broadcast import Audience, Broadcast
from handlers.broadcasts import queueing, templates
from handlers.broadcasts.acts import Acting
from handlers.dossier_commands import Remind
from handlers.messages import ChannelName
from handlers.officers import Role
from handlers.store import contacts, notices, subscriptions
from handlers.store.follows import Recipient
from knowledge.base import KnowledgeBase
from knowledge.calendar import local
from tests.bridge.test_preview import ward
from tests.conversations.conftest import VOICES
from tests.conversations.desk.news_room import (
    NewsRoom,
    letters,
    news_room,
    officer,
    only,
    readers,
    tap,
)
from tests.conversations.desk.room import ALONE, Person, office_of
from tests.fakes.clock import FakeClock

STORM = "thông báo khẩn: Đêm nay có lốc mạnh, anh/chị ở trong nhà."
BIRTH = "1.001193"


@pytest.fixture(params=[*ALONE, *VOICES])
def room(request: pytest.FixtureRequest, base: KnowledgeBase, clock: FakeClock) -> NewsRoom:
    return news_room(request, base, clock)


def queue(room: NewsRoom) -> None:
    now = room.office.clock.now()
    while room.office.store.write(lambda work: queueing.step(work, room.office.ward, now)):
        pass


def kinds(room: NewsRoom) -> set[str]:
    with room.office.store.read() as work:
        rows = notices.letters(work)
    return {str(row.kind) for row in rows if row.key.startswith("broadcast:")}


@pytest.mark.parametrize("words", [STORM, "thông báo: Mai cúp nước.", "thông báo mẫu"])
def test_a_group_is_told_to_write_it_in_private(room: NewsRoom, words: str) -> None:
    readers(room, 2)
    officer(room, "Lan Mẫu", Role.OFFICER)
    group = Person(room, "group")
    group.says(words, group=True, by="chat-Lan Mẫu").hears("nhắn riêng cho em")
    group.says("trưa nay ăn gì", group=True, by="chat-Lan Mẫu")
    assert "nhắn riêng" not in group.said
    assert only(room) == []


def test_who_may_approve_sends_an_urgent_one_at_night(room: NewsRoom) -> None:
    readers(room, 2)
    lead = officer(room, "Phụ Mẫu", Role.DESK_LEAD)
    lead.says(STORM)
    lead.taps("Thiên tai")
    lead.hears("2 người đăng ký nhận tin", "Đêm nay có lốc mạnh", "gửi ngay cả ban đêm")
    assert only(room) == []
    lead.taps("Gửi khẩn 2 người")
    lead.hears("Đã cho gửi khẩn tới 2 người")
    assert only(room)[0].urgent
    queue(room)
    assert kinds(room) == {"alert"}


def test_urgent_is_chosen_under_the_preview_and_taken_back(room: NewsRoom) -> None:
    readers(room, 2)
    lead = officer(room, "Phụ Mẫu", Role.DESK_LEAD)
    lead.says("thông báo: Chiều nay cúp nước ở hẻm 12 đến 17 giờ.")
    lead.taps("Điện, nước")
    lead.hears_nothing_of("gửi ngay cả ban đêm")
    lead.taps("Gửi khẩn, cả ban đêm")
    lead.hears("gửi ngay cả ban đêm")
    lead.button("Gửi khẩn 2 người")
    lead.taps("Không khẩn nữa")
    lead.taps("Gửi 2 người")
    assert not only(room)[0].urgent


def test_an_officer_who_may_not_approve_sends_nothing_urgent(room: NewsRoom) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says(STORM)
    lan.hears_nothing_of("chủ đề nào")
    lan.says("thông báo: Chiều nay cúp nước ở hẻm 12 đến 17 giờ.")
    lan.taps("Điện, nước")
    assert not any("khẩn" in one.label for reply in lan.heard for one in reply.choices)
    tap(lan, "work:news-hurry:utilities")
    lan.hears_nothing_of("Xem trước")
    assert only(room) == []


def test_an_urgent_one_above_the_size_stays_urgent_for_the_second_person(room: NewsRoom) -> None:
    readers(room, 4)
    lead = officer(room, "Phụ Mẫu", Role.DESK_LEAD)
    head = officer(room, "Đầu Mẫu", Role.HEAD)
    lead.says(STORM)
    lead.taps("Thiên tai")
    lead.taps("Nhờ người thứ hai duyệt")
    assert "duyệt tin khẩn (gửi cả ban đêm) số 1" in letters(room, "Đầu Mẫu")
    tap(head, "work:news-ok:1.1")
    assert only(room)[0].urgent
    queue(room)
    assert kinds(room) == {"alert"}


def keep(room: NewsRoom, name: str, words: str) -> None:
    """A text to write by, as the console keeps it."""
    office = room.office
    member = office.member("Lê Thị Mẫu").officer
    with office.store.work() as work:
        acting = Acting(
            work, replace(office.ward, commune=room.commune), member, office.clock.now()
        )
        templates.create(acting, name, words)
        work.commit()


def test_a_kept_text_asks_for_its_fields_one_by_one(room: NewsRoom) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says("thông báo mẫu")
    lan.hears("Chưa có mẫu tin nào")
    keep(room, "Cúp nước", "Ngày {ngay} cúp nước ở {noi}, {phuong} mong anh/chị thông cảm.")
    keep(room, "Họp dân", "Mời anh/chị họp dân.")
    lan.says("thông báo mẫu")
    lan.hears("Soạn theo mẫu nào")
    lan.taps("Cúp nước")
    lan.hears("{ngay} điền gì", "còn 2 chỗ")
    lan.says("28/11")
    lan.hears("{noi} điền gì")
    lan.says("hẻm 12")
    lan.hears("chủ đề nào")
    lan.taps("Điện, nước")
    lan.hears(f"Ngày 28/11 cúp nước ở hẻm 12, {room.commune.name} mong anh/chị")
    lan.taps("Gửi 2 người")
    (one,) = only(room)
    assert (one.template, one.template_version) == (1, 1)
    assert dict(one.values) == {"ngay": "28/11", "noi": "hẻm 12"}
    room.office.clock.move(minutes=1)
    lan.says("thong bao mau hop dan")
    lan.hears("chủ đề nào")
    lan.taps("Tin chung")
    lan.hears("Mời anh/chị họp dân")


def test_the_desk_is_left_amid_the_fields_of_a_kept_text(room: NewsRoom) -> None:
    readers(room, 2)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    keep(room, "Cúp nước", "Ngày {ngay} cúp nước.")
    lan.says("thông báo mẫu cúp nước")
    lan.hears("{ngay} điền gì")
    lan.says("huỷ")
    lan.says("28/11")
    lan.hears_nothing_of("chủ đề nào")
    assert only(room) == []


def limit(room: NewsRoom, chat: str, code: str, days: int) -> None:
    """Somebody asks to be reminded of a limit of their own."""
    office, now = room.office, room.office.clock.now()
    last = local(now).date() + timedelta(days=days)
    with office.store.work() as work:
        name = contacts.ensure_endpoint(work, office.commune, ChannelName.ZALO_BOT, "z", now)
        made = contacts.open_contact(work, contacts.endpoint_of(work, name), chat, "", now)
        to = Recipient(office.commune, name, ChannelName.ZALO_BOT, made)
        change_dossier(work, to, Remind(code, last, last), now)
        work.commit()


def test_who_keeps_a_limit_of_their_own_is_written_to_apart(room: NewsRoom) -> None:
    readers(room, 1)
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    lan.says("thông báo nhắc hạn: Quầy hộ tịch nghỉ chiều nay.")
    lan.hears("Chưa có ai nhờ nhắc hạn")
    limit(room, "k1", BIRTH, 20)
    limit(room, "k2", "1.000656", 10)
    lan.says(f"thông báo người nhắc hạn {BIRTH}: Quầy hộ tịch nghỉ chiều nay.")
    lan.taps("Tin chung")
    lan.hears(f"1 người nhờ nhắc hạn thủ tục {BIRTH}", "Anh/chị nhận tin này vì đã nhờ nhắc hạn")
    lan.taps("Gửi 1 người")
    one: Broadcast = only(room)[0]
    assert (one.audience, one.field) == (Audience.LIMITS, BIRTH)
    room.office.clock.move(minutes=1)
    lan.says("thông báo nhắc hạn: Quầy hộ tịch nghỉ chiều nay.")
    lan.taps("Tin chung")
    lan.hears("2 người nhờ nhắc hạn sẽ nhận")
    lan.says("thông báo nhắc hạn 2.000635: Mai nghỉ.")
    lan.hears(f"có người nhờ nhắc hạn: 1.000656, {BIRTH}")


LINE = "Chiều nay từ 13 giờ đến 17 giờ ngành điện sửa lưới, tổ {n} mất điện, bà con lưu ý."


class SmsRoom(NewsRoom):
    """A ward whose people are also reached by SMS, two segments a message."""

    looks = staticmethod(looks_of(ward(sms=GatewayLimits(unit=Unit.SMS, segments=2, marks=False))))


def test_what_no_sms_holds_is_not_sent_without_its_end(
    request: pytest.FixtureRequest, base: KnowledgeBase, clock: FakeClock
) -> None:
    request.param = "zalo_bot/sqlite"
    room = SmsRoom(base, office_of(request, clock)[0], None)
    office, now = room.office, clock.now()
    with office.store.work() as work:
        name = contacts.ensure_endpoint(work, office.commune, ChannelName.BRIDGE, "sms", now)
        made = contacts.open_contact(work, contacts.endpoint_of(work, name), "84900", "", now)
        subscriptions.ask(work, office.commune, made, now)
        work.commit()
    lan = officer(room, "Lê Thị Mẫu", Role.OFFICER)
    text = " ".join(LINE.format(n=number) for number in range(1, 5))
    lan.says(f"thông báo: {text}")
    lan.taps("Điện, nước")
    found = re.search(r"bỏ bớt (\d+) chữ rồi gõ lại", lan.said)
    assert found is not None, lan.said
    assert [one.action for one in lan.heard[-1].choices] == ["cancel"], "nothing to send it with"
    tap(lan, "work:news-send:utilities")
    assert only(room) == []
    lan.says(f"thông báo: {text[: -int(found[1])]}")
    lan.taps("Điện, nước")
    lan.taps("Gửi 1 người")
    assert len(only(room)) == 1
