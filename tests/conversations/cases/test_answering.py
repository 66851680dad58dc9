"""An officer answers from the card: by button, number or reply, checked, late, after a question."""

import pytest

from bot.channels.terminal.render import text_of
from handlers.store import views
from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import ALONE, Chat, Door, sent
from tests.fakes.casework import GOOD, CaseWard


def test_a_card_says_the_matter_and_never_who_reported(ward: CaseWard) -> None:
    code = ward.open(sealed=("Lê Thị Thử", "0900000000"))

    with ward.store.read() as work:
        letter = views.letters(work, ward.chats["Bạch Mẫu"])[0]
    assert letter.reply is not None
    said = text_of((letter.reply,))
    assert str(code) in said
    assert "hẻm 12" in said
    assert "Thử" not in said
    labels = [one.label for one in letter.reply.choices]
    assert labels[:4] == ["Nhận việc", "Chuyển", "Hỏi thêm", "Trả lời"]
    assert labels[4:] == ["Không tiếp nhận", "Ghi chú", "Mẫu trả lời", "Đánh dấu khẩn"]


def test_claim_answer_preview_send(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}")
    officer.hears("Anh/chị đã nhận")
    officer.taps("Trả lời")
    officer.hears("gõ câu trả lời")
    officer.says(GOOD)
    officer.hears("sẽ đọc", "thay trước ngày 27/11")
    assert ward.told() == []
    officer.taps("Gửi")
    officer.hears("Đã gửi trả lời")
    assert "thay trước ngày 27/11" in ward.told()[0]
    assert ward.row(code).state == CaseState.ANSWERED


TWO = "Đèn đường hẻm 12 hỏng hai tuần nay, với lại nắp cống trước trường bể toác"


def test_each_point_is_ticked_beside_a_draft(ward: CaseWard, officer: Chat) -> None:
    code = ward.open(matter=TWO)
    officer.does(f"case:claim:{code}").taps("Trả lời")
    half = GOOD.replace("đèn", "bóng đèn")
    officer.says(half).hears("Ý 1: Đèn đường hẻm 12", "✓ đã trả lời")
    officer.hears("Ý 2: với lại nắp cống trước trường bể toác (chưa thấy trả lời)")
    officer.does(f"case:answer:{code}")
    whole = f"{half} Nắp cống trước trường đã thay tấm mới sáng 26/11."
    officer.says(whole).hears("nắp cống trước trường bể toác (✓ đã trả lời)")


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_reply_to_the_card_is_the_draft_of_an_answer(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    sent(ward, ward.chats["Bạch Mẫu"], code)
    officer.says(GOOD, reply_to="77")
    officer.hears("sẽ đọc", "thay trước ngày 27/11")
    officer.taps("Gửi")
    assert ward.row(code).state == CaseState.ANSWERED


def test_everything_works_by_number(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:see:{code}").says("4").says(GOOD).says("1")
    officer.hears("Đã gửi trả lời")


def test_what_fails_the_check_goes_back_and_may_leave_with_a_reason(
    ward: CaseWard, officer: Chat
) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says("Phường ghi nhận và sẽ xem xét theo quy định.")
    officer.hears("chưa đạt", "ngày hoặc bước tiếp theo")
    officer.taps("Vẫn gửi").says("đã gặp trực tiếp người dân")
    officer.hears("sẽ đọc")
    officer.taps("Gửi")
    officer.hears("Đã gửi")


def test_asking_pauses_and_what_the_citizen_says_comes_back(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = ward.open()
    officer.does(f"case:ask:{code}").says("Nhánh nào của hẻm 12 ạ?")
    officer.hears("thời hạn tạm dừng")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:add:{code}").says("nhánh bên trái, cuối hẻm")
    citizen.hears("Em đã thêm vào phản ánh")
    assert any("nhánh bên trái" in one for one in ward.told("Bạch Mẫu"))


def test_a_late_answer_asks_the_officer_why_and_reaches_the_citizen(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = ward.open()
    ward.clock.move(days=30)
    officer.does(f"case:answer:{code}").says(GOOD)
    officer.hears("quá hạn trả lời", "lý do chậm")
    assert ward.told() == []
    officer.taps("Ghi lý do chậm").says("chờ vật tư từ điện lực")
    officer.hears("sẽ đọc")
    officer.taps("Gửi")
    officer.hears("Đã gửi trả lời")
    assert ward.row(code).late_reason == "chờ vật tư từ điện lực"
    assert "thay trước ngày 27/11" in ward.told()[0]
    assert "vật tư" not in ward.told()[0]
