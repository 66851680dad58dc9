"""Letters without marks, and marks as evidence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.folding import agrees, bare, fold, letters_of, spelling, strip_marks


def test_all_four_d_letters_fold_to_d() -> None:
    assert fold("đĐðÐ") == "dddd"


def test_decomposed_and_composed_text_fold_alike() -> None:
    text = "Đăng ký khai sinh trễ hạn"
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == "dang ky khai sinh tre han"


def test_punctuation_becomes_one_space() -> None:
    assert fold("  phí: 8.000đ/bản!! ") == "phi 8 000d ban"


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("uỷ", "ủy"), ("thuý", "thúy")])
def test_both_placements_of_a_tone_mark_are_one_spelling(old: str, new: str) -> None:
    assert spelling(old) == spelling(new)


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("mat", "mất", True),
        ("mắt", "mất", False),
        ("tử", "từ", False),
        ("sữa", "sửa", True),
        ("đang", "đăng", True),
        ("đăng", "đặng", False),
        ("Mất", "mất", True),
        ("khai", "khải", True),
    ],
)
def test_only_a_mark_that_was_typed_speaks_against_a_word(
    typed: str, meant: str, *, expected: bool
) -> None:
    assert agrees(typed, meant) is expected


def test_stripping_marks_keeps_case_and_punctuation() -> None:
    assert strip_marks("Đổi CCCD, ở đâu?") == "Doi CCCD, o dau?"


LETTERS = "aăâeêioôơuưyđAĂÂĐƠƯàảãáạằẳẵắặầẩẫấậềểễếệồổỗốộờởỡớợừửữứự kmnhgt .,12"


@given(st.text(alphabet=LETTERS, max_size=60))
def test_looking_through_many_texts_reads_the_same_letters(text: str) -> None:
    assert letters_of(text) == bare(text)
