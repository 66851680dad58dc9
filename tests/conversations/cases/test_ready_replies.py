"""Ready replies: chosen, filled line by line, and held back while something is left open."""

from tests.conversations.cases.door import Chat, answered
from tests.fakes.casework import GOOD, CaseWard

FILLED = "việc đèn hẻm 12\nthay bóng đèn hỏng ở hẻm 12\n27/11"


def test_a_ready_reply_is_chosen_filled_line_by_line_shown_and_sent(
    ward: CaseWard, officer: Chat
) -> None:
    code = ward.open()
    officer.does(f"case:see:{code}").taps("Mẫu trả lời")
    officer.hears("Đã làm xong", "Đang làm, hẹn ngày xong", "Hỏi: Hỏi chỗ cụ thể")
    officer.taps("Đang làm")
    officer.hears("Tổ Đô thị đã kiểm tra", "1. việc được phản ánh", "2. việc sẽ làm", "3. ngày")
    officer.says("việc đèn hẻm 12")
    officer.hears("việc đèn hẻm 12", "1. việc sẽ làm", "2. ngày")
    officer.says("thay bóng đèn hỏng ở hẻm 12\n27/11").hears("sẽ đọc", "trước ngày 27/11")
    officer.taps("Gửi").hears("Đã gửi trả lời")
    assert "Chúng tôi sẽ thay bóng đèn hỏng ở hẻm 12" in ward.told()[0]
    assert "[" not in ward.told()[0]


def test_a_ready_reply_works_by_number_alone(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:see:{code}").says("7").says("2").says(FILLED).says("1")
    officer.hears("Đã gửi trả lời")


def test_a_whole_answer_takes_the_place_of_a_ready_one(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:ready:{code}").taps("Đã làm xong").says(GOOD).hears("sẽ đọc")
    officer.taps("Gửi")
    assert "kiểm tra việc" not in ward.told()[0]


def test_a_ready_question_leaves_as_it_stands_or_as_rewritten(
    ward: CaseWard, officer: Chat
) -> None:
    first, second = ward.open(), ward.open()
    officer.does(f"case:ready:{first}").taps("Hỏi: Xin ảnh").hears("một ảnh chụp")
    officer.taps("Gửi câu này").hears("Đã hỏi thêm")
    officer.does(f"case:ready:{second}").taps("Hỏi: Xin ảnh").says("Nhánh trái hay phải ạ?")
    assert "một ảnh chụp" in ward.told()[0]
    assert "Nhánh trái" in ward.told()[1]


def test_a_bracket_left_open_holds_a_refusal(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").does(f"case:refuse:{code}")
    officer.says("Đã trả lời ngày [ngày]").hears("1. ngày")
    assert ward.told() == []
    officer.says("20/11").hears("không tiếp nhận")
    assert "Đã trả lời ngày 20/11" in ward.told()[0]


def test_dots_left_open_hold_a_question_to_the_sender(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").does(f"case:ask:{code}")
    officer.says("Anh/chị cho biết đèn hỏng từ ngày … ạ?").hears("gõ lại cả câu")
    assert ward.told() == []
    officer.says("Anh/chị cho biết đèn hỏng từ ngày nào ạ?").hears("Đã hỏi")
    assert "từ ngày nào" in ward.told()[0]


def test_what_may_not_be_done_now_has_no_ready_reply(ward: CaseWard, officer: Chat) -> None:
    code = answered(ward, officer)
    officer.does(f"case:ready:{code}").hears("Chưa có mẫu")
    officer.does(f"case:use:answer_done.{code}").hears("bước khác")
