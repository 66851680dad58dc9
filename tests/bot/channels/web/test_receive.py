"""From a posted form to an inbound."""

import unicodedata

import pytest

from bot.channels.web.receive import MAX_MESSAGE, Posted, Problem, clean, contact_of, inbounds
from handlers.messages import Inbound, InboundKind
from tests.fakes.web_desk import MORNING

TOKEN = "x" * 43


def posted(**fields: str) -> Posted:
    """A form with a sound nonce."""
    return Posted.from_fields({"nonce": "0123456789ab", **fields}, fresh="made-fresh")


def made(token: str = TOKEN, **fields: str) -> tuple[Inbound, ...]:
    """The inbounds of one form."""
    return inbounds("web", token, posted(**fields), MORNING)


@pytest.mark.parametrize("text", ["Đăng ký khai sinh", "lam giay ks", "👨‍👩‍👧 sinh con", "a\nb"])
def test_what_people_type_is_kept_as_typed(text: str) -> None:
    assert clean(text) == text


def test_decomposed_letters_are_kept_as_typed() -> None:
    text = unicodedata.normalize("NFD", "Trường hợp quá hạn")
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("\ufeffkhai\u200b sinh\u00ad", "khai sinh"),
        ("a\x00b\x07", "a\ufffdb\ufffd"),
        ("a\ud800b", "a\ufffdb"),
        ("  \n\n a \n\n\n\n b  ", "a\n\nb"),
        ("a\tb", "a b"),
        ("tag\U000e0041\U000e0042", "tag"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_a_tower_of_marks_is_cut_down() -> None:
    assert clean("a" + "\u0301" * 500) == "a" + "\u0301" * 4


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, Problem.EMPTY),
        ({"text": " \n\u200b"}, Problem.EMPTY),
        ({"text": "a" * (MAX_MESSAGE + 1)}, Problem.TOO_LONG),
        ({"text": "\x00\x01\x02ab"}, Problem.UNREADABLE),
        ({"action": "x" * 65}, Problem.BAD_CHOICE),
        ({"action": "thủ tục"}, Problem.BAD_CHOICE),
        ({"text": "a" * MAX_MESSAGE}, None),
        ({"action": "p:1.001193:fee"}, None),
        ({"start": "p_1-001193"}, None),
        ({"start": "<b>"}, Problem.EMPTY),
    ],
)
def test_a_form_tells_its_own_problem(fields: dict[str, str], problem: Problem | None) -> None:
    assert posted(**fields).problem() is problem


def test_a_tap_wins_over_words_in_the_same_form() -> None:
    (one,) = made(text="chữ", action="menu")
    assert (one.kind, one.action, one.text) == (InboundKind.TAP, "menu", "")


def test_a_deep_link_comes_before_the_first_words() -> None:
    kinds = [one.kind for one in made(text="lệ phí?", start="p_1-001193")]
    assert kinds == [InboundKind.START, InboundKind.TEXT]


def test_the_same_form_twice_has_the_same_external_id() -> None:
    assert made(text="a")[0].external_id == made(text="a")[0].external_id


def test_other_words_under_an_old_nonce_are_another_message() -> None:
    assert made(text="a")[0].external_id != made(text="b")[0].external_id


def test_the_same_form_of_another_browser_is_another_message() -> None:
    assert made("y" * 43, text="a")[0].external_id != made(text="a")[0].external_id


def test_a_form_without_a_sound_nonce_gets_a_fresh_one() -> None:
    assert Posted.from_fields({"nonce": "<>"}, fresh="made-fresh").nonce == "made-fresh"


def test_a_contact_is_a_hash_of_the_cookie() -> None:
    assert contact_of(TOKEN) == contact_of(TOKEN) != contact_of("y" * 43)
    assert TOKEN not in contact_of(TOKEN)
