"""`live`, `doctor`, `db`: what an operator sees."""

import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from bot.checkup import Weight, findings
from bot.cli.root import app
from bot.config import DEFAULT_FILE, load_settings
from handlers.store.files import FileStore
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import shipped_base


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/motcua.db"
    monkeypatch.setenv("MOTCUA_DATABASE__URL", url)
    return url


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


def run(*arguments: str, words: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), input=words)
    return result.exit_code, result.output


def test_going_live_shows_the_gaps_and_keeps_who_decided(database: str) -> None:
    code, out = run("live", "--by", "Trần Thị Mẫu, Chủ tịch", "--yes")

    assert code == 0
    assert "lệ phí của địa phương" in out
    assert "Đường dây nóng: 0000 000 003" in out
    assert "/dulieu" in out or "Dữ liệu của anh/chị".upper() in out
    with create_engine(database).connect() as connection:
        kept = connection.execute(text("SELECT * FROM commune_act")).mappings().one()
    assert "Trần Thị Mẫu, Chủ tịch" in str(dict(kept))


def test_going_live_is_called_off_by_a_no(database: str) -> None:
    code, _ = run("live", "--by", "Trần Thị Mẫu", words="n\n")

    assert code == 1
    with create_engine(database).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM commune_act")).scalar() == 0


def test_upgrading_twice_changes_nothing_the_second_time(database: str) -> None:
    first, second = run("db", "upgrade"), run("db", "upgrade")

    assert "96 bản ghi" in first[1]
    assert "0 bản ghi" in second[1]


def test_the_doctor_tells_what_to_look_at(database: str) -> None:
    code, out = run("doctor")

    assert "thủ tục đang dùng" in out
    assert "DỮ LIỆU THỬ" in out
    assert code in (0, 1)


def weights(base: KnowledgeBase, on: date) -> dict[str, Weight]:
    settings = load_settings(DEFAULT_FILE)
    moved = shipped_base(on) if on != base.on else base
    return {one.text: one.weight for one in findings(settings, moved)}


def test_an_unconfirmed_calendar_is_asked_for_in_december_and_wrong_after(
    base: KnowledgeBase,
) -> None:
    november = weights(base, base.on)
    december = weights(base, date(2026, 12, 5))
    january = weights(base, date(2027, 1, 2))

    assert any("đã xác nhận đến 31/12/2026" in text for text in november)
    assert (
        december["Lịch nghỉ xác nhận đến 31/12/2026: sắp hết, hãy xác nhận năm sau."] == "nên xem"
    )
    assert Weight.WRONG in january.values()


def test_a_database_of_an_older_version_is_refused_with_the_command(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("db", "upgrade")
    with create_engine(database).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    result = CliRunner().invoke(app, ["ask", "khai sinh"])

    assert "motcua db upgrade" in str(result.exception)


def test_a_database_from_the_future_is_refused(database: str) -> None:
    run("db", "upgrade")
    with create_engine(database).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    result = CliRunner().invoke(app, ["ask", "khai sinh"])

    assert "mới hơn" in str(result.exception)


def test_the_doctor_names_files_without_a_row_by_their_key_alone(
    database: str, tmp_path: Path
) -> None:
    files = FileStore(tmp_path / "files")
    key = files.put("c0123456789abcdef", b"left by a crash")
    os.utime(files.folder / key, (0, 0))
    files.put("ward", b"a form")
    _, out = run("doctor")
    assert f"1 tệp không thuộc tin nhắn nào ({key})" in out
