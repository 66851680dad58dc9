"""Who takes a word back means what comes after it."""

import pytest

from knowledge.matching.slips import without_slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xin giấy độc thân… à nhầm, giấy khai sinh", "giấy khai sinh"),
        ("lam can cuoc y lon lam the bhyt cho con", "lam the bhyt cho con"),
        ("Tạm trú á nhầm thường trú cần gì", "thường trú cần gì"),
        ("giấy kết hôn à nhầm khai tử à nhầm khai sinh cho bé", "khai sinh cho bé"),
    ],
)
def test_what_was_taken_back_is_left_out(typed: str, meant: str) -> None:
    assert without_slips(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "giấy khai sinh ghi nhầm tên mẹ sửa ở đâu",
        "à nhầm, giấy khai sinh cho con",
        "hồi đó ba em khai nhầm ngày sinh à",
        "lộn chữ lót trong căn cước thì sửa sao",
        "em hỏi khai sinh à nhầm",
        "",
    ],
)
def test_a_mistake_that_is_told_stays(typed: str) -> None:
    assert without_slips(typed) == typed
