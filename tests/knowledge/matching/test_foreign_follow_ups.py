"""In a conversation: a foreign matter is no follow-up, a paper asked about wants no procedure."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import CardFound, Match, RouteFound, Subject
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


TOLD = """
em ở tỉnh khác tới đây
bố mẹ em ở quê
vợ tôi vẫn xin ở đây được chứ
tôi chỉ có hộ chiếu, đủ không
ký sẵn ở nhà rồi có sao không
giấy ủy quyền viết tay được ko
nhờ chị gái đi làm giùm được không
"""
ASKED = {
    "à quên, lệ phí": Part.FEE,
    "tiền?": Part.FEE,
    "chừng mô thì có": Part.TIME,
    "hẹn mấy hôm": Part.TIME,
    "vậy làm trên đt luôn khỏi đi được hem": Part.ONLINE,
    "có phải bố mẹ đi cùng ko": Part.APPLICANTS,
    "dùng mãi được không": Part.VALIDITY,
    "photo hay bản gốc": Part.DOCUMENTS,
    "ai ký duyệt": Part.AGENCY,
}


@pytest.mark.parametrize("message", TOLD.strip().splitlines())
def test_what_is_told_in_between_keeps_the_subject(matcher: Matcher, message: str) -> None:
    outcome = matcher.read(message, SINGLE).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == SINGLE.code


@pytest.mark.parametrize(("message", "part"), ASKED.items())
def test_a_part_is_asked_in_many_words(matcher: Matcher, message: str, part: Part) -> None:
    reading = matcher.read(message, SINGLE)
    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.part) == (SINGLE.code, part)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("2.000635", "chiều mấy giờ hết nhận hồ sơ"),
        ("1.004873", "chiều 4h ra kịp ko"),
        ("1.004873", "cuối tuần làm ko"),
    ],
)
def test_the_hours_are_the_desks_whatever_was_talked_about(
    matcher: Matcher, code: str, message: str
) -> None:
    assert matcher.read(message, Subject(code=code)).outcome == CardFound("gio_lam_viec")


def test_a_condition_of_the_subject_is_no_route(matcher: Matcher) -> None:
    outcome = matcher.read("còn nợ thuế thì có đóng được không", Subject(code="1.001266")).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == "1.001266"


def test_what_is_said_well_leads_away_all_the_same(matcher: Matcher) -> None:
    plate = matcher.read("rồi sang tên biển số cũng ở đây hả", Subject(code="2.001035"))
    assert plate.outcome == RouteFound("dang_ky_xe")
    beaten = matcher.read("bé bị cha ruột đánh hoài, báo ai được", Subject(code="2.001263"))
    assert beaten.outcome == RouteFound("tre_em")
