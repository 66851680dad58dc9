"""Words that lead to a card, or to a word said first, are heard and not merely likely."""

from pathlib import Path

import pytest

from knowledge.loading import DataMistakesError, load_guidance
from knowledge.matching import Matcher
from knowledge.matching.marriages import too_young
from knowledge.matching.outcomes import Match, Subject
from knowledge.procedures import Part
from tests.knowledge.matching.helpers import code, key

MARRIAGES = {"1.000894", "2.000806", "1.000593"}

BARRED = {
    "ket_hon_cung_gioi": """
nữ với nữ làm giấy kết hôn ở phường được không
hai cô gái yêu nhau muốn đăng ký kết hôn
nhà có hai đứa con gái yêu nhau đòi cưới
2 dua con trai cuoi nhau co cap giay khong
người đồng tính có được cưới không
""",
    "ket_hon_chua_du_tuoi": """
cháu nhà tôi mười sáu tuổi mà muốn lấy chồng
bạn trai em 19 tuổi, tụi em đăng ký kết hôn
chua du 18 thi dang ky ket hon duoc ko
""",
    "ket_hon_ho_hang": """
chị em bạn dì ruột có lấy nhau được không
toi voi em ho thuong nhau muon ket hon
họ hàng gần kết hôn có sao không
em với chị họ yêu nhau tính cưới rồi nhập hộ khẩu chung
con bác con chú cưới nhau được không
""",
    "ket_hon_dang_co_vo_chong": """
tôi đang có vợ, muốn kết hôn với người khác thì sao
chưa ly dị chồng cũ có đăng ký kết hôn với anh mới được không
""",
}


@pytest.mark.parametrize(
    ("text", "card"),
    [(text, card) for card, texts in BARRED.items() for text in texts.strip().splitlines()],
)
def test_what_bars_a_marriage_is_said_first(matcher: Matcher, text: str, card: str) -> None:
    reading = matcher.read(text)

    if isinstance(reading.outcome, Match) and reading.outcome.code in MARRIAGES:
        assert (reading.said_first, reading.part) == (card, Part.CONDITIONS)
    else:
        assert card in (reading.said_first, key(matcher, text))


@pytest.mark.parametrize(
    "text",
    ["đăng ký kết hôn cần giấy gì", "con em 5 tuổi mà vợ chồng em chưa đăng ký kết hôn",
     "bạn gái em 18 tuổi, đăng ký kết hôn cần gì", "cưới nhau hai năm giờ mới đăng ký kết hôn",
     "cuoi nhau 2 nam roi chua dang ky ket hon", "mất giấy kết hôn",
     "con gái 17 tuổi làm căn cước", "chưa ly hôn mà mất giấy kết hôn thì xin lại ở đâu"],
)  # fmt: skip
def test_nothing_is_said_first_where_nothing_bars(matcher: Matcher, text: str) -> None:
    assert matcher.read(text).said_first is None


@pytest.mark.parametrize(
    "text",
    ["nhờ hai người con trai trong xóm làm chứng cho vợ chồng em kết hôn",
     "tôi có hai đứa con trai, thằng út sắp cưới cần giấy gì",
     "tụi em cùng giới thiệu nhau qua bạn bè rồi muốn kết hôn",
     "chị em họ qua ăn cưới rồi ở nhờ mấy bữa có khai báo không",
     "con trai tôi cưới cháu gái bà hàng xóm, đăng ký ở đâu",
     "anh em cùng mẹ khác cha chia di sản sao, mẹ mới cưới chồng",
     "đứa cháu gọi tôi bằng chú sắp cưới vợ, cần giấy gì",
     "hai dì cháu cùng lên đăng ký kết hôn cho cháu",
     "nhà ba đời ở đây, sắp lấy chồng muốn tách hộ",
     "tôi đã có chồng nhưng tòa xử rồi, nay muốn lấy chồng mới",
     "da co vo ma vo mat 3 nam nay, gio lay nguoi khac",
     "có vợ rồi mà hồi đó không đăng ký, giờ muốn đăng ký kết hôn",
     "tôi có chồng rồi, hỏi đăng ký kết hôn cho con gái",
     "lúc cưới cô ấy chưa đủ 18, nay đã đủ, đăng ký kết hôn được chưa"],
)  # fmt: skip
def test_other_people_and_what_is_over_bar_nobody(matcher: Matcher, text: str) -> None:
    reading = matcher.read(text)
    assert reading.said_first is None
    assert not (key(matcher, text) or "").startswith("ket_hon")


@pytest.mark.parametrize(
    "text",
    ["chưa li hôn rồi kết hôn với người khác được không",
     "anh ấy có vợ rồi, có kết hôn với em được ko",
     "bạn gái tôi đã có chồng, chúng tôi muốn đăng ký kết hôn"],
)  # fmt: skip
def test_a_spouse_still_bars_another(matcher: Matcher, text: str) -> None:
    assert "ket_hon_dang_co_vo_chong" in (matcher.read(text).said_first, key(matcher, text))


def test_an_age_is_the_spouses_not_a_childs() -> None:
    assert too_young(["con", "gai", "16", "tuoi", "muon", "lay", "chong"])
    assert not too_young(["con", "16", "tuoi", "ma", "vo", "chong", "toi", "chua", "ket", "hon"])
    assert too_young(["em", "17t", "muon", "cuoi"])
    assert not too_young(["ban", "gai", "18t", "em", "21t", "muon", "cuoi"])
    assert not too_young(["em", "25", "tuoi", "muon", "ket", "hon"])
    assert not too_young(["em", "16", "tuoi", "lam", "can", "cuoc"])
    assert too_young(["em", "moi", "19t", "lay", "vo"])
    assert not too_young(["anh", "25", "tuoi", "lay", "vo", "19", "tuoi"])
    assert not too_young(["em", "19", "tuoi", "lay", "chong"])


@pytest.mark.parametrize(
    "text",
    ["tui nhận điện thoại nói mình dính líu vụ rửa tiền", "nguoi la goi bao vneid bi khoa bam link",
     "có người xưng công an kêu kết bạn zalo làm định danh qua link",
     "so la nhan tin co lenh bat gui toi", "nhận được tin nhắn trúng thưởng ô tô",
     "có ai đó gửi link vneid bảo vào xác nhận"],
)  # fmt: skip
def test_a_tale_of_crooks_gets_the_card_against_them(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "khong_qua_co"


@pytest.mark.parametrize(
    "text",
    ["lỡ chuyển tiền cho công an giả rồi", "con tôi nghiện ma túy muốn cai", "vneid bị khóa",
     "tăng lương hưu có thật không, bạn tôi nhắn",
     "cháu tôi trúng thưởng ở trường, xã gọi lên nhận",
     "cho xin link vneid với, gửi em nha"],
)  # fmt: skip
def test_other_matters_of_these_words_do_not(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) != "khong_qua_co"


@pytest.mark.parametrize(
    "text",
    ["nhấn vào link lạ bị mất 5 triệu", "lo doc ma otp cho nguoi ta roi",
     "quét mã qr xong mất sạch tiền"],
)  # fmt: skip
def test_who_has_lost_money_is_told_to_act_at_once(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) == "lua_dao"


@pytest.mark.parametrize(
    ("text", "told"),
    [("ngoại em già không lên xã được, cần chứng thực chữ ký", True),
     ("bà 82 tuổi không đi được, làm căn cước sao", True),
     ("kẹt xe không đi được, mai lấy căn cước được không", False),
     ("em làm tóc tại nhà xin giấy phép kinh doanh, cccd hết hạn", False)],
)  # fmt: skip
def test_only_who_is_weak_is_told_of_work_at_home(matcher: Matcher, text: str, told: bool) -> None:
    assert (matcher.read(text).said_first == "tai_nha") is told


@pytest.mark.parametrize(
    "text",
    ["bạn vay tiền mua xe của em mà không trả", "vay tiền mua nhẫn cưới rồi muốn kết hôn",
     "cho bà con vay tiền làm nhà rồi họ bỏ trốn"],
)  # fmt: skip
def test_a_debt_is_no_wish_for_a_loan(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) != "vay_von"


@pytest.mark.parametrize(
    ("text", "court"),
    [("bà chị nợ hụi không trả tôi", True), ("nó mượn tiền tôi mấy năm rồi trốn", True),
     ("vay tiền ngân hàng không trả được", False), ("mượn sổ hộ khẩu không trả", False)],
)  # fmt: skip
def test_a_private_debt_is_for_the_court(matcher: Matcher, text: str, *, court: bool) -> None:
    assert (key(matcher, text) == "tranh_chap_toa") is court


def test_who_cannot_walk_is_told_to_call_first_and_keeps_the_matter(matcher: Matcher) -> None:
    reading = matcher.read("ông nội liệt giường, căn cước hết hạn, công an đến nhà làm được không")

    assert reading.said_first == "tai_nha"
    assert code(matcher, "ngồi xe lăn không đi được, muốn đăng ký kết hôn tại nhà") == "1.000593"


def test_a_loan_for_a_house_is_no_permit(matcher: Matcher) -> None:
    assert key(matcher, "ngân hàng có cho vay vốn làm nhà không") == "vay_von"
    assert key(matcher, "muốn vay vốn để cất lại căn nhà dột") == "vay_von"
    assert code(matcher, "sửa nhà có phải xin phép không") == "1.013229"


def test_who_may_go_alone_asks_on_about_the_subject(matcher: Matcher) -> None:
    text = "vợ tôi đi làm xa, một mình tôi đi được không"

    assert code(matcher, text, Subject("1.000894")) == "1.000894"
    assert code(matcher, text) is None
    assert code(matcher, "khai báo tạm vắng cho chồng đi làm xa") == "1.003677"


def test_words_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "heard.yaml").write_text(
        "- {key: mot, card: khong_co, phrases: [thử]}\n", encoding="utf-8"
    )

    with pytest.raises(DataMistakesError, match="khong_co"):
        load_guidance(tmp_path)
