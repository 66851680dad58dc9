"""Whom words are about: by full name, by title and given name, the head by title."""

import pytest

from knowledge.feedback.concern import Person, concerned
from knowledge.feedback.states import About

STAFF = {
    1: "Đầu Ngành Trọng",
    2: "Lê Thị Mẫu",
    3: "Trần Văn Hùng",
    4: "Phạm Lan",
    5: "Ngô Ngọc Lan",
}
HEADS = {1}


def about(text: str) -> Person:
    return concerned(text, STAFF, HEADS)


@pytest.mark.parametrize(
    ("text", "officer"),
    [
        ("cô Mẫu quầy hộ tịch quát tôi", 2),
        ("co mau quay ho tich quat toi", 2),
        ("Cán bộ Lê Thị Mẫu nói năng thô lỗ", 2),
        ("chị Thị Mẫu hẹn rồi không đến", 2),
        ("anh Hùng, quầy 2, không chịu nhận hồ sơ", 3),
        ("chị Ngọc Lan trả lời cộc lốc", 5),
    ],
)
def test_an_officer_is_named_by_full_name_or_by_title_and_given_name(
    text: str, officer: int
) -> None:
    assert about(text) == Person(About.OFFICER, officer)


@pytest.mark.parametrize(
    "text",
    [
        "mẫu đơn khó hiểu, quầy hộ tịch không có mẫu",
        "đường Hùng Vương ngập nước",
        "có mẫu tờ khai nào không",
        "chị Mận bán hàng lấn chiếm vỉa hè",
        "rác đầy hẻm 12",
    ],
)
def test_a_word_that_is_no_name_names_nobody(text: str) -> None:
    assert about(text) == Person()


def test_a_given_name_of_several_leaves_it_unclear() -> None:
    assert about("chị Lan quát tôi") == Person(About.UNCLEAR)
    assert about("cô Mẫu với anh Hùng quát tôi") == Person(About.UNCLEAR)


def test_the_head_by_given_name_only_when_conduct_is_complained_of() -> None:
    assert about("ông Trọng thái độ hách dịch với tôi") == Person(About.HEAD, 1)
    assert about("nhà ông Trọng đổ xà bần ra hẻm") == Person()
    assert about("Đầu Ngành Trọng làm trễ") == Person(About.HEAD, 1)
