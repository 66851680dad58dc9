"""What is told of a life, a purpose or an owner beside the matter asked for."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.owners import unowned
from knowledge.procedures import Part
from tests.knowledge.matching.helpers import code, first, key, offered


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ba má nó đi làm xa giao cháu cho ông bà làm giám hộ được không", "1.004837"),
        ("di lam an xa gui con cho ba ngoai lam giam ho", "1.004837"),
        ("đi làm xa ba tháng có phải báo không", "1.003677"),
        ("nhà buôn bán nhỏ, muốn đóng bảo hiểm xã hội tự nguyện", "1.002179"),
        ("buôn bán thì đăng ký gì", "1.001612"),
        ("cắt hộ khẩu ở quê rồi nhập vào nhà chồng làm sao", "1.004222"),
        ("muốn xóa tên khỏi hộ khẩu", "1.003197"),
    ],
)
def test_what_is_told_gives_way_to_the_matter_named(
    matcher: Matcher, text: str, meant: str
) -> None:
    assert first(matcher, text) == meant


def test_the_use_of_a_paper_applied_for_is_no_matter(matcher: Matcher) -> None:
    assert code(matcher, "xin bản sao giấy khai tử của ông để làm sổ đỏ") == "2.000635"
    assert first(matcher, "cần giấy gì để làm sổ đỏ lần đầu") == "1.013978"


def test_the_register_of_origin_is_no_copy(matcher: Matcher) -> None:
    assert code(matcher, "cho tôi xin giấy khai tử bản sao") == "2.000635"
    assert first(matcher, "sổ gốc khai sinh không còn, làm lại sao") == "1.004884"


def test_a_child_without_papers_needs_its_birth_registered(matcher: Matcher) -> None:
    assert code(matcher, "con 4 tháng chưa làm giấy, có bị phạt không") == "1.001193"
    assert code(matcher, "xe 4 tháng chưa làm giấy") != "1.001193"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("tiền mai táng được bao nhiêu tiền", Part.RESULT),
        ("mai táng phí có tiền không", Part.RESULT),
        ("làm trợ cấp khuyết tật có mất tiền không", Part.FEE),
        ("khai sinh bao nhiêu tiền", Part.FEE),
    ],
)
def test_an_aid_is_asked_for_its_sum(matcher: Matcher, text: str, part: Part) -> None:
    assert matcher.read(text).part is part


def test_a_father_left_out_is_not_ruled_out(matcher: Matcher) -> None:
    told = "khai sinh không có tên cha, giờ cha nó nhìn con thì làm sao"
    assert first(matcher, told) == "1.001022"


def test_two_questions_that_one_procedure_answers_lead_to_it(matcher: Matcher) -> None:
    assert code(matcher, "khai sinh cho bé cần gì và nhập khẩu cho bé thì cần gì") == "3.000722"


def test_a_burnt_register_is_no_fire(matcher: Matcher) -> None:
    assert key(matcher, "hồi chiến tranh cháy hết sổ sách, xin đăng ký lại khai sinh") != "chay"
    assert key(matcher, "nhà đang cháy") == "chay"


def test_income_for_social_housing_is_its_own_matter(matcher: Matcher) -> None:
    asked = "xác nhận thu nhập thấp mua nhà ở xã hội"
    assert (code(matcher, asked) or offered(matcher, asked)[0]) == "1.014632"


def test_a_motorbike_that_broke_down_was_not_stolen(matcher: Matcher) -> None:
    assert key(matcher, "xe bị chết máy") == "ngoai_pham_vi"
    assert key(matcher, "bị mất xe máy") == "trom_cap"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("vneid của em ghi sai", "vneid ghi sai"),
        ("thẻ của con tôi bị rách", "thẻ bị rách"),
        ("căn cước của mẹ ghi lệ", "căn cước của mẹ ghi lệ"),
        ("đất của ông", "đất của ông"),
    ],
)
def test_an_owner_parts_no_paper_from_its_fault(said: str, left: str) -> None:
    assert unowned(said.split()) == left.split()
