"""`motcua backup` in words, and what `doctor` says of the last one."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import engine_of
from bot.storage_check import OLD_BACKUP, backup_finding
from handlers.clock import SystemClock
from handlers.errors import MotcuaError
from handlers.store.unit_of_work import Store


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, MotcuaError):  # `root.run` prints it and exits 2
        return 2, str(result.exception)
    return result.exit_code, result.output


def test_it_says_where_how_much_and_what_must_be_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/home/motcua.db")
    kept = tmp_path / "kept"
    kept.mkdir()
    code, said = run("backup", str(kept))
    assert (code, list(kept.iterdir())) == (2, [])
    assert "Chưa có cơ sở dữ liệu" in said

    assert run("db", "upgrade")[0] == 0
    assert "[nên xem] Chưa sao lưu lần nào" in run("doctor")[1]
    code, said = run("backup", str(kept))
    assert code == 0, said
    (made,) = kept.iterdir()
    assert f"Đã sao lưu: {made}" in said
    assert "0 phản ánh" in said
    assert "KHÔNG có trong bản sao" in said
    assert f"{tmp_path}/home/factor.key" in said
    assert run("backup", str(made))[0] == 2

    settings, now = load_settings(), SystemClock().now()
    assert "[tốt] Sao lưu gần nhất" in run("doctor")[1]
    with engine_of(settings.database.url) as engine:
        later = now + OLD_BACKUP + timedelta(days=1)
        found = backup_finding(Store(engine), later)
    assert "đã 3 ngày" in found.text
