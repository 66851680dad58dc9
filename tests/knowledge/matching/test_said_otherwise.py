"""Civil status and residence in the words of those who do not know what a thing is called."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import Ambiguous, Match, ProcedureOption
from tests.knowledge.matching.helpers import code, key


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("giấy tạm trú sắp quá hạn rồi, tôi muốn ở thêm", "1.002755"),
        ("giay tam tru 2 tuan nua het hieu luc", "1.002755"),
        ("bỏ tên người thuê cũ khỏi tạm trú", "1.010028"),
        ("tôi là chủ nhà, người ở trọ đã dọn đi, xin gạch tên họ trong sổ tạm trú", "1.010028"),
        ("con tôi sang Mỹ ở hẳn, muốn rút tên nó khỏi hộ", "1.003197"),
        ("bỏ tên khỏi hộ nghèo", "1.011608"),
        ("chủ hộ chết rồi, muốn để mẹ em lên làm chủ hộ", "1.010039"),
        ("muon tach ho khau ra tu lam chu ho", "1.010038"),
    ],
)
def test_a_term_that_ends_and_a_name_that_stands_are_residence(
    matcher: Matcher, text: str, meant: str
) -> None:
    assert code(matcher, text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("khai sinh bị cháy, sổ gốc ở ủy ban vẫn còn lưu, xin bản khác", "2.000635"),
        ("mat giay ket hon ma so o phuong con, xin to khac sao", "2.000635"),
        ("mất khai sinh, xã nói sổ gốc cũng không còn lưu", "1.004884"),
        ("giấy cưới của ba mẹ bị lũ cuốn, sổ ở xã cũng trôi, làm lại bao lâu", "1.004746"),
        ("giấy chứng tử của ba mất, sổ lưu ở xã cũng cháy, làm lại sao", "1.005461"),
    ],
)
def test_what_the_register_still_holds_tells_a_copy_from_a_new_entry(
    matcher: Matcher, text: str, meant: str
) -> None:
    assert code(matcher, text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cháu 7 tuổi khai sinh bỏ trống tên bố, bây giờ bố muốn nhận", "1.001022"),
        ("em không chồng, khai sinh cho con để trống phần cha được không", "1.001193"),
        ("già rồi không làm giám hộ được nữa thì làm sao", "1.004845"),
        ("bà nội muốn đứng ra làm người trông nom hợp pháp cho cháu mồ côi", "1.004837"),
        ("toi muon lay dan toc Muong theo me thay cho dan toc Kinh", "1.004859"),
        ("họ không chịu trích lục, bắt có xác nhận thông tin hộ tịch", "2.002516"),
        ("có đợt nào về tận làng đăng ký kết hôn không", "1.000593"),
        ("ông ngoại hồi nhỏ không ai làm khai sinh cho, giờ làm được không", "1.004772"),
    ],
)
def test_a_deed_of_civil_status_is_told_by_what_is_wanted(
    matcher: Matcher, text: str, meant: str
) -> None:
    assert code(matcher, text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("lấy chồng rồi muốn nhập khẩu về nhà chồng", "1.004222"),
        ("dữ liệu dân cư ghi còn độc thân dù đã cưới, sửa ở đâu", "1.012564"),
    ],
)
def test_what_was_done_before_is_no_second_wish(matcher: Matcher, text: str, meant: str) -> None:
    found = matcher.read(text).outcome
    assert isinstance(found, Match)
    assert found.code == meant


def test_a_birth_told_is_asked_of_one_paper_or_all_three(matcher: Matcher) -> None:
    found = matcher.read("em vừa sinh bé muốn làm khai sinh cho con").outcome
    assert isinstance(found, Ambiguous)
    codes = [one.code for one in found.options if isinstance(one, ProcedureOption)]
    assert codes[:2] == ["1.001193", "3.000722"]


def test_a_register_that_burnt_too_raises_no_alarm(matcher: Matcher) -> None:
    assert key(matcher, "tờ khai tử mất, sổ lưu năm đó cũng cháy") != "chay"
    assert key(matcher, "nhà hàng xóm cháy rồi") == "chay"
