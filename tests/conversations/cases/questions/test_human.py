"""A question the bot could not answer goes to a person, in writing or by a call."""

from datetime import datetime

import pytest

from handlers.cases import calls
from handlers.clock import LOCAL
from handlers.messages import InboundKind
from handlers.store import cases, views
from handlers.store.erasing import erase_person
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import Chat, Door
from tests.conversations.conftest import NOON, Citizen
from tests.fakes.casework import KEY, CaseWard

UNKNOWN = "xin phép bắn pháo hoa sân thượng nhà mình thì sao"


@pytest.fixture
def lan(ward: CaseWard, door: Door) -> Chat:
    return Chat(ward, door, "citizen")


def question(ward: CaseWard) -> CaseCode:
    with ward.store.read() as work:
        return cases.code_of(cases.of_contact(work, ward.citizen)[0])


def test_what_could_not_be_answered_is_handed_on_in_one_tap(ward: CaseWard, lan: Chat) -> None:
    lan.says(UNKNOWN)
    lan.taps("Hỏi cán bộ")
    lan.hears("Đã chuyển câu hỏi PA-261123-001", "Trung tâm Phục vụ hành chính công")
    row = ward.row(question(ward))
    assert (row.kind, row.matter) == ("question", UNKNOWN)
    assert "pháo hoa" in ward.told("Phụ Mẫu")[0]
    assert "Câu hỏi mới" in ward.told("Phụ Mẫu")[0]


def test_two_failures_in_a_row_offer_it_first_and_both_go_along(ward: CaseWard, lan: Chat) -> None:
    lan.says(UNKNOWN)
    lan.says("cho em xin số taxi")
    lan.hears("chưa trả lời được mấy câu liền")
    lan.taps("Hỏi cán bộ")
    matter = str(ward.row(question(ward)).matter)
    assert "pháo hoa" in matter
    assert "taxi" in matter


@pytest.mark.parametrize("kind", [InboundKind.UNSUPPORTED])
def test_a_voice_message_offers_a_person(kept: Citizen, kind: InboundKind) -> None:
    kept.sends(kind)
    kept.hears("chưa đọc được", buttons=["Hỏi cán bộ", "Gọi lại cho tôi"])


def test_the_words_alone_ask_for_the_question(ward: CaseWard, lan: Chat) -> None:
    lan.says("hỏi cán bộ")
    lan.hears("gõ câu hỏi")
    lan.says("Nhà tôi có được tách hộ khẩu khi chưa có sổ đỏ không?")
    lan.hears("Đã chuyển câu hỏi")


def test_the_answer_comes_back_and_closes_it(ward: CaseWard, door: Door, lan: Chat) -> None:
    lan.says(UNKNOWN).taps("Hỏi cán bộ")
    code = question(ward)
    lead = Chat(ward, door, "Phụ Mẫu")
    lead.does(f"case:claim:{code}").taps("Trả lời")
    lead.says("Dạ anh/chị gửi đơn về Công an phường, không mất phí ạ.")
    lead.hears("sẽ đọc")
    lead.taps("Gửi")
    assert any("Câu hỏi PA-261123-001 đã có trả lời" in one for one in ward.told())
    assert ward.row(code).state == CaseState.ANSWERED


def call_me(lan: Chat) -> None:
    lan.says("gọi lại cho tôi")
    lan.hears("Trước khi anh/chị cho biết thông tin cá nhân")
    lan.taps("Đồng ý")
    lan.hears("tiện nghe máy lúc nào", "trong giờ làm việc")
    lan.taps("13:30-17:00")
    lan.hears("số điện thoại và điều cần hỏi")
    lan.says("0905 123 456, tôi muốn hỏi việc bắn pháo hoa")
    lan.hears("gọi lại cho anh/chị trong khoảng 13:30-17:00")


def test_a_call_is_promised_and_the_number_is_for_who_holds_it(
    ward: CaseWard, door: Door, lan: Chat
) -> None:
    call_me(lan)
    code = question(ward)
    assert "123 456" not in str(ward.row(code).matter)
    lead, head = Chat(ward, door, "Phụ Mẫu"), Chat(ward, door, "Đầu Mẫu")
    assert not any("0905" in one for one in ward.told("Phụ Mẫu"))
    lead.does(f"case:number:{code}")
    lead.hears("Chỉ người đang giữ")
    lead.does(f"case:claim:{code}").taps("Xem số gọi lại")
    lead.hears("0905123456")
    head.does(f"case:number:{code}")
    head.hears("Chỉ người đang giữ")
    with ward.store.read() as work:
        assert [one.by for one in cases.events(work, ward.row(code).id) if one.act == "number"] == [
            f"officer:{ward.officers['Phụ Mẫu'].id}"
        ]


def test_who_is_to_call_is_reminded_and_who_leads_hears_when_it_was_missed(
    ward: CaseWard, door: Door, lan: Chat
) -> None:
    call_me(lan)
    code = question(ward)
    Chat(ward, door, "Phụ Mẫu").does(f"case:claim:{code}")

    def at(hour: int, minute: int, day: int = 23) -> tuple[int, int]:
        now = datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)
        for _ in range(2):
            with ward.store.work() as work:
                calls.remind(work, ward.ward, now)
                work.commit()
        lead = [one for one in ward.told("Phụ Mẫu") if "giờ hẹn gọi lại" in one]
        head = [one for one in ward.told("Đầu Mẫu") if "đã qua giờ hẹn" in one]
        return len(lead), len(head)

    assert at(11, 0) == (0, 0)
    assert at(13, 31) == (1, 0)
    assert at(19, 0) == (1, 0)  # nobody is written to in the evening
    assert at(7, 30, day=25) == (2, 1)


def test_a_denunciation_and_a_complaint_of_an_officer_go_their_own_way(
    ward: CaseWard, lan: Chat
) -> None:
    lan.says("hỏi cán bộ").says("tôi muốn tố cáo ông chủ tịch nhận hối lộ")
    lan.says("hỏi cán bộ").says("cô Cường Mẫu quát tôi ở quầy, tôi hỏi ai xử lý")
    with ward.store.read() as work:
        assert [one for one in cases.of_contact(work, ward.citizen) if one.kind == "question"] == []


def test_erasing_takes_the_number_and_the_words_along(ward: CaseWard, lan: Chat) -> None:
    call_me(lan)
    code = question(ward)
    case = ward.row(code).id
    with ward.store.work() as work:
        erase_person(work, ward.citizen, NOON)
        work.commit()
    with ward.store.read() as work:
        assert cases.sealed(work, case) is None
        assert ward.row(code).matter is None
        assert not any(
            "pháo hoa" in str(one.reply) for one in views.letters(work, ward.chats["Phụ Mẫu"])
        )


def test_nothing_is_asked_of_a_person_before_a_group(kept: Citizen) -> None:
    kept.group = True
    kept.says("gọi lại cho tôi")
    kept.hears_nothing_of("số điện thoại")
    assert KEY
