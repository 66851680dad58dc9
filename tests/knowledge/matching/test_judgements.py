"""What is judged by fitted weights: a subject kept or left, two wishes heard, the data's origin."""

import json
from math import isclose

import pytest

from knowledge.matching import Matcher, halves, staying, weighing
from knowledge.matching.judgements import FOLDER, Judgement, odds
from knowledge.matching.outcomes import (
    Ambiguous,
    Intent,
    Match,
    NoMatch,
    RouteFound,
    Several,
    Subject,
)
from knowledge.procedures import Part
from knowledge.text.folding import fold
from tests.benchmarks._judgements import SAMPLES, digest, rows

ON = (
    ("1.004194", "hợp đồng thuê viết tay không công chứng có xài được không"),
    ("1.000894", "anh nhà em mới mãn hạn tù về, có bị cấm cản gì không"),
    ("1.001193", "mẹ cháu để quên căn cước ở quê, cầm bản photo đi được chứ"),
    ("1.013978", "mé sau nhà giáp con rạch thì đo tới đâu"),
)
POINTED = ("thế xin giấy đó ở đâu", "cái giấy đó lấy ở đâu vậy", "làm giấy này mất bao lâu")
AWAY = (
    ("1.001193", "iphone cũ bán lại chỗ nào được giá"),
    ("1.004194", "chiều nay có đá banh không ta"),
    (
        "1.000894",
        "à bà ngoại em tám mươi mấy tuổi chưa có lương, xin tiền hằng tháng cho bà được không",
    ),
    ("2.000815", "cái thẻ căn cước của má tui mất đâu rồi, làm lại thẻ khác"),
)
BOTH = (
    ({"1.000656", "1.010039"}, "khai tử cho ông nội xong thì đổi tên chủ hộ qua chú út luôn"),
    ({"1.000894", "1.004222"}, "đăng ký kết hôn xong nhập hộ khẩu cho vợ luôn thì cần giấy gì"),
    ({"1.013978", "1.014159"}, "làm sổ hồng lần đầu, sẵn coi luôn miếng đất có dính quy hoạch"),
)
ONE = (
    "bữa trước làm giấy cưới xong xuôi rồi, giờ cho vợ nhập khẩu về nhà em",
    "em cần bản sao khai sinh để làm thẻ căn cước cho con",
    "sửa nhà rồi nâng thêm tầng thì xin giấy phép sửa chữa",
)
"""Nobody's words but ours; none is among those learnt from."""


def learnt() -> set[str]:
    texts: set[str] = set()
    for folder in {one for folders, _ in SAMPLES.values() for one in folders}:
        for row in rows(folder):
            texts |= {fold(turn["question"]) for turn in row.get("turns", ())}
            texts |= {fold(row["t"])} if "t" in row else set()
    return texts


@pytest.mark.parametrize(("code", "message"), ON)
def test_a_circumstance_keeps_the_subject(matcher: Matcher, code: str, message: str) -> None:
    assert fold(message) not in learnt()
    reading = matcher.read(message, Subject(code))
    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.follow_up) == (code, True)


@pytest.mark.parametrize(("code", "message"), AWAY)
def test_another_matter_leaves_it(matcher: Matcher, code: str, message: str) -> None:
    assert fold(message) not in learnt()
    outcome = matcher.read(message, Subject(code)).outcome
    assert not isinstance(outcome, Match) or outcome.code != code


def test_what_is_foreign_gets_no_answer_within_a_conversation(matcher: Matcher) -> None:
    for code, message in AWAY[:2]:
        outcome = matcher.read(message, Subject(code)).outcome
        assert isinstance(outcome, NoMatch | RouteFound)


@pytest.mark.parametrize(("codes", "message"), BOTH)
def test_both_wishes_are_answered(matcher: Matcher, codes: set[str], message: str) -> None:
    assert fold(message) not in learnt()
    outcome = matcher.read(message).outcome
    assert isinstance(outcome, Several)
    assert {one.code for one in outcome.matches} == codes


@pytest.mark.parametrize("message", ONE)
def test_what_is_told_besides_is_no_wish(matcher: Matcher, message: str) -> None:
    assert fold(message) not in learnt()
    assert not isinstance(matcher.read(message).outcome, Several)


@pytest.mark.parametrize("name", [staying.NAME, halves.JUDGEMENT, weighing.JUDGEMENT])
def test_the_data_was_fitted_on_the_texts(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["texts"]
    assert told == digest(name), "run `python -m tests.benchmarks._judgements --write`"


def test_a_judgement_hears_only_what_it_has_weights_for() -> None:
    judge = Judgement(bias=-1.0, weights={"a": 2.0, "b": -4.0})

    assert isclose(judge.share({"a": 0.5, "unheard of": 9.0}), 0.5)
    assert judge.share({"a": 1.0}) > 0.7
    assert judge.share({"b": 1.0}) < 0.1
    assert 0.0 < judge.share({"b": 1e6}) < judge.share({"a": 1e6}) < 1.0


def test_odds_are_bounded_and_even() -> None:
    assert odds(0.5) == 0.0
    assert isclose(odds(0.9), -odds(0.1))
    assert isclose(odds(0.0), odds(0.0001), rel_tol=1e-3)
    assert odds(0.0) > -2.0
    assert odds(1.0) < 2.0


CRIES = ("nhà em bị ngập rồi có ai cứu không", "em bé bị làm rơi xuống sông")


@pytest.mark.parametrize("message", CRIES)
@pytest.mark.parametrize("code", ["1.001193", "1.013978", "1.000894"])
def test_a_cry_is_never_answered_with_the_subject(
    matcher: Matcher, code: str, message: str
) -> None:
    outcome = matcher.read(message, Subject(code)).outcome
    assert not isinstance(outcome, Match) or outcome.code != code


@pytest.mark.parametrize(
    "message",
    [
        "tố cáo ông phó chủ tịch ăn tiền trợ cấp người khuyết tật",
        "tố cáo bà bí thư chi bộ ăn tiền hỗ trợ hộ nghèo",
    ],
)
def test_a_denunciation_keeps_its_road(matcher: Matcher, message: str) -> None:
    reading = matcher.read(message)
    assert reading.intent is Intent.DENUNCIATION
    assert not isinstance(reading.outcome, Several | Ambiguous)


def test_every_name_is_read_as_itself(matcher: Matcher) -> None:
    """Many names hold "và" and commas: none of them is two wishes."""
    split = {
        code: name
        for code, procedure in matcher.procedures.items()
        for name in (procedure.name, procedure.title)
        if isinstance(matcher.read(name).outcome, Several)
    }
    assert split == {}


def test_what_is_wanted_for_two_persons_is_not_one_joined_procedure(matcher: Matcher) -> None:
    outcome = matcher.read("đăng ký khai sinh cho cháu, nhập hộ khẩu cho vợ em luôn").outcome
    assert not isinstance(outcome, Match) or outcome.code != "3.000722"


def test_a_part_is_asked_of_the_half_it_stands_in(matcher: Matcher) -> None:
    outcome = matcher.read(
        "làm sổ hồng lần đầu mất bao lâu, sẵn coi luôn miếng đất có dính quy hoạch"
    ).outcome
    assert isinstance(outcome, Several)
    assert [one.part for one in outcome.matches] == [Part.TIME, None]


@pytest.mark.parametrize(("code", "message"), AWAY)
def test_what_leaves_the_subject_is_read_as_if_alone(
    matcher: Matcher, code: str, message: str
) -> None:
    reading = matcher.read(message, Subject(code))
    assert reading.follow_up or reading.outcome == matcher.read(message).outcome


def test_a_question_of_a_family_keeps_its_order_where_nothing_is_likely(matcher: Matcher) -> None:
    outcome = matcher.read("mất hết giấy tờ rồi").outcome
    assert isinstance(outcome, Ambiguous)
    family = next(one for one in matcher.guides.families.values() if one.key == outcome.family)
    keys = [one.code or one.route or one.card for one in family.options]
    shown = [getattr(one, "code", "") or getattr(one, "key", "") for one in outcome.options]
    assert shown == [key for key in keys if key in shown]


@pytest.mark.parametrize("message", POINTED)
def test_what_is_pointed_at_is_the_subject(matcher: Matcher, message: str) -> None:
    outcome = matcher.read(message, Subject("1.000894")).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == "1.000894"


@pytest.mark.parametrize("message", ["phạt nhiêu tiền", "co bi phat khong", "trễ thì bị phạt sao"])
def test_a_fine_within_a_matter_is_what_its_delay_costs(matcher: Matcher, message: str) -> None:
    reading = matcher.read(message, Subject("1.004194"))
    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.part) == ("1.004194", Part.LIMIT)


def test_hours_are_asked_of_the_subject_not_of_a_language(matcher: Matcher) -> None:
    reading = matcher.read("mất mấy tiếng", Subject("2.001035"))
    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.part) == ("2.001035", Part.TIME)


@pytest.mark.parametrize("message", ["con nuôi", "con nuoi", "nuôi con nuôi", "thủ tục con nuôi"])
def test_a_family_named_and_nothing_more_is_asked_back(matcher: Matcher, message: str) -> None:
    outcome = matcher.read(message).outcome
    assert isinstance(outcome, Ambiguous)
    assert outcome.family == "con_nuoi"
