"""Mistakes in the data files are named where they stand."""

from datetime import date, time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading import DataMistakesError, load_guidance, load_procedures, read_procedures
from knowledge.yaml_lines import parse_yaml, plain_yaml

SOUND = """- code: "1.000001"
  name: Đăng ký thử
  field: Hộ tịch
  times:
  - unit: same_day
    cutoff: 15:00
  review_by: 2027-02-15
"""


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _mistakes(folder: Path) -> list[str]:
    with pytest.raises(DataMistakesError) as caught:
        load_procedures(folder)
    return [f"{Path(m.file).name}:{m.line} {m.text}" for m in caught.value.mistakes]


def test_the_shipped_records_load() -> None:
    codes = [procedure.code for procedure in load_procedures()]

    assert len(codes) == len(set(codes)) >= 96


def test_the_shipped_guidance_loads() -> None:
    load_guidance()


def test_a_bare_hour_and_date_are_read_as_written(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", SOUND)

    (procedure,) = load_procedures(tmp_path)

    assert procedure.times[0].cutoff == time(15, 0)
    assert procedure.review_by == date(2027, 2, 15)


def test_a_broken_line_is_named_with_file_and_line(tmp_path: Path) -> None:
    _write(tmp_path, "broken.yaml", SOUND + '- code: "1.000002\n')

    (mistake,) = _mistakes(tmp_path)

    assert mistake.startswith("broken.yaml:9 YAML sai cú pháp")


def test_a_character_no_file_may_hold_is_named_with_its_line(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", SOUND + '- code: "1.000002"\n  name: "a\x01b"\n  field: Hộ tịch\n')

    (mistake,) = _mistakes(tmp_path)

    assert mistake.startswith("a.yaml:9 YAML sai")


def test_a_day_that_no_calendar_has_is_named_with_its_line(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", SOUND.replace("2027-02-15", "2027-02-30").replace("field", "fild"))

    assert [line.split(" ")[0] for line in _mistakes(tmp_path)] == [
        "a.yaml:1",
        "a.yaml:3",
        "a.yaml:7",
    ]


def test_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", SOUND.replace("field: Hộ tịch", "fild: Hộ tịch"))
    _write(tmp_path, "b.yaml", SOUND.replace('"1.000001"', "1.001193").replace("same_day", "days"))

    assert [line.split(" ")[0] for line in _mistakes(tmp_path)] == [
        "a.yaml:1",
        "a.yaml:3",
        "b.yaml:1",
        "b.yaml:5",
    ]


def test_a_sound_file_beside_a_broken_one_is_still_read(tmp_path: Path) -> None:
    paths = [_write(tmp_path, "a.yaml", "- {code"), _write(tmp_path, "b.yaml", SOUND)]

    reading = read_procedures(paths)

    assert [procedure.code for procedure in reading.records] == ["1.000001"]
    assert len(reading.mistakes) == 1


def test_a_key_written_twice_is_a_mistake(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", SOUND.replace("  field:", "  name: Tên khác\n  field:"))

    assert _mistakes(tmp_path) == ["a.yaml:3 khóa `name` ghi hai lần"]


def test_a_code_in_two_files_is_a_mistake(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", SOUND)
    _write(tmp_path, "b.yaml", SOUND)

    (mistake,) = _mistakes(tmp_path)

    assert mistake.startswith("b.yaml:1 mã `1.000001` đã có ở ")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(SOUND.encode("utf-16"))

    (mistake,) = _mistakes(tmp_path)

    assert mistake.startswith("a.yaml:1 tệp không phải UTF-8")


def test_a_button_that_leads_nowhere_is_a_mistake(tmp_path: Path) -> None:
    text = "- key: a\n  title: A\n  body: [B]\n"
    button = "  buttons:\n  - {label: Đi, card: nowhere}\n"
    _write(tmp_path, "cards.yaml", text + "- key: bb\n  title: A\n  body: [B]\n" + button)

    with pytest.raises(DataMistakesError) as caught:
        load_guidance(tmp_path)

    assert [mistake.line for mistake in caught.value.mistakes] == [1, 4]
    assert "nowhere" in caught.value.mistakes[1].text


def test_guidance_is_read_from_a_folder_of_lists_and_from_one_mapping(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    _write(tmp_path / "cards", "one.yaml", "- {key: hotline, title: Gọi, body: [Số máy]}")
    _write(tmp_path / "cards", "two.yaml", "cards:\n- {key: hours, title: Giờ, body: [Sáng]}")

    assert [card.key for card in load_guidance(tmp_path).cards] == ["hotline", "hours"]


@pytest.mark.parametrize(
    "text",
    [
        "base: &base {fee: 1, free: true}\nother: {<<: *base, fee: 2}\nlist: [*base, *base]\n",
        "2025: a\n2026-01-02: b\nnull: c\n1.5: d\n",
        "a: {<<: {b: 1}, c: 2}\n=: 3\n",
        "a: !!str 5\nb: !!int '5'\nc: ! 7\nd: 0x1F\ne: ~\n",
        "- [a, [b, [c]], {d: [e]}]\n-\n- ''\n",
    ],
)
def test_what_a_text_of_ours_holds_is_what_the_library_reads(text: str) -> None:
    assert plain_yaml(text) == yaml.safe_load(text)


def test_times_and_yes_or_no_stay_words_also_where_parts_are_shared() -> None:
    document = parse_yaml("a: &x {from: 15:00, open: no}\nb: *x\nc: true\n", "x.yaml")

    shared = {"from": "15:00", "open": "no"}
    assert document.value == {"a": shared, "b": shared, "c": True}


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    document = parse_yaml(text, "x.yaml")

    assert all(mistake.line >= 1 for mistake in document.mistakes)
