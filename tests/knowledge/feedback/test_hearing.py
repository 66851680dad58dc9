"""What is asked, blamed and named in a report and its answer is heard as it was typed."""

import pytest

from knowledge.feedback.owning import owned
from knowledge.feedback.raising import points_of
from knowledge.feedback.reviews import FaultKind
from tests.knowledge.feedback.test_checking import GOOD, faults


@pytest.mark.parametrize(
    ("matter", "answer", "left"),
    [
        ("Kênh vỡ ngập rau. Xã đền cho tôi thế nào?", "Mời anh đến xã, kênh đã đắp.", True),
        ("Kênh vỡ ngập rau. Xã đền cho tôi thế nào?", "Kênh đã đắp, xã đền 2 triệu.", False),
        ("Tôi nợ cũ, có vay được nữa không?", "Hồ sơ vậy là đủ, cứ nộp.", True),
        ("Tôi nợ cũ, có vay được nữa không?", "Trả xong nợ cũ thì được vay.", False),
    ],
)
def test_a_word_with_its_marks_is_no_other_word(matter: str, answer: str, left: bool) -> None:
    """ "đền" is not "đến", "vay" not "vậy": what is asked is seen, and not taken for answered."""
    asked = owned(answer, matter)[-1]

    assert asked.point.question
    assert (asked.anywhere == 0) is left


def test_a_question_that_begins_with_how_long_is_a_point_of_its_own() -> None:
    points = points_of("Xin hỏi mở tiệm cắt tóc thì đăng ký ở đâu, bao lâu có giấy")

    assert [one.text for one in points][1:] == ["bao lâu có giấy"]


def test_what_people_are_said_to_be_like_is_blame() -> None:
    assert FaultKind.BLAME in faults(f"{GOOD} Đèn vỡ do ý thức người dân khu này quá kém.")
    assert FaultKind.BLAME not in faults(f"{GOOD} Phường mong nâng cao ý thức người dân.")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Khu phố đã gác", True),
        ("Bưu điện đã gác", True),
        ("Sở Xây dựng đã gác", True),
        ("BQL vịnh đã gác", True),
        ("Gác ở sân nhà văn hóa khu phố", False),
        ("Xe bồn cấp nước có gác", False),
        ("Đất sau bưu điện có gác", False),
        ("Trụ sở cũ có gác", False),
    ],
)
def test_a_place_or_a_deed_is_no_unit(said: str, named: bool) -> None:
    reply = f"Thưa anh/chị, đèn đã thay ngày 24/11, sáng lại ngày 27/11. {said}. Xin lỗi."

    assert (FaultKind.NO_UNIT not in faults(reply)) is named
