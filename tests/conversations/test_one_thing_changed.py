"""What is asked on about: the day to keep, who may go, another age, the hours, the head's day."""

import pytest

from tests.conversations.conftest import Citizen


@pytest.mark.parametrize(
    "wish",
    ["em cần gặp bác chủ tịch phường", "cho toi gap chu tich phuong", "tiếp dân", "tiep cong dan"],
)
def test_who_wants_to_see_the_head_is_told_the_communes_own_day(
    citizen: Citizen, wish: str
) -> None:
    citizen.says(wish)
    citizen.hears("Thứ Năm hằng tuần", "Phòng Tiếp công dân")
    citizen.says("bữa nào vậy")
    citizen.hears("Thứ Năm hằng tuần")
    citizen.hears_nothing_of("chưa có trong thông tin")
    citizen.says("cần mang theo gì")
    citizen.hears("Giấy tờ tùy thân", "Thứ Năm hằng tuần")


def test_a_card_that_ran_out_is_another_matter_than_a_lost_one(citizen: Citizen) -> None:
    citizen.says("làm mất căn cước xin cấp lại")
    citizen.says("hết hạn thì làm sao")
    citizen.hears("cấp đổi thẻ căn cước")
    citizen.says("còn bé nhà em 9 tuổi thì sao")
    citizen.hears("người dưới 14 tuổi")


@pytest.mark.parametrize("asked", ["bé 11 tuổi thì sao", "con em 8 tuoi thi lam sao"])
def test_an_age_told_leads_to_the_card_of_that_age(citizen: Citizen, asked: str) -> None:
    citizen.says("1.014064")
    citizen.says(asked)
    citizen.hears("người dưới 14 tuổi")


@pytest.mark.parametrize("asked", ["hạn tới bữa nào", "han la khi nao vay", "hạn chót là khi nào"])
def test_a_limit_asked_before_the_choice_is_of_the_one_that_has_one(
    citizen: Citizen, asked: str
) -> None:
    citizen.says("khai tử")
    citizen.says(asked)
    citizen.hears("trong 15 ngày kể từ ngày người thân mất", "kiểm tra ngày")
    citizen.hears_nothing_of("Giấy báo tử")


@pytest.mark.parametrize("asked", ["mấy giờ", "mấy giờ vậy em", "may gio"])
def test_the_hours_are_asked_within_any_matter(citizen: Citizen, asked: str) -> None:
    citizen.says("1.001193")
    citizen.says(asked)
    citizen.hears("Giờ làm việc", "07:00")


@pytest.mark.parametrize("asked", ["nhờ người nhà đi được không", "nho nguoi khac di dc k"])
def test_who_may_go_for_another_is_told_from_the_record(citizen: Citizen, asked: str) -> None:
    citizen.says("1.000656")
    citizen.says(asked)
    citizen.hears(
        "Ai được làm", "Nhờ người khác làm thay: Văn bản ủy quyền", "không phải chứng thực"
    )
    citizen.hears_nothing_of("Giấy báo tử")


@pytest.mark.parametrize(
    "asked", ["chồng em ở xa không về được thì sao", "anh ấy không đến được thì sao", "vo em o xa"]
)
def test_who_cannot_come_is_told_who_has_to_be_there(citizen: Citizen, asked: str) -> None:
    citizen.says("1.000894")
    citizen.says(asked)
    citizen.hears("Hai bên phải cùng có mặt để ký")
    citizen.hears_nothing_of("Các bước")


def test_by_post_is_answered_with_the_ways_and_who_has_to_be_there(citizen: Citizen) -> None:
    citizen.says("đăng ký kết hôn gửi qua bưu điện được không")
    citizen.hears("Cách nộp: trực tiếp, qua bưu điện", "cùng có mặt")


@pytest.mark.parametrize("said", ["không rõ", "em ko biết nữa", "chưa rõ", "Tôi không rõ"])
def test_who_cannot_choose_is_told_what_the_records_agree_on(citizen: Citizen, said: str) -> None:
    citizen.says("khai tử")
    citizen.says(said)
    citizen.hears(
        "Việc nào cũng nộp tại Trung tâm Phục vụ hành chính công, Số 1 đường Mẫu",
        "Việc nào cũng cần: thẻ căn cước",
        "kiểm tra ngày 1/10/2026",
    )
