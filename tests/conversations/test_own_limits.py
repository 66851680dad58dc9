"""A day told and its limit asked: the day, what it rests on, and a matter to ask on about."""

import pytest

from tests.conversations.conftest import Citizen


@pytest.mark.parametrize(
    ("asked", "last", "rule", "law"),
    [
        (
            "cháu nhà em sinh ngày 2/10/2026, hạn làm khai sinh tới hôm nào",
            "1/12/2026",
            "trong 60 ngày kể từ ngày sinh",
            "Luật Hộ tịch",
        ),
        (
            "ong noi mat ngay 12/11/2026 cham nhat bao gio phai khai tu",
            "27/11/2026",
            "trong 15 ngày kể từ ngày người thân mất",
            "Luật Hộ tịch",
        ),
        (
            "tạm trú của em hết hạn ngày 31/12/2026, làm trước ngày nào",
            "31/12/2026",
            "trong 15 ngày trước ngày hết hạn tạm trú",
            "Luật Cư trú",
        ),
    ],
)
def test_a_day_told_names_its_rule_its_law_and_when_it_was_checked(
    citizen: Citizen, asked: str, last: str, rule: str, law: str
) -> None:
    citizen.says(asked)

    citizen.hears(last, f"Cách tính: {rule}", f"Căn cứ pháp lý: {law}", "kiểm tra ngày")


def test_the_limit_of_a_death_is_what_the_conversation_is_about(citizen: Citizen) -> None:
    citizen.says("má em mất hôm 18/11, hạn khai tử tới ngày nào")
    citizen.hears("xin chia buồn", "3/12/2026", buttons=["Nơi nộp", "Lệ phí", "Giấy tờ"])
    citizen.says("phải mang giấy tờ gì")
    citizen.hears("Giấy báo tử")
    citizen.hears_nothing_of("xin chia buồn", "danh mục")
    citizen.says("tốn nhiêu tiền")
    citizen.hears("đăng ký khai tử", "Lệ phí")


@pytest.mark.parametrize("day", ["con em sinh 2/10/2026 hạn khai sinh khi nào", "limit"])
def test_the_limit_of_a_birth_is_what_the_conversation_is_about(citizen: Citizen, day: str) -> None:
    if day == "limit":
        citizen.does_tap("limit:1.001193")
        day = "2/10/2026"
    citizen.says(day)
    citizen.says("nộp chỗ nào")
    citizen.hears("đăng ký khai sinh", "Nơi nộp", "bất kỳ xã, phường nào trong tỉnh")
