"""One spelling of tone marks in what is kept."""

import pytest

from knowledge.text.tones import settle_tones


@pytest.mark.parametrize(
    ("written", "settled"),
    [
        ("hoà giải ở cơ sở", "hòa giải ở cơ sở"),
        ("Uỷ quyền", "Ủy quyền"),
        ("văn hoá, thuỷ lợi (khoẻ)", "văn hóa, thủy lợi (khỏe)"),
        ("TNLĐ, BNN / CT01", "TNLĐ, BNN / CT01"),
        ("quý, quả, giáo", "quý, quả, giáo"),
        ("", ""),
    ],
)
def test_marks_move_and_nothing_else_does(written: str, settled: str) -> None:
    assert settle_tones(written) == settled


def test_a_settled_text_stays_as_it_is() -> None:
    text = "Ủy ban nhân dân xã hòa giải tranh chấp đất đai"

    assert settle_tones(text) == text
