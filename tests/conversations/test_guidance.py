"""Asking about procedures: answers, questions back, follow-ups, codes, places, days."""

import pytest

from knowledge.text.folding import fold
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


def test_two_questions_in_one_message_are_both_answered(citizen: Citizen) -> None:
    citizen.says("cho em hỏi đăng ký kết hôn cần giấy tờ gì, với lại đăng ký tạm trú nộp ở đâu")
    citizen.hears("kết hôn", "tạm trú")


def test_an_old_place_name_is_told_with_the_new_one(citizen: Citizen) -> None:
    citizen.says("em ở Xã Mẫu Cũ, đăng ký tạm trú ở đâu")
    citizen.hears("Xã Mẫu Cũ nay thuộc Phường Mẫu", "tạm trú")


def test_a_citizens_own_limit_is_told_with_the_last_open_day_before_it(citizen: Citizen) -> None:
    citizen.opens("p_1-001193")
    citizen.taps("Xem đầy đủ")
    citizen.taps("Tính hạn của tôi")
    citizen.hears("ngày sinh")
    citizen.says("7/10")
    citizen.hears("Chủ nhật 6/12/2026", "thứ Sáu 4/12/2026")


@pytest.mark.parametrize(
    "words",
    [
        "con em sinh ngay 7/10/2026 thi han khai sinh den khi nao",
        "con em sinh ngày 7/10/2026 thì hạn khai sinh đến khi nào",
        "be sinh 7/10/2026 qua han chua",
        "con sinh 7/10/2026 con kip khai sinh khong",
        "con sinh 7/10/2026, may ngay nua het han khai sinh",
    ],
)
def test_a_limit_is_told_however_it_is_asked(citizen: Citizen, words: str) -> None:
    citizen.says(words)
    citizen.hears("Chủ nhật 6/12/2026", "thứ Sáu 4/12/2026")


@pytest.mark.parametrize(
    "words", ["em sinh ngày 7/10/2000 căn cước hết hạn khi nào", "sinh 7/10/1990, gia hạn tạm trú"]
)
def test_a_day_of_birth_beside_another_limit_counts_no_birth(citizen: Citizen, words: str) -> None:
    citizen.says(words)
    citizen.hears_nothing_of("6/12/2000", "6/12/1990", "quá hạn")


def test_the_day_told_before_a_choice_is_kept_over_it(citizen: Citizen) -> None:
    citizen.says("dang ky cho be 7/10/2026 han chot ngay nao")
    citizen.hears_nothing_of("6/12/2026")
    citizen.taps("Đăng ký khai sinh")
    citizen.hears("Chủ nhật 6/12/2026", "thứ Sáu 4/12/2026")


def test_a_question_instead_of_the_day_is_answered(citizen: Citizen) -> None:
    citizen.opens("p_1-001193")
    citizen.taps("Xem đầy đủ")
    citizen.taps("Tính hạn của tôi")
    citizen.says("đăng ký kết hôn cần gì")
    citizen.hears("kết hôn")


def test_procedures_roads_and_hours_of_one_message_are_answered_one_after_the_other(
    citizen: Citizen,
) -> None:
    citizen.says("đăng ký tạm trú cần gì, với lại đổi bằng lái xe ở đâu? Mấy giờ mở cửa?")

    citizen.hears(
        "Em trả lời lần lượt 3 việc",
        "Tờ khai thay đổi thông tin cư trú",
        "Giấy phép lái xe",
        "Giờ làm việc",
        buttons=["Xem đầy đủ: Đăng ký tạm trú"],
    )
    citizen.says("thế lệ phí?")
    citizen.hears("Đăng ký tạm trú")


def test_the_fourth_of_four_questions_is_named_with_its_button(citizen: Citizen) -> None:
    citizen.says(
        "Đăng ký kết hôn cần gì? Cấp lại thẻ căn cước bao nhiêu tiền? Sao y ở đâu? "
        "Làm hộ chiếu ở đâu?"
    )

    citizen.hears("Em trả lời lần lượt 3 việc", "Còn việc: ", buttons=["Hộ chiếu"])
    citizen.taps("Hộ chiếu")
    citizen.hears("hộ chiếu")


def test_what_was_not_taken_up_of_several_questions_is_named(citizen: Citizen) -> None:
    citizen.says("đăng ký kết hôn cần gì, với lại xin giấy phép nuôi cá sấu ở đâu")

    citizen.hears("Tờ khai đăng ký kết hôn", 'Còn "xin giấy phép nuôi cá sấu ở đâu"')


def test_an_answer_that_leaves_a_wish_out_does_not_count_it_as_answered(citizen: Citizen) -> None:
    citizen.says("đăng ký kết hôn cần gì, sao y ở đâu, với lại xin giấy phép nuôi cá sấu ở đâu")

    citizen.hears("2 việc em đã rõ, việc chưa rõ em nhắc ở cuối", "nuôi cá sấu")


def test_condolence_goes_before_all_answers(citizen: Citizen) -> None:
    citizen.says("chứng thực giấy ủy quyền và làm giấy khai tử cho mẹ, mấy giờ đóng cửa vậy")

    citizen.hears("3 việc", "khai tử", "Giờ làm việc")
    said = fold(citizen.said)
    assert said.index("chia buon") < said.index("3 viec")


def test_what_is_done_in_one_go_is_answered_so_and_each_alone_is_on_tap(citizen: Citizen) -> None:
    citizen.says("khai sinh cho con và nhập hộ khẩu cho bé cần giấy tờ gì")

    citizen.hears(
        "Tờ khai điện tử liên thông",
        buttons=["Hay là: Đăng ký khai sinh", "Hay là: Đăng ký thường trú"],
    )


@pytest.mark.parametrize("vague", ["em muốn làm giấy tờ", "lam ho so", "thu tuc", "lam giay to"])
def test_who_names_no_paper_is_shown_the_directory(citizen: Citizen, vague: str) -> None:
    citizen.says(vague)

    citizen.hears("Anh/chị cần việc nào ạ?")
    citizen.hears_nothing_of("bị mất", "mã hồ sơ")
