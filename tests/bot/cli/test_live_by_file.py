"""A ward that says it is live in its file, without the head's recorded act."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import DEFAULT_FILE

LIVE = DEFAULT_FILE.with_name("tests") / "communes" / "live.yaml"
SAID = "chưa ghi lại quyết định chạy thật của người đứng đầu: motcua live --by"


def test_the_doctor_finds_a_ward_that_is_live_by_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    assert SAID not in CliRunner().invoke(app, ["doctor"]).output
    monkeypatch.setenv("MOTCUA_CONFIG", str(LIVE))

    looked = CliRunner().invoke(app, ["doctor"])

    assert looked.exit_code == 1
    assert SAID in looked.output
