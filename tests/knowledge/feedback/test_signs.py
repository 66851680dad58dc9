"""What an answer names, takes up and leaves out."""

import pytest

from knowledge.feedback.judging import Head, shipped_judge, signs_of_each
from knowledge.feedback.left_out import is_elsewhere, left_out
from knowledge.feedback.ready import unfilled
from knowledge.feedback.steps import days, moments, telling
from knowledge.feedback.topics import shipped_topics
from knowledge.feedback.units import units_named


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("rác hẻm 9 bốn ngày chưa lấy", {"rubbish"}),
        ("rac hem 9 khong ai lay", {"rubbish", "no_one_came"}),
        ("nha ben mo karaoke toi khuya", {"noise"}),
        ("den nha toi thi tre roi", set()),
        ("phí bao nhiêu, nộp ở đâu", {"how_much", "where"}),
    ],
)
def test_topics_are_heard_with_and_without_marks(said: str, keys: set[str]) -> None:
    """A single word without marks says too little: "den" is đèn, đến and đền."""
    assert {one.key for one in shipped_topics().raised(said)} == keys


def test_an_amount_answers_how_much() -> None:
    asked = "lệ phí bao nhiêu"

    assert not shipped_topics().left(asked, "Lệ phí là 8.000đ.")
    assert {one.key for one in shipped_topics().left(asked, "Mời chị tới quầy 3.")} == {"how_much"}


@pytest.mark.parametrize(
    ("reply", "named"),
    [
        ("Đội thoát nước đã nạo vét sáng nay.", True),
        ("Phường cử người xuống xem chiều mai.", True),
        ("Phong Kinh te da thay den toi qua.", True),
        ("Anh Dũng đài truyền thanh chỉnh loa tối nay.", True),
        ("Đoàn kiểm tra của phường vào bếp lúc 6 giờ.", True),
        ("Cty Thanh Thử lát lại gạch chiều 21.", True),
        ("Sơ đồ đã được gửi cho trung tâm cấp cứu.", False),
        ("Bộ phận tiếp nhận giám định rồi chi trả.", False),
        ("Đã bảo chủ dời thùng ong đi trước 29/11.", False),
        ("Đèn hẻm 9 tổ 8 sẽ có người tới thay mai.", False),
        ("Bộ phận liên quan sẽ xem.", False),
    ],
)
def test_who_answers_is_told_from_a_place(reply: str, named: bool) -> None:
    assert units_named(reply, ()) is named


def test_what_is_left_out_shows_listed_words_and_never_a_name() -> None:
    matter = "Tôi là Lê Thị Mẫu, 0900 000 456. Đèn hẻm 9 tắt, nhân viên quầy 3 nói năng cộc lốc"

    assert left_out(matter, "UBND phường đã thay đèn hẻm 9.") == "cộc lốc"
    assert left_out("Tôi là Lê Thị Mẫu, nhà có việc", "UBND phường đã thay đèn hẻm 9.") == ""


def test_an_answer_about_something_else_is_known() -> None:
    assert is_elsewhere("Rác hẻm 9 chưa lấy", "Trạm Y tế tiêm sởi sáng 27/11.")
    assert not is_elsewhere("Rác hẻm 9 chưa lấy", "Đội thu gom đã hốt sáng nay.")
    assert not is_elsewhere("Xin chào", "Trạm Y tế tiêm sởi sáng 27/11.")


def test_days_of_laws_and_houses_do_not_count() -> None:
    told = telling("Theo Nghị định 13/2020 ngày 21/01/2020, nhà số 12/5 sẽ sửa sáng mai.")

    assert days(told) == 0
    assert moments(told) == 1


@pytest.mark.parametrize("reply", ["Chào {{ho_ten}}", "Gửi <Họ tên>", "ngày ../../2026", "[...]"])
def test_fields_of_any_form_are_blanks(reply: str) -> None:
    assert unfilled(reply)


@pytest.mark.parametrize("head", list(Head))
def test_every_sign_of_a_head_has_its_weight(head: Head) -> None:
    assert (
        signs_of_each("Đã sửa.", "Đèn hỏng")[head].keys()
        == shipped_judge().heads[head].signs.keys()
    )
