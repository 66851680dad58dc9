"""What people ask the assistant about itself: what it keeps, and what it does for them."""

import pytest

from knowledge.matching import Matcher
from tests.knowledge.matching.helpers import code, key


@pytest.mark.parametrize(
    ("message", "card"),
    [
        ("ban co luu thong tin cua minh khong", "rieng_tu"),
        ("tin nhắn của tôi ai xem được vậy", "rieng_tu"),
        ("bot giữ thông tin của em bao lâu", "rieng_tu"),
        ("bot nop ho so gium chi duoc khong", "bot_nop_thay"),
        ("bạn có nộp hồ sơ giùm tôi được không", "bot_nop_thay"),
        ("chị không biết điền đơn thì làm sao", "to_khai"),
        ("ad chi minh dien form voi", "to_khai"),
    ],
)
def test_a_question_to_the_assistant_has_its_card(
    matcher: Matcher, message: str, card: str
) -> None:
    assert key(matcher, message) == card


def test_a_relative_who_hands_in_is_no_question_to_the_assistant(matcher: Matcher) -> None:
    assert key(matcher, "vợ đi nộp thay chồng được không") == "nop_thay"
    assert code(matcher, "đăng ký tạm trú giùm cho bạn cùng phòng cần gì") == "1.004194"
