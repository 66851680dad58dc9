"""What goes before an answer, and what is asked on about a matter of another body."""

import pytest

from tests.conversations.conftest import Citizen


def test_a_fee_asked_after_a_route_is_that_bodys_to_tell(citizen: Citizen) -> None:
    citizen.says("đổi bằng lái xe")
    citizen.says("hết bao nhiêu tiền vậy")

    citizen.hears("bằng lái xe", "nơi khác giải quyết")


def test_where_after_a_route_is_where_the_route_leads(citizen: Citizen) -> None:
    citizen.says("khai sinh cho con mới sinh")
    citizen.says("xin visa cho chồng")
    citizen.says("nộp ở đâu")

    citizen.hears("xuất nhập cảnh")
    citizen.hears_nothing_of("giấy chứng sinh")


def test_after_an_emergency_the_number_is_said_again(citizen: Citizen) -> None:
    citizen.says("hàng xóm cầm dao đòi chém nhà tôi")
    citizen.says("giờ tôi phải làm gì")

    citizen.hears("113")


def test_thanks_after_a_route_are_thanks(citizen: Citizen) -> None:
    citizen.says("làm hộ chiếu")
    citizen.says("cảm ơn em")

    citizen.hears("em cảm ơn")
    citizen.hears_nothing_of("xuất nhập cảnh")


def test_a_part_asked_by_a_word_of_the_subject_keeps_it(citizen: Citizen) -> None:
    citizen.says("thẻ căn cước của tôi quá hạn, muốn cấp đổi")
    citizen.says("đổi chỗ nào")

    citizen.hears("cấp đổi thẻ căn cước")


@pytest.mark.parametrize(
    "text",
    ["mẹ mới mất, lương hưu của mẹ thì sao", "chồng em vừa mất, muốn lĩnh tiền tuất một lần"],
)
def test_a_death_told_beside_a_route_is_condoled(citizen: Citizen, text: str) -> None:
    citizen.says(text)

    citizen.hears("chia buồn")


def test_nobody_is_mourned_who_lost_a_paper(citizen: Citizen) -> None:
    citizen.says("bác thương binh mất sổ lĩnh tiền")

    citizen.hears_nothing_of("chia buồn")


def test_the_laws_bar_goes_before_the_papers(citizen: Citizen) -> None:
    citizen.says("hai người nữ đăng ký kết hôn cần giấy gì")

    citizen.hears("trước hết", "cùng giới tính")
    citizen.hears_nothing_of("tờ khai đăng ký kết hôn")
