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
    desk = DeskHours(name="Quầy", hours=("07:00-11:30", "11:30-17:00"))
    assert len(desk.hours) == 2


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
