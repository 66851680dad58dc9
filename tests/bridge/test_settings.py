"""Gateways in the settings: every mistake with its place; secrets from variables or files only."""

from pathlib import Path

import pytest

from bot.channels.bridge.limits import Push, Unit
from bot.communes import served
from bot.config import SettingsError, load_settings
from tests.bot.test_config import GOOD

SECRET = "x" * 40
GATEWAY = 'channels: {bridge: {sms: {url: "https://sms.example.vn/gui"}}}\n'


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTCUA_BRIDGE__SECRETS__SMS", SECRET)
    return tmp_path / "config.yaml"


def problems(file: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        served(load_settings(file), file)
    return [str(one) for one in caught.value.problems]


def test_a_gateway_of_the_file_has_its_secret_from_a_variable(written: Path) -> None:
    limits = "unit: sms, marks: false, push: window, window_hours: 24, price: 350"
    written.write_text(GOOD + GATEWAY.replace('gui"}', f'gui", {limits}}}'), encoding="utf-8")

    (gateway,) = served(load_settings(written), written)[0].gateways

    assert (gateway.name, gateway.url) == ("sms", "https://sms.example.vn/gui")
    assert gateway.limits.unit is Unit.SMS
    assert gateway.limits.push is Push.WINDOW
    assert gateway.limits.window.total_seconds() == 86_400
    assert gateway.keys.known == (SECRET.encode(),)
    assert SECRET not in repr(gateway)


def test_a_secret_comes_from_a_file_too_and_the_old_one_beside_it(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("y" * 40 + "\n")
    monkeypatch.delenv("MOTCUA_BRIDGE__SECRETS__SMS")
    monkeypatch.setenv("MOTCUA_BRIDGE__SECRET_FILES__SMS", str(tmp_path / "key"))
    monkeypatch.setenv("MOTCUA_BRIDGE__OLD_SECRETS__SMS", SECRET)
    written.write_text(GOOD + GATEWAY, encoding="utf-8")

    (gateway,) = served(load_settings(written), written)[0].gateways

    assert gateway.keys.known == (b"y" * 40, SECRET.encode())
    monkeypatch.setenv("MOTCUA_BRIDGE__SECRET_FILES__SMS", str(tmp_path / "none"))
    assert "MOTCUA_BRIDGE__SECRET_FILES__SMS" in problems(written)[0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("https://", "http://"), "https://"),
        (("https://", "https://me:pw@"), "https://"),
        (("sms:", "SMS tinh:"), "tên cổng"),
        (('gui"', 'gui", push: window'), "window_hours"),
        (('gui"', 'gui", unit: letters'), "chỉ nhận"),
        (('gui"', 'gui", unit: sms, segments: 1'), "marks: false"),
        (('gui"', 'gui", segmets: 2'), "`segments`"),
        (('gui"', 'gui", secret: abc'), "không ghi mật khẩu"),
    ],
)
def test_each_mistake_is_told(written: Path, change: tuple[str, str], told: str) -> None:
    written.write_text(GOOD + GATEWAY.replace(*change), encoding="utf-8")

    assert any(told in problem for problem in problems(written))


def test_a_password_in_a_gateways_address_is_told_as_one_too(written: Path) -> None:
    written.write_text(GOOD + GATEWAY.replace("https://", "https://me:pw@"), encoding="utf-8")

    first, *others = problems(written)
    assert "không ghi mật khẩu" in first
    assert "pw" not in "".join([first, *others])


def test_a_gateway_on_this_machine_may_be_spoken_to_in_the_clear(written: Path) -> None:
    local = GATEWAY.replace("https://sms.example.vn", "http://127.0.0.1:9")
    written.write_text(GOOD + local, encoding="utf-8")

    assert served(load_settings(written), written)[0].gateways


def test_secrets_that_are_missing_short_or_nobodys_are_told(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD + GATEWAY, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_BRIDGE__SECRETS__SMS", "short")
    assert "ít nhất 32" in problems(written)[0]
    monkeypatch.delenv("MOTCUA_BRIDGE__SECRETS__SMS")
    assert problems(written)[0].startswith("MOTCUA_BRIDGE__SECRETS__SMS: ")
    monkeypatch.setenv("MOTCUA_BRIDGE__SECRETS__SMS", SECRET)
    monkeypatch.setenv("MOTCUA_BRIDGE__SECRETS__ZMS", SECRET)
    assert "`zms`" in problems(written)[0]


def test_a_further_commune_has_gateways_of_its_own_and_no_name_stands_twice(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "xa-hai.yaml"
    other.write_text(GOOD.replace("phuong-thu", "xa-hai") + GATEWAY, encoding="utf-8")
    written.write_text(GOOD + "communes: {files: [xa-hai.yaml]}\n" + GATEWAY, encoding="utf-8")
    assert "hai cổng cùng tên `sms`" in problems(written)[0]

    monkeypatch.setenv("MOTCUA_BRIDGE__SECRETS__APP", SECRET)
    other.write_text(other.read_text(encoding="utf-8").replace("sms:", "app:"), encoding="utf-8")
    first, second = served(load_settings(written), written)
    assert [one.name for one in (*first.gateways, *second.gateways)] == ["sms", "app"]
