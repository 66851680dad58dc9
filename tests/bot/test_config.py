"""Settings: every mistake at once, with line and remedy; variables win; secrets stay out."""

from datetime import time
from pathlib import Path

import pytest

from bot.config import DEFAULT_FILE, SettingsError, load_settings

GOOD = """\
commune:
  key: phuong-thu
  name: "Phường Thử"
  province: "Tỉnh Thử"
  desks:
    psc: {name: "Trung tâm", phone: "1"}
  calendar: {confirmed_until: 2026-12-31}
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def problems_of(file: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_file_is_a_marked_sample() -> None:
    settings = load_settings(DEFAULT_FILE)

    assert settings.commune.name == "Phường Mẫu"
    assert settings.commune.stage == "sample"
    assert settings.web.host == "127.0.0.1"


def test_the_example_of_a_merged_ward_loads_and_invents_no_number() -> None:
    settings = load_settings(DEFAULT_FILE.with_name("config.nhatrang.yaml"))

    assert "Phước Tiến" in {old.name for old in settings.commune.old_names}
    assert all(not desk.phone and not desk.address for desk in settings.commune.desks.values())


def test_all_mistakes_are_told_at_once_with_their_lines(written: Path) -> None:
    written.write_text(
        GOOD.replace("key: phuong-thu", "key: Phuong Thu") + "web: {port: abc}\nwep: {}\n",
        encoding="utf-8",
    )

    found = problems_of(written)

    assert [line.split(":")[1] for line in found] == ["2", "8", "9"]
    assert "số nguyên" in found[1]


def test_an_unknown_key_names_the_key_it_resembles(written: Path) -> None:
    written.write_text(GOOD.replace("province:", "provinse:"), encoding="utf-8")

    assert any("có phải là `province`" in line for line in problems_of(written))


def test_a_secret_in_the_file_is_refused_with_the_variable_to_use(written: Path) -> None:
    written.write_text(GOOD + "telegram: {token: abc}\n", encoding="utf-8")

    assert any("MOTCUA_TELEGRAM__TOKEN" in line and ":8:" in line for line in problems_of(written))
    assert not any("abc" in line for line in problems_of(written) if "TOKEN" in line)


@pytest.mark.parametrize(
    ("lines", "variable"),
    [
        ('database: {url: "postgresql://motcua:mat-khau@10.0.0.1/x"}', "MOTCUA_DATABASE__URL"),
        ('telegram:\n  proxy: "http://u:mat-khau@10.0.0.1:3128"', "MOTCUA_TELEGRAM__PROXY"),
    ],
)
def test_a_password_inside_an_address_is_a_secret_too(
    written: Path, lines: str, variable: str
) -> None:
    written.write_text(f"{GOOD}{lines}\n", encoding="utf-8")

    (problem,) = problems_of(written)

    assert problem.endswith(f"đặt biến {variable}")
    assert problem.startswith(f"config.yaml:{len((GOOD + lines).splitlines())}:")
    assert "mat-khau" not in problem


def test_a_day_that_no_calendar_has_is_a_mistake_like_others(written: Path) -> None:
    days = "calendar: {confirmed_until: 2026-12-31, days_off: [2026-02-30]}"
    written.write_text(
        GOOD.replace("calendar: {confirmed_until: 2026-12-31}", days) + "wep: {}\n",
        encoding="utf-8",
    )

    first, second = problems_of(written)

    assert first.startswith("config.yaml:7: commune.calendar.days_off.0: phải là ngày dạng")
    assert "2026-02-30" in first
    assert second.startswith("config.yaml:8: wep")


def test_an_hour_without_quotes_is_the_hour_it_looks_like(written: Path) -> None:
    written.write_text(GOOD.replace("{confirmed", "{cutoff: 16:30, confirmed"), encoding="utf-8")

    assert load_settings(written).commune.calendar.cutoff == time(16, 30)


def test_a_key_written_twice_is_refused(written: Path) -> None:
    written.write_text(GOOD + "web: {port: 8081}\nweb: {port: 8082}\n", encoding="utf-8")

    assert problems_of(written) == ["config.yaml:9: khóa `web` ghi hai lần; bỏ một"]


@pytest.mark.parametrize("lines", ["5: 6\n", "web:\n  5: 6\n", 'web: {host: "\x01"}\n'])
def test_what_is_no_setting_at_all_is_told_with_its_line(written: Path, lines: str) -> None:
    written.write_text(GOOD + lines, encoding="utf-8")

    (problem,) = problems_of(written)

    assert problem.startswith(f"config.yaml:{7 + len(lines.splitlines())}: ")


@pytest.mark.parametrize(
    "url", ["mysql://u:mat-khau@h/x", "postgresql://u:mat-khau@h:port/x", "var/motcua.db", ""]
)
def test_a_database_that_is_none_is_told_with_what_to_write(
    written: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_DATABASE__URL", url)

    (problem,) = problems_of(written)

    assert problem.startswith("MOTCUA_DATABASE__URL: database.url: viết dạng sqlite:///")
    assert "mat-khau" not in problem


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://h/x",
        "postgresql+psycopg://u:p#@/:w@h:5432/x?sslmode=require",
        "postgresql:///x?host=/run/postgresql&port=5433",
        "postgresql://u@[::1]:5432/x",
        "sqlite:////tmp/x.db",
        "sqlite://",
    ],
)
def test_a_database_by_url_is_taken(
    written: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_DATABASE__URL", url)

    assert load_settings(written).database.url == url


def test_a_variable_wins_over_the_file(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_DATABASE__URL", "postgresql://127.0.0.1/x")

    assert load_settings(written).database.url == "postgresql://127.0.0.1/x"


def test_a_mistake_in_a_variable_is_told_by_its_name(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_WEB__PORT", "eighty")

    assert problems_of(written)[0].startswith("MOTCUA_WEB__PORT:")


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("MOTCUA_DATABSE__URL", "có phải là MOTCUA_DATABASE__URL?"),
        ("MOTCUA_DATABASE_URL", "có phải là MOTCUA_DATABASE__URL?"),
        ("MOTCUA_SOMETHING__ELSE", "bỏ biến này đi"),
    ],
)
def test_a_variable_that_is_no_setting_is_refused(
    written: Path, variable: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_HOME", "/anywhere")
    load_settings(written)
    monkeypatch.setenv(variable, "1")

    assert problems_of(written) == [f"{variable}: không có biến tên này; {meant}"]


def test_a_variable_that_holds_half_a_group_is_told_by_its_name(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_WEB", '{"port": 80')

    (problem,) = problems_of(written)

    assert problem.startswith("MOTCUA_WEB: ")


def test_the_values_a_setting_takes_are_named_in_vietnamese(written: Path) -> None:
    stage = 'name: "Phường Thử"\n  stage: trial'
    written.write_text(GOOD.replace('name: "Phường Thử"', stage), encoding="utf-8")

    assert any("chỉ nhận 'sample' hoặc 'live'" in line for line in problems_of(written))


def test_broken_yaml_is_told_with_its_line(written: Path) -> None:
    written.write_text(GOOD + 'web: {host: "x\n', encoding="utf-8")

    assert "sai cú pháp YAML" in problems_of(written)[0]
    assert problems_of(written)[0].startswith("config.yaml:")


def test_a_missing_file_is_told_plainly(tmp_path: Path) -> None:
    assert "không có tệp này" in problems_of(tmp_path / "nowhere.yaml")[0]


def test_going_live_needs_the_recorded_act_of_the_head(written: Path) -> None:
    written.write_text(
        GOOD.replace('name: "Phường Thử"', 'name: "Phường Thử"\n  stage: live'), encoding="utf-8"
    )

    assert "motcua live --by" in problems_of(written)[0]


def test_going_live_without_the_act_is_told_beside_other_mistakes(written: Path) -> None:
    live = 'name: "Phường Thử"\n  stage: live'
    written.write_text(GOOD.replace('name: "Phường Thử"', live) + "wep: {}\n", encoding="utf-8")

    assert [line.split(":")[1] for line in problems_of(written)] == ["9", "4"]


def test_a_live_commune_with_its_act_loads() -> None:
    live = load_settings(Path(__file__).parents[1] / "communes" / "live.yaml")

    assert live.commune.stage == "live"
    assert live.live is not None


def test_a_changed_rule_is_named_and_stands_in_the_order_of_its_days(written: Path) -> None:
    written.write_text(GOOD + "rules: {apology_onse: {}}\n", encoding="utf-8")
    assert any(":8:" in line and "apology_once" in line for line in problems_of(written))
    wrong = '{changes: [{since: 2020-01-01, value: 2, basis: "Luật"}]}'
    written.write_text(GOOD + f"rules:\n  apology_once: {wrong}\n", encoding="utf-8")
    assert any("apology_once: changes phải theo thứ tự" in line for line in problems_of(written))
    right = wrong.replace("2020", "2027")
    written.write_text(GOOD + f"rules:\n  apology_once: {right}\n", encoding="utf-8")
    assert load_settings(written).rules["apology_once"].changes[0].value == 2


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "zalo_oa"])
@pytest.mark.parametrize(
    "proxy",
    ["socks5://10.0.0.1:1080", "10.0.0.1:3128", "http://", "http://a:b", "http://a/x"],
)
def test_a_proxy_that_is_none_is_told_with_what_to_write(
    written: Path, channel: str, proxy: str
) -> None:
    written.write_text(f'{GOOD}{channel}:\n  proxy: "{proxy}"\n', encoding="utf-8")

    (problem,) = problems_of(written)

    assert problem.startswith(f"config.yaml:9: {channel}.proxy: viết dạng http://máy:cổng")
    assert "privoxy" in problem


@pytest.mark.parametrize("channel", ["TELEGRAM", "ZALO_BOT", "ZALO_OA"])
def test_a_proxy_of_a_variable_is_told_by_its_name(
    written: Path, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write_text(GOOD, encoding="utf-8")
    for proxy in ("", "http://10.0.0.1:3128", "https://u:p@proxy.example.vn", "http://a/"):
        monkeypatch.setenv(f"MOTCUA_{channel}__PROXY", proxy)
        load_settings(written)
    monkeypatch.setenv(f"MOTCUA_{channel}__PROXY", "socks5://u:mat-khau@10.0.0.1:1080")
    (problem,) = problems_of(written)
    assert problem.startswith(f"MOTCUA_{channel}__PROXY: ")
    assert "mat-khau" not in problem
