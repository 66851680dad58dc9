"""Procedure and dossier codes inside a text."""

from datetime import date

import pytest

from knowledge.text.codes import dossier_codes, dossier_day, procedure_codes, without_codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("thủ tục 1.001193 cần gì", ["1.001193"]),
        ("1.001776.000.00.00.H56", ["1.001776"]),
        ("mã 1.014028.H38 ạ", ["1.014028"]),
        ("2.000635 với 1.004884, 2.000635", ["2.000635", "1.004884"]),
        ("2 000635", ["2.000635"]),
        ("phí 1.000.000 đồng", []),
        ("số 0912345678", []),
    ],
)
def test_procedure_codes_are_found_and_provinces_dropped(text: str, codes: list[str]) -> None:
    assert procedure_codes(text) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("h32.12.05-260923-0007", "H32.12.05-260923-0007"),
        ("000.22.34.H32-230911-0001", "000.22.34.H32-230911-0001"),
        ("H32.12.05 – 260923 – 7", "H32.12.05-260923-0007"),
        ("G01.899.108.001-260701-010023", "G01.899.108.001-260701-010023"),
        ("mã H32.12.O5-26O923-OOO7 nha em", "H32.12.05-260923-0007"),
        ("H32 12 05 260923 0007", "H32.12.05-260923-0007"),
        ("h321205/260923/7", "H32.12.05-260923-0007"),
        ("000 22 34 H32 230911 0001", "000.22.34.H32-230911-0001"),
    ],
)
def test_dossier_codes_are_cleaned_into_their_official_writing(text: str, code: str) -> None:
    assert dossier_codes(text) == [code]


def test_a_procedure_code_is_no_dossier_code() -> None:
    assert dossier_codes("1.001193") == []


@pytest.mark.parametrize(
    "text", ["số 0901234567 ngày 23/11/2026", "biển số 79A1 123456", "nộp 2 bộ, lệ phí 8.000đ"]
)
def test_other_numbers_are_no_dossier_codes(text: str) -> None:
    assert dossier_codes(text) == []


@pytest.mark.parametrize(
    ("code", "real"),
    [
        ("H32.12.05-260923-0007", True),
        ("H32.12.05-261123-0007", True),
        ("H32.12.05-261323-0007", False),
        ("H32.12.05-261124-0007", False),
        ("H32.12.05-171231-0007", False),
    ],
)
def test_the_day_in_a_code_is_a_real_one_from_2018_to_today(code: str, *, real: bool) -> None:
    assert (dossier_day(code, date(2026, 11, 23)) is not None) is real


def test_the_words_around_a_code_remain() -> None:
    assert without_codes("phí của 1.004873 là bao nhiêu").split() == [
        "phí",
        "của",
        "là",
        "bao",
        "nhiêu",
    ]
