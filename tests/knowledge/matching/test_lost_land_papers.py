"""A lost land certificate goes to the land office; late music is reported, not sold a permit."""

import pytest

from knowledge.matching import Matcher
from tests.knowledge.matching.helpers import key


@pytest.mark.parametrize("text", ["em bị mất sổ hồng rồi ạ", "lo lam mat so do", "cấp lại sổ đỏ"])
def test_a_lost_certificate_is_no_first_one(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "mat_so_do"


@pytest.mark.parametrize("text", ["làm sổ đỏ lần đầu cần gì", "đất chưa có sổ đỏ"])
def test_a_first_certificate_is_not_led_away(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) not in ("sang_ten_so", "mat_so_do")


@pytest.mark.parametrize(
    "text", ["nhà bên đám cưới ồn ào suốt đêm", "hàng xóm mở nhạc tới 1h sáng"]
)
def test_music_at_night_is_reported(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "phan_anh_dia_phuong"


def test_who_wants_to_open_a_karaoke_bar_reports_nothing(matcher: Matcher) -> None:
    assert key(matcher, "mở quán karaoke cần giấy phép gì") != "phan_anh_dia_phuong"
    assert key(matcher, "mua loa mở nhạc") is None
