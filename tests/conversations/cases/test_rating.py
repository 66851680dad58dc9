"""The sender rates an answer, says what was lacking, and opens the case again."""

import pytest

from handlers.cases.escalation import end_by_themselves
from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import Chat, Door, answered
from tests.fakes.casework import GOOD, CaseWard


def test_the_citizen_opens_it_again_once(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:unsolved:{code}").hears("mở lại", "chưa ổn")
    citizen.says("đèn vẫn tắt như cũ").hears("thêm vào phản ánh")
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen.does(f"fb:score2:{code}")
    citizen.hears("đã mở lại một lần")


def test_a_high_score_is_thanked_for(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:solved:{code}").taps("5")
    citizen.hears("Cảm ơn")
    assert ward.row(code).score == 5


def test_a_middling_score_asks_which_group(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:solved:{code}").taps("3")
    citizen.hears("Điều gì cần làm tốt hơn")
    citizen.taps("Kết quả, thời gian")
    citizen.hears("không ai biết người chấm")
    assert (ward.row(code).score, ward.row(code).criterion) == (3, "result")
    assert ward.row(code).state == CaseState.ANSWERED


@pytest.mark.parametrize("tap", ["unsolved", "score1", "score2"])
def test_the_tap_alone_opens_it_again_and_the_officer_hears(
    ward: CaseWard, officer: Chat, door: Door, tap: str
) -> None:
    """Whoever taps "chưa" and types nothing more has said enough."""
    code = answered(ward, officer)
    told = len(ward.told("Bạch Mẫu"))
    Chat(ward, door, "citizen").does(f"fb:{tap}:{code}").hears("mở lại", "Hạn trả lời mới")
    assert ward.row(code).state == CaseState.REOPENED
    (card,) = ward.told("Bạch Mẫu")[told:]
    assert "Mở lại phản ánh" in card
    assert "chưa ghi lý do" in card
    ward.clock.move(days=30)
    with ward.store.work() as work:
        end_by_themselves(work, ward.ward, ward.clock.now())
        work.commit()
    assert ward.row(code).state == CaseState.REOPENED


def test_a_low_score_asks_the_group_and_why(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:score1:{code}").taps("Thái độ phục vụ")
    citizen.hears("không ai biết người chấm", "gõ thêm")
    assert (ward.row(code).score, ward.row(code).criterion) == (1, "conduct")
    assert ward.row(code).state == CaseState.REOPENED
    citizen.says("đèn vẫn tắt như cũ").hears("thêm vào phản ánh")
    assert "đèn vẫn tắt như cũ" in ward.told("Bạch Mẫu")[-1]
    assert (ward.row(code).score, ward.row(code).criterion) == (1, "conduct")


def test_the_answer_after_it_was_opened_again_is_judged_anew(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen").does(f"fb:unsolved:{code}")
    ward.clock.move(days=8)
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    assert ward.row(code).state == CaseState.ANSWERED
    citizen.says("xong rồi").hears("hài lòng")
    citizen.taps("5")
    citizen.hears("Cảm ơn")
    assert (ward.row(code).score, ward.row(code).solved) == (5, True)


def test_a_rating_may_be_changed_for_a_week(ward: CaseWard, officer: Chat, door: Door) -> None:
    """R-1."""
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:score5:{code}")
    ward.clock.move(days=6)
    citizen.does(f"fb:score4:{code}")
    assert ward.row(code).score == 4
    ward.clock.move(days=2)
    citizen.does(f"fb:score1:{code}")
    citizen.hears("quá 7 ngày")
    assert ward.row(code).score == 4
