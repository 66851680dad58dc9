"""Where is my dossier: the code, the consent and the digits, however they come."""

import pytest

from tests.conversations.conftest import Citizen
from tests.conversations.dossiers.looking import look_up
from tests.fakes.dossiers import CODE, FOUR, OTHER, WRONG, FakeDossiers


@pytest.mark.parametrize("question", ["hồ sơ của tôi tới đâu rồi", "tra cuu ho so", "/hoso"])
def test_who_asks_without_a_code_is_asked_for_it(lan: Citizen, question: str) -> None:
    lan.says(question)
    lan.hears("gõ mã hồ sơ", "giấy tiếp nhận và hẹn trả")
    lan.says(CODE)
    lan.taps("Đồng ý")
    lan.hears("4 số cuối")


def test_the_purpose_is_told_and_agreed_to_before_the_digits(lan: Citizen) -> None:
    lan.says(CODE)
    lan.hears("chỉ để tra đúng hồ sơ", buttons=["Đồng ý", "Không đồng ý"])
    lan.hears_nothing_of("4 số cuối của số điện thoại")
    lan.taps("Đồng ý")
    lan.hears(CODE, "4 số cuối của số điện thoại")


def test_who_does_not_agree_is_sent_to_the_desk(lan: Citizen) -> None:
    lan.says(CODE)
    lan.taps("Không đồng ý")
    lan.hears("tại quầy")
    lan.says(FOUR)
    lan.hears_nothing_of("Tình trạng")


@pytest.mark.parametrize(
    "typed",
    [
        "h32.12.05-261118-0007",
        "H32.12.05 – 261118 – 7",
        "H32 12 05 261118 0007",
        "h321205-261118-0007",
        "H32.12.05/261118/0007",
        "hồ sơ H32.12.O5-26l1l8-OOO7 của em tới đâu rồi ạ",
        "https://dichvucong.example/tra?ma=H32.12.05-261118-0007",
    ],
)
def test_a_code_is_read_however_it_is_typed(lan: Citizen, typed: str) -> None:
    look_up(lan, code=typed)
    lan.hears("Giấy xác nhận tình trạng hôn nhân", CODE)


def test_digits_typed_wrong_may_be_typed_again(lan: Citizen) -> None:
    look_up(lan, WRONG)
    lan.hears("không thấy hồ sơ nào khớp", buttons=["Nhập mã khác", "Huỷ"])
    lan.says(FOUR)
    lan.hears("Tình trạng")


@pytest.mark.parametrize(
    "typed", ["0 1 2 3", "số của em là 0123 ạ", "0901230123", "4 số cuối là 0123"]
)
def test_digits_are_read_however_they_are_typed(lan: Citizen, typed: str) -> None:
    look_up(lan, typed)
    lan.hears("Tình trạng")


def test_too_few_digits_are_asked_again_and_a_question_is_answered(lan: Citizen) -> None:
    look_up(lan, "12")
    lan.hears("đúng 4 chữ số")
    lan.says("đăng ký kết hôn cần giấy tờ gì")
    lan.hears("kết hôn")


@pytest.mark.parametrize("typed", ["H32.12.05-261323-0007", "H32.12.05-270101-0001"])
def test_a_day_that_cannot_be_is_asked_to_be_read_again(lan: Citizen, typed: str) -> None:
    lan.says(typed)
    lan.hears("phần ngày chưa đúng", "xem lại mã trên giấy hẹn")
    lan.hears_nothing_of("4 số cuối")


def test_a_procedure_code_where_a_dossier_code_is_asked_for_is_told_apart(lan: Citizen) -> None:
    lan.says("tra cứu hồ sơ")
    lan.says("1.001193")
    lan.hears("mã thủ tục, không phải mã hồ sơ", buttons=["Đăng ký khai sinh"])
    lan.taps("Đăng ký khai sinh")
    lan.hears("Giấy chứng sinh")


def test_what_is_no_code_is_asked_to_be_typed_again(lan: Citizen) -> None:
    lan.says("tra cứu hồ sơ")
    lan.says("261118 0007 9")
    lan.hears("chưa đọc được mã", "ví dụ")


def test_code_and_digits_in_one_sentence_are_enough_once_agreed(lan: Citizen) -> None:
    look_up(lan)
    lan.says(f"{CODE} bốn số cuối 0123")
    lan.hears("Tình trạng")


@pytest.mark.parametrize("typed", [f"HCC {CODE} {FOUR}", f"hcc h32 12 05 261118 0007 {FOUR}"])
def test_the_short_command_asks_for_the_same_as_the_chat(lan: Citizen, typed: str) -> None:
    lan.says(typed).hears("chỉ để tra đúng hồ sơ", buttons=["Đồng ý"])
    lan.taps("Đồng ý").hears("4 số cuối")
    lan.says(FOUR).hears("Tình trạng")
    lan.says("huỷ")
    lan.says(typed).hears("Tình trạng")
    lan.says(f"HCC {CODE} 0000").hears("không thấy hồ sơ nào khớp")
    lan.says(f"HCC {CODE}").hears("4 số cuối")


def test_the_short_command_looks_nothing_up_in_a_group(lan: Citizen) -> None:
    lan.group = True
    lan.says(f"HCC {CODE} {FOUR}").hears("không làm trong nhóm")
    lan.hears_nothing_of(CODE, "Tình trạng")


def test_several_codes_are_asked_one_by_one(lan: Citizen) -> None:
    lan.says(f"tra giúp {CODE} và {OTHER}")
    lan.hears("nhiều mã", buttons=[CODE, OTHER])


def test_a_link_opens_the_dossier_by_its_token_after_the_digits(lan: Citizen) -> None:
    lan.opens("d_tokenOfSixteen16")
    lan.taps("Đồng ý")
    lan.hears("4 số cuối")
    lan.hears_nothing_of(CODE)
    lan.says(FOUR)
    lan.hears("Tình trạng", CODE)


def test_a_link_of_nobody_is_asked_and_answered_alike(lan: Citizen) -> None:
    lan.opens("d_tokenOfNobody999")
    lan.taps("Đồng ý")
    lan.hears("4 số cuối")
    lan.says(FOUR)
    lan.hears("không thấy hồ sơ nào khớp")


def test_in_a_group_nothing_is_looked_up(lan: Citizen) -> None:
    lan.group = True
    for heard in (lan.says(CODE), lan.opens("d_tokenOfSixteen16")):
        heard.hears("không làm trong nhóm", buttons=["Nhắn riêng"])
        heard.hears_nothing_of(CODE, "4 số cuối")


def test_a_ward_without_a_register_says_so_and_tells_the_other_roads(
    lan: Citizen, register: FakeDossiers
) -> None:
    register.copied = None
    lan.says("hồ sơ của tôi tới đâu rồi")
    lan.hears("dichvucong.gov.vn")
    lan.says(CODE)
    lan.hears("chưa nối sổ hồ sơ")
    lan.taps("Cách tra cứu")
    lan.hears("dichvucong.gov.vn")


def test_who_complains_of_a_late_dossier_may_send_a_report_at_once(lan: Citizen) -> None:
    lan.says(f"hồ sơ {CODE} của tôi trễ quá lâu không ai trả lời, tôi muốn phản ánh")
    lan.taps("Gửi phản ánh")
    lan.hears("việc gì, ở đâu, lúc nào")
    lan.says(f"hồ sơ {CODE} hẹn tuần trước mà không ai trả lời tôi").taps("Đồng ý").says(FOUR)
    lan.hears("Theo sổ", "họ tên", buttons=["Gửi không kèm tên"])


def test_a_code_alone_offers_no_report(lan: Citizen) -> None:
    lan.says(CODE)

    offered = [button.label for reply in lan.heard for button in reply.choices]
    assert "Gửi phản ánh" not in offered


@pytest.mark.parametrize("words", ["hồ sơ 1.001193 tới đâu", "1.001193 xong chua em"])
def test_a_procedure_code_asked_after_as_a_dossier_is_told_apart(lan: Citizen, words: str) -> None:
    lan.says(words)
    lan.hears("là mã thủ tục, không phải mã hồ sơ", "H32.12.05-260923-0007")
    lan.taps("Đăng ký khai sinh")
    lan.hears("Tờ khai đăng ký khai sinh")
