"""In a conversation: a foreign matter is no follow-up, a paper asked about wants no procedure."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import Match, RouteFound, Subject
from knowledge.procedures import Part

SINGLE = Subject(code="1.004873")
FOREIGN = """
mua vé máy bay đi Đà Nẵng ở đâu
quán phở ngon ở đâu
khám răng bao nhiêu tiền
sạc điện thoại ở đâu
an pho cho nao ngon
mấy giờ có bóng đá
nấu bún bò cần gì
học đàn piano mất bao lâu
tiệm cắt tóc nào đẹp
gửi xe ở đâu
"""
PAPERS = """
cần chứng minh thư ko
có cần photo công chứng không
co can ho khau k
mang theo hộ khẩu ko em
cmnd cũ dùng được không
mang căn cước photo được không
bản sao có phải chứng thực không
cần giấy khai sinh nữa không
có cần giấy chứng sinh không
"""
OTHERS = {
    "có cần làm lại khai sinh không": "1.004884",
    "có phải đổi căn cước không": "1.014063",
    "có cần đăng ký tạm trú không": "1.004194",
    "có cần đăng ký kết hôn không": "1.000894",
}


@pytest.mark.parametrize("message", FOREIGN.strip().splitlines())
def test_a_foreign_matter_is_not_answered_by_the_one_before(matcher: Matcher, message: str) -> None:
    reading = matcher.read(message, SINGLE)
    assert not reading.follow_up
    assert reading.outcome == matcher.read(message).outcome
    assert not isinstance(reading.outcome, Match)


@pytest.mark.parametrize("message", PAPERS.strip().splitlines())
def test_a_paper_asked_about_is_asked_of_the_subject(matcher: Matcher, message: str) -> None:
    reading = matcher.read(message, SINGLE)
    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.part) == (SINGLE.code, Part.DOCUMENTS)


@pytest.mark.parametrize(("message", "code"), OTHERS.items())
def test_a_deed_asked_about_is_a_matter_of_its_own(
    matcher: Matcher, message: str, code: str
) -> None:
    outcome = matcher.read(message, SINGLE).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == code


def test_a_divorce_behind_somebody_is_a_case_of_the_subject(matcher: Matcher) -> None:
    told = matcher.read("em ly hôn rồi thì cần gì", SINGLE).outcome
    assert isinstance(told, Match)
    assert told.code == SINGLE.code
    assert matcher.read("muốn ly hôn thì cần gì", SINGLE).outcome == RouteFound("ly_hon")
