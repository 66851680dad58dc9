"""Whom a message is led to: the desk, the hotline, the road of a denunciation, or nobody at all."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.bribes import NO_BROKER, wants_money
from knowledge.procedures import Part
from tests.knowledge.matching.helpers import code, first, key


@pytest.mark.parametrize(
    "text",
    ["điện thoại quầy bao nhiêu", "điện thoại quầy một cửa bao nhiêu",
     "mot cua o dau, so dt bao nhieu"],
)  # fmt: skip
def test_the_number_of_the_desk_stands_on_its_card(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "dia_chi"


def test_the_number_of_the_chairperson_leads_to_the_reception_days(matcher: Matcher) -> None:
    assert key(matcher, "số điện thoại chủ tịch phường") == "tiep_cong_dan"


@pytest.mark.parametrize("text", ["Vĩnh Bảo", "tôi ở xã Vĩnh Bảo"])
def test_a_place_alone_is_no_matter(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) is None
    assert code(matcher, text) is None


def test_land_to_be_shared_is_an_inheritance(matcher: Matcher) -> None:
    assert first(matcher, "đất bố mẹ để lại chia cho 3 anh em") == "2.001406"


def test_a_relative_abroad_in_a_story_of_inheritance_is_no_passport(matcher: Matcher) -> None:
    story = (
        "Bố mẹ tôi mất năm ngoái, để lại căn nhà ở quê.\nHai cụ không có di chúc.\n"
        "Nhà có ba anh em, anh cả đang sống bên Đức.\nTôi và em gái muốn chia thừa kế.\n"
        "Anh cả không về được, cần làm gì trước?"
    )

    assert first(matcher, story) == "2.001406"


@pytest.mark.parametrize(
    "text",
    ["anh Hùng địa chính đòi 2 triệu mới làm sổ", "cán bộ tư pháp vòi tiền mới chịu ký",
     "chu tich xa doi 500k moi ky giay"],
)  # fmt: skip
def test_an_official_who_wants_money_leads_to_a_denunciation(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "to_cao"


@pytest.mark.parametrize(
    "text",
    ["chủ trọ đòi 2 triệu tiền cọc", "công an phạt 2 triệu thì nộp ở đâu",
     "cán bộ đòi giấy chứng sinh", "giả danh công an đòi tiền"],
)  # fmt: skip
def test_dues_fines_papers_and_swindlers_are_no_bribe(text: str) -> None:
    assert not wants_money(text.lower().split())


@pytest.mark.parametrize(
    "text",
    ["cò đòi 2 triệu làm nhanh giấy khai sinh", "bên cò kêu 3 triệu làm sổ đỏ",
     "dua co lay 500k lam giay tam tru"],
)  # fmt: skip
def test_a_go_between_and_his_price_lead_to_that_nobody_needs_one(
    matcher: Matcher, text: str
) -> None:
    assert key(matcher, text) == NO_BROKER


@pytest.mark.parametrize("text", ["có lấy tiền không", "co lay 50k khong"])
def test_who_asks_for_a_fee_meets_no_go_between(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) != NO_BROKER


def test_a_small_child_is_not_registered_as_an_adult(matcher: Matcher) -> None:
    assert first(matcher, "con em 3 tuổi chưa làm khai sinh") == "1.001193"
    assert first(matcher, "bố tôi 60 tuổi chưa làm khai sinh bao giờ") == "1.004772"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("tạm trú onl dc k", Part.ONLINE),
        ("làm giấy khai sanh được hông", None),
        ("làm khai sinh trễ hạn cần gì", Part.DOCUMENTS),
        ("tách hộ cần điều kiện gì, có được không", Part.CONDITIONS),
    ],
)
def test_whether_at_all_is_not_the_conditions(
    matcher: Matcher, text: str, part: Part | None
) -> None:
    assert matcher.read(text).part == part


def test_a_child_who_is_hurt_has_a_line_of_its_own(matcher: Matcher) -> None:
    assert key(matcher, "con tôi bị bạo hành") == "tre_em"
