"""Inputs that must not become the nearest procedure (procedure facts, section 3)."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import Ambiguous, Intent, Match, RouteOption, Subject
from tests.knowledge.matching.helpers import code, first, key, offered


def test_a_lost_birth_certificate_is_no_death(matcher: Matcher) -> None:
    assert set(offered(matcher, "mat khai sinh")) == {"2.000635", "1.004884"}


def test_father_lost_birth_certificate_is_asked_back_with_both_readings(matcher: Matcher) -> None:
    codes = set(offered(matcher, "ba mat khai sinh"))
    assert "1.000656" in codes
    assert codes & {"2.000635", "1.004884"}


def test_chung_tu_without_marks_is_a_death_certificate(matcher: Matcher) -> None:
    assert first(matcher, "chung tu") == "1.000656"


def test_chung_tu_with_the_marks_of_receipts_is_not(matcher: Matcher) -> None:
    assert first(matcher, "chứng từ kế toán") is None


def test_eyes_are_not_a_loss(matcher: Matcher) -> None:
    assert first(matcher, "mắt bị đau") is None


def test_tam_tru_tam_vang_is_asked_back(matcher: Matcher) -> None:
    assert {"1.004194", "1.003677"} <= set(offered(matcher, "khai tam tru tam vang o dau"))


@pytest.mark.parametrize("text", ["khai sinh", "ks", "giấy khai sinh", "giay khai sanh"])
def test_birth_alone_is_a_family(matcher: Matcher, text: str) -> None:
    outcome = matcher.read(text).outcome
    assert isinstance(outcome, Ambiguous)
    assert outcome.family == "khai_sinh"


@pytest.mark.parametrize("text", ["dk", "đk", "dk ko", "dk hok", "dk khong", "được không"])
def test_dk_alone_is_asked_back_and_no_goodbye(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "duoc_khong"


@pytest.mark.parametrize("text", ["dk", "dk ko", "dk hok", "vay dk ko"])
def test_dk_asks_on_about_the_subject(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text, Subject("1.001193"))
    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.follow_up) == ("1.001193", True)


def test_dk_before_a_matter_is_to_register_it(matcher: Matcher) -> None:
    assert code(matcher, "dk tam tru") == "1.004194"


def test_no_thanks_stays_a_goodbye(matcher: Matcher) -> None:
    assert key(matcher, "không") == "khong_can"


def test_dang_ky_lai_is_any_of_three(matcher: Matcher) -> None:
    assert {"1.004884", "1.004746", "1.005461"} <= set(offered(matcher, "dang ky lai"))


def test_burial_is_asked_back(matcher: Matcher) -> None:
    assert len(offered(matcher, "mai tang")) >= 2


def test_notarising_the_sale_of_a_house_is_not_the_wards_certification(matcher: Matcher) -> None:
    assert key(matcher, "cong chung mua ban nha dat o dau") == "cong_chung"


def test_certifying_a_contract_at_the_ward_is(matcher: Matcher) -> None:
    assert first(matcher, "chứng thực hợp đồng chuyển nhượng đất") == "2.001035"


def test_transfer_of_a_land_certificate_is_not_its_first_issue(matcher: Matcher) -> None:
    assert key(matcher, "so do sang ten") == "sang_ten_so"


@pytest.mark.parametrize(
    ("text", "route"),
    [("hoc bong", "hoc_bong_vay"), ("ly hôn", "ly_hon"), ("bang lai", "bang_lai")],
)
def test_matters_of_others_are_routed(matcher: Matcher, text: str, route: str) -> None:
    assert key(matcher, text) == route


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("to cao", Intent.DENUNCIATION),
        ("tố cáo cán bộ nhận tiền", Intent.DENUNCIATION),
        ("khieu nai", Intent.COMPLAINT),
    ],
)
def test_complaints_and_denunciations_are_not_feedback(
    matcher: Matcher, text: str, intent: Intent
) -> None:
    assert matcher.read(text).intent is intent


@pytest.mark.parametrize("text", ["xin trích lục khai sinh", "dang ky ket hon", "đăng ký tạm trú"])
def test_verb_and_object_together_are_no_family(matcher: Matcher, text: str) -> None:
    assert code(matcher, text) is not None


def test_a_family_may_offer_a_road_elsewhere(matcher: Matcher) -> None:
    outcome = matcher.read("làm sổ đỏ").outcome
    assert isinstance(outcome, Ambiguous)
    assert any(isinstance(option, RouteOption) for option in outcome.options)


def test_a_burnt_paper_is_no_fire(matcher: Matcher) -> None:
    assert first(matcher, "giấy khai sinh bị cháy làm lại") == "1.004884"


def test_a_fire_is_an_emergency(matcher: Matcher) -> None:
    assert matcher.read("cháy nhà rồi cứu với").intent is Intent.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "muốn đăng ký kết hôn có cần photo công chứng căn cước không",
        "để đăng ký kết hôn, em có cần nộp bản sao công chứng căn cước không",
        "đăng ký kết hôn chỉ cần bản sao công chứng căn cước hay mang bản gốc",
    ],
)
def test_a_copy_to_bring_is_no_copy_that_is_wanted(matcher: Matcher, text: str) -> None:
    assert first(matcher, text) == "1.000894"


def test_a_copy_that_is_wanted_for_something_is(matcher: Matcher) -> None:
    assert first(matcher, "xin trích lục kết hôn để làm hồ sơ vay") == "2.000635"
