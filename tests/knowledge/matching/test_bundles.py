"""Wishes that one procedure gives in one go: it is the answer, each alone is on tap."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import CardFound, Match, Several

OF_A_BIRTH, OF_A_DEATH = "3.000722", "2.002913"


@pytest.mark.parametrize(
    ("text", "code", "singly"),
    [
        ("khai sinh cho con và nhập hộ khẩu cho bé cần gì", OF_A_BIRTH, {"1.001193", "1.004222"}),
        ("em muốn làm khai sinh cho bé rồi nhập khẩu luôn", OF_A_BIRTH, {"1.001193", "1.004222"}),
        ("lam khai sinh, nhap khau cho be so sinh", OF_A_BIRTH, {"1.001193", "1.004222"}),
        ("làm giấy chứng tử cho ba và cắt khẩu luôn", OF_A_DEATH, {"1.000656", "1.003197"}),
        ("ba mất, cần khai tử, cắt khẩu và tiền mai táng", OF_A_DEATH, {"1.003197"}),
        ("cho hoi khai tu va xoa thuong tru cho noi", OF_A_DEATH, {"1.000656", "1.003197"}),
    ],
)
def test_what_one_procedure_gives_together_is_answered_with_it(
    matcher: Matcher, text: str, code: str, singly: set[str]
) -> None:
    outcome = matcher.read(text).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == code
    assert singly <= {other.code for other in outcome.others}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("khai sinh cho con và nhập khẩu cho vợ cần gì", ["1.001193", "1.004222"]),
        ("khai sinh và nhập khẩu cho bé, làm riêng từng cái", ["1.001193", "1.004222"]),
        ("khai sinh cho con và đăng ký tạm trú cho bé", ["1.001193", "1.004194"]),
    ],
)
def test_for_two_persons_or_one_by_one_they_are_two_wishes(
    matcher: Matcher, text: str, codes: list[str]
) -> None:
    outcome = matcher.read(text).outcome
    assert isinstance(outcome, Several)
    assert [match.code for match in outcome.matches] == codes


def test_what_is_asked_besides_is_answered_too(matcher: Matcher) -> None:
    text = "bà ngoại vừa mất, em cần khai tử và xin thêm mai táng phí, hỏi luôn cn có làm không"
    outcome = matcher.read(text).outcome
    assert isinstance(outcome, Several)
    assert [match.code for match in outcome.matches] == [OF_A_DEATH]
    assert outcome.wishes[1:] == (CardFound("gio_lam_viec"),)
    assert outcome.unread == ()


def test_a_bundle_that_is_not_shown_stands_for_nothing(matcher: Matcher) -> None:
    visible = frozenset({"1.001193", "1.004222"})
    outcome = matcher.read("khai sinh cho con và nhập hộ khẩu cho bé", visible=visible).outcome
    assert isinstance(outcome, Several)
    assert {match.code for match in outcome.matches} == visible
