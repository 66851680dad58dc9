"""Classes of fault found by reading answers to strangers, in other words than theirs."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.losses import died
from knowledge.matching.marriages import too_young
from knowledge.matching.outcomes import Match, NoMatch, Subject
from knowledge.procedures import Part
from tests.knowledge.matching.helpers import code, first, key, offered

MOURNING = {"1.000656", "2.002913", "1.001731", "1.014028", "1.010824", "2.002307", "2.002308"}


@pytest.mark.parametrize(
    "text",
    ["trợ cấp cho ông bà già", "xin tien ho tro cho ba noi", "cựu chiến binh được hưởng gì",
     "thương binh có thẻ bảo hiểm không", "hưu trí xã hội cho cụ 80 tuổi"],
)  # fmt: skip
def test_no_mourners_allowance_is_offered_where_nobody_died(matcher: Matcher, text: str) -> None:
    outcome = matcher.read(text).outcome
    others = outcome.others if isinstance(outcome, Match) else ()

    assert MOURNING.isdisjoint(offered(matcher, text))
    assert code(matcher, text) not in MOURNING
    assert MOURNING.isdisjoint(one.code for one in others)


def test_mourners_find_it_as_before(matcher: Matcher) -> None:
    assert code(matcher, "mai táng phí cựu chiến binh") == "2.002307"
    assert code(matcher, "khai tử cho bà nội") == "1.000656"


@pytest.mark.parametrize(
    "text", ["con chó nhà tôi chết rồi", "xe chết máy giữa đường", "dt chet nguon mat danh ba"]
)
def test_animals_and_machines_are_not_mourned(text: str) -> None:
    assert not died(text.split())


def test_an_age_without_the_word_is_one(matcher: Matcher) -> None:
    assert too_young(["em", "moi", "17", "muon", "dang", "ky", "ket", "hon"])
    assert not too_young(["moi", "15", "ngay", "da", "doi", "ket", "hon"])
    assert matcher.read("hai con trai tôi lấy vợ cần giấy gì").said_first is None


@pytest.mark.parametrize(
    "text", ["ba mẹ ép lấy chồng", "bi ep cuoi phai lam sao", "kết hôn giả để bảo lãnh qua Úc"]
)
def test_a_forced_or_sham_marriage_has_its_own_card(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "ket_hon_ep_gia"


def test_what_somebody_does_not_do_rules_nothing_out(matcher: Matcher) -> None:
    assert code(matcher, "chủ nhà không đăng ký tạm trú cho tụi em") == "1.004194"


def test_what_a_single_persons_paper_is_for_is_not_its_matter(matcher: Matcher) -> None:
    text = "xin giấy xác nhận độc thân để kết hôn với người Đài Loan"

    assert code(matcher, text) == "1.004873"


def test_whether_somebody_else_may_fetch_it_asks_on(matcher: Matcher) -> None:
    reading = matcher.read("ủy quyền cho con gái nhận được không", Subject("1.004873"))

    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.part) == ("1.004873", Part.APPLICANTS)
    assert code(matcher, "ủy quyền cho con bán xe") != "1.004873"


def test_a_few_words_that_choose_nothing_ask_again(matcher: Matcher) -> None:
    reading = matcher.read("cho má tôi đó", Subject(None, ("1.001776", "1.010803", "1.001193")))

    assert isinstance(reading.outcome, NoMatch)
    assert reading.follow_up


def test_words_of_no_option_are_a_matter_of_their_own(matcher: Matcher) -> None:
    births = Subject(None, ("1.001193", "3.000722", "2.000635", "1.004859"))

    assert first(matcher, "khoan giếng sau nhà") is None
    assert matcher.read("mở quán cà phê", births).outcome == matcher.read("mở quán cà phê").outcome


@pytest.mark.parametrize(
    ("text", "route"),
    [("bị giang hồ thuê đòi nợ", "thue"), ("cháu lai Nhật về ở với ngoại", "xuat_khau_lao_dong"),
     ("con thương binh đi học", "giay_nguoi_co_cong")],
)  # fmt: skip
def test_a_route_is_not_led_to_by_half_of_its_phrase(
    matcher: Matcher, text: str, route: str
) -> None:
    assert key(matcher, text) != route


@pytest.mark.parametrize(
    ("text", "expected"),
    [("bạn bè tới chơi ngủ nhà em hai bữa", "2.001159"), ("nhà bên lấn qua nhà tôi", "1.012812"),
     ("giấy phép kinh doanh bị mối ăn", "2.000575")],
)  # fmt: skip
def test_everyday_words_find_their_matter(matcher: Matcher, text: str, expected: str) -> None:
    assert first(matcher, text) == expected


def test_the_courts_end_an_adoption(matcher: Matcher) -> None:
    assert key(matcher, "không nuôi con nuôi nữa thì làm sao") == "tranh_chap_toa"
    assert key(matcher, "nhận con nuôi") is None
