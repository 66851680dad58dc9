"""Acts from a card that need one tap: it cannot wait, it is the ward's own."""

from handlers.cases.escalation import remind
from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import Chat, Door
from tests.fakes.casework import CaseWard


def test_a_case_is_marked_urgent_from_its_card(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    officer = Chat(ward, door, "Bạch Mẫu").does(f"case:see:{code}")
    officer.taps("Đánh dấu khẩn").hears("Đã đánh dấu khẩn")
    assert ward.row(code).urgent
    assert "Vừa đánh dấu khẩn" in ward.told("Đầu Mẫu")[-1]
    officer.does(f"case:see:{code}").hears("KHẨN")
    offered = [button.label for reply in officer.heard for button in reply.choices]
    assert offered
    assert not [one for one in offered if one.startswith("Đánh dấu khẩn")]


def test_a_reminder_to_forward_is_answered_with_one_tap(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    ward.clock.move(days=14)
    with ward.store.work() as work:
        remind(work, ward.ward, ward.clock.now())
        work.commit()
    assert any("Việc của phường, xã" in one for one in ward.told("Bạch Mẫu"))
    Chat(ward, door, "Bạch Mẫu").does(f"case:keep:{code}").hears("không nhắc hạn chuyển nữa")


def test_instead_of_a_reason_to_refuse_a_case_is_pointed_to_the_law(
    ward: CaseWard, door: Door
) -> None:
    code = ward.open()
    officer = Chat(ward, door, "Bạch Mẫu").does(f"case:claim:{code}")
    officer.does(f"case:refuse:{code}").hears("không lấy lại được").taps("Đây là tố cáo")
    officer.hears(f"Đã xoá nội dung {code}")
    assert ward.row(code).state == CaseState.ROUTED
    assert ward.row(code).matter is None
    officer.does(f"case:see:{code}").hears("Không có phản ánh này")
