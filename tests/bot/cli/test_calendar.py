"""`motcua calendar`: a draft that counts nothing, and the act that confirms a year."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from bot.calendar_check import calendar_findings
from bot.cli.root import app
from bot.config import DEFAULT_FILE, Settings, SettingsError, load_settings
from bot.database import make_engine
from handlers.store.unit_of_work import Store
from knowledge.calendar import calendar_of
from knowledge.holiday_draft import draft
from knowledge.holidays import shipped_years
from tests.fakes.clock import FakeClock


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/motcua.db"
    monkeypatch.setenv("MOTCUA_DATABASE__URL", url)
    return url


def run(*arguments: str, words: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["calendar", *arguments], input=words)
    return result.exit_code, result.output


def staff(name: str, role: str) -> None:
    assert CliRunner().invoke(app, ["staff", "add", name, role]).exit_code == 0


def decided(tmp_path: Path, *, final: bool = True) -> Path:
    """The draft of 2027 as a person corrects it: a Tết of ten days with its swapped Saturday."""
    path = tmp_path / "lich-2027.yaml"
    run("draft", "2027", str(path))
    year = yaml.safe_load(path.read_text(encoding="utf-8"))
    year["final"] = final
    tet = {"day": date(2027, 2, 5), "until": date(2027, 2, 14), "name": "Tết", "source": "TB 1"}
    others = [one for one in year["days_off"] if one["day"].month != 2]
    year["days_off"] = [*others, tet]
    year["working_days"] = [{"day": date(2027, 2, 20), "name": "làm bù", "source": "TB 1"}]
    path.write_text(yaml.safe_dump(year, allow_unicode=True), encoding="utf-8")
    return path


def test_a_draft_says_that_it_is_one_and_names_every_day_expected() -> None:
    code, out = run("draft", "2027")

    year = yaml.safe_load(out)
    assert code == 0
    assert "BẢN NHÁP" in out
    assert year["final"] is False
    assert all("(dự kiến)" in one["name"] for one in year["days_off"])
    assert date(2027, 11, 24) in {one["day"] for one in year["days_off"]}


def test_the_computed_year_is_no_truth() -> None:
    """It misses the swap of New Year 2026, which is why a person confirms (domain.md §11)."""
    shipped, computed = shipped_years()[2026], draft(2026)
    assert date(2026, 1, 2) in shipped.off()
    assert date(2026, 1, 2) not in computed.off()
    assert date(2026, 8, 22) in computed.worked()
    assert date(2026, 1, 10) not in computed.worked()


def test_a_confirmed_year_is_recorded_and_what_to_set_can_be_pasted(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff("Trần Thị Mẫu", "quản trị")
    code, out = run("confirm", str(decided(tmp_path)), "--by", "Trần Thị Mẫu", words="y\n")

    assert code == 0
    assert "04/02/2027: máy tính là nghỉ" in out
    assert "20/02/2027: làm bù, máy không tính" in out
    with create_engine(database).connect() as connection:
        act = connection.execute(text("SELECT * FROM commune_act")).mappings().one()
    assert (act["act"], act["by_whom"]) == ("calendar.confirm", "Trần Thị Mẫu")
    assert "2027-02-14" in act["shown"]

    settings = pasted(tmp_path, monkeypatch, out)
    calendar = calendar_of(settings.commune.calendar)
    assert not calendar.is_expected(date(2027, 2, 1), date(2027, 3, 1))
    assert not calendar.is_working_day(date(2027, 2, 11))
    assert calendar.is_working_day(date(2027, 2, 20))
    assert calendar.is_expected(date(2028, 1, 5))


def pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> Settings:
    """The sample settings with the printed lines put where they are said to go."""
    block = out[out.index("    confirmed_until:") :].rstrip("\n")
    lines = DEFAULT_FILE.read_text(encoding="utf-8").splitlines()
    place = next(n for n, one in enumerate(lines) if one.strip().startswith("confirmed_until"))
    lines[place] = block
    file = tmp_path / "config.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return load_settings(file)


def test_a_draft_cannot_be_confirmed_nor_called_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    code, out = run("confirm", str(decided(tmp_path, final=False)), "--by", "Trần Thị Mẫu")
    assert code == 1
    assert "bản nháp" in out

    staff("Trần Thị Mẫu", "quản trị")
    good = run("confirm", str(decided(tmp_path)), "--by", "Trần Thị Mẫu", "--yes")[1]
    with pytest.raises(SettingsError, match="còn là bản nháp"):
        pasted(tmp_path, monkeypatch, good.replace("final: true", "final: false"))


def test_a_no_records_nothing(tmp_path: Path, database: str) -> None:
    code, _ = run("confirm", str(decided(tmp_path)), "--by", "Trần Thị Mẫu", words="n\n")

    assert code == 1
    assert not Path(database.removeprefix("sqlite:///")).exists()


def test_a_file_that_is_no_calendar_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("year: 2027\nfinal: maybe\n", encoding="utf-8")
    code, out = run("confirm", str(path), "--by", "Trần Thị Mẫu")

    assert code == 1
    assert "Không đọc được lịch: x.yaml" in out


@pytest.mark.parametrize("role", ["", "cán bộ", "lãnh đạo"])
def test_only_an_administrator_confirms(tmp_path: Path, database: str, role: str) -> None:
    staff(*("Trần Thị Mẫu", role) if role else ("Lê Thị Mẫu", "quản trị"))
    code, out = run("confirm", str(decided(tmp_path)), "--by", "Trần Thị Mẫu", "--yes")

    assert code == 1
    assert "không phải người quản trị" in out
    assert "decided:" not in out
    with create_engine(database).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM commune_act")).scalar_one() == 0


def test_a_year_nobody_confirmed_or_changed_by_hand_since_must_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    def told(settings: Settings) -> list[str]:
        store = Store(make_engine(database))
        return [one.text for one in calendar_findings(settings, store, FakeClock().now())]

    staff("Trần Thị Mẫu", "quản trị")
    out = run("confirm", str(decided(tmp_path)), "--by", "Trần Thị Mẫu", "--yes")[1]
    assert told(pasted(tmp_path, monkeypatch, out)) == []
    (changed,) = told(pasted(tmp_path, monkeypatch, out.replace("2027-02-14", "2027-02-16")))
    assert "2027" in changed
    assert "calendar confirm" in changed
    with create_engine(database).begin() as connection:
        connection.execute(text("DELETE FROM commune_act"))
    assert len(told(pasted(tmp_path, monkeypatch, out))) == 1
