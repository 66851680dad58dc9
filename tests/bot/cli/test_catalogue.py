"""`motcua catalogue` from outside: what it prints, writes and returns."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli.root import app, run
from bot.config import load_settings
from bot.setup import prepare_database
from knowledge.importing.sheets import read_sheets
from knowledge.importing.workbooks import Heading, OutSheet, write_sheets
from knowledge.procedures import CatalogueState, Procedure
from knowledge.yaml_lines import DataMistakesError, Mistake
from tests.knowledge.importing.samples import RECORD, WORD, write_jsonl, write_word

Motcua = Callable[..., Result]
CONFIG = Path(__file__).resolve().parents[2] / "communes" / "live.yaml"


@pytest.fixture
def motcua(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Motcua:
    """The command line over a database with the shipped records."""
    monkeypatch.setenv("MOTCUA_CONFIG", str(CONFIG))
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/ward.db")
    prepare_database(load_settings())
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["catalogue", *(str(word) for word in words)])


def _json(result: Result) -> Any:  # noqa: ANN401
    return json.loads(result.stdout)


def _listed(motcua: Motcua) -> dict[str, dict[str, str | None]]:
    return {row["code"]: row for row in _json(motcua("list", "--json"))}


def _exported(path: Path, code: str) -> dict[str, Any]:
    records: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return next(record for record in records if record["code"] == code)


def test_the_list_names_every_record_with_state_and_successor(motcua: Motcua) -> None:
    listed = _listed(motcua)

    assert set(listed["1.001193"]) == {"code", "name", "state", "replaced_by"}
    assert listed["1.001193"]["state"] == "active"
    assert listed["2.002481"]["replaced_by"] == "2.002854"


def test_the_list_on_the_screen_names_states_in_vietnamese(motcua: Motcua) -> None:
    shown = motcua("list").output

    assert not [state for state in CatalogueState if f" {state.value} " in shown]
    assert "đang" in shown


def test_the_shipped_data_has_no_mistakes(motcua: Motcua) -> None:
    result = motcua("check")

    assert (result.exit_code, result.output.splitlines()[-1][:20]) == (0, "Không có chỗ sai: 96")


def test_a_broken_file_is_checked_with_file_and_line(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "sai.yaml"
    path.write_text('- code: "1.999001"\n  nam: Sai\n', encoding="utf-8")

    result = motcua("check", path)

    assert result.exit_code == 1
    assert f"{path}:2: `nam`: khóa lạ" in result.output


def test_an_import_counts_its_flags_and_is_listed(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", RECORD, "{broken", {**RECORD, "results": []})

    summary = _json(motcua("import", path, "--json"))

    assert (summary["read"], summary["published"], summary["refused"]) == (3, 1, 2)
    assert summary["flags"] == {"duplicate": 1, "unreadable": 1}
    assert [(row["line"], row["outcome"]) for row in summary["rows"]] == [
        (1, "published"),
        (2, "refused"),
        (3, "refused"),
    ]
    assert _listed(motcua)["1.999001"]["state"] == "active"


def test_an_import_prints_a_table_and_the_refused_lines(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "results": []}, "{broken")

    result = motcua("import", path)

    assert result.exit_code == 0
    assert "no_result" in result.output
    assert "a.jsonl:2: không đọc được dòng này" in result.output
    assert "Đọc 2 dòng: 1 dùng ngay" in result.output


def test_a_name_that_differs_from_the_one_in_use_is_shown(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "code": "1.001193"})

    output = " ".join(motcua("import", path).output.split())

    assert "1.001193 tên khác: “Cấp giấy thử nghiệm”, đang dùng “Thủ tục đăng ký" in output


def test_an_import_that_can_take_nothing_exits_one(motcua: Motcua, tmp_path: Path) -> None:
    assert motcua("import", write_jsonl(tmp_path / "a.jsonl", "{broken")).exit_code == 1
    assert motcua("import", tmp_path / "missing.xlsx").exit_code == 1


def test_one_unreadable_file_stops_the_whole_import(motcua: Motcua, tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"broken")
    before = _listed(motcua)

    result = motcua("import", write_jsonl(tmp_path / "a.jsonl", RECORD), tmp_path / "b.xlsx")

    assert result.exit_code == 1
    assert "b.xlsx" in result.output
    assert _listed(motcua) == before


def test_an_import_does_not_replace_a_shipped_record(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "code": "1.001193"})

    summary = _json(motcua("import", path, "--json"))

    assert (summary["drafts"], summary["names_changed"]) == (1, 1)
    assert _listed(motcua)["1.001193"]["name"] != RECORD["name"]


def test_a_draft_is_compared_and_put_in_force_by_an_officer(motcua: Motcua, tmp_path: Path) -> None:
    motcua("import", write_jsonl(tmp_path / "a.jsonl", {**RECORD, "code": "1.001193"}))

    (draft,) = _json(motcua("drafts", "--json"))
    refused = motcua("drafts", "1.001193", "--accept")
    accepted = motcua("drafts", "1.001193", "--accept", "--by", "Lan")

    fees = next(one for one in draft["differences"] if one["part"] == "fees")
    assert fees["theirs"] == "8.000đ"
    assert (refused.exit_code, accepted.exit_code) == (2, 0)
    assert _listed(motcua)["1.001193"]["name"] == RECORD["name"]
    assert _json(motcua("drafts", "--json")) == []
    motcua("export", tmp_path / "ra.yaml")
    accepted_record = _exported(tmp_path / "ra.yaml", "1.001193")
    assert "dkks" in accepted_record["aliases"]
    assert accepted_record["review_by"] == "2027-02-15"


def test_a_word_document_is_imported(motcua: Motcua, tmp_path: Path) -> None:
    result = motcua("import", write_word(tmp_path / "ChiTietTTHC_1.999001.docx", WORD))

    assert result.exit_code == 0
    assert "1.999001" in _listed(motcua)


def test_the_template_is_written_filled_and_imported_as_the_officers_word(
    motcua: Motcua, tmp_path: Path
) -> None:
    path = tmp_path / "mau.xlsx"
    motcua("export", "--template", path)
    sheet = read_sheets(path)[0]
    row = list(sheet.rows[1].cells)
    row[0], row[1] = "1.001193", "Đăng ký khai sinh tại xã"
    headings = tuple(Heading(text) for text in sheet.rows[0].cells)
    write_sheets(path, (OutSheet("Thủ tục", headings, (tuple(row),)),))

    summary = _json(motcua("import", path, "--by", "Lan", "--json"))

    assert summary["published"] == 1
    motcua("export", tmp_path / "ra.yaml")
    assert "dkks" in _exported(tmp_path / "ra.yaml", "1.001193")["aliases"]
    assert _listed(motcua)["1.001193"]["name"] == "Đăng ký khai sinh tại xã"


def test_a_report_of_every_row_is_written(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "results": []}, "{broken")

    motcua("import", path, "--report", tmp_path / "bao-cao.csv")

    lines = (tmp_path / "bao-cao.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "thiếu kết quả" in lines[1]


@pytest.mark.parametrize("name", ["ra.jsonl", "ra.yaml"])
def test_exported_records_are_records_again(motcua: Motcua, tmp_path: Path, name: str) -> None:
    motcua("export", tmp_path / name)

    text = (tmp_path / name).read_text(encoding="utf-8")
    values = (
        yaml.safe_load(text)
        if name.endswith("yaml")
        else [json.loads(line) for line in text.splitlines()]
    )
    records = [Procedure.model_validate(value) for value in values]
    assert len(records) == 96


def test_gaps_come_most_asked_first(motcua: Motcua) -> None:
    gaps = _json(motcua("gaps", "--json"))

    assert gaps[0]["code"] == "2.000815"
    assert set(gaps[0]) == {"code", "name", "part", "kind"}


def test_gaps_leave_out_fields_citizens_are_not_shown(motcua: Motcua, tmp_path: Path) -> None:
    motcua("import", write_jsonl(tmp_path / "a.jsonl", {**RECORD, "field": "Hải quan"}))

    assert "1.999001" in _listed(motcua)
    assert "1.999001" not in {gap["code"] for gap in _json(motcua("gaps", "--json"))}


def test_the_communes_sheet_closes_a_gap(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    before = {(gap["code"], gap["part"]) for gap in _json(motcua("gaps", "--json"))}
    motcua("overlay", "--template", path)
    _fill(path, {"Mức trực tuyến": "toàn trình"})

    result = motcua("overlay", path, "--by", "Lan")

    after = {(gap["code"], gap["part"]) for gap in _json(motcua("gaps", "--json"))}
    assert result.exit_code == 0
    assert before - after == {("2.000815", "online")}


def test_a_sheet_with_one_wrong_row_loads_nothing(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    motcua("overlay", "--template", path)
    _fill(path, {"Mức trực tuyến": "toàn trình", "Lệ phí tại địa phương": "8"})

    result = motcua("overlay", path, "--by", "Lan")

    assert result.exit_code == 1
    assert "Dòng 2: lệ phí dưới 1.000 đồng" in result.output
    assert any(gap["code"] == "2.000815" for gap in _json(motcua("gaps", "--json")))


@pytest.mark.parametrize("by", [(), ("--by", "  ")])
def test_a_sheet_nobody_answers_for_is_not_loaded(
    motcua: Motcua, tmp_path: Path, by: tuple[str, ...]
) -> None:
    path = tmp_path / "bang.xlsx"
    motcua("overlay", "--template", path)
    _fill(path, {"Mức trực tuyến": "toàn trình"})

    result = motcua("overlay", path, *by)

    assert result.exit_code == 2
    assert "--by" in result.output
    assert any(gap["code"] == "2.000815" for gap in _json(motcua("gaps", "--json")))


def _fill(path: Path, cells: dict[str, str]) -> None:
    """Fill cells of the first row of a sheet."""
    rows = [list(row.cells) for row in read_sheets(path)[0].rows]
    for heading, text in cells.items():
        rows[1][rows[0].index(heading)] = text
    headings = tuple(Heading(text) for text in rows[0])
    write_sheets(path, (OutSheet("Riêng của xã", headings, tuple(map(tuple, rows[1:]))),))


def test_still_right_takes_a_record_off_the_list(motcua: Motcua) -> None:
    due = [row["code"] for row in _json(motcua("recheck", "--json"))]

    result = motcua("recheck", due[0], "--by", "Lan", "--source", "QĐ 12/QĐ-BTP")

    left = [row["code"] for row in _json(motcua("recheck", "--json"))]
    assert result.exit_code == 0
    assert left == due[1:]


def test_still_right_needs_a_name_and_a_source(motcua: Motcua) -> None:
    assert motcua("recheck", "1.001193", "--by", "Lan").exit_code == 2
    assert motcua("recheck", "9.999999", "--by", "Lan", "--source", "QĐ").exit_code == 1


def test_every_command_is_explained_in_vietnamese(motcua: Motcua) -> None:
    help_text = motcua("--help").output

    for word in ("Nhập thủ tục", "Mọi thủ tục", "Xuất thủ tục", "Bảng riêng", "kiểm tra lại"):
        assert word in help_text


def test_broken_shipped_data_ends_in_clear_lines_not_a_stack_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*, standalone_mode: bool) -> None:
        raise DataMistakesError([Mistake("knowledge/data/procedures/a.yaml", 7, "YAML sai")])

    monkeypatch.setattr("bot.cli.root.app_for", lambda _arguments: broken)

    with pytest.raises(SystemExit) as ended:
        run()

    assert ended.value.code == 2
    assert "knowledge/data/procedures/a.yaml:7: YAML sai" in capsys.readouterr().err
