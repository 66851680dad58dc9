"""Which case the words name: a child ("trẻ") is not late ("trễ")."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import Match

LATE = (
    "khai sinh trễ hạn lệ phí bao nhiêu",
    "làm giấy khai sinh trễ thì đóng bao nhiêu tiền",
    "lam giay khai sinh bi tre thi le phi bao nhieu",
    "bố mất 2 năm rồi giờ mới làm giấy khai tử",
    "bé 3 tháng chưa làm giấy khai sinh có bị phạt không",
)
A_CHILD = (
    "trẻ mới sinh làm giấy khai sinh lệ phí bao nhiêu",
    "tre moi sinh lam khai sinh le phi bao nhieu",
    "đăng ký khai sinh lần đầu cho trẻ mới sinh",
    "bé 20 ngày chưa làm giấy khai sinh có bị phạt không",
)


@pytest.mark.parametrize("words", LATE)
def test_late_is_heard(matcher: Matcher, words: str) -> None:
    found = matcher.read(words)
    assert isinstance(found.outcome, Match)
    assert found.case is not None


@pytest.mark.parametrize("words", A_CHILD)
def test_a_child_is_not_late(matcher: Matcher, words: str) -> None:
    found = matcher.read(words)
    assert isinstance(found.outcome, Match)
    assert found.case is None
