"""Complaints strung together with commas, and which of them an answer leaves without a sentence."""

import pytest

from knowledge.feedback.listing import complaints, told_sentences
from knowledge.feedback.listing_signs import left_out_signs, listing_signs

MATTER = "Nắp cống ngõ 9 bể, quán hát loa tới khuya, xe đậu bít lối vào"
LID = "Nắp cống ngõ 9 đã thay ngày 4/5."
LOUD = "Quán bị lập biên bản vì mở loa sau 22 giờ."
CARS = "Vạch cấm đậu xe được kẻ ngày 6/5."


@pytest.mark.parametrize(
    ("matter", "found"),
    [
        (MATTER, 3),
        ("nap cong be, quan hat loa toi khuya, xe dau bit loi", 3),
        ("Ngõ 45, đèn tắt cả tuần, rác ứ đầu ngõ", 2),
        ("Đèn hẻm tắt, nên đi lại khó", 1),
        ("Chó thả rông chạy đầy đường, mong phường xử lý", 1),
        ("Trạm bắt chờ ba tiếng mà không có ghế ngồi", 2),
        ("Xin hỏi lệ phí bao nhiêu, nộp ở đâu, bao lâu có", 3),
        ("Rác ứ đầu ngõ. Đèn đường tắt.", 2),
        ("ok", 1),
        ("Đèn ngõ 9 hỏng hai tuần, rác ứ đầu ngõ\nđèn vẫn tắt", 2),
        ("Tôi là Bạch Mẫu, gọi 0900 000 123. Nắp cống bể, đèn đường tắt", 2),
        ("Biên lai 2.300.45 ghi sai tên tôi", 1),
    ],
)
def test_each_clause_of_a_list_is_a_complaint_of_its_own(matter: str, found: int) -> None:
    assert len(complaints(matter)) == found


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (f"Kính gửi anh/chị, {LID} {LOUD}", 2),
        (f"UBND phường xin trả lời anh/chị. {LID} Tổ Đô thị phường.", 1),
        (f"{LID} Xin cảm ơn anh/chị.", 1),
        ("Cảm ơn anh/chị.", 0),
    ],
)
def test_who_answers_and_thanks_are_no_sentences_of_an_answer(reply: str, found: int) -> None:
    assert len(told_sentences(reply)) == found


@pytest.mark.parametrize(
    ("reply", "bare"),
    [
        (f"{LID} {LOUD} {CARS}", []),
        (f"{LOUD} {CARS}", [0]),
        (f"{LID} {CARS}", [1]),
        (f"{LID} {LOUD} Tổ Đô thị phường.", [2]),
    ],
)
def test_the_one_left_out_is_the_one_without_a_piece(reply: str, bare: list[int]) -> None:
    each = left_out_signs(reply, MATTER)
    assert [number for number, one in enumerate(each) if one["bare"]] == bare
    whole = listing_signs(f"{LID} {LOUD} {CARS}", MATTER)
    if bare:
        left = listing_signs(reply, MATTER)
        assert all(left[name] > whole[name] for name in ("l_left", "l_listed", "l_surely"))


def test_a_sentence_of_its_own_words_may_answer_what_is_bare() -> None:
    """Nothing links it and the cars; it stands where their answer would."""
    other = "Đơn vị liên quan hoàn tất khắc phục toàn diện hôm 7/5."
    assert [one["gap"] for one in left_out_signs(f"{LID} {LOUD}", MATTER)] == [0, 0, 0]
    assert [one["gap"] for one in left_out_signs(f"{LID} {LOUD} {other}", MATTER)] == [0, 0, 1]


def test_what_is_done_about_it_counts_though_no_word_is_the_same() -> None:
    matter = "Nắp cống ngõ 9 bể, khách đi tiểu bậy vào tường"
    reply = f"{LID} Chủ quán đã xây nhà vệ sinh và quét vôi lại."
    assert not any(one["bare"] for one in left_out_signs(reply, matter))


def test_one_complaint_that_is_answered_is_surely_not_left_out() -> None:
    assert listing_signs(LID, "Nắp cống ngõ 9 bể")["l_surely"] == 0.0


@pytest.mark.parametrize(
    ("matter", "found"),
    [
        ("Rác đầu ngõ không ai hốt, ruồi bu đen nghịt", 1),
        ("Quán mở loa tới khuya, ruồi bu đen nghịt", 2),
        ("Quỹ thu mỗi tháng mà không công khai", 1),
        ("Quầy đóng sớm, bút không có mà ghế thì gãy", 3),
        ("Chủ quán còn phơi giẻ ngoài hè", 1),
        ("Vạch mờ, rác đầy còn chó thả rông", 3),
        ("Tổ 5 có mấy việc: đèn tắt, rác ứ", 2),
        ("Nhà chắn lối đi chung, phường có biết không?", 1),
        ("Nhà chắn lối đi chung, gà chết thì báo ai?", 2),
    ],
)
def test_what_comes_of_a_complaint_or_only_begins_it_is_none(matter: str, found: int) -> None:
    assert len(complaints(matter)) == found
