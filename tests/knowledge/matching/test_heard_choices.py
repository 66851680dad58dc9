"""What is heard may lead to a question back or to the procedure that comes first."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import Ambiguous, Intent, Match, NoMatch
from tests.knowledge.matching.helpers import code, key

FAMILIES = {
    "con_chua_ket_hon": """
tụi em chưa cưới mà mới sinh em bé, khai sinh kiểu gì
chua dang ky ket hon ma vo moi sinh, lam khai sinh cho con sao
""",
    "con_chua_ket_hon_lien_thong": """
đi khai sinh cho con mà chưa cưới, có bảo hiểm luôn
chua dang ky ket hon, lam khai sinh nhap khau va the bhyt cho be mot lan
khai sinh nhập hộ khẩu bảo hiểm cho bé, ba mẹ chưa kết hôn
""",
    "giay_ho_ngheo": """
xin giấy hộ nghèo cho con nộp trường đại học
xac nhan ho can ngheo cho chau di hoc
""",
    "giay_tuy_than": """
em muốn làm giấy tờ tùy thân
lam lai giay to tuy than o dau
""",
    "so_dinh_danh": """
xin mã định danh cho bé thì làm sao
lam so dinh danh cho chau
""",
    "mat_giay_to": """
nhà bị lũ, mất hết giấy tờ rồi
giay to troi het trong tran lut
mat sach giay to tuy than trong bop
em mất hết giấy tờ rồi
""",
    "mua_ban_nha_dat": """
muốn bán căn nhà thì ra đâu
bán căn nhà cấp 4 cần giấy gì
ban nha phai len dau
""",
    "tro_cap_nguoi_gia": """
ông nội 88 tuổi xin trợ cấp ở đâu
tien tro cap cho ma 81 tuoi
""",
}


@pytest.mark.parametrize(
    ("text", "family"),
    [(text, family) for family, texts in FAMILIES.items() for text in texts.strip().splitlines()],
)
def test_the_difference_is_asked_in_the_citizens_words(
    matcher: Matcher, text: str, family: str
) -> None:
    outcome = matcher.read(text).outcome

    assert isinstance(outcome, Ambiguous)
    assert outcome.family == family


@pytest.mark.parametrize(
    "text",
    [
        "hai đứa chưa cưới, bé mới sinh, muốn giấy khai sinh có tên cha",
        "khong ket hon ma muon khai sinh cho con co ten bo",
        "em 19 tuổi chưa đủ tuổi kết hôn, mới sinh bé, muốn khai sinh có tên ba",
    ],
)
def test_a_fathers_name_wanted_is_birth_and_recognition_in_one(matcher: Matcher, text: str) -> None:
    assert code(matcher, text) == "1.000689"


@pytest.mark.parametrize(
    "text",
    [
        "em có bầu, chưa kết hôn, mua bảo hiểm y tế sao",
        "chưa có giấy kết hôn thì nhập khẩu cho con theo mẹ được không",
        "khai sinh cho bé, hộ khẩu với bảo hiểm một lần, vợ chồng cưới rồi",
    ],
)
def test_who_is_married_or_registers_no_birth_is_not_asked_so(matcher: Matcher, text: str) -> None:
    outcome = matcher.read(text).outcome

    assert not (isinstance(outcome, Ambiguous) and outcome.family == "con_chua_ket_hon_lien_thong")


@pytest.mark.parametrize(
    "text",
    ["đất nhà tôi đang tranh chấp có sang tên được không", "ban dat dang bi tranh chap duoc ko"],
)
def test_disputed_land_is_settled_before_it_is_sold(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text)

    assert isinstance(reading.outcome, Match)
    assert reading.outcome.code == "1.012812"
    assert reading.said_first == "dat_dang_tranh_chap"


def test_land_without_a_dispute_is_sold_as_before(matcher: Matcher) -> None:
    reading = matcher.read("đất không có tranh chấp muốn sang tên cho con")

    assert reading.said_first is None
    assert not (isinstance(reading.outcome, Match) and reading.outcome.code == "1.012812")


def test_a_procedure_that_is_not_here_is_not_heard(matcher: Matcher) -> None:
    others = frozenset(matcher.procedures) - {"1.012812", "1.000689"}

    for text in ("đất đang tranh chấp có bán được không", "chưa cưới, khai sinh có tên cha"):
        outcome = matcher.read(text, visible=others).outcome
        assert not (isinstance(outcome, Match) and outcome.code not in others)


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("viết đơn xin nghỉ học cho cháu", "nghi_hoc"),
        ("nha nuoi meo co can khai bao gi khong", "nuoi_cho"),
        ("công ty tôi muốn giải thể", "doanh_nghiep"),
        ("muon dong cua cong ty", "doanh_nghiep"),
        ("sổ hồng bị cháy xin cấp lại ở đâu", "mat_so_do"),
        ("mat bia do lam sao", "mat_so_do"),
        ("vợ em gần sinh, cần giấy tờ gì", "sap_sinh"),
        ("chi toi gan sinh em be, chuan bi gi", "sap_sinh"),
    ],
)
def test_what_others_do_and_what_is_to_come_has_its_own_answer(
    matcher: Matcher, text: str, route: str
) -> None:
    assert key(matcher, text) == route


@pytest.mark.parametrize(
    "text",
    [
        "sắp sinh nhật con",
        "em sắp sinh, thai sản lãnh ở đâu",
        "hàng xóm nuôi chó sủa suốt",
        "dang ky con nuoi cho be",
        "dang ky cho be han ngay nao",
        "lam giay to gi troi oi bao tien",
    ],
)
def test_other_matters_are_not_heard_so(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) not in ("sap_sinh", "nuoi_cho")


@pytest.mark.parametrize(
    "text",
    ["địt mẹ mày làm thẻ căn cước ở đâu", "vcl đăng ký tạm trú cần gì", "ĐM cho hỏi khai sinh"],
)
def test_an_insult_keeps_nobody_from_an_answer(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text)

    assert not isinstance(reading.outcome, NoMatch)
    assert key(matcher, text) != "xuc_pham"
    assert reading.said_first == "dang_buc_minh"


@pytest.mark.parametrize("text", ["ditmemay", "đm", "Đụ má mày", "dit con me"])
def test_nothing_but_an_insult_is_met_calmly(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "xuc_pham"
    assert matcher.read(text).intent is Intent.SMALLTALK


@pytest.mark.parametrize("text", ["du mười tám tuổi", "mẹ may đồ", "cách làm lồng đèn", "có đủ mà"])
def test_like_words_are_no_insult(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text)

    assert key(matcher, text) != "xuc_pham"
    assert reading.said_first is None


def test_options_that_share_nothing_with_the_words_are_left_out(matcher: Matcher) -> None:
    outcome = matcher.read("xin tiền trợ cấp cho mẹ").outcome

    options = outcome.options if isinstance(outcome, Ambiguous) else ()
    assert "1.001193" not in {getattr(one, "code", "") for one in options}


@pytest.mark.parametrize(
    "text", ["how to register the birth of my son", "where do i register a birth"]
)
def test_a_birth_is_registered_in_english_too(matcher: Matcher, text: str) -> None:
    outcome = matcher.read(text).outcome
    first = outcome.options[0] if isinstance(outcome, Ambiguous) else outcome

    assert getattr(first, "code", "") == "1.001193"


@pytest.mark.parametrize(
    "text",
    ["làm khai sinh rồi nhập khẩu cho bé luôn được không",
     "vợ mới sinh, muốn làm khai sinh rồi nhập hộ khẩu luôn",
     "lam khai sinh roi nhap ho khau luon dc k"],
)  # fmt: skip
def test_both_wishes_joined_by_then_are_taken_up(matcher: Matcher, text: str) -> None:
    outcome = matcher.read(text).outcome

    codes = {outcome.code} if isinstance(outcome, Match) else set(getattr(outcome, "codes", ()))
    wishes = getattr(outcome, "wishes", ())
    codes |= {getattr(one, "code", "") for one in wishes}
    assert "3.000722" in codes or {"1.001193", "1.004222"} <= codes


def test_what_was_done_before_is_no_wish(matcher: Matcher) -> None:
    assert code(matcher, "đã làm khai sinh rồi nhập khẩu cho bé được không") == "1.004222"
