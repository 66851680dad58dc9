"""What goes on with a conversation, what only opens one, and what names another matter."""

import pytest

from tests.conversations.conftest import Citizen


def test_who_only_announces_a_question_is_bidden_to_ask_it(citizen: Citizen) -> None:
    citizen.says("đăng ký khai tử cần giấy tờ gì")
    for said in ("cho em hỏi cái này", "cho em hoi chut", "em muốn hỏi xíu ạ"):
        citizen.says(said)
        citizen.hears("Anh/chị cứ hỏi ạ")
        citizen.hears_nothing_of("tờ khai đăng ký")


@pytest.mark.parametrize("said", ["còn khai tử thì sao", "khai tử thì sao", "the khai tu thi sao"])
def test_another_matter_is_asked_for_the_same_part(citizen: Citizen, said: str) -> None:
    citizen.says("đăng ký tạm trú lệ phí bao nhiêu")
    citizen.says(said)
    citizen.hears("Lệ phí")
    citizen.hears_nothing_of("Các bước")


def test_what_befell_a_paper_asks_what_to_do(citizen: Citizen) -> None:
    citizen.says("đăng ký tạm trú lệ phí bao nhiêu")
    citizen.says("mất căn cước thì sao")
    citizen.hears("Các bước")


def test_another_matter_is_no_choice_of_an_open_question(citizen: Citizen) -> None:
    citizen.says("kết hôn lệ phí bao nhiêu")
    citizen.says("khai sinh thì sao")
    citizen.hears("khai sinh", buttons=["Trẻ mới sinh, làm giấy khai sinh"])


@pytest.mark.parametrize("said", ["nhà em bị mất sổ hồng", "làm mất sổ hồng giờ xin cấp lại"])
def test_a_lost_land_paper_is_not_led_to_its_first_issue(citizen: Citizen, said: str) -> None:
    citizen.says(said)
    citizen.hears("Văn phòng đăng ký đất đai")


def test_who_may_go_is_told_with_who_may_go_for_another(citizen: Citizen) -> None:
    citizen.says("ai được đi đăng ký khai tử")
    citizen.hears("người thân thích")
    citizen.taps("Nhờ người khác nộp, nhận thay")
    citizen.hears("giấy ủy quyền")
