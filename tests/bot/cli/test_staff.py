"""`motcua staff`: officers from the command line."""

import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from bot.cli.root import app
from handlers.link_codes import hash_of


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/motcua.db"
    monkeypatch.setenv("MOTCUA_DATABASE__URL", url)
    return url


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["staff", *arguments])
    return result.exit_code, result.output


def test_an_officer_is_added_listed_and_taken_out() -> None:
    assert (
        run("add", "Lê Thị Mẫu", "cán bộ", "phu trach mot cua", "--register-name", "ltmau")[0] == 0
    )
    assert run("add", "Trần Văn Mẫu", "head")[0] == 0
    _, listed = run("list")
    assert "Lê Thị Mẫu · cán bộ, phụ trách một cửa · chưa liên kết" in listed
    assert "tên trong phần mềm: ltmau" in listed
    assert "Trần Văn Mẫu · lãnh đạo" in listed

    assert run("leave", "le thi mau")[0] == 0
    assert "Lê Thị Mẫu" not in run("list")[1]


def test_a_code_is_printed_once_and_only_its_hash_is_kept(database: str) -> None:
    run("add", "Lê Thị Mẫu", "cán bộ")
    code, out = run("link", "Lê Thị Mẫu")
    assert code == 0
    found = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", out)
    assert found is not None
    with create_engine(database).connect() as connection:
        kept = connection.execute(text("SELECT * FROM staff_link")).mappings().one()
    assert found.group() not in str(dict(kept))


def test_away_with_a_stand_in_stands_in_the_list() -> None:
    run("add", "Lê Thị Mẫu", "cán bộ")
    run("add", "Trần Văn Mẫu", "cán bộ")
    code, out = run("away", "Lê Thị Mẫu", "--until", "2999-12-31", "--stand-in", "Trần Văn Mẫu")
    assert (code, out.strip()) == (0, "Lê Thị Mẫu: nghỉ hết ngày 31/12/2999.")
    assert "làm thay: Trần Văn Mẫu" in run("list")[1]
    assert run("away", "Lê Thị Mẫu")[0] == 0
    assert "làm thay" not in run("list")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "Lê Thị Mẫu", "giám đốc"), "Không có vai trò giám đốc"),
        (("link", "Ai Đó"), "Không có cán bộ tên này"),
        (("roles", "Ai Đó", "cán bộ"), "Không có cán bộ tên này"),
        (("away", "Ai Đó", "--until", "mai"), "Không đọc được ngày mai"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: tuple[str, ...], words: str) -> None:
    code, out = run(*arguments)
    assert code == 1
    assert words in out
    assert "Traceback" not in out


def test_an_officer_is_added_once() -> None:
    run("add", "Lê Thị Mẫu", "cán bộ")
    assert run("add", "Lê Thị Mẫu", "cán bộ") == (
        1,
        "Đã có cán bộ tên này; thêm chức danh vào tên để phân biệt.\n",
    )


def test_a_console_link_is_printed_and_only_its_keyed_hash_is_kept(database: str) -> None:
    run("add", "Lê Thị Mẫu", "cán bộ")
    code, out = run("link", "Lê Thị Mẫu", "--console")
    assert code == 0
    found = re.search(r"http://127\.0\.0\.1:8080/can-bo/vao/([A-Z2-9]{5}-[A-Z2-9]{5})", out)
    assert found is not None
    with create_engine(database).connect() as connection:
        kept = connection.execute(text("SELECT * FROM console_link")).mappings().one()
    assert found.group(1) not in str(dict(kept))
    assert hash_of(found.group(1)) not in str(dict(kept))


def test_the_second_factor_is_reset_and_sessions_ended_from_here() -> None:
    run("add", "Lê Thị Mẫu", "lãnh đạo")
    assert run("reset-totp", "Lê Thị Mẫu") == (0, "Lê Thị Mẫu chưa cài mã xác nhận.\n")
    assert run("sign-out", "Lê Thị Mẫu") == (0, "Lê Thị Mẫu: đã thoát 0 phiên.\n")
