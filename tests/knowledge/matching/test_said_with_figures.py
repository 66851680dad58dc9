"""Figures and lacks a message tells are read: ages, how long a paper lasts, what is not there."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.lasting import asks_how_long_it_lasts
from knowledge.matching.outcomes import Ambiguous
from knowledge.procedures import Part
from tests.knowledge.matching.helpers import code, key

FIRST_CARD, CHILDS_CARD = "1.014061", "1.014062"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lam can cuoc cho con 15 tuoi", FIRST_CARD),
        ("cháu 17 tuổi làm căn cước", FIRST_CARD),
        ("tôi 22 tuổi chưa làm cccd", FIRST_CARD),
        ("làm căn cước cho bé 9 tuổi", CHILDS_CARD),
        ("con duoi 14 tuoi lam can cuoc", CHILDS_CARD),
    ],
)
def test_an_age_tells_the_cards_apart(matcher: Matcher, text: str, wanted: str) -> None:
    assert code(matcher, text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "giấy độc thân có hạn bao lâu",
        "giay doc than xai duoc may thang",
        "tạm trú có thời hạn mấy năm",
        "giấy phép xây dựng có giá trị mấy tháng",
    ],
)
def test_how_long_a_paper_lasts_is_not_how_long_it_takes(matcher: Matcher, text: str) -> None:
    assert matcher.read(text).part is Part.VALIDITY


def test_how_long_it_takes_is_still_heard(matcher: Matcher) -> None:
    assert matcher.read("làm giấy độc thân mất mấy ngày").part is Part.TIME
    assert not asks_how_long_it_lasts(["thoi", "han", "giai", "quyet", "bao", "lau"])


def test_what_is_lacking_is_not_what_is_wanted(matcher: Matcher) -> None:
    assert code(matcher, "nhà chưa có sổ hồng thì nhập khẩu được không") == "1.004222"
    assert code(matcher, "không có hộ khẩu thì đăng ký kết hôn ở đâu") == "1.000894"


@pytest.mark.parametrize(
    "text", ["e bị rớt bóp mất hết giấy tờ huhu", "bị mất cái ví mất sạch giấy tờ hic"]
)
def test_who_lost_everything_is_asked_which_paper(matcher: Matcher, text: str) -> None:
    outcome = matcher.read(text).outcome
    assert isinstance(outcome, Ambiguous)
    assert outcome.family == "mat_giay_to"


def test_a_family_in_grief_is_offered_no_birth(matcher: Matcher) -> None:
    text = "Ông nội mất sáng nay, gia đình rối quá không biết làm giấy tờ gì trước"
    reading = matcher.read(text)
    assert isinstance(reading.outcome, Ambiguous)
    codes = [getattr(option, "code", "") for option in reading.outcome.options]
    assert "1.000656" in codes
    assert "1.001193" not in codes
    assert reading.bereaved


@pytest.mark.parametrize(
    "text", ["phường mình tiếp dân ngày nào", "gặp chủ tịch thì đi bữa thứ mấy"]
)
def test_the_day_of_reception_is_told(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text)
    assert "tiep_cong_dan" in (reading.said_first, key(matcher, text))


def test_a_syllable_alike_is_not_asked_back(matcher: Matcher) -> None:
    assert code(matcher, "ông già nằm viện không đi được, phường có tới chứng di chúc không")
