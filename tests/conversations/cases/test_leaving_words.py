"""A question or a refusal is checked in the chat as an answer is; a late refusal says why."""

from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import Chat, Door
from tests.fakes.casework import CaseWard

BLAMES = "Do gia đình anh/chị tự đấu nối nên phường không xem xét ạ."
CIVIL = "Đây là việc riêng giữa hai nhà, anh/chị nhờ tổ hoà giải khu phố giúp ạ."


def test_a_refusal_that_blames_goes_back_and_may_leave_with_a_note(
    ward: CaseWard, door: Door
) -> None:
    code = ward.open()
    lead = Chat(ward, door, "Phụ Mẫu").does(f"case:refuse:{code}")
    lead.says(BLAMES).hears("Lời không tiếp nhận chưa đạt", "đổ lỗi")
    assert ward.told() == []
    lead.taps("Vẫn gửi").says("đã gặp trực tiếp").hears("Đã báo không tiếp nhận")
    assert BLAMES in ward.told()[0]
    assert ward.row(code).state == CaseState.NOT_ACCEPTED


def test_it_may_be_written_anew(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    lead = Chat(ward, door, "Phụ Mẫu").does(f"case:refuse:{code}").says(BLAMES)
    lead.taps("Sửa lại").hears("lý do không tiếp nhận")
    lead.says(CIVIL).hears("Đã báo không tiếp nhận")
    assert CIVIL in ward.told()[0]


def test_a_late_refusal_asks_why(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    ward.clock.move(days=30)
    lead = Chat(ward, door, "Phụ Mẫu").does(f"case:refuse:{code}")
    lead.says(CIVIL).hears("quá hạn")
    lead.taps("Ghi lý do chậm").says("chờ xác minh").hears("Đã báo không tiếp nhận")
    assert ward.row(code).late_reason == "chờ xác minh"


def test_a_question_that_tells_of_others_goes_back(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    officer = Chat(ward, door, "Bạch Mẫu").does(f"case:ask:{code}")
    officer.says("Anh/chị có phải hàng xóm ông Nguyễn Văn Sáu, 0905 123 456 không ạ?")
    officer.hears("Câu hỏi chưa đạt", "tên, số điện thoại")
    assert ward.told() == []
    officer.taps("Sửa lại").says("Nhánh nào của hẻm 12 ạ?").hears("thời hạn tạm dừng")
