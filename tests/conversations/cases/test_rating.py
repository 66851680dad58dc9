"""The sender rates an answer, says what was lacking, and opens the case again."""

from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import Chat, Door
from tests.fakes.casework import GOOD, CaseWard


def test_the_citizen_opens_it_again_once(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:unsolved:{code}").says("đèn vẫn tắt như cũ")
    citizen.hears("mở lại")
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


def test_a_low_score_asks_the_group_and_why_and_opens_it_again(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:score1:{code}").taps("Thái độ phục vụ").says("đèn vẫn tắt như cũ")
    citizen.hears("mở lại")
    assert (ward.row(code).score, ward.row(code).criterion) == (1, "conduct")


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
