"""Names of neighbourhoods typed by hand."""

import pytest

from knowledge.text.names import nearest

KNOWN = (
    "Tổ dân phố 1", "Tổ dân phố 5", "Tổ dân phố 15", "Khu phố 5", "Khu phố Hòa Bình",
    "Khu phố Hoà An", "Thôn Đông",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("to 5", ["Tổ dân phố 5"]),
        ("tdp 15", ["Tổ dân phố 15"]),
        ("kp5", ["Khu phố 5"]),
        ("Tổ dân phố 05", ["Tổ dân phố 5"]),
        ("em o to dan pho so 1", ["Tổ dân phố 1"]),
        ("hoa binh", ["Khu phố Hòa Bình"]),
        ("Khu phố Hoa bihn", ["Khu phố Hòa Bình"]),
        ("khu hoà an", ["Khu phố Hoà An"]),
        ("thon dong", ["Thôn Đông"]),
        ("5", ["Tổ dân phố 5", "Khu phố 5"]),
        ("to 9", []),
        ("giay khai sinh can gi", []),
        ("", []),
    ],
)
def test_a_name_is_found_however_it_is_typed_and_numbers_are_exact(
    typed: str, meant: list[str]
) -> None:
    assert list(nearest(typed, KNOWN)) == meant
