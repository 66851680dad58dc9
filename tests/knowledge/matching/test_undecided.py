"""What is told leaves open which procedure is meant, or a detail decides."""

import json

import pytest

from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher, undecided
from knowledge.matching.judgements import FOLDER
from knowledge.matching.outcomes import Ambiguous, Match, ProcedureOption, Subject
from knowledge.procedures import Part
from knowledge.text.folding import fold
from tests.benchmarks._judgements import SAMPLES, digest, rows

OPEN = (
    ("em hỏi thăm cái vụ tạm trú chút xíu", {"1.004194", "1.002755", "1.010028"}),
    ("cho hỏi giấy khuyết tật của ngoại", {"1.001699", "1.001653"}),
    ("tiệm tạp hóa của má em muốn nghỉ, báo phường sao", {"1.001570", "1.001266"}),
    ("xin tiền hằng tháng cho ông ngoại thì làm sao", {"1.001776", "1.014027"}),
    ("cho hỏi về giấy phép xây nhà của tui với", {"1.013225", "1.013226", "1.013227"}),
)
DECIDED = (
    ("em hỏi thăm cái vụ tạm trú sắp hết hạn muốn ở tiếp", "1.002755"),
    ("cái giấy khuyết tật của chú tui bị nước lụt cuốn mất thì xin lại làm sao", "1.001653"),
    ("quán cháo nhà em nghỉ bán hai tháng về quê rồi bán tiếp, báo phường kiểu gì", "1.001570"),
    ("xóa tạm trú cần những gì vậy ạ", "1.010028"),
    ("đăng ký kết hôn thì đem theo giấy tờ gì hả cô", "1.000894"),
)
"""Nobody's words but ours; none is among those learnt from."""


def learnt() -> set[str]:
    folders, _ = SAMPLES[undecided.JUDGEMENT]
    return {fold(row["t"]) for folder in folders for row in rows(folder) if "t" in row}


@pytest.mark.parametrize(("message", "codes"), OPEN)
def test_what_is_open_is_asked_back_with_those_it_may_be(
    matcher: Matcher, message: str, codes: set[str]
) -> None:
    assert fold(message) not in learnt()
    outcome = matcher.read(message).outcome
    assert isinstance(outcome, Ambiguous)
    assert codes <= {one.code for one in outcome.options if isinstance(one, ProcedureOption)}


@pytest.mark.parametrize(("message", "code"), DECIDED)
def test_a_detail_decides(matcher: Matcher, message: str, code: str) -> None:
    assert fold(message) not in learnt()
    outcome = matcher.read(message).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == code


def test_the_question_begins_with_what_was_likeliest(matcher: Matcher) -> None:
    for message, _ in OPEN:
        outcome = matcher.read(message).outcome
        assert isinstance(outcome, Ambiguous)
        first = outcome.options[0]
        told = matcher.undecided_told(message)
        assert isinstance(first, ProcedureOption)
        assert told is None or first.code == told[0]


def test_what_an_officer_taught_leads_where_it_was_taught_to_lead() -> None:
    phrase = "vô sổ bộ cho em bé"
    taught = [
        one.model_copy(update={"aliases": (*one.aliases, phrase)})
        if one.code == "1.001193"
        else one
        for one in load_procedures()
    ]
    outcome = build_matcher(taught, load_guidance()).read(phrase).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == "1.001193"


def test_an_option_the_commune_does_not_show_is_not_asked(matcher: Matcher) -> None:
    message, codes = OPEN[0]
    visible = frozenset(matcher.procedures) - {"1.002755"}
    outcome = matcher.read(message, None, visible).outcome
    assert isinstance(outcome, Ambiguous)
    shown = {one.code for one in outcome.options if isinstance(one, ProcedureOption)}
    assert "1.002755" not in shown
    assert codes - {"1.002755"} <= shown


def test_open_messages_and_their_twins_are_of_shipped_procedures() -> None:
    shipped = {procedure.code for procedure in load_procedures()}
    told = [(row["c"],) if isinstance(row["c"], str) else row["c"] for row in rows("open_matters")]
    assert {code for codes in told for code in codes} <= shipped
    assert sum(len(codes) > 1 for codes in told) >= 600
    assert sum(len(codes) == 1 for codes in told) >= 800


def test_the_data_was_fitted_on_the_texts() -> None:
    path = FOLDER / f"{undecided.JUDGEMENT}.json"
    told = json.loads(path.read_text(encoding="utf-8"))["texts"]
    assert told == digest(undecided.JUDGEMENT), "run `python -m tests.benchmarks._judgements`"


@pytest.mark.parametrize(
    ("code", "message", "meant"),
    [
        ("1.001193", "le phi ket hon bn z", "1.000894"),
        ("1.000894", "le phi khai tu bn z", "1.000656"),
        ("1.004194", "đăng ký kết hôn mất bao lâu vậy em", "1.000894"),
    ],
)
def test_a_part_of_another_matter_by_its_name_leaves_the_subject(
    matcher: Matcher, code: str, message: str, meant: str
) -> None:
    outcome = matcher.read(message, Subject(code)).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == meant


def test_a_part_asked_with_a_paper_of_the_subject_keeps_it(matcher: Matcher) -> None:
    reading = matcher.read("giấy khai sinh lấy mất bao lâu", Subject("1.001193"))
    assert isinstance(reading.outcome, Match)
    assert (reading.outcome.code, reading.part) == ("1.001193", Part.TIME)


def test_families_that_are_asked_are_shipped() -> None:
    codes = {option.code for one in load_guidance().families for option in one.options}
    assert {code for _, wanted in OPEN for code in wanted} <= codes
