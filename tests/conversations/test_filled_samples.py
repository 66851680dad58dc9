"""A filled sample asked for in words is shown at once."""

import pytest

from handlers.wording.samples import INVENTED, NO_FORM, NO_SAMPLE
from tests.conversations.conftest import Citizen


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("xem mẫu đã điền đăng ký khai sinh", "hồ sơ khai sinh"),
        ("mau don dien san ket hon", "hồ sơ đăng ký kết hôn"),
        ("cho xem tờ khai điền sẵn xin trích lục khai sinh", "trích lục khai sinh"),
        ("huong dan dien to khai tam tru", "tạm trú"),
        ("tờ khai đăng ký kết hôn điền như thế nào", "hồ sơ đăng ký kết hôn"),
    ],
)
def test_the_sample_is_shown_when_asked_for(citizen: Citizen, words: str, title: str) -> None:
    citizen.says(words)
    citizen.hears(title, INVENTED)


def test_a_procedure_without_a_form_shows_what_is_said_at_the_desk(citizen: Citizen) -> None:
    citizen.says("mẫu điền sẵn sao y bản chính")
    citizen.hears(NO_FORM, "12.000 đồng")


def test_the_sample_of_what_was_talked_about(citizen: Citizen) -> None:
    citizen.says("đăng ký kết hôn cần giấy tờ gì")
    citizen.says("cho em xem mẫu đã điền")
    citizen.hears("hồ sơ đăng ký kết hôn", INVENTED)


def test_a_bare_word_is_asked_back_with_the_samples_there_are(citizen: Citizen) -> None:
    citizen.says("cho xem ho so mau khai sinh")
    citizen.taps("Đăng ký khai sinh")
    citizen.hears("hồ sơ khai sinh", INVENTED)


def test_without_a_sample_the_forms_are_told(citizen: Citizen) -> None:
    citizen.says("mẫu điền sẵn đăng ký giám hộ")
    citizen.hears(NO_SAMPLE)


@pytest.mark.parametrize(
    "words",
    ["mẫu đơn đăng ký khai sinh tải ở đâu", "điền sai tờ khai", "hồ sơ ghi chú kết hôn gồm gì"],
)
def test_other_words_about_forms_are_no_call_for_a_sample(citizen: Citizen, words: str) -> None:
    citizen.says(words)
    citizen.hears_nothing_of(INVENTED, NO_SAMPLE)
