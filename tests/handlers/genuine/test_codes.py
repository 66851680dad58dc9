"""Check codes cannot be made up, are typed on any telephone, and vouch for words alone."""

import random
import re
import string
from dataclasses import replace

import pytest

from handlers.check_codes import (
    SIGNS,
    Issued,
    Seal,
    code_of,
    codes_in,
    shown,
    well_typed,
    without_codes,
)
from handlers.messages import Button, Fact, Heading, Item, Paragraph, Reply

KEY = bytes(range(32))
SEAL = Seal(lambda: KEY)
NOTICE = Reply((Heading("Đã có kết quả"), Fact("Nơi nhận", "Quầy 3"), Item("Giấy hẹn")))


def test_a_row_written_without_the_key_vouches_for_nothing() -> None:
    code, issued = SEAL.issue(NOTICE, "p", "notice", "2026-11-25")
    assert SEAL.vouches(code, issued)
    other = Seal(lambda: bytes(32))
    assert not other.vouches(code, issued)
    changed = [
        replace(issued, day="2026-11-26"),
        replace(issued, commune="q"),
        replace(issued, kind="case"),
        replace(issued, text="0" * 40),
    ]
    assert not any(SEAL.vouches(code, one) for one in changed)


def test_the_same_words_of_a_day_have_one_code_and_other_words_another() -> None:
    code, issued = SEAL.issue(NOTICE, "p", "notice", "2026-11-25")
    assert SEAL.issue(NOTICE, "p", "notice", "2026-11-25") == (code, issued)
    changed = replace(NOTICE, blocks=(*NOTICE.blocks, Paragraph("Nộp 50.000đ")))
    others = {
        SEAL.issue(NOTICE, "q", "notice", "2026-11-25")[0],
        SEAL.issue(NOTICE, "p", "case", "2026-11-25")[0],
        SEAL.issue(NOTICE, "p", "notice", "2026-11-26")[0],
        SEAL.issue(changed, "p", "notice", "2026-11-25")[0],
    }
    assert len(others) == 4
    assert code not in others


def test_what_is_kept_holds_no_word_of_the_message() -> None:
    reply = replace(NOTICE, choices=(Button("Xem hồ sơ", "ds"),))
    _, issued = SEAL.issue(reply, "p", "notice", "2026-11-25")
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in issued.lines)
    assert re.fullmatch("[0-9a-f]{40}", issued.text)
    assert isinstance(issued, Issued)


def test_codes_hold_only_signs_a_cheap_phone_shows_and_types() -> None:
    for number in range(2_000):
        code = code_of(KEY, "p", "notice", "2026-11-25", str(number))
        assert re.fullmatch(rf"([{SIGNS}]{{4}}-){{2}}[{SIGNS}]{{4}}", code)
        assert well_typed(code)
        assert codes_in(f"Mã kiểm tra: {code}.") == (code,)
    assert not set(SIGNS) & set("AEIOUYW01BSZG")


def test_one_wrong_sign_or_two_exchanged_are_noticed() -> None:
    plain = code_of(KEY, "p", "notice", "2026-11-25", "x").replace("-", "")
    for place in range(12):
        for sign in set(SIGNS) - {plain[place]}:
            assert not well_typed(shown(plain[:place] + sign + plain[place + 1 :]))
    for place in range(10):
        one, two = plain[place], plain[place + 1]
        if one != two:
            swapped = plain[:place] + two + one + plain[place + 2 :]
            assert not well_typed(shown(swapped))


@pytest.mark.parametrize(
    "typed",
    [
        "CDD2-8K5V-LMNP",
        "cdd2-8k5v-lmnp",
        "cdd28k5vlmnp",
        "CDD2 8K5V LMNP",
        "cđ2-8k5v-lmnp",
        "CDD2–BKSV–LMNP",
        "mã là CDD2-8K5V-LMNP ạ",
        "(CDD2.8K5V.LMNP).",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert codes_in(typed) == ("CDD2-8K5V-LMNP",)


@pytest.mark.parametrize(
    "words",
    [
        "H17.26-261119-0001",
        "001099012345",
        "0010 9901 2345",
        "NT-K7QPM-3MXDA",
        "K7QPM-3MXDA",
        "xin chào em làm khai sinh cần gì",
        "0912 345 678",
        "PA-261120-001",
        "1.004873",
        "thứ 2 23/11/2026 8h30",
    ],
)
def test_nothing_else_is_taken_for_a_code(words: str) -> None:
    assert codes_in(words) == ()
    assert without_codes(words) == words


def test_random_words_never_break_reading() -> None:
    signs = random.Random(7)  # noqa: S311 - a test
    letters = string.ascii_letters + string.digits + " -.–đĐ\n"
    for _ in range(5_000):
        words = "".join(signs.choices(letters, k=40))
        for code in codes_in(words):
            assert re.fullmatch(rf"([{SIGNS}]{{4}}-){{2}}[{SIGNS}]{{4}}", code)
