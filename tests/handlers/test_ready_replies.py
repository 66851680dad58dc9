"""Blanks of a ready reply are filled line by line; anything else is the text now."""

import pytest

from handlers.feedback.ready import LONGEST_FIELD, filled, offered
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseAct, possible

TEXT = "Đã xem [việc], sẽ [việc sẽ làm] trước [ngày]; xin lỗi về [việc]."


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("đèn\nthay\n27/11", "Đã xem đèn, sẽ thay trước 27/11; xin lỗi về đèn."),
        ("- đèn\n\n  - thay", "Đã xem đèn, sẽ thay trước [ngày]; xin lỗi về đèn."),
        ("a\nb\nc\nd", "a\nb\nc\nd"),
        ("[việc] khác", "[việc] khác"),
        ("x" * (LONGEST_FIELD + 1), "x" * (LONGEST_FIELD + 1)),
    ],
)
def test_a_line_each(said: str, text: str) -> None:
    assert filled(TEXT, said) == text


def test_what_is_offered_fits_kind_and_state() -> None:
    able = possible("received")  # type: ignore[arg-type]
    keys = [one.key for one in offered(FeedbackKind.CONDUCT, able)]
    assert keys[0] == "conduct_sorry"
    assert "ask_when" in keys
    assert "ask_place" not in keys
    only = offered(FeedbackKind.CONDUCT, frozenset({CaseAct.ASK}))
    assert {one.act for one in only} == {CaseAct.ASK}
