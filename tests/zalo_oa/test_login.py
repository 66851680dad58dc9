"""`motcua zalo login` as an administrator types it, against the strict server."""

from pathlib import Path

import pytest

from bot.channels.zalo_oa.oauth import challenge
from tests.fakes.zalo_oa.product import product
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.terminal import Terminal, consented


@pytest.fixture
def terminal(folder: Path, zalo: ZaloOaServer) -> Terminal:
    return Terminal(product(folder, zalo))


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
    assert "gói Growth, 0 người quan tâm" in status
    assert "Zalo cho gọi thêm 399" in status
    assert "Tin đến gần nhất: chưa có tin nào; đang chờ trả lời 0" in status
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


def test_where_the_console_fixed_the_code_challenge_its_verifier_is_asked_for(
    terminal: Terminal, zalo: ZaloOaServer
) -> None:
    fixed = "v" * 43
    process = terminal.begin("login")
    address = consented(process, zalo, challenge(fixed))
    said, _ = process.communicate(address + "\n", timeout=60)
    assert process.returncode == 1
    assert "--verifier" in said
    assert zalo.account.issued == 0

    process = terminal.begin("login", "--verifier")
    address = consented(process, zalo, challenge(fixed))
    said, _ = process.communicate(f"{address}\n{fixed}\n", timeout=60)

    assert process.returncode == 0, said
    assert "Xong" in said
    assert fixed not in said
    assert zalo.account.issued == 1


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
