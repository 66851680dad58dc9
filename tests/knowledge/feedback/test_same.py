"""Words that stand for one thing, and what comes of what."""

import pytest

from knowledge.feedback.follows import follows
from knowledge.feedback.same import shared, shipped_same


@pytest.mark.parametrize(
    ("said", "told", "alike"),
    [
        ("Khung gôn gãy", "Hai cầu môn hàn xong ngày 4/5", True),
        ("Tiêm chủng chờ lâu", "Các cháu không phải đợi", True),
        ("trâu bò vào giẫm mộ", "Đã rào tre ngày 4/5", True),
        ("bể nước ngầm chưa thau rửa", "18 bình bột quá hạn đã đổi", False),
        ("hang rong cheo keo", "nguoi ban dao da vao khu A", True),
        ("cho tha", "cho dan", False),
    ],
)
def test_words_of_one_line_speak_of_one_thing(said: str, told: str, alike: bool) -> None:
    same = shipped_same()
    assert (shared(same.lines_of(said), same.lines_of(told)) > 0) is alike


@pytest.mark.parametrize(
    ("matter", "clause", "comes"),
    [
        ("Rác không ai hốt,", "ruồi bu đen nghịt", True),
        ("Đèn ngõ 9 hỏng,", "tối om", True),
        ("Nắp cống vỡ,", "đi xe máy dễ sa bánh", True),
        ("Nắp cống vỡ,", "chó thả rông", False),
        ("Rác không ai hốt,", "cống bốc mùi", False),
    ],
)
def test_what_comes_of_a_matter_names_no_other(matter: str, clause: str, comes: bool) -> None:
    assert follows(matter, clause) is comes
