"""`live`, `doctor`, `db`: what an operator sees."""

import os
import re
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from bot.checkup import Weight, findings
from bot.cli.root import app
from bot.cli.root import run as command_line
from bot.config import DEFAULT_FILE, load_settings
from bot.database import make_engine
from bot.web.server import listen
from handlers import key_holding
from handlers.clock import SystemClock
from handlers.key_holding import Enrolled, Keeping
from handlers.officers import Officer, Role
from handlers.store import staff
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from handlers.ward_key import Cost
from knowledge.base import KnowledgeBase
from knowledge.commune import CommuneStage
from tests.fakes.shipped import shipped_base


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/motcua.db"
    monkeypatch.setenv("MOTCUA_DATABASE__URL", url)
    return url


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture
def enrolled(database: str) -> None:
    """The head holds the key to reporters' names: without that a ward does not go live."""
    run("db", "upgrade")
    now, key = SystemClock().now(), load_settings(DEFAULT_FILE).commune.key
    store, roles = Store(make_engine(database)), frozenset({Role.HEAD})
    with store.work() as work:
        made = staff.add(work, key, "Trần Thị Mẫu", roles, now)
        work.commit()
    assert made is not None
    head = Officer(made, key, "Trần Thị Mẫu", roles)
    keeping = Keeping(store, Vault(b"k" * 32), head, now, Cost(2**4))
    assert isinstance(key_holding.enrol(keeping, "mưa rơi trên mái ngói"), Enrolled)


def run(*arguments: str, words: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), input=words)
    return result.exit_code, result.output


@pytest.mark.usefixtures("enrolled")
def test_going_live_shows_the_gaps_and_keeps_who_decided(database: str) -> None:
    code, out = run("live", "--by", "Trần Thị Mẫu, Chủ tịch", "--yes")

    assert code == 0
    assert "lệ phí của địa phương" in out
    assert "Đường dây nóng: 0000 000 003" in out
    assert "/dulieu" in out or "Dữ liệu của anh/chị".upper() in out
    with create_engine(database).connect() as connection:
        kept = connection.execute(text("SELECT * FROM commune_act")).mappings().one()
    assert "Trần Thị Mẫu, Chủ tịch" in str(dict(kept))


@pytest.mark.usefixtures("enrolled")
def test_what_live_prints_can_be_pasted_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(DEFAULT_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("MOTCUA_CONFIG", str(file))
    by = 'Trần Thị "Mẫu": Chủ tịch'

    _, out = run("live", "--by", by, "--yes")

    printed = out.splitlines()
    change = next(n for n, line in enumerate(printed) if "Sửa dòng" in line)
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[int(re.findall(r"dòng (\d+)", printed[change])[0]) - 1] = printed[change + 1]
    lines += printed[printed.index("live:") :]
    file.write_text("\n".join(lines), encoding="utf-8")
    settings = load_settings(file)
    assert settings.commune.stage is CommuneStage.LIVE
    assert settings.live is not None
    assert settings.live.by == by
    assert "chưa ghi lại quyết định" not in run("doctor")[1]


@pytest.mark.parametrize("nobody", ["", "  ", "ab"])
def test_going_live_needs_a_name_before_anything_is_shown(database: str, nobody: str) -> None:
    code, out = run("live", "--by", nobody, "--yes")

    assert code == 2
    assert "trước khi chạy thật" not in out


@pytest.mark.usefixtures("enrolled")
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
    assert "[phải sửa]" not in out
    assert code == 0


def test_the_doctor_finds_a_locked_database(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("db", "upgrade")
    monkeypatch.setattr("bot.database._PRAGMAS", ("PRAGMA busy_timeout=50",))
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    code, out = run("doctor")
    other.close()

    assert code == 1
    assert "[phải sửa] Cơ sở dữ liệu không ghi được" in out


@pytest.mark.parametrize(
    ("free", "words"),
    [(3 * 2**30, "[tốt] Ổ đĩa"), (500 * 2**20, "[nên xem] Ổ đĩa"), (2**20, "[phải sửa] Ổ đĩa")],
)
def test_the_doctor_tells_how_much_room_is_left(
    database: str, monkeypatch: pytest.MonkeyPatch, free: int, words: str
) -> None:
    monkeypatch.setattr("bot.storage_check.free_bytes", lambda _: free)

    code, out = run("doctor")

    assert words in out
    assert (code == 1) == ("phải sửa" in words)


def test_a_full_disk_is_called_full_at_start(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}")  # a folder: cannot open
    lost = CliRunner().invoke(app, ["doctor"])
    monkeypatch.setattr("handlers.store.failures.no_room", lambda _: True)
    full = CliRunner().invoke(app, ["doctor"])

    assert "Không mở được cơ sở dữ liệu" in str(lost.exception)
    assert "hết chỗ" in str(full.exception)


def test_the_doctor_tells_whether_telegram_is_on(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = run("doctor")[1]
    monkeypatch.setenv("MOTCUA_TELEGRAM__TOKEN", "123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0")
    on = run("doctor")[1]

    assert "[nên xem] Telegram đang tắt" in off
    assert "[tốt] Telegram: có token, viết đúng dạng" in on
    assert "AAHfiqks" not in on


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("nope", "Không có lệnh “nope”."),
        ("ask --bad", "Không có lựa chọn --bad."),
        ("live", "Thiếu --by."),
        ("live --by", "Lựa chọn --by viết chưa đúng"),
        ("catalogue list thừa", "Thừa “thừa”"),
        ("ask --jsonl /khong/co", "không có tệp này"),
    ],
)
def test_a_command_typed_wrong_is_told_in_vietnamese(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    words: str,
) -> None:
    monkeypatch.setattr("sys.argv", ["motcua", *arguments.split()])

    with pytest.raises(SystemExit) as ended:
        command_line()

    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert words in said
    assert not re.search(r"Usage|Error|No such|Errno|Missing", said)


def test_a_taken_port_is_told_before_anything_says_it_serves(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with listen("127.0.0.1", 0) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("MOTCUA_WEB__PORT", str(port))
        monkeypatch.setattr("sys.argv", ["motcua", "serve"])
        with pytest.raises(SystemExit) as ended:
            command_line()

    out, err = capsys.readouterr()
    assert ended.value.code == 2
    assert out == ""
    assert f"Cổng {port} đang có chương trình khác dùng" in err
    assert "MOTCUA_WEB__PORT=" in err
    assert "Errno" not in err


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


def test_a_year_said_to_be_confirmed_but_not_decided_is_looked_at() -> None:
    settings = load_settings(DEFAULT_FILE)
    calendar = settings.commune.calendar.model_copy(update={"confirmed_until": date(2027, 12, 31)})
    commune = settings.commune.model_copy(update={"calendar": calendar})
    base = replace(shipped_base(date(2026, 12, 5)), commune=commune)
    said = {one.text: one.weight for one in findings(settings, base)}

    assert [
        weight for text, weight in said.items() if "Lịch nghỉ năm 2027 chưa chốt dù" in text
    ] == [Weight.LOOK]


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
