"""What a message means in the light of the answer before it."""

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
