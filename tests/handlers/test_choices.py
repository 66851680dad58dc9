"""Tap, number, label: all mean the offered action."""

import pytest

from handlers.choices import resolve
from handlers.messages import Button

OFFERED = (
    Button("Đăng ký khai sinh", "p:1.001193"),
    Button("Đăng ký khai tử", "p:1.000656"),
    Button("Cấp bản sao trích lục hộ tịch", "p:2.000635"),
    Button("Tôi không rõ", "unsure:-"),
)


@pytest.mark.parametrize(
    "words",
    ["2", " 2 ", "2.", "(2)", "số 2", "so 2", "SỐ HAI", "hai", "câu 2", "cái thứ hai", "chọn số 2",
     "thứ 2", "2 nha em", "em chọn 2 ạ", "Đăng ký khai tử", "dang ky khai tu", "ĐĂNG KÝ KHAI TỬ!",
     "p:1.000656"],
)  # fmt: skip
def test_every_way_of_naming_the_second_choice_means_it(words: str) -> None:
    assert resolve(words, OFFERED) == "p:1.000656"


@pytest.mark.parametrize("words", ["Cấp bản sao trích…", "cap ban sao tri...", "Cấp bản sao"])
def test_a_label_cut_short_still_means_its_choice(words: str) -> None:
    assert resolve(words, OFFERED) == "p:2.000635"


def test_a_cut_that_fits_two_labels_is_no_choice() -> None:
    assert resolve("Đăng ký kha…", OFFERED) is None


@pytest.mark.parametrize("words", ["cuối cùng", "cái cuối"])
def test_the_last_choice_can_be_called_the_last(words: str) -> None:
    assert resolve(words, OFFERED) == "unsure:-"


@pytest.mark.parametrize(
    "words",
    ["5", "0", "22", "200", "làm khai sinh cho 2 con", "hai vợ chồng", "đăng ký", "", "🙂",
     "còn khai tử thì sao", "thứ hai có làm không"],
)  # fmt: skip
def test_other_words_are_no_choice(words: str) -> None:
    assert resolve(words, OFFERED) is None


def test_nothing_offered_means_nothing_chosen() -> None:
    assert resolve("1", ()) is None


@pytest.mark.parametrize(
    "words", ["xem thêm", "Xem them", "xem thêm đi em", "xem tiếp nhé", "tiếp"]
)
@pytest.mark.parametrize("label", ["Xem tiếp", "Việc khác"])
def test_the_next_page_of_a_list_can_be_asked_for_in_other_words(words: str, label: str) -> None:
    assert resolve(words, (*OFFERED, Button(label, "field:ho-tich:8"))) == "field:ho-tich:8"


@pytest.mark.parametrize("words", ["xem thêm", "tiếp", "xem thêm về khai sinh"])
def test_without_a_next_page_they_are_no_choice(words: str) -> None:
    assert resolve(words, OFFERED) is None
