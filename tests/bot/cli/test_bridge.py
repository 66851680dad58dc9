"""`motcua bridge`: what a gateway's developer looks up."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app_for
from tests.bot.test_config import GOOD
from tests.bridge.gateway import sign

SECRET = "x" * 40


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config.yaml"
    gateway = "{url: https://sms.example.vn/gui, unit: sms, marks: false, price: 350}"
    file.write_text(f"{GOOD}channels: {{bridge: {{sms: {gateway}}}}}\n", encoding="utf-8")
    monkeypatch.setenv("MOTCUA_CONFIG", str(file))
    monkeypatch.setenv("MOTCUA_BRIDGE__SECRETS__SMS", SECRET)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app_for(["bridge"]), ["bridge", *arguments])
    return found.exit_code, found.output


def test_gateways_are_listed_with_their_addresses_and_without_their_secret(given: Path) -> None:
    code, said = run("list")
    assert code == 0
    assert "http://127.0.0.1:8080/cau-noi/sms/tin" in said
    assert "https://sms.example.vn/gui" in said
    assert "3 tin SMS, không dấu" in said
    assert SECRET not in said


def test_a_body_is_signed_as_the_gateway_would(given: Path) -> None:
    (given / "body").write_bytes(b'{"id": "e1"}')
    code, said = run("sign", "sms", "inbound", str(given / "body"))
    headers = dict(line.split(": ", 1) for line in said.strip().splitlines())
    assert code == 0
    stamp = headers["X-Motcua-Timestamp"]
    assert headers["X-Motcua-Signature"] == sign(SECRET, "inbound", stamp, b'{"id": "e1"}')


def test_what_cannot_be_signed_is_told(given: Path) -> None:
    assert run("sign", "zms", "inbound", "x") == (
        1,
        "Không có cổng `zms` trong channels.bridge (sms).\n",
    )
    code, said = run("sign", "sms", "inbound", str(given / "none"))
    assert (code, "Không đọc được none" in said) == (1, True)


def test_the_description_is_printed_as_it_is_committed() -> None:
    docs = Path(__file__).resolve().parents[3] / "docs" / "bridge.openapi.yaml"
    assert run("openapi") == (0, docs.read_text(encoding="utf-8"))


def test_the_doctor_tells_of_secrets_in_change_and_of_money(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{given}/ward.db")
    monkeypatch.setenv("MOTCUA_BRIDGE__OLD_SECRETS__SMS", "y" * 40)
    found = CliRunner().invoke(app_for(["doctor"]), ["doctor"])
    assert "Cổng sms: đã đặt mật khẩu" in found.output
    assert "Cổng sms: còn nhận mật khẩu cũ" in found.output
    assert "Cổng sms: tháng này đã chi 0 đồng tiền tin" in found.output
    assert SECRET not in found.output
