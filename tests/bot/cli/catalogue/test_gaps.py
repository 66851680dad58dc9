"""`motcua catalogue` closes gaps: the sheet of the commune, and what is still right."""

import re
from pathlib import Path

import pytest

from knowledge.gaps import most_asked
from knowledge.loading import load_guidance
from tests.bot.cli.catalogue.commands import Motcua, fill, listed_by, read_json
from tests.knowledge.importing.samples import RECORD, write_jsonl


def test_gaps_come_most_asked_first(motcua: Motcua) -> None:
    gaps = read_json(motcua("gaps", "--json"))

    assert gaps[0]["code"] == "2.000815"
    assert set(gaps[0]) == {"code", "name", "part", "kind"}


def test_gaps_leave_out_fields_citizens_are_not_shown(motcua: Motcua, tmp_path: Path) -> None:
    motcua("import", write_jsonl(tmp_path / "a.jsonl", {**RECORD, "field": "Hải quan"}))

    assert "1.999001" in listed_by(motcua)
    assert "1.999001" not in {gap["code"] for gap in read_json(motcua("gaps", "--json"))}


def test_gaps_tell_which_procedures_lack_a_filled_sample(motcua: Motcua) -> None:
    line = next(one for one in motcua("gaps").stdout.splitlines() if "Hồ sơ mẫu" in one)
    have, total = re.search(r"(\d+)/(\d+)", line).groups()  # type: ignore[union-attr]

    assert (int(have), int(total)) == (len(load_guidance().samples), 96)
    missing = re.findall(r"\d\.\d{6}", line)
    sampled = {one.code for one in load_guidance().samples}
    assert missing[:3] == [code for code in most_asked() if code not in sampled][:3]


def test_the_communes_sheet_closes_a_gap(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    before = {(gap["code"], gap["part"]) for gap in read_json(motcua("gaps", "--json"))}
    motcua("overlay", "--template", path)
    fill(path, {"Mức trực tuyến": "toàn trình"})

    result = motcua("overlay", path, "--by", "Lan")

    after = {(gap["code"], gap["part"]) for gap in read_json(motcua("gaps", "--json"))}
    assert result.exit_code == 0
    assert before - after == {("2.000815", "online")}


def test_a_sheet_with_one_wrong_row_loads_nothing(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    motcua("overlay", "--template", path)
    fill(path, {"Mức trực tuyến": "toàn trình", "Lệ phí tại địa phương": "8"})

    result = motcua("overlay", path, "--by", "Lan")

    assert result.exit_code == 1
    assert "Dòng 2: lệ phí dưới 1.000 đồng" in result.output
    assert any(gap["code"] == "2.000815" for gap in read_json(motcua("gaps", "--json")))


@pytest.mark.parametrize("by", [(), ("--by", "  ")])
def test_a_sheet_nobody_answers_for_is_not_loaded(
    motcua: Motcua, tmp_path: Path, by: tuple[str, ...]
) -> None:
    path = tmp_path / "bang.xlsx"
    motcua("overlay", "--template", path)
    fill(path, {"Mức trực tuyến": "toàn trình"})

    result = motcua("overlay", path, *by)

    assert result.exit_code == 2
    assert "--by" in result.output
    assert any(gap["code"] == "2.000815" for gap in read_json(motcua("gaps", "--json")))


def test_still_right_takes_a_record_off_the_list(motcua: Motcua) -> None:
    due = [row["code"] for row in read_json(motcua("recheck", "--json"))]

    result = motcua("recheck", due[0], "--by", "Lan", "--source", "QĐ 12/QĐ-BTP")

    left = [row["code"] for row in read_json(motcua("recheck", "--json"))]
    assert result.exit_code == 0
    assert left == due[1:]


def test_still_right_needs_a_name_and_a_source(motcua: Motcua) -> None:
    assert motcua("recheck", "1.001193", "--by", "Lan").exit_code == 2
    assert motcua("recheck", "9.999999", "--by", "Lan", "--source", "QĐ").exit_code == 1
