"""Short forms and what their neighbours make of them."""

import pytest

from knowledge.text.characters import MAX_LENGTH, clean
from knowledge.text.chat import expand
from knowledge.text.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("short", "written"),
    [
        ("dk khai sinh", "đăng ký khai sinh"),
        ("lam online dk ko", "lam online được không"),
        ("thuong tru dk", "thuong tru được không"),
        ("can dk gi", "can điều kiện gi"),
        ("mat giay kh", "mat giay kết hôn"),
        ("co can nop kh", "co can nop không"),
        ("lam cc cho be", "lam căn cước cho be"),
        ("cc giay to", "công chứng giay to"),
        ("doi dc hkd", "doi địa chỉ hộ kinh doanh"),
        ("tt tv", "tạm trú tạm vắng"),
        ("giay tt", "giay tạm trú"),
        ("hs lop 6", "học sinh lop 6"),
        ("hs gom gi", "hồ sơ gom gi"),
        ("mần giấy", "làm giấy"),
    ],
)
def test_a_short_form_is_read_by_its_neighbours(short: str, written: str) -> None:
    assert " ".join(expand(short.split(), load_lexicon())[0]) == written


def test_forms_and_licence_classes_are_not_expanded() -> None:
    assert expand(["ct01", "a1", "8k"], load_lexicon()) == (["ct01", "a1", "8k"], 0)


def test_control_bidirectional_broken_and_pictorial_characters_go() -> None:
    assert clean("khai\u202e sinh\x00 \ud800🙂 ạ\ufeff") == "khai sinh   ạ".strip()


def test_a_long_message_is_cut() -> None:
    assert len(clean("á" * 10_000)) == MAX_LENGTH


def test_line_breaks_stay_to_part_the_clauses() -> None:
    assert clean("một\r\nhai") == "một\n\nhai"
