"""`motcua catalogue`: records listed, checked and written out again."""

import json
from pathlib import Path

import pytest
import yaml

from bot.cli.root import run
from knowledge.procedures import CatalogueState, Procedure
from knowledge.yaml_lines import DataMistakesError, Mistake
from tests.bot.cli.catalogue.commands import Motcua, listed_by


def test_the_list_names_every_record_with_state_and_successor(motcua: Motcua) -> None:
    listed = listed_by(motcua)

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
