"""The product's own labelled questions: well formed, labelled with shipped codes, its own words."""

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

REPO = Path(__file__).resolve().parents[3]
QUESTIONS = REPO / "knowledge" / "data" / "questions"
PROCEDURES = REPO / "knowledge" / "data" / "procedures"
STUDY = os.environ.get("MOTCUA_SHARED")  # noqa: TID251 - where the study data lies, tests only
SHARED = Path(STUDY) if STUDY else REPO.parent / "shared"

KINDS = {
    "marks",
    "no_marks",
    "partial_marks",
    "typo",
    "telex",
    "vni",
    "abbreviation",
    "teencode",
    "southern",
    "northern",
    "story",
    "code",
    "english_mix",
}
FIELDS = {
    "documents",
    "fee",
    "time",
    "place",
    "steps",
    "conditions",
    "forms",
    "legal_basis",
    "channels",
    "agency",
}
ASKED = {"question", "behaviour", "gold_codes", "fields", "kind", "has_diacritics"}
DATASETS = {
    "in_scope.jsonl": "own_in",
    "out_of_scope.jsonl": "own_out",
    "conversations.jsonl": "own_conv",
}
RAW_KEYS = {
    "telex": re.compile(r"aa|ee|oo|dd|[aou]w|[aeiouyw][a-z]*[sfrxj]\b"),
    "vni": re.compile(r"[a-z][1-9]"),
}


def _lines(path: Path) -> list[dict[str, Any]]:
    texts = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(text) for text in texts if text.strip()]


def _fold(text: str) -> str:
    """Written here again, so that the check does not lean on the code it may have to judge."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare).strip()


def _has_marks(text: str) -> bool:
    apart = unicodedata.normalize("NFD", text)
    return "đ" in text.lower() or any(unicodedata.combining(char) for char in apart)


def _turns(line: dict[str, Any]) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = line.get("turns", [line])
    return turns


def _asked() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in DATASETS:
        for line in _lines(QUESTIONS / name):
            for turn in _turns(line):
                yield line["id"], turn


def _shipped() -> set[str]:
    codes: set[str] = set()
    for path in sorted(PROCEDURES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        records = content if isinstance(content, list) else content["procedures"]
        codes |= {record["code"] for record in records}
    return codes


def _texts(value: object) -> Iterator[str]:
    """Every question found at any depth of a parsed line."""
    if isinstance(value, dict):
        if isinstance(value.get("question"), str):
            yield value["question"]
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@pytest.mark.parametrize("name", DATASETS)
def test_every_line_has_exactly_the_agreed_keys(name: str) -> None:
    head = {"id", "dataset"}
    for line in _lines(QUESTIONS / name):
        expected = head | ({"turns"} if name == "conversations.jsonl" else ASKED)
        assert set(line) == expected, line["id"]
        assert line["dataset"] == DATASETS[name], line["id"]
        assert all(set(turn) - head == ASKED for turn in _turns(line)), line["id"]


def test_ids_are_unique_over_all_files() -> None:
    ids = [line["id"] for name in DATASETS for line in _lines(QUESTIONS / name)]
    assert [key for key, times in Counter(ids).items() if times > 1] == []
    assert all(re.fullmatch(r"own-\d{3,4}", key) for key in ids)


def test_there_are_enough_questions_of_each_sort() -> None:
    assert len(_lines(QUESTIONS / "in_scope.jsonl")) >= 300
    assert len(_lines(QUESTIONS / "out_of_scope.jsonl")) >= 150
    assert len(_lines(QUESTIONS / "conversations.jsonl")) >= 25


def test_kinds_and_fields_come_from_the_closed_lists() -> None:
    wrong = [key for key, turn in _asked() if turn["kind"] not in KINDS]
    wrong += [key for key, turn in _asked() if not set(turn["fields"]) <= FIELDS]
    assert wrong == []


def test_the_mark_flag_is_what_the_text_shows() -> None:
    flags = [(key, turn) for key, turn in _asked()]
    assert [k for k, turn in flags if turn["has_diacritics"] != _has_marks(turn["question"])] == []
    bare = {"no_marks", "telex", "vni"}
    assert [k for k, turn in flags if turn["kind"] in bare and turn["has_diacritics"]] == []


@pytest.mark.parametrize("kind", RAW_KEYS)
def test_raw_keystrokes_look_like_the_typing_method_they_claim(kind: str) -> None:
    found = [turn["question"] for _, turn in _asked() if turn["kind"] == kind]
    assert len(found) >= 15
    assert [text for text in found if not RAW_KEYS[kind].search(text.lower())] == []


def test_around_half_of_the_questions_carry_no_marks() -> None:
    flags = [turn["has_diacritics"] for _, turn in _asked()]
    assert 0.35 <= flags.count(False) / len(flags) <= 0.55


def test_gold_codes_exist_in_the_shipped_records() -> None:
    shipped = _shipped()
    wrong = [(key, code) for key, t in _asked() for code in t["gold_codes"] if code not in shipped]
    assert wrong == []


def test_behaviour_agrees_with_the_number_of_codes() -> None:
    wrong = []
    for key, turn in _asked():
        count = len(set(turn["gold_codes"]))
        fits = {
            "answer": count >= 1,
            "clarify": count >= 2,
            "multi": count >= 2,
            "refuse": count == 0,
        }
        if not fits[turn["behaviour"]] or count != len(turn["gold_codes"]):
            wrong.append(key)
    assert wrong == []


def test_files_hold_the_behaviours_they_are_named_for() -> None:
    inside = {line["behaviour"] for line in _lines(QUESTIONS / "in_scope.jsonl")}
    outside = {line["behaviour"] for line in _lines(QUESTIONS / "out_of_scope.jsonl")}
    assert inside == {"answer", "clarify", "multi"}
    assert outside == {"refuse"}


def test_every_shipped_procedure_is_asked_for_at_least_twice() -> None:
    asked = Counter(
        code
        for line in _lines(QUESTIONS / "in_scope.jsonl")
        if line["behaviour"] == "answer"
        for code in line["gold_codes"]
    )
    assert sorted(code for code in _shipped() if asked[code] < 2) == []


def test_no_two_single_questions_are_the_same_when_folded() -> None:
    seen: dict[str, str] = {}
    for name in ("in_scope.jsonl", "out_of_scope.jsonl"):
        for line in _lines(QUESTIONS / name):
            folded = _fold(line["question"])
            assert folded not in seen, (line["id"], seen[folded])
            seen[folded] = line["id"]


def test_no_question_is_borrowed_from_the_study_data() -> None:
    folder = SHARED / "data" / "questions"
    if not folder.is_dir():
        pytest.skip("the study data is not on this machine")
    theirs = {
        _fold(text)
        for path in folder.rglob("*.jsonl")
        for line in _lines(path)
        for text in _texts(line)
    }
    assert theirs, "the study data holds no question: the check would prove nothing"
    assert sorted({key for key, turn in _asked() if _fold(turn["question"]) in theirs}) == []
