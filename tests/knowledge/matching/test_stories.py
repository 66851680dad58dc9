"""Stories told at length, hints beside a matter, and words that only seem to name one."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import CardFound, Several
from knowledge.procedures import Part
from tests.knowledge.matching.helpers import code, first, key


def test_what_was_told_before_the_wish_counts_when_the_wish_names_no_matter(
    matcher: Matcher,
) -> None:
    told = "Thẻ căn cước của bác tôi bị mất hồi tháng trước.\nNay muốn xin cấp lại, mấy ngày có?"

    assert code(matcher, told) == "1.014064"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sai ngày sinh trên thẻ bảo hiểm y tế thì sửa ở đâu", "1.002759"),
        ("giấy khai sinh bị sai ngày sinh thì sửa ở đâu", "1.004859"),
    ],
)
def test_the_paper_named_decides_where_a_wrong_birthday_is_mended(
    matcher: Matcher, text: str, wanted: str
) -> None:
    assert first(matcher, text) == wanted


def test_a_question_word_does_not_cut_into_the_matter_without_marks(matcher: Matcher) -> None:
    assert first(matcher, "mat vi co can cuoc o trong, xin cap lai") == "1.014064"


def test_a_route_is_not_found_by_the_act_alone(matcher: Matcher) -> None:
    """ "cấp lại bằng" says which paper; "cấp lại" alone says nothing of diplomas."""
    assert key(matcher, "mất ví, muốn làm lại giấy xác nhận khuyết tật") is None


def test_being_with_a_person_is_not_a_second_wish(matcher: Matcher) -> None:
    outcome = matcher.read("muốn đăng ký kết hôn với người chưa vợ ở xã khác").outcome

    assert not isinstance(outcome, Several)


def test_renting_premises_is_not_losing_a_diploma(matcher: Matcher) -> None:
    assert first(matcher, "em thue mat bang mo quan an thi dang ky kinh doanh the nao") == (
        "1.001612"
    )


def test_each_of_several_questions_keeps_its_own_part_and_the_hours_are_told_too(
    matcher: Matcher,
) -> None:
    asked = "Đăng ký kết hôn cần giấy gì? Cấp lại thẻ căn cước bao nhiêu tiền? Mấy giờ mở cửa?"
    outcome = matcher.read(asked).outcome

    assert isinstance(outcome, Several)
    parts = {match.code: match.part for match in outcome.matches}
    assert parts == {"1.000894": Part.DOCUMENTS, "1.014064": Part.FEE}
    assert outcome.wishes[-1] == CardFound("gio_lam_viec")
