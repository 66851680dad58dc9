"""What a message means in the light of the answer before it."""

import pytest

from knowledge.text.folding import fold
from tests.conversations.conftest import Citizen


def test_neighbouring_words_of_a_label_pick_it(citizen: Citizen) -> None:
    citizen.says("con nuôi")
    citizen.says("bé ở trong nước luôn, con của chị gái tôi")

    citizen.hears("nuôi con nuôi trong nước")
    citizen.hears_nothing_of("nước sạch")


def test_thanks_before_a_question_do_not_hide_the_question(citizen: Citizen) -> None:
    citizen.says("tách hộ")
    citizen.says("cảm ơn nha, mà ủy ban làm việc mấy giờ vậy")

    citizen.hears("giờ làm việc")
    citizen.hears_nothing_of("tách hộ")


@pytest.mark.parametrize(
    "circumstance",
    [
        "mẹ nó ở nước ngoài thì sao",
        "ba nó ở nước ngoài thì sao",
        "hổng có đăng ký kết hôn thì sao",
        "cha mẹ chưa đăng ký kết hôn thì sao",
    ],
)
def test_a_circumstance_keeps_the_matter_at_hand(citizen: Citizen, circumstance: str) -> None:
    citizen.says("1.001193")
    citizen.says(circumstance)

    citizen.hears("đăng ký khai sinh", "các bước")
    citizen.hears_nothing_of("hộ chiếu")


def test_a_circumstance_told_before_the_choice_asks_it_again(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.says("cha mẹ chưa đăng ký kết hôn thì sao")

    citizen.hears("tuỳ từng thủ tục", buttons=["Trẻ mới sinh, làm giấy khai sinh"])


def test_a_wish_with_what_if_starts_anew(citizen: Citizen) -> None:
    citizen.says("1.001193")
    citizen.says("còn muốn đăng ký kết hôn thì sao")

    citizen.hears("ĐĂNG KÝ KẾT HÔN")


@pytest.mark.parametrize("nod", ["ok tks", "vậy hả", "ok em"])
def test_a_nod_after_a_card_does_not_show_it_again(citizen: Citizen, nod: str) -> None:
    citizen.says("giờ làm việc")
    citizen.says(nod)

    citizen.hears_nothing_of("giờ làm việc", "chưa rõ")


def test_the_hours_answer_for_the_day_that_was_asked_first(citizen: Citizen) -> None:
    citizen.says("thứ 7 có làm việc không")
    citizen.hears("Thứ Bảy 28/11/2026", "nghỉ")

    citizen.says("tết có làm việc không")
    citizen.hears("Tết Đinh Mùi (dự kiến): nghỉ từ")

    citizen.says("mấy giờ mở cửa")
    citizen.hears_nothing_of("28/11/2026", "Đinh Mùi")


@pytest.mark.parametrize("asked", ["neu qua 60 ngay thi sao", "trễ thì sao", "để quá ngày rồi"])
def test_who_is_late_is_told_of_the_limit_not_the_steps(citizen: Citizen, asked: str) -> None:
    citizen.says("1.001193")
    citizen.says(asked)

    citizen.hears("hạn phải đi làm", "quá hạn vẫn đăng ký được")
    citizen.hears_nothing_of("các bước")


@pytest.mark.parametrize("before", ["đăng ký kết hôn cần giấy tờ gì", "lam khai sinh"])
@pytest.mark.parametrize("wish", ["em muốn làm giấy tờ cho con", "muon lam giay to cho me"])
def test_a_wish_for_some_other_paper_begins_anew(citizen: Citizen, before: str, wish: str) -> None:
    citizen.says(before)
    citizen.says(wish)

    citizen.hears("danh mục", "cần việc nào")


@pytest.mark.parametrize(
    "words", ["em muốn làm thủ tục này", "muon lam giay to nay o dau", "làm giấy tờ gì nữa"]
)
def test_what_points_back_or_asks_goes_on(citizen: Citizen, words: str) -> None:
    citizen.says("đăng ký kết hôn cần giấy tờ gì")
    citizen.says(words)

    citizen.hears("đăng ký kết hôn")
    citizen.hears_nothing_of("danh mục")


def test_several_parts_of_one_subject_are_answered_each_in_order(citizen: Citizen) -> None:
    citizen.says("dang ky khai sinh le phi bao nhieu va bao lau co ket qua")
    citizen.hears("Lệ phí", "không thu lệ phí khi đăng ký đúng hạn", "Thời gian giải quyết")
    citizen.hears("trong ngày")
    said = fold(citizen.said)
    assert said.index("le phi") < said.index("thoi gian giai quyet")
    citizen.says("bao lâu có kết quả, nộp ở đâu")
    citizen.hears("Thời gian giải quyết", "Nơi nộp")
    citizen.hears_nothing_of("không thu lệ phí")
