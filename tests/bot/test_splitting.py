"""Long text is cut where a reader would cut it, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import split


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def letters(text: str) -> str:
    return "".join(text.split())


def test_short_text_stays_whole() -> None:
    assert split("Dạ, em chào anh/chị.", 100) == ("Dạ, em chào anh/chị.",)


def test_a_cut_falls_between_paragraphs_first() -> None:
    text = "Giấy tờ cần có:\n- tờ khai\n\nLệ phí: không thu."
    assert split(text, 35) == ("Giấy tờ cần có:\n- tờ khai", "Lệ phí: không thu.")


def test_then_between_lines() -> None:
    assert split("- tờ khai\n- giấy chứng sinh", 20) == ("- tờ khai", "- giấy chứng sinh")


def test_then_between_sentences() -> None:
    assert split("Anh chị nộp ở quầy. Em gửi địa chỉ.", 25) == (
        "Anh chị nộp ở quầy.",
        "Em gửi địa chỉ.",
    )


def test_then_between_words() -> None:
    assert split("một hai ba bốn năm", 10) == ("một hai ba", "bốn năm")


def test_a_word_longer_than_a_part_is_cut_and_kept() -> None:
    assert split("x" * 25, 10) == ("x" * 10, "x" * 10, "x" * 5)


def test_a_letter_keeps_its_marks() -> None:
    text = "a\u0302\u0301" * 5
    for part in split(text, 7):
        assert part[0] == "a"


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_becomes_no_part(text: str) -> None:
    assert split(text, 10) == ()


@given(st.text(max_size=400), st.integers(min_value=4, max_value=60))
def test_no_part_is_too_long_and_no_letter_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert letters("".join(parts)) == letters(text)


@given(st.text(alphabet="aốđ 🙂\n.", max_size=300), st.integers(min_value=4, max_value=60))
def test_a_channel_s_own_measure_is_kept(text: str, limit: int) -> None:
    parts = split(text, limit, utf16)
    assert all(utf16(part) <= limit for part in parts)
    assert letters("".join(parts)) == letters(text)
