"""What is suggested to be hidden before publishing, measured on invented sentences."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.redaction.marks import INSTEAD, Hidden, Mark, hide, joined
from knowledge.redaction.never import Person, never
from knowledge.redaction.recognising import recognised
from knowledge.redaction.suggesting import suggest

DATA = Path(__file__).resolve().parents[3] / "knowledge" / "data" / "feedback" / "redaction.jsonl"
PUBLIC = frozenset({"02583000000"})
ALIKE = {"dob": "birth"}


@dataclass(frozen=True)
class Found:
    """How much of a half was found."""

    found: int
    wanted: int
    needless: int


def lines(half: str) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    for line in DATA.read_text(encoding="utf-8").splitlines():
        read = json.loads(line)
        if read["half"] == half:
            yield read["text"], [(s, e, ALIKE.get(k, k)) for s, e, k in read["spans"]]


def measured(half: str, *, recogniser: bool, kinds: frozenset[str] | None = None) -> Found:
    found = wanted = needless = 0
    for said, spans in lines(half):
        marks = [one for one in suggest(said, PUBLIC, recognised if recogniser else None) if one.on]
        for start, end, kind in spans:
            if kinds is None or kind in kinds:
                wanted += 1
                found += _hidden(said, start, end, marks)
        needless += sum(
            not any(one.start < end and start < one.end for start, end, _ in spans) for one in marks
        )
    return Found(found, wanted, needless)


def _hidden(said: str, start: int, end: int, marks: list[Mark]) -> bool:
    return all(
        not said[at].isalnum() or any(one.start <= at < one.end for one in marks)
        for at in range(start, end)
    )


@pytest.mark.parametrize(
    ("half", "recogniser", "least", "most_needless"),
    [
        ("report", False, 50, 2),
        ("report", True, 50, 4),
        ("last", False, 25, 1),
        ("last", True, 28, 1),
    ],
)
def test_recall_on_what_was_not_tuned_on(
    half: str, recogniser: bool, least: int, most_needless: int
) -> None:
    found = measured(half, recogniser=recogniser)
    assert found.found >= least, found
    assert found.needless <= most_needless, found


def test_the_recogniser_finds_names_the_rules_miss() -> None:
    names = frozenset({"name", "child"})
    alone = measured("last", recogniser=False, kinds=names)
    both = measured("last", recogniser=True, kinds=names)
    assert both.found > alone.found


def test_a_long_text_takes_no_long_time() -> None:
    said = "Nguyễn Văn An nhà số 5 gọi 0900 000 123 và 1.1.1.1 " * 150
    suggest("nạp trước", PUBLIC)
    begun = time.perf_counter()
    suggest(said, PUBLIC)
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize(
    "said",
    [
        "Phường đã chi 1.200.000.000 đồng sửa đường.",
        "Gọi đường dây nóng 0258 300 0000 để được hướng dẫn.",
        "Quyết định số 15 và quầy số 2 đều ghi rõ.",
        "Đã ba năm nay đường chưa sửa, con đường rất xấu.",
    ],
)
def test_what_names_nobody_stays(said: str) -> None:
    assert [one for one in suggest(said, PUBLIC, None) if one.on] == []


def test_a_place_is_offered_but_not_hidden_by_itself() -> None:
    said = "Đèn ở đường Hoa Sữa hỏng."
    places = [one for one in suggest(said) if one.kind is Hidden.PLACE]
    assert places
    assert hide(said, [one for one in suggest(said) if one.on]) == said
    assert INSTEAD[Hidden.CHOSEN] in hide(said, places)


def test_what_is_hidden_says_what_stood_there() -> None:
    said = "Tôi là Nguyễn Văn An, gọi 0900 000 123, xe 79C1-123.45."
    assert hide(said, suggest(said, recogniser=None)) == (
        "Tôi là [tên], gọi [số điện thoại], xe [biển số]."
    )


@pytest.mark.parametrize(
    "said",
    ["bà Lê Thị Thử", "ba le thi thu", "chị Thử", "LÊ THỊ THỬ", "Thưa bà Thị Thử", "Lê  Thị\nThử"],
)
def test_a_given_person_is_found_however_they_are_named(said: str) -> None:
    found = never(f"Trả lời {said}: đã xong.", [Person("Lê Thị Thử")])
    assert found
    assert "Thử" not in hide(f"Trả lời {said}: đã xong.", found)


@pytest.mark.parametrize("typed", ["0900000123", "0900 000 123", "+84 900.000.123", "84900000123"])
def test_their_telephone_too(typed: str) -> None:
    said = f"gọi {typed} nhé"
    assert hide(said, never(said, [Person("", "0900 000 123")])) == "gọi [số điện thoại] nhé"


def test_a_childs_name_is_never_left() -> None:
    assert never("Bé Bảo Ngọc 5 tuổi bị chó cắn.")
    assert never("Tổ Đô thị đã thay bóng đèn.") == ()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10), st.sampled_from(list(Hidden)))))
def test_marks_never_overlap_and_hide_every_letter_they_held(
    drawn: list[tuple[int, int, Hidden]],
) -> None:
    marks = [Mark(start, start + length, kind) for start, length, kind in drawn]
    kept = joined(marks)
    for before, after in pairwise(kept):
        assert before.end <= after.start
    held = {at for one in marks if one.on for at in range(one.start, one.end)}
    assert held <= {at for one in kept for at in range(one.start, one.end)}
    text = "".join(chr(0x4E00 + at) for at in range(45))
    assert not set(hide(text, marks)) & {text[at] for at in held}
