"""What a text message holds, counted as the standard says."""

import pytest

from knowledge.sms import Alphabet, count, fits_gsm7, plain

MARKED = "Lệ phí 8.000đ/bản; hỏi “quầy số 1” – điện thoại…"


@pytest.mark.parametrize(
    ("text", "alphabet", "segments"),
    [
        ("", Alphabet.GSM7, 0),
        ("a" * 160, Alphabet.GSM7, 1),
        ("a" * 161, Alphabet.GSM7, 2),
        ("a" * 306, Alphabet.GSM7, 2),
        ("a" * 307, Alphabet.GSM7, 3),
        ("ệ" * 70, Alphabet.UCS2, 1),
        ("ệ" * 71, Alphabet.UCS2, 2),
        ("ệ" * 134, Alphabet.UCS2, 2),
        ("ệ" * 135, Alphabet.UCS2, 3),
        ("€" * 80, Alphabet.GSM7, 1),
        ("€" * 81, Alphabet.GSM7, 2),
        ("a" * 159 + "ệ", Alphabet.UCS2, 3),
    ],
)
def test_messages_are_counted_as_the_telephone_company_does(
    text: str, alphabet: Alphabet, segments: int
) -> None:
    counted = count(text)
    assert (counted.alphabet, counted.segments) == (alphabet, segments)
    assert "".join(counted.parts) == text


@pytest.mark.parametrize("wide", ["€", "😀"])
def test_a_letter_of_two_units_is_never_torn(wide: str) -> None:
    filler = "a" if fits_gsm7(wide) else "ệ"
    for lead in range(140, 320):
        text = filler * lead + wide + filler * 80
        counted = count(text)
        room = 153 if counted.alphabet is Alphabet.GSM7 else 67
        sizes = [count(part).units if fits_gsm7(text) else _units(part) for part in counted.parts]
        assert "".join(counted.parts) == text
        assert max(sizes) <= room
        assert sum(sizes) == counted.units


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_marks_go_and_every_letter_stays() -> None:
    assert plain(MARKED) == 'Le phi 8.000d/ban; hoi "quay so 1" - dien thoai...'
    assert fits_gsm7(plain(MARKED))


def test_a_sign_no_telephone_has_is_kept_rather_than_dropped() -> None:
    assert "日" in plain("ngày 日")
    assert count(plain("ngày 日")).alphabet is Alphabet.UCS2


def test_a_text_without_marks_is_less_than_half_as_many_messages() -> None:
    text = "Phường mời người cao tuổi đến trạm y tế khám mắt miễn phí. " * 6
    assert count(plain(text)).segments * 2 <= count(text).segments
