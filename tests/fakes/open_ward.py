"""A commune whose officers may be written to at any hour: for stories that a clock cannot stop."""

from datetime import date, timedelta
from pathlib import Path

import yaml

from handlers.clock import SystemClock
from tests.fakes.product import LIVE


def open_always(folder: Path) -> Path:
    """Settings of the commune of the other tests, with a unit for whatever is on the street."""
    settings = yaml.safe_load(LIVE.read_text("utf-8"))
    commune, today = settings["commune"], SystemClock().now().date()
    hours = ["00:00-23:59"]
    commune["feedback"] = {
        "units": {"do_thi": {"name": "Tổ Đô thị", "officers": ["Bạch Mẫu"], "hours": hours}},
        "rules": [{"unit": "do_thi", "kind": "local_matter"}],
    }
    commune["staff"] = {"hours": hours[0]}
    commune["calendar"]["working_days"] = [one for one in _near(today) if one.weekday() > 4]
    made = folder / "config.yaml"
    made.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return made


def _near(day: date) -> list[date]:
    """A test that runs over midnight, its clock put forward to a morning, stays on working days."""
    return [day + timedelta(days=number) for number in range(3)]
