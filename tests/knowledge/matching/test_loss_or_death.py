"""A death, a thing lost and a paper kept by somebody else are told apart."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.losses import bereaved, died, lost, withheld
from tests.knowledge.matching.helpers import code, first, key, offered


@pytest.mark.parametrize(
    "text",
    ["con gái tôi bị tai nạn mất", "em trai em tự tử mất hôm qua", "ba tôi ung thư vừa mất",
     "mẹ em tuần trước mất", "chong toi bi benh mat thang truoc", "tôi mới mất vợ tháng rồi",
     "bé sinh được ba ngày thì mất", "ba tôi không qua khỏi", "đứa bé đẻ ra thì mất",
     "bà ngoại qua đời hôm qua",
     "anh rể bị xe tông chết luôn", "bố em chết hôm qua", "chó dại cắn ba tôi chết"],
)  # fmt: skip
def test_a_death_is_heard_with_its_cause_and_day(text: str) -> None:
    assert died(text.split())
    assert bereaved(text.split())


@pytest.mark.parametrize(
    "text",
    ["con em hôm qua mất thẻ", "thương binh mất giấy", "giấy khuyết tật mất rồi", "em mất bóp",
     "làm giấy này mất bao lâu", "em mat bo ho so", "em mất mẹ cái thẻ rồi",
     "vắng mặt vợ có đăng ký được không", "sinh bé 3 ngày thì mất bao lâu mới có giấy",
     "sinh con hai ngày thì mất giấy chứng sinh", "bầy vịt của ông tư bị dịch chết hết",
     "trâu nhà hàng xóm chết", "trời ơi chết rồi em quên hộ chiếu", "chết cười với tờ đơn này",
     "chờ lâu chết luôn", "hồ sơ của em không qua khỏi vòng một"],
)  # fmt: skip
def test_a_loss_is_no_death(text: str) -> None:
    assert not died(text.split())


def test_a_death_of_long_ago_asks_for_no_condolence() -> None:
    assert died(["ba", "tôi", "mất", "lâu", "rồi"])
    assert not bereaved(["ba", "tôi", "mất", "lâu", "rồi"])


def test_an_outcry_is_told_from_a_rite() -> None:
    assert died(["chết", "rồi", "làm", "giấy", "khai", "tử", "ở", "đâu"])


def test_who_lost_a_husband_is_not_sent_to_a_divorce(matcher: Matcher) -> None:
    reading = matcher.read("mất chồng một mình nuôi hai con, có trợ cấp gì không")

    assert reading.bereaved
    assert key(matcher, "mất chồng một mình nuôi hai con, có trợ cấp gì không") != "ly_hon"


@pytest.mark.parametrize("text", ["so ho ngheo cua ba mat roi", "thẻ này mất tiêu", "giay do mat"])
def test_a_paper_before_the_word_is_lost(text: str) -> None:
    assert lost(text.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [("chồng giữ hết giấy khai sinh của con", "copy"), ("vo bo tron mang di giay ket hon", "copy"),
     ("chủ nhà không trả giấy tạm trú", "again"),
     ("vợ mang giấy khai sinh đi nộp được không", None),
     ("nộp giấy khai sinh ở đâu", None)],
)  # fmt: skip
def test_a_paper_somebody_keeps_is_had_as_a_copy(text: str, found: str | None) -> None:
    assert withheld(text.split()) == found


def test_a_kept_birth_certificate_is_no_new_registration(matcher: Matcher) -> None:
    assert first(matcher, "chồng em giữ giấy khai sinh của con không chịu đưa") == "2.000635"


def test_lost_disability_papers_are_issued_again(matcher: Matcher) -> None:
    assert code(matcher, "the khuyet tat cua me em mat roi") == "1.001653"


@pytest.mark.parametrize(
    "text", ["chi hội cựu chiến binh", "vào hội cựu chiến binh", "thẻ hội viên cựu chiến binh"]
)
def test_living_veterans_are_not_mourned(matcher: Matcher, text: str) -> None:
    assert code(matcher, text) is None
    assert "2.002307" not in offered(matcher, text)


def test_a_suicide_told_is_heard_as_a_death(matcher: Matcher) -> None:
    assert "1.000656" in offered(matcher, "cháu gái tôi tự tử mất hôm qua")


@pytest.mark.parametrize(
    ("text", "route"),
    [("khai báo nuôi chó mèo", "nuoi_cho"), ("xin cấp số nhà", "so_nha"),
     ("mất thẻ thương binh", None),
     ("mở lớp giữ trẻ", "nhom_tre"), ("xin khoan giếng", "khai_thac_nuoc"),
     ("ghi chú việc ly hôn ở Úc", "ghi_chu_ly_hon")],
)  # fmt: skip
def test_what_the_catalogue_has_not_is_routed(
    matcher: Matcher, text: str, route: str | None
) -> None:
    assert key(matcher, text) == (route or "giay_nguoi_co_cong")
    assert code(matcher, text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("cưới bên Đức rồi giờ về nước", "2.002189"), ("ket hon o phap xong ve viet nam", "2.002189"),
     ("muốn kết hôn với người Pháp", "2.000806")],
)  # fmt: skip
def test_a_marriage_done_abroad_is_noted_not_registered(
    matcher: Matcher, text: str, expected: str
) -> None:
    assert first(matcher, text) == expected


@pytest.mark.parametrize("text", ["trẻ em", "tre em", "bien so", "bán đất", "thẻ"])
def test_courtesies_are_told_from_words_by_their_marks(matcher: Matcher, text: str) -> None:
    assert key(matcher, text) not in ("tre_hen", "so_nha", "chao")


def test_a_child_born_at_home_is_registered(matcher: Matcher) -> None:
    assert first(matcher, "đẻ ở nhà không có giấy chứng sinh làm khai sinh sao") == "1.001193"
