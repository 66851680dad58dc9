"""A report's points, and which of them an answer takes up."""

import pytest

from knowledge.feedback.coverage import taken, told_pieces
from knowledge.feedback.nearness import near, shipped_nearness
from knowledge.feedback.raising import announced, points_of
from knowledge.text.folding import words

TWO = (
    "Đèn đường hẻm 47 tắt cả tuần nay, đi làm ca đêm về tối om. Thêm nữa đống rác chỗ đầu hẻm xe "
    "không lấy từ thứ 5."
)


@pytest.mark.parametrize(
    ("matter", "count"),
    [
        (TWO, 2),
        ("Đèn hẻm 12 hỏng gần hai tuần, đi lại tối thui", 1),
        ("Chung cư có giấy phép không, phát sóng có hại không, sao không hỏi ý kiến dân?", 3),
        ("Hang xom xay tuong lan qua dat nha toi 40cm, voi lai may cua keu suot dem", 2),
        ("Quán hát karaoke tới 12h đêm. Phường có xử lý không?", 1),
        ("Hẻm ngập tới gối vì cống nghẹt. Nắp hố ga bị ai cạy mất hơn tuần", 2),
        ("Trạm bơm không chạy. Thế mà vẫn thu 35 nghìn/sào tiền thủy nông", 2),
        ("Tôi hỏi: (a) lệ phí đổi tên (b) bao giờ có giấy mới", 2),
        ("1/ Vì sao chậm? 2/ Tiền viện có được hoàn không?", 2),
        ("Bão hôm rồi tốc mái tôn. Em cảm ơn", 1),
    ],
)
def test_a_report_is_cut_into_its_points(matter: str, count: int) -> None:
    assert len(points_of(matter)) == count


def test_every_word_of_a_point_stands_in_the_report() -> None:
    for point in points_of(TWO):
        assert all(part in TWO for part in point.parts)


@pytest.mark.parametrize(
    ("said", "count"),
    [("Nhờ xã coi giùm 3 chuyện", 3), ("xin hoi hai viec", 2), ("Đèn hẻm 12 hỏng", 0)],
)
def test_how_many_things_there_are_may_be_said(said: str, count: int) -> None:
    assert announced(said) == count


def test_what_is_said_in_other_words_is_taken_up() -> None:
    reply = (
        "Đội chiếu sáng thay bóng ngày 15/10. Điểm tồn đọng chất thải ở lối vào, Hợp tác xã thu "
        "gom dọn sạch sáng 13/10."
    )

    lamp, rubbish = taken(reply, TWO)
    assert lamp.strength > 0.5
    assert rubbish.strength > 0.5


def test_thanks_for_a_matter_do_not_answer_it() -> None:
    reply = (
        "UBND phường cảm ơn anh chị đã phản ánh về đèn đường và đống rác. Công ty chiếu sáng đã "
        "thay bóng đèn hẻm 47 tối 14/10, đèn đã sáng."
    )

    lamp, rubbish = taken(reply, TWO)
    assert lamp.strength > 0.5
    assert rubbish.strength < 0.3


def test_a_greeting_does_not_hide_what_follows_it() -> None:
    (piece,) = told_pieces("Thưa anh/chị, Tổ Đô thị đã thay bóng đèn hẻm 12.")

    assert "thay bóng đèn" in piece


def test_nearness_needs_no_shared_word() -> None:
    meaning = shipped_nearness().meaning
    rubbish = meaning(words("đống rác không ai lấy"))
    cleared = meaning(words("hợp tác xã môi trường thu gom chất thải"))
    birth = meaning(words("trích lục hộ tịch cấp lại"))

    assert near(rubbish, cleared) > near(rubbish, birth)
    assert near(rubbish, meaning([])) == 0
