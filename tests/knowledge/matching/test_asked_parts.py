"""Which parts one message asks for, and what only sounds like it."""

import pytest

from knowledge.matching.asked_parts import asked_parts
from knowledge.procedures import Part
from knowledge.text.folding import fold

D, F, T, P, O = Part.DOCUMENTS, Part.FEE, Part.TIME, Part.PLACE, Part.ONLINE  # noqa: E741


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("dang ky khai sinh le phi bao nhieu va bao lau co ket qua", (F, T)),
        ("đăng ký kết hôn cần giấy tờ gì, nộp ở đâu", (D, P)),
        ("khai sinh lam o dau mat bao lau", (P, T)),
        ("cần giấy tờ gì, có mất phí không, bao lâu thì lấy được giấy", (D, F, T)),
        ("tam tru nop online duoc khong, can giay to gi", (O, D)),
        ("lam khai sinh can gi", (D,)),
        ("Tôi nộp hồ sơ sau 3 giờ chiều thì khi nào có kết quả?", (T,)),
        ("đăng ký giấy tờ cho cháu ở đâu", (P,)),
        ("Thời gian giải quyết hồ sơ xin con nuôi là mấy ngày?", (T,)),
        ("đăng ký khai sinh", ()),
    ],
)
def test_only_what_is_put_as_a_question_counts(text: str, parts: tuple[Part, ...]) -> None:
    assert asked_parts(fold(text)) == parts
