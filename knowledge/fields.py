"""One name for one field where lists of procedures are shown.

The portal and the provinces' lists name fields otherwise than the shipped records do. A record
keeps the name of its own source: hidden fields, units that answer and receipts go by that one.
"""

from collections.abc import Mapping
from typing import Final

from knowledge.text.folding import fold

_ONE_NAME: Final[Mapping[str, tuple[str, ...]]] = {
    "Căn cước": ("Cấp, quản lý căn cước",),
    "Cư trú": ("Đăng ký, quản lý cư trú",),
    "Định danh điện tử": ("Định danh và xác thực điện tử",),
    "Khiếu nại, tố cáo": ("Khiếu nại", "Tố cáo", "Giải quyết tố cáo"),
    "Nhà ở": ("Nhà ở và công sở",),
    "Quy hoạch": ("Quy hoạch đô thị và nông thôn",),
    "Hộ kinh doanh": ("Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)",),
    "BHXH": (
        "Bảo hiểm xã hội",
        "Thực hiện chính sách BHXH",
        "Chi trả các chế độ BHXH",
        "Thu BHXH, BHYT, BHTN, BH tai nạn lao động, BNN",
    ),
    "BHYT": ("Thực hiện chính sách BHYT", "Cấp sổ BHXH, thẻ BHYT"),
    "Thi đua, khen thưởng": ("Khen thưởng",),
}
"""The name shown, and the other names of the same field."""

_SHOWN: Final = {
    fold(name): shown for shown, others in _ONE_NAME.items() for name in (shown, *others)
}


def shown_field(name: str) -> str:
    """The field a list puts a record under."""
    return _SHOWN.get(fold(name), name)


def field_key(name: str) -> str:
    """The field in an address."""
    return fold(name).replace(" ", "-")


def shown_key(key: str) -> str:
    """The key of the field shown; an address of the field's other name still leads there."""
    shown = _SHOWN.get(key.replace("-", " "))
    return field_key(shown) if shown else key
