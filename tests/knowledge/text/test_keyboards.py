"""Raw Telex and VNI keystrokes."""

import pytest

from knowledge.text.keyboards import decode, telex, vni

NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ddawng", "đăng"),
        ("kys", "ký"),
        ("dduwowcj", "được"),
        ("nguwowif", "người"),
        ("nuwowcs", "nước"),
        ("giaays", "giấy"),
        ("dangd", "đang"),
    ],
)
def test_telex_keys_give_the_word(keys: str, word: str) -> None:
    assert telex(keys) == word


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("d9a8ng", "đăng"),
        ("ky1", "ký"),
        ("d9uo75c", "được"),
        ("gia61y", "giấy"),
        ("nguo72i", "người"),
    ],
)
def test_vni_keys_give_the_word(keys: str, word: str) -> None:
    assert vni(keys) == word


@pytest.mark.parametrize("word", ["khai", "sinh", "cccd", "ct01", "mat", "gks"])
def test_words_that_are_no_keystrokes_are_left_alone(word: str) -> None:
    assert telex(word) is None
    assert vni(word) is None


def test_one_odd_english_word_does_not_make_a_message_telex() -> None:
    assert decode(["lam", "visa", "di", "bus"], NOTHING)[1] is None


def test_a_message_of_keystrokes_is_decoded_and_named() -> None:
    assert decode(["ddawng", "kys", "khai", "sinh"], NOTHING) == (
        ["đăng", "ký", "khai", "sinh"],
        "telex",
    )


def test_a_known_word_is_never_decoded() -> None:
    assert decode(["ddawng", "tests"], frozenset(("tests",)))[0] == ["đăng", "tests"]
