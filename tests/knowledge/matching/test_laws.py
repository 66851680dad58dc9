"""Laws that are named: alone, what rests on it is asked; cited, it leaves the matter as it is."""

import pytest

from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import build_matcher
from knowledge.matching.outcomes import Ambiguous, Match, NoMatch, ProcedureOption, Subject
from knowledge.procedures import Part

MATCHER = build_matcher(list(load_procedures()), load_guidance())


def offered(words: str, visible: frozenset[str] | None = None) -> tuple[list[str], str]:
    outcome = MATCHER.read(words, visible=visible).outcome
    if not isinstance(outcome, Ambiguous):
        return [], ""
    codes = [one.code for one in outcome.options if isinstance(one, ProcedureOption)]
    return codes, outcome.question or ""


@pytest.mark.parametrize(
    "words",
    ["Luật Cư trú", "luat cu tru", "luật cư trú năm 2020 nói gì", "cho em xem Luật Cư trú mới với"],
)
def test_a_law_alone_asks_which_matter_the_most_asked_first(words: str) -> None:
    codes, question = offered(words)

    assert codes[:2] == ["1.004222", "1.004194"]
    assert "Luật Cư trú" in question


def test_only_what_this_commune_shows_is_offered() -> None:
    codes, _ = offered("Luật Cư trú", frozenset({"1.004194", "1.004222", "1.001193"}))

    assert sorted(codes) == ["1.004194", "1.004222"]


def test_a_law_no_record_rests_on_is_asked_back_by_its_family() -> None:
    codes, question = offered("Luật Hôn nhân và gia đình")

    assert "1.000894" in codes
    assert "kết hôn" in question


@pytest.mark.parametrize(
    ("cited", "plain"),
    [
        ("Luật Cư trú quy định đăng ký tạm trú thế nào", "đăng ký tạm trú thế nào"),
        (
            "theo Luật Hộ tịch thì khai sinh muộn có bị phạt không",
            "khai sinh muộn có bị phạt không",
        ),
        ("theo luật hộ tịch, khai tử mấy ngày phải báo", "khai tử mấy ngày phải báo"),
        ("khoản 1 Điều 16 Luật Hộ tịch đăng ký khai sinh", "đăng ký khai sinh"),
        ("theo Luật Hôn nhân và gia đình mấy tuổi được kết hôn", "mấy tuổi được kết hôn"),
        (
            "theo luật đất đai 2024 thì đất chưa có sổ làm sổ lần đầu",
            "đất chưa có sổ làm sổ lần đầu",
        ),
    ],
)
def test_a_cited_law_leaves_the_matter_as_it_is(cited: str, plain: str) -> None:
    with_law, without = MATCHER.read(cited), MATCHER.read(plain)

    assert isinstance(without.outcome, Match)
    assert isinstance(with_law.outcome, Match)
    assert with_law.outcome.code == without.outcome.code
    assert with_law.part == without.part


def test_which_law_it_rests_on_is_still_asked() -> None:
    reading = MATCHER.read("theo luật nào mà thu phí khai sinh")

    assert reading.part is Part.LEGAL_BASIS


@pytest.mark.parametrize("words", ["luật giao thông", "em cần luật sư", "báo vi phạm pháp luật"])
def test_what_only_sounds_like_a_law_is_none(words: str) -> None:
    assert "theo Luật" not in offered(words)[1]


def test_a_law_named_amid_a_conversation_changes_the_subject() -> None:
    reading = MATCHER.read("Luật Cư trú", Subject("1.001193"))

    assert isinstance(reading.outcome, Ambiguous)


@pytest.mark.parametrize(
    "words",
    ["khai sinh muộn có bị phạt không", "khai sinh muon co bi phat ko", "khai sinh muộn"],
)
def test_late_by_another_word_is_late(words: str) -> None:
    reading = MATCHER.read(words)

    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.case) == ("1.001193", "late")


def test_a_wish_typed_without_marks_is_not_late() -> None:
    reading = MATCHER.read("em muon dang ky khai sinh cho con")

    assert reading.case is None
    assert not isinstance(reading.outcome, NoMatch)
