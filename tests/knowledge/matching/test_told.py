"""What people tell beside their matter: a death abroad, papers handed in, letters not learnt."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.letters import cannot_read
from knowledge.matching.outcomes import Intent, Subject
from knowledge.matching.progress import asks_progress
from knowledge.procedures import Part
from tests.knowledge.matching.helpers import code, first, key, offered


@pytest.mark.parametrize(
    "text",
    ["chồng em mất bên mỹ giờ khai tử ở đâu", "chong em mat ben my gio khai tu o dau"],
)
def test_a_death_abroad_is_never_answered_with_a_birth(matcher: Matcher, text: str) -> None:
    assert first(matcher, text) == "1.000656"
    assert "2.000528" not in (code(matcher, text), *offered(matcher, text))


@pytest.mark.parametrize(
    "text",
    ["may cho hoi tui nop ho so bua truoc gio xong chua",
     "hom bua nop ho so lam khai sinh xong chua",
     "em gửi hồ sơ tuần trước tới đâu rồi ạ", "hôm trước làm khai sinh có chưa em"],
)  # fmt: skip
def test_who_asks_whether_papers_are_done_is_led_to_the_dossier(
    matcher: Matcher, text: str
) -> None:
    assert matcher.read(text).intent is Intent.DOSSIER


@pytest.mark.parametrize(
    "text",
    ["nop giay khai sinh buoi sang thi buoi chieu lay duoc chua", "muốn nộp hồ sơ thì cần gì",
     "con em sinh tuần trước làm khai sinh được chưa", "ba em mất hôm qua khai tử ở đâu"],
)  # fmt: skip
def test_a_question_about_a_procedure_is_not_taken_for_one_about_a_dossier(text: str) -> None:
    assert not asks_progress(text.split())


def test_the_progress_of_papers_goes_before_the_matter_at_hand(matcher: Matcher) -> None:
    subject = Subject("1.001193")

    assert matcher.read("nop ho so bua truoc xong chua", subject).intent is Intent.DOSSIER


def test_a_lost_receipt_has_a_card(matcher: Matcher) -> None:
    assert key(matcher, "tui lam mat cai giay hen roi") == "mat_giay_hen"


@pytest.mark.parametrize(
    "text", ["noi bang mieng dc ko tui ko biet chu", "tui khong biet chu lam sao nop ho so"]
)
def test_who_cannot_read_is_told_that_it_does_not_matter(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "khong_biet_chu"


@pytest.mark.parametrize(
    "text",
    ["toi khong biet chu tich la ai", "không biết chữ ký có cần chứng thực", "tôi không biết"],
)
def test_not_knowing_something_is_not_being_unable_to_read(text: str) -> None:
    assert not cannot_read(text.split())


@pytest.mark.parametrize(
    "text", ["nha tui bi ngap nuoc muon xin ho tro", "nhà tốc mái được hỗ trợ không"]
)
def test_a_damaged_home_is_neither_a_report_nor_opening_hours(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "thiet_hai"


@pytest.mark.parametrize(
    ("text", "copies"),
    [("xin cap lai giay chung nhan ket hon bi rach", "1.004746"), ("mat giay ket hon", "1.004746"),
     ("giay chung tu cua ba that lac gio xin lai sao", "1.005461")],
)  # fmt: skip
def test_a_lost_certificate_is_asked_back_copy_or_anew(
    matcher: Matcher, text: str, copies: str
) -> None:
    assert {copies, "2.000635"} <= set(offered(matcher, text))


def test_what_an_allowance_pays_is_not_its_fee(matcher: Matcher) -> None:
    subject = Subject("1.014027")

    for text in ("bao nhieu 1 thang", "duoc bao nhieu tien"):
        assert matcher.read(text, subject).part is Part.RESULT
    assert matcher.read("lam khai sinh het bao nhieu tien").part is Part.FEE


def test_a_foreign_spouse_picks_the_marriage_with_a_foreigner(matcher: Matcher) -> None:
    subject = Subject(None, ("1.000894", "1.004873", "2.000806", "1.004746"))

    reading = matcher.read("vo em la nguoi han quoc thi sao", subject)
    assert code(matcher, "vo em la nguoi han quoc thi sao", subject) == "2.000806"
    assert reading.follow_up


def test_leave_to_act_for_somebody_is_a_question_of_papers(matcher: Matcher) -> None:
    text = "bo em di tu co duoc uy quyen cho em lam giay khai sinh cho chau ko"

    assert code(matcher, text) == "1.001193"
    assert matcher.read(text).part is Part.DOCUMENTS


def test_where_papers_stand_is_asked_in_many_words(matcher: Matcher) -> None:
    text = "lam the nao de biet ho so cua toi den dau"

    assert matcher.read(text).intent is Intent.DOSSIER


def test_one_weak_candidate_alone_is_no_answer(matcher: Matcher) -> None:
    assert code(matcher, "ba gia lu lan khong ky duoc") is None
