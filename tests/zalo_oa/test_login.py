"""`motcua zalo login` as an administrator types it, against the strict server."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.fakes.telegram.product import ROOT
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.product import product
from tests.fakes.zalo_oa.server import ZaloOaServer


class Terminal:
    """A command of the program on a folder's database."""

    def __init__(self, folder: Path, zalo: ZaloOaServer) -> None:
        self._env = product(folder, zalo)._env

    def begin(self, *command: str) -> "subprocess.Popen[str]":
        code = "from bot.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-u", "-c", code, "zalo", *command],
            cwd=ROOT,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str, typed: str = "") -> tuple[int, str]:
        process = self.begin(*command)
        said, _ = process.communicate(typed, timeout=60)
        return process.returncode, said


@pytest.fixture
def terminal(folder: Path, zalo: ZaloOaServer) -> Terminal:
    return Terminal(folder, zalo)


def link_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if "http" in line:
            return line.strip()
    raise AssertionError("no link was printed")


def consented(process: "subprocess.Popen[str]", zalo: ZaloOaServer, **changed: str) -> str:
    """The address the browser ends at once the administrator has agreed."""
    asked = {k: v[0] for k, v in parse_qs(urlsplit(link_of(process)).query).items()}
    assert asked["app_id"] == rules.APP_ID
    assert asked["redirect_uri"] == rules.REDIRECT
    code = zalo.do(lambda: zalo.account.consent(asked["code_challenge"]))
    told = {"oa_id": rules.OA_ID, "code": code, "state": asked["state"], **changed}
    return rules.REDIRECT + "?" + "&".join(f"{name}={value}" for name, value in told.items())


def test_an_administrator_is_walked_through_the_first_token(
    terminal: Terminal, zalo: ZaloOaServer, folder: Path
) -> None:
    process = terminal.begin("login")

    said, _ = process.communicate(consented(process, zalo) + "\n", timeout=60)

    assert process.returncode == 0, said
    assert "OA Phường Thử Nghiệm (chính quyền, đã xác thực), gói Growth" in said
    code, status = terminal.run("status")
    assert code == 0
    assert "Mã truy cập: cấp" in status
    assert zalo.account.access is not None
    assert zalo.account.access not in said + status
    database = b"".join(file.read_bytes() for file in folder.glob("ward.db*"))
    assert b"zalo_oa" in database
    assert zalo.account.access.encode() not in database


def test_the_answer_of_another_login_is_refused(terminal: Terminal, zalo: ZaloOaServer) -> None:
    process = terminal.begin("login")

    said, _ = process.communicate(consented(process, zalo, state="another") + "\n", timeout=60)

    assert process.returncode == 1
    assert "lần đăng nhập khác" in said
    assert zalo.account.issued == 0


def test_another_account_than_the_configured_one_is_refused(
    terminal: Terminal, zalo: ZaloOaServer
) -> None:
    process = terminal.begin("login")

    said, _ = process.communicate(consented(process, zalo, oa_id="1") + "\n", timeout=60)

    assert process.returncode == 1
    assert zalo.account.issued == 0, said


def test_a_code_that_is_spent_is_told(terminal: Terminal, zalo: ZaloOaServer) -> None:
    process = terminal.begin("login")
    address = consented(process, zalo)
    zalo.do(zalo.account.codes.clear)

    said, _ = process.communicate(address + "\n", timeout=60)

    assert process.returncode == 1
    assert "Zalo không đổi mã (lỗi -14010)" in said


def test_a_pair_is_pasted_from_the_console(terminal: Terminal, zalo: ZaloOaServer) -> None:
    told = zalo.do(zalo.account.issue)

    code, said = terminal.run(
        "login", "--paste", typed=f"{told['access_token']}\n{told['refresh_token']}\n"
    )

    assert code == 0, said
    assert "Xong" in said


def test_without_a_login_status_says_what_to_do(terminal: Terminal) -> None:
    code, said = terminal.run("status")

    assert code == 1
    assert "motcua zalo login" in said
