"""`motcua ask`: the contract anyone may score from outside."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app

KEYS = {"outcome", "procedures", "related", "part", "intent", "text"}


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")


def run(*arguments: str, words: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=words)
    return result.exit_code, result.stdout, result.stderr


def test_the_first_question_makes_the_database_and_is_answered() -> None:
    code, out, _ = run("ask", "lam giay khai sinh cho be moi de")

    assert code == 0
    assert "khai sinh" in out.lower()
    assert "DỮ LIỆU THỬ" in out


def test_json_gives_one_answer_object() -> None:
    _, out, _ = run("ask", "xin giấy xác nhận tình trạng hôn nhân", "--json")
    found = json.loads(out)

    assert set(found) == KEYS
    assert found["outcome"] == "answer"
    assert found["procedures"][0]["code"] == "1.004873"
    assert 0 < found["procedures"][0]["confidence"] <= 1
    assert found["intent"] == "procedure"


def test_a_file_gives_one_object_a_line_and_turns_are_one_conversation(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "question": "dang ky tam tru"},
        {"id": "b", "turns": [{"question": "đăng ký tạm trú"}, {"question": "lệ phí bao nhiêu"}]},
    ]
    questions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    code, out, _ = run("ask", "--jsonl", str(questions))
    first, second = (json.loads(line) for line in out.splitlines())

    assert code == 0
    assert first["id"] == "a"
    assert first["procedures"][0]["code"] == "1.004194"
    assert [turn["procedures"][0]["code"] for turn in second["turns"]] == ["1.004194"] * 2
    assert second["turns"][1]["part"] == "fee"


@pytest.mark.parametrize("line", ["{broken", '{"question": "x"}', '{"id": 1}', "[]"])
def test_a_bad_line_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "a", "question": "khai sinh"}\n' + line, encoding="utf-8")

    code, _, err = run("ask", "--jsonl", str(questions))

    assert code == 2
    assert f"{questions}:2:" in err


def test_asking_nothing_says_what_to_type() -> None:
    code, _, err = run("ask")

    assert code == 2
    assert "motcua ask" in err


def test_eval_scores_a_file_and_lists_the_misses(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    row = {"id": "1", "dataset": "x", "behaviour": "answer", "question": "đăng ký tạm trú"}
    lines = [{**row, "gold_codes": ["1.004194"]}, {**row, "id": "2", "gold_codes": ["2.001159"]}]
    questions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    misses = tmp_path / "misses.jsonl"

    code, out, _ = run("catalogue", "eval", str(questions), "--json", "--errors", str(misses))
    figures = json.loads(out)

    assert code == 0
    assert figures["n"] == 2
    assert figures["top1"] == 0.5
    assert figures["wrong_and_sure"] == 0.5
    assert figures["by_set"]["x"]["n"] == 2
    assert json.loads(misses.read_text(encoding="utf-8"))["id"] == "2"


def test_eval_stops_at_a_bad_line_with_its_place(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "1"}\n', encoding="utf-8")

    code, _, err = run("catalogue", "eval", str(questions))

    assert code == 2
    assert f"{questions}:1:" in err
