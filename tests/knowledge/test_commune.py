from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from knowledge.commune import CalendarSettings, Commune, DeskHours

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        (["11:30-07:00"], "sau giờ bắt đầu"),
        (["07:00-07:00"], "sau giờ bắt đầu"),
        (["25:00-26:00"], "pattern"),
        (["7:00-11:30"], "pattern"),
        (["07:00-11:30", "11:00-17:00"], "chồng lên nhau"),
    ],
)
def test_impossible_hours_of_a_desk_are_refused_when_read(hours: list[str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        DeskHours.model_validate({"name": "Quầy", "hours": hours})


def test_hours_that_touch_are_two_stretches() -> None:
    desk = DeskHours(name="Quầy", hours=("07:00-11:30", "11:30-17:00"), days="mon-fri")
    assert len(desk.hours) == 2


def test_a_desk_has_no_hours_the_commune_did_not_write() -> None:
    desk = DeskHours(name="Quầy")
    assert (desk.hours, desk.days, desk.published) == ((), "", False)


@pytest.mark.parametrize(
    ("given", "says"),
    [({"hours": ["07:00-11:30"]}, "phải ghi days"), ({"days": "mon-fri"}, "phải ghi hours")],
)
def test_hours_and_days_come_together(given: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        DeskHours.model_validate({"name": "Quầy", **given})


def test_legal_clocks_keep_their_working_hours_without_a_desks() -> None:
    calendar = CalendarSettings.model_validate({"confirmed_until": "2026-12-31"})
    assert calendar.opening == ("07:00-11:30", "13:30-17:00")


def test_a_calendar_needs_opening_hours() -> None:
    with pytest.raises(ValidationError, match="opening"):
        CalendarSettings.model_validate({"confirmed_until": "2026-12-31", "opening": []})


def test_a_day_both_off_and_worked_is_refused_when_read() -> None:
    day = {"confirmed_until": "2026-12-31", "days_off": ["2026-11-25"]}
    with pytest.raises(ValidationError, match="vừa nghỉ vừa làm việc: 2026-11-25"):
        CalendarSettings.model_validate({**day, "working_days": ["2026-11-25"]})


@pytest.mark.parametrize("file", ["config.yaml", "config.nhatrang.yaml"])
def test_the_shipped_examples_are_sound(file: str) -> None:
    settings = yaml.safe_load((ROOT / file).read_text("utf-8"))
    assert Commune.model_validate(settings["commune"]).stage == "sample"
