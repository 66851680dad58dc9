"""The figures count exactly what the definitions say."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.evaluation import Answer, Group, Scorer, evaluate
from knowledge.questions import BadLineError, Line, read_lines

ACTIVE = frozenset(("1.000001", "1.000002", "1.000003"))
SCORER = Scorer(ACTIVE, {"1.000009": "1.000001"})


def line(behaviour: str, *gold: str, dataset: str = "a") -> Line:
    return Line("x", dataset, "hỏi", behaviour, frozenset(gold))


def figures(one: Line, outcome: str, *codes: str) -> dict[str, object]:
    def ask(questions: Sequence[str]) -> list[Answer]:
        return [Answer(outcome, codes) for _ in questions]

    return evaluate([one], SCORER, ask)


@pytest.mark.parametrize(
    ("behaviour", "gold", "group"),
    [
        ("answer", ("1.000001",), Group.ANSWERABLE),
        ("answer", ("1.000009",), Group.ANSWERABLE),
        ("answer", ("9.000000",), Group.ABSENT),
        ("clarify", ("1.000001", "9.000000"), Group.ANSWERABLE),
        ("clarify", ("1.000001", "1.000002"), Group.ASK),
        ("clarify", (), Group.ASK),
        ("multi", ("1.000001", "1.000002"), Group.MULTI),
        ("refuse", (), Group.REFUSE),
    ],
)
def test_a_line_belongs_to_its_group(behaviour: str, gold: tuple[str, ...], group: Group) -> None:
    assert SCORER.group(line(behaviour, *gold)) is group


def test_a_successor_counts_as_right() -> None:
    assert figures(line("answer", "1.000009"), "answer", "1.000001")["top1"] == 1.0


def test_an_empty_list_is_a_miss() -> None:
    found = figures(line("answer", "1.000001"), "route")
    assert (found["top1"], found["top3"], found["asked_back"]) == (0.0, 0.0, 0.0)


def test_asking_back_counts_for_top_one_but_not_as_answered() -> None:
    found = figures(line("answer", "1.000001"), "clarify", "1.000001", "1.000002")
    assert (found["top1"], found["asked_back"], found["answered_right"]) == (1.0, 1.0, 0.0)


def test_a_sure_code_of_an_ask_line_is_not_wrong() -> None:
    found = figures(line("clarify", "1.000001", "1.000002"), "answer", "1.000002")
    assert (found["wrong_and_sure"], found["clarified_right"]) == (0.0, 0.0)


def test_several_cards_with_one_outside_the_gold_are_wrong() -> None:
    found = figures(line("answer", "1.000001"), "multi", "1.000001", "1.000003")
    assert found["wrong_and_sure"] == 1.0


def test_sureness_about_absent_lines_is_counted_apart() -> None:
    found = figures(line("answer", "9.000000"), "answer", "1.000001")
    assert (found["absent_sure"], found["wrong_and_sure"]) == (1.0, None)


def test_a_refusal_shows_no_procedure() -> None:
    assert figures(line("refuse"), "card")["refused_right"] == 1.0
    assert figures(line("refuse"), "clarify", "1.000001")["refused_right"] == 0.0


def test_several_need_two_right_codes_and_none_outside() -> None:
    gold = line("multi", "1.000001", "1.000002")
    assert figures(gold, "multi", "1.000001", "1.000002")["multi_right"] == 1.0
    assert figures(gold, "multi", "1.000001", "1.000003")["multi_right"] == 0.0


def test_turns_are_counted_under_conversations_alone() -> None:
    talk = Line("t", "a", "", "", frozenset(), (line("answer", "1.000001"),))
    found = figures(talk, "answer", "1.000001")
    assert found["n"] == 0
    assert found["conversations"]["top1"] == 1.0  # type: ignore[index]


def test_a_bad_line_is_named_with_file_and_number(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": "1", "question": "a", "behaviour": "answer"}\n{"id": 2}\n')
    with pytest.raises(BadLineError, match=r"q\.jsonl:2"):
        list(read_lines(file))
