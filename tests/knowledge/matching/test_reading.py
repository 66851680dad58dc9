"""How people type, what part they ask for, and what they want."""

import pytest

from knowledge.guidance import Guidance
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.outcomes import (
    Ambiguous,
    InputStyle,
    Intent,
    Match,
    NoMatch,
    Several,
    Subject,
)
from knowledge.procedures import CatalogueState, Part, Procedure
from tests.knowledge.matching.helpers import code, first, key, offered


@pytest.mark.parametrize(
    ("text", "expected", "style"),
    [
        ("Đăng ký kết hôn ở phường cần giấy tờ gì", "1.000894", InputStyle.MARKS),
        ("dang ky ket hon o phuong can giay to gi", "1.000894", InputStyle.NONE),
        ("đăng ky ket hon can giay to gi o phuong", "1.000894", InputStyle.PARTIAL),
        ("ddawng kys keets hoon caafn gif", "1.000894", InputStyle.TELEX),
        ("d9a8ng ky1 ke61t ho6n ca62n gi2", "1.000894", InputStyle.VNI),
        ("dk ket hon can j z ad", "1.000894", InputStyle.TEENCODE),
        ("dangky kethon can gi", "1.000894", InputStyle.NONE),
        ("dang ky ket hin can gi", "1.000894", InputStyle.NONE),
        ("marriage registration dang ky", "1.000894", InputStyle.NONE),
        ("làm khai sanh cho nhỏ em mới sanh", "1.001193", InputStyle.MARKS),
        ("ra phường mần giấy độc thân", "1.004873", InputStyle.MARKS),
    ],
)
def test_one_matter_however_it_is_typed(
    matcher: Matcher, text: str, expected: str, style: InputStyle
) -> None:
    assert first(matcher, text) == expected
    assert matcher.read(text).style is style


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("đăng ký kết hôn cần giấy tờ gì", Part.DOCUMENTS),
        ("đăng ký kết hôn hết bao nhiêu tiền", Part.FEE),
        ("đăng ký kết hôn mấy ngày xong", Part.TIME),
        ("đăng ký kết hôn ở đâu", Part.PLACE),
        ("đăng ký kết hôn qua mạng được không", Part.ONLINE),
        ("ai ký giấy kết hôn, cơ quan nào có thẩm quyền", Part.AGENCY),
        ("giấy độc thân có giá trị bao lâu", Part.VALIDITY),
        ("cho xin mẫu đơn đăng ký kết hôn", Part.FORMS),
        ("đăng ký kết hôn theo nghị định nào", Part.LEGAL_BASIS),
        ("điều kiện đăng ký kết hôn", Part.CONDITIONS),
        ("đăng ký kết hôn làm thế nào", Part.STEPS),
        ("làm thế nào để đăng ký kết hôn, lệ phí bao nhiêu", Part.FEE),
    ],
)
def test_the_part_asked_is_recognised(matcher: Matcher, text: str, part: Part) -> None:
    assert matcher.read(text).part is part


def test_the_case_named_by_the_words_is_told(matcher: Matcher) -> None:
    assert matcher.read("làm giấy khai sinh cho con trễ hạn").case == "late"


def test_no_case_is_told_when_none_is_named(matcher: Matcher) -> None:
    assert matcher.read("đăng ký khai sinh cho con cần gì").case is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hồ sơ của tôi tới đâu rồi", Intent.DOSSIER),
        ("H32.12.05-260923-0007", Intent.DOSSIER),
        ("cho em gặp cán bộ với", Intent.HUMAN),
        ("em muốn phản ánh cán bộ hách dịch", Intent.FEEDBACK),
        ("xóa dữ liệu của tôi", Intent.PRIVACY),
        ("cảm ơn em nhiều nha", Intent.SMALLTALK),
        ("mấy giờ làm việc vậy", Intent.INFO),
        ("đăng ký tạm trú", Intent.PROCEDURE),
    ],
)
def test_what_the_person_wants_is_told(matcher: Matcher, text: str, intent: Intent) -> None:
    assert matcher.read(text).intent is intent


def test_several_wishes_give_several_procedures(matcher: Matcher) -> None:
    outcome = matcher.read("nhập khẩu cho con với làm căn cước cho bé 5 tuổi").outcome
    assert isinstance(outcome, Several)
    assert [match.code for match in outcome.matches] == ["1.004222", "1.014062"]


def test_one_procedure_that_holds_both_wishes_is_one(matcher: Matcher) -> None:
    assert first(matcher, "khai sinh kết hợp nhận cha mẹ con") == "1.000689"


def test_a_story_is_read_by_what_it_asks(matcher: Matcher) -> None:
    story = (
        "Chào chị, nhà em ở trọ gần chợ.\nChồng em đi làm xa, em ở nhà với hai đứa nhỏ.\n"
        "Hôm bữa chủ trọ nhắc hoài.\nGiờ em muốn đăng ký tạm trú thì cần giấy gì ạ?"
    )
    assert first(matcher, story) == "1.004194"


def test_a_paper_to_bring_is_not_the_matter(matcher: Matcher) -> None:
    asked = "đăng ký kết hôn có cần nộp giấy xác nhận tình trạng hôn nhân không"
    assert first(matcher, asked) == "1.000894"


def test_what_is_denied_is_not_meant(matcher: Matcher) -> None:
    assert first(matcher, "khai sinh cho con, không có yếu tố nước ngoài") == "1.001193"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Thủ tục 1.001193 cần gì", "1.001193"), ("1.014028.H38", "1.014028")],
)
def test_a_code_in_the_text_answers(matcher: Matcher, text: str, expected: str) -> None:
    assert code(matcher, text) == expected


def test_a_retired_code_is_a_match_but_its_words_are_not() -> None:
    old = Procedure(
        code="2.000986",
        name="Liên thông khai sinh",
        field="Hộ tịch",
        state=CatalogueState.REPLACED,
        replaced_by="3.000722",
    )
    new = Procedure(code="3.000722", name="Liên thông khai sinh mới", field="Hộ tịch")
    matcher = build_matcher([old, new], Guidance())
    assert code(matcher, "2.000986") == "2.000986"
    assert first(matcher, "liên thông khai sinh") == "3.000722"


def test_only_visible_procedures_are_shown(matcher: Matcher) -> None:
    visible = frozenset(matcher.procedures) - {"1.000894"}
    outcome = matcher.read("đăng ký kết hôn", visible=visible).outcome
    shown = (
        [o.code for o in outcome.options if hasattr(o, "code")]
        if isinstance(outcome, Ambiguous)
        else [outcome.code]
        if isinstance(outcome, Match)
        else []
    )
    assert "1.000894" not in shown


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "...", "\u202e\u200f"])
def test_an_empty_message_is_empty(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text)
    assert reading.outcome == NoMatch()
    assert reading.style is InputStyle.EMPTY


def test_two_readings_of_one_text_are_equal(matcher: Matcher) -> None:
    text = "đổi thẻ căn cước thì cần giấy tờ gì"
    assert matcher.read(text) == matcher.read(text)


FOLLOW_UPS = [
    ("thế lệ phí?", "1.004194", "1.004194"),
    ("bao lâu?", "1.004873", "1.004873"),
    ("nộp ở đâu vậy", "1.001193", "1.001193"),
    ("còn nếu ở nước ngoài?", "1.001193", "2.000528"),
    ("gia hạn thì sao", "1.004194", "1.002755"),
    ("nghỉ hẳn luôn thì sao", "1.001612", "1.001266"),
    ("không, ý là tạm vắng", "1.004194", "1.003677"),
    ("à không phải mất, mà là hết hạn", "1.014064", "1.014063"),
    ("đăng ký kết hôn cần gì", "1.004194", "1.000894"),
]


@pytest.mark.parametrize(("text", "about", "expected"), FOLLOW_UPS)
def test_a_follow_up_is_read_with_its_subject(
    matcher: Matcher, text: str, about: str, expected: str
) -> None:
    assert code(matcher, text, Subject(about)) == expected


def test_a_follow_up_says_that_the_subject_was_kept(matcher: Matcher) -> None:
    assert matcher.read("thế lệ phí?", Subject("1.004194")).follow_up
    assert not matcher.read("đăng ký kết hôn", Subject("1.004194")).follow_up


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cái sửa chữa nhà ấy", "1.013229"),
        ("cái thứ hai", "1.013229"),
        ("nhà em xây mới", "1.013225"),
        ("gia hạn", "1.013227"),
    ],
)
def test_an_offered_option_is_picked_by_words(matcher: Matcher, text: str, expected: str) -> None:
    options = ("1.013225", "1.013229", "1.013226", "1.013227", "1.013228")
    assert code(matcher, text, Subject(None, options)) == expected


def test_thanks_in_a_conversation_are_not_a_follow_up(matcher: Matcher) -> None:
    assert matcher.read("cảm ơn em", Subject("1.004194")).intent is Intent.SMALLTALK


def test_another_agencys_matter_in_a_conversation_is_routed(matcher: Matcher) -> None:
    reading = matcher.read("tiện thể làm luôn hộ chiếu được không", Subject("1.004194"))
    assert reading.outcome.key == "ho_chieu"  # type: ignore[union-attr]


def test_nonsense_offers_nothing(matcher: Matcher) -> None:
    assert first(matcher, "asdkjh qwe zxc") is None
    assert offered(matcher, "asdkjh qwe zxc") == ()
    assert key(matcher, "asdkjh qwe zxc") is None
