"""Asking about procedures: answers, questions back, follow-ups, routes, an honest no."""

import pytest

from bot.channels.terminal.render import text_of
from handlers.messages import InboundKind
from tests.conversations.conftest import Citizen


def test_a_clear_question_is_answered_at_once(citizen: Citizen) -> None:
    citizen.says("lam giay khai sinh cho be moi de can giay to gi")
    citizen.hears("Đăng ký khai sinh", "Giấy chứng sinh", buttons=["Lệ phí", "Xem đầy đủ"])


def test_the_asked_part_is_answered_first_and_the_rest_is_on_tap(citizen: Citizen) -> None:
    citizen.says("xin giấy độc thân mất bao lâu")
    citizen.hears("3 ngày làm việc", buttons=["Giấy tờ", "Lệ phí"])
    citizen.hears_nothing_of("Tờ khai cấp Giấy xác nhận")
    citizen.taps("Giấy tờ")
    citizen.hears("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân")


def test_one_word_for_many_procedures_is_asked_back(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.hears("việc nào về khai sinh", buttons=["Trẻ mới sinh", "Việc khác", "Tôi không rõ"])


def test_a_typed_number_picks_the_offered_procedure(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.says("3")
    citizen.hears("Cấp bản sao Trích lục hộ tịch")


def test_a_typed_label_picks_it_too_without_marks(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.says("xin ban sao, trich luc khai sinh")
    citizen.hears("bản sao")


def test_other_matters_are_on_the_next_page(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.taps("Việc khác")
    citizen.hears("Còn các việc sau", buttons=["Tôi không rõ"])
    citizen.taps("Người lớn chưa từng")
    citizen.hears("đã có hồ sơ, giấy tờ cá nhân")


def test_who_cannot_tell_hears_what_all_options_share_and_the_desk(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.taps("Tôi không rõ")
    citizen.hears("60 ngày", "0000 000 001")


def test_the_part_asked_before_a_choice_leads_after_it(citizen: Citizen) -> None:
    citizen.says("khai sinh le phi bao nhieu")
    citizen.taps("Xin bản sao")
    citizen.hears("Lệ phí", "8.000đ")


def test_a_clear_question_leaves_an_unanswered_choice(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.says("đăng ký tạm trú cần giấy tờ gì")
    citizen.hears("Đăng ký tạm trú", "CT01")


def test_a_follow_up_without_a_subject_keeps_it(citizen: Citizen) -> None:
    citizen.says("đăng ký tạm trú")
    citizen.says("thế lệ phí?")
    citizen.hears("Đăng ký tạm trú", "Lệ phí")
    citizen.says("bao lâu thì xong")
    citizen.hears("3 ngày làm việc")


def test_a_new_subject_changes_it(citizen: Citizen) -> None:
    citizen.says("đăng ký tạm trú")
    citizen.says("gia hạn thì sao")
    citizen.hears("Gia hạn tạm trú")


def test_a_procedure_code_is_understood(citizen: Citizen) -> None:
    citizen.says("1.004873.000.00.00.H56")
    citizen.hears("tình trạng hôn nhân")


def test_a_code_nobody_knows_is_told_so(citizen: Citizen) -> None:
    citizen.says("9.999999")
    citizen.hears("không thấy mã thủ tục 9.999999")


def test_a_replaced_code_leads_to_its_successor(citizen: Citizen) -> None:
    citizen.says("2.000986")
    citizen.hears("đã được thay", "3.000722")


def test_what_the_commune_does_not_do_is_told_with_where_to_go(citizen: Citizen) -> None:
    citizen.says("làm hộ chiếu ở đâu")
    citizen.hears("Công an")
    citizen.hears_nothing_of("Em chưa rõ")


def test_an_emergency_number_stands_first(citizen: Citizen) -> None:
    citizen.says("chay nha roi cuu voi")
    citizen.hears("Gọi ngay 114")


def test_a_complaint_is_pointed_to_its_own_road_and_nothing_is_promised(citizen: Citizen) -> None:
    citizen.says("tôi muốn khiếu nại quyết định của phường")
    citizen.hears("chữ ký", "tiếp công dân")
    citizen.hears_nothing_of("đã tiếp nhận khiếu nại")


def test_gibberish_gets_an_honest_no_and_a_person(citizen: Citizen) -> None:
    citizen.says("asdf qwer zxcv")
    citizen.hears("Em chưa rõ", "0000 000 001")


def test_two_questions_in_one_message_are_both_answered(citizen: Citizen) -> None:
    citizen.says("cho em hỏi đăng ký kết hôn cần giấy tờ gì, với lại đăng ký tạm trú nộp ở đâu")
    citizen.hears("kết hôn", "tạm trú")


@pytest.mark.parametrize(
    "story", ["ba noi mat hom qua gio lam sao", "nhà em có tang, ông ngoại mất"]
)
def test_a_question_back_about_a_death_opens_with_condolence(citizen: Citizen, story: str) -> None:
    citizen.says(story)
    citizen.hears("chia buồn", "khai tử")
    assert "chia buồn" in text_of(citizen.heard).splitlines()[0]


def test_a_lost_paper_is_no_death(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.hears_nothing_of("chia buồn")
    citizen.says("mat giay khai sinh lam lai")
    citizen.hears_nothing_of("chia buồn")


def test_a_death_is_met_with_condolence(citizen: Citizen) -> None:
    citizen.says("ba em mới mất hôm qua, làm giấy khai tử ở đâu")
    citizen.hears("chia buồn", "khai tử")


@pytest.mark.parametrize("word", ["/help", "/giup", "trợ giúp"])
def test_help_tells_what_can_be_asked_with_a_button_for_each(citizen: Citizen, word: str) -> None:
    citizen.says(word)
    citizen.hears("hỏi thủ tục", "tra cứu hồ sơ", "phản ánh", "gặp cán bộ", "/dulieu")
    assert len(text_of(citizen.heard)) < 700
    for label in ("Xem tất cả thủ tục", "Tra cứu hồ sơ", "Phản ánh", "Gặp cán bộ", "Dữ liệu"):
        citizen.says(word)
        citizen.taps(label)
        citizen.hears_nothing_of("lựa chọn này đã cũ")


def test_condolence_is_said_once_in_a_conversation(citizen: Citizen) -> None:
    citizen.says("ba em mới mất hôm qua, làm giấy khai tử ở đâu")
    citizen.hears("chia buồn")
    citizen.says("lệ phí bao nhiêu")
    citizen.hears("lệ phí", "khai tử")
    citizen.hears_nothing_of("chia buồn")
    citizen.taps("Xem đầy đủ")
    citizen.hears_nothing_of("chia buồn")
    citizen.says("đăng ký kết hôn cần gì")
    citizen.says("ông nội mất, làm giấy khai tử cần gì")
    citizen.hears("chia buồn")


@pytest.mark.parametrize(
    "paperwork", ["chứng thực văn bản từ chối nhận di sản", "đăng ký lại khai tử"]
)
def test_paperwork_long_after_a_death_opens_without_condolence(
    citizen: Citizen, paperwork: str
) -> None:
    citizen.says(paperwork)
    citizen.hears(paperwork)
    citizen.hears_nothing_of("chia buồn")


def test_who_is_late_is_not_told_to_keep_the_limit(citizen: Citizen) -> None:
    citizen.says("le phi khai sinh tre han")
    citizen.hears("quá 60 ngày")
    citizen.hears_nothing_of("nhớ đi làm")


def test_an_old_place_name_is_told_with_the_new_one(citizen: Citizen) -> None:
    citizen.says("em ở Xã Mẫu Cũ, đăng ký tạm trú ở đâu")
    citizen.hears("Xã Mẫu Cũ nay thuộc Phường Mẫu", "tạm trú")


def test_office_hours_are_told_for_this_moment(citizen: Citizen) -> None:
    citizen.says("hom nay phuong co lam viec khong, may gio dong cua")
    citizen.hears("đang mở cửa, đến 11:30")


def test_a_deep_link_opens_its_procedure(citizen: Citizen) -> None:
    citizen.opens("p_1-001193")
    citizen.hears("Đăng ký khai sinh")


def test_the_first_screen_says_who_speaks_and_what_it_can_do(citizen: Citizen) -> None:
    citizen.opens()
    citizen.hears("trợ lý", "Phường Mẫu", "/dulieu", buttons=["Đăng ký khai sinh"])


@pytest.mark.parametrize("kind", [InboundKind.UNSUPPORTED, InboundKind.PLACE, InboundKind.FILES])
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


def test_a_citizens_own_limit_is_told_with_the_last_open_day_before_it(citizen: Citizen) -> None:
    citizen.opens("p_1-001193")
    citizen.taps("Xem đầy đủ")
    citizen.taps("Tính hạn của tôi")
    citizen.hears("ngày sinh")
    citizen.says("7/10")
    citizen.hears("Chủ nhật 6/12/2026", "thứ Sáu 4/12/2026")


def test_a_question_instead_of_the_day_is_answered(citizen: Citizen) -> None:
    citizen.opens("p_1-001193")
    citizen.taps("Xem đầy đủ")
    citizen.taps("Tính hạn của tôi")
    citizen.says("đăng ký kết hôn cần gì")
    citizen.hears("kết hôn")


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


def test_what_was_not_taken_up_of_several_questions_is_named(citizen: Citizen) -> None:
    citizen.says(
        "Đăng ký kết hôn cần giấy gì? Cấp lại thẻ căn cước bao nhiêu tiền? Mấy giờ mở cửa?"
    )

    citizen.hears('Còn "Mấy giờ mở cửa"')


@pytest.mark.parametrize("asked", ["ho tich o quay nao", "quầy hộ tịch ở đâu", "quầy ở đâu vậy"])
def test_where_a_desk_is_is_no_report_about_its_people(citizen: Citizen, asked: str) -> None:
    citizen.says(asked)
    citizen.hears("Địa chỉ")
    citizen.hears_nothing_of("phản ánh")


@pytest.mark.parametrize("vague", ["em muốn làm giấy tờ", "lam ho so", "thu tuc", "lam giay to"])
def test_who_names_no_paper_is_shown_the_directory(citizen: Citizen, vague: str) -> None:
    citizen.says(vague)

    citizen.hears("Anh/chị cần việc nào ạ?")
    citizen.hears_nothing_of("bị mất", "mã hồ sơ")


@pytest.mark.parametrize("lost", ["làm rơi giấy tờ", "danh roi giay to", "toi danh roi vi"])
def test_papers_dropped_are_lost_and_nobody_was_hit(citizen: Citizen, lost: str) -> None:
    citizen.says(lost)

    citizen.hears("bị mất giấy tờ nào")
    citizen.hears_nothing_of("113")


def test_who_is_hit_is_told_whom_to_call(citizen: Citizen) -> None:
    citizen.says("no danh toi")

    citizen.hears("113")
