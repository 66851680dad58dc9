"""Who cannot ask yet finds the way: first screen, help, directory, links, bad input."""

import pytest

from bot.channels.terminal.render import text_of
from handlers.messages import InboundKind
from knowledge.loading import load_guidance
from tests.conversations.conftest import Citizen
from tests.conversations.voices.bridge import SmsVoice


def test_gibberish_gets_an_honest_no_and_a_person(citizen: Citizen) -> None:
    citizen.says("asdf qwer zxcv")
    citizen.hears("Em chưa rõ", "0000 000 001")


@pytest.mark.parametrize("word", ["/help", "/giup", "trợ giúp"])
def test_help_tells_what_can_be_asked_with_a_button_for_each(citizen: Citizen, word: str) -> None:
    citizen.says(word)
    citizen.hears("hỏi thủ tục", "tra cứu hồ sơ", "phản ánh", "gặp cán bộ", "/dulieu")
    assert len(text_of(citizen.heard)) < 700
    for label in ("Xem tất cả thủ tục", "Tra cứu hồ sơ", "Phản ánh", "Gặp cán bộ", "Dữ liệu"):
        citizen.says(word)
        citizen.taps(label)
        citizen.hears_nothing_of("lựa chọn này đã cũ")


def test_office_hours_are_told_for_this_moment(citizen: Citizen) -> None:
    citizen.says("hom nay phuong co lam viec khong, may gio dong cua")
    citizen.hears("đang mở cửa, đến 11:30")


def test_a_deep_link_opens_its_procedure(citizen: Citizen) -> None:
    citizen.opens("p_1-001193")
    citizen.hears("Đăng ký khai sinh")


def test_the_first_screen_says_who_speaks_and_what_it_can_do(citizen: Citizen) -> None:
    citizen.opens()
    citizen.hears("trợ lý", "Phường Mẫu", "/dulieu", buttons=["Đăng ký khai sinh"])


@pytest.mark.parametrize("kind", [InboundKind.UNSUPPORTED, InboundKind.PLACE])
def test_what_cannot_be_read_gets_a_kind_word(citizen: Citizen, kind: InboundKind) -> None:
    citizen.sends(kind)
    citizen.hears("gõ câu hỏi bằng chữ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\u200b\u202e",
        "\x00\x01",
        "<script>alert(1)</script>",
        "'; DROP TABLE inbound; --",
        "khai sinh " * 1000,
        "😀😀😀",
        "\ud83dlam khai sinh",
        "k" * 3999,
    ],
)
def test_bad_input_gets_a_clear_answer(citizen: Citizen, text: str) -> None:
    citizen.says(text)
    citizen.hears("anh/chị")


def test_cancel_leaves_from_anywhere(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.says("huỷ")
    citizen.hears("em dừng việc này")
    citizen.says("hủy")
    citizen.hears("không có việc nào đang làm dở")


def test_the_directory_is_browsed_by_event_field_and_letter(citizen: Citizen) -> None:
    citizen.says("danh mục")
    citizen.taps("Theo việc trong đời")
    citizen.taps("Sinh con")
    citizen.hears("", buttons=["Đăng ký khai sinh"])
    citizen.says("/menu")
    citizen.taps("Theo lĩnh vực")
    citizen.taps("Hộ tịch")
    citizen.taps("Xem tiếp")
    citizen.hears("Hộ tịch (9–16")
    citizen.says("/menu")
    citizen.taps("Theo chữ cái")
    citizen.taps("G")
    citizen.hears("Chữ G")


def test_typed_xem_them_turns_the_page_of_a_list(citizen: Citizen) -> None:
    citizen.says("/menu")
    citizen.taps("Theo lĩnh vực")
    citizen.taps("Hộ tịch")
    citizen.says("xem thêm")
    if isinstance(citizen._voice, SmsVoice):  # messages come in pages: there it asks for those
        citizen.hears("em đã gửi hết nội dung")
        return
    citizen.hears("Hộ tịch (9–16")
    citizen.says("xem them di em")
    citizen.hears("Hộ tịch (17–")


def test_an_old_tap_gets_a_kind_word(citizen: Citizen) -> None:
    citizen._does(InboundKind.TAP, action="more:4")
    citizen.hears("đã cũ")
    citizen._does(InboundKind.TAP, action="nonsense:x")
    citizen.hears("đã cũ")


def test_a_filled_sample_is_shown_for_an_invented_person(citizen: Citizen) -> None:
    citizen.opens("p_1-001193")
    citizen.taps("Xem đầy đủ")
    citizen.taps("Xem hồ sơ mẫu")
    citizen.hears("không có thật")


@pytest.mark.parametrize(
    ("said", "now", "told"),
    [
        ("xã Mẫu Cũ", "Xã Mẫu Cũ nay thuộc", "Số 1 đường Mẫu"),
        ("xa mau cu gio nop ho so o dau", "nay thuộc", "Số 1 đường Mẫu"),
        ("Thị trấn Mẫu", "nay thuộc xã Mẫu Hai", "bất kỳ Trung tâm Phục vụ hành chính công"),
    ],
)
def test_an_old_name_alone_is_told_with_the_desk_one_goes_to(
    citizen: Citizen, said: str, now: str, told: str
) -> None:
    citizen.says(said)
    citizen.hears(now, told)
    citizen.hears_nothing_of("Em chưa rõ")


@pytest.mark.parametrize("asked", ["danh mục thủ tục", "có những thủ tục nào", "cần làm giấy tờ"])
def test_who_names_no_matter_is_offered_the_directory(citizen: Citizen, asked: str) -> None:
    citizen.says(asked)
    citizen.hears(buttons=["Theo việc trong đời", "Theo lĩnh vực", "Theo chữ cái"])
    citizen.taps("Theo lĩnh vực")
    citizen.hears(buttons=["Hộ tịch"])


def test_dozens_of_fields_are_not_read_out(citizen: Citizen) -> None:
    citizen.says("em làm được gì")
    citizen.hears("Hộ tịch", "lĩnh vực khác")
    assert len(text_of(citizen.heard)) < 700


HOW_TO = ("nop_truc_tuyen", "nop_vneid", "thanh_toan", "buu_chinh", "gioi_thieu_cong", "noi_quy")
CARDS = {card.key: card for card in load_guidance().cards}
LABELS = {
    (button.label, button.card)
    for card in CARDS.values()
    for button in card.buttons
    if button.card in HOW_TO
}


@pytest.mark.parametrize(
    ("said", "key"), sorted({(CARDS[key].title, key) for key in HOW_TO} | LABELS)
)
def test_the_title_and_the_button_of_a_how_to_card_lead_to_it(
    citizen: Citizen, said: str, key: str
) -> None:
    citizen.says(said)
    citizen.hears(CARDS[key].title)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("nop phi truc tuyen the nao", "Nộp phí, lệ phí"),
        ("nộp lệ phí qua mạng làm sao", "Nộp phí, lệ phí"),
        ("cách nộp hồ sơ trên VNeID", "Nộp hồ sơ trên VNeID"),
    ],
)
def test_how_to_pay_or_file_online_is_told_without_a_procedure(
    citizen: Citizen, said: str, title: str
) -> None:
    citizen.says(said)
    citizen.hears(title)
