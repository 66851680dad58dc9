"""The simulated year: the same seed gives the same year, and its invariants can fail."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.config import DEFAULT_FILE, load_settings
from bot.database import upgrade
from bot.simulation.invariants import Verdict, judge
from bot.simulation.year import Year
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.calendar import local

DAYS, DOSSIERS = 12, 120
Opener = Callable[[str], Engine]


def lived(folder: Path, open_engine: Opener, seed: int) -> Year:
    engine = open_engine(f"sqlite:///{folder}/ward-{seed}.db")
    upgrade(engine)
    year = Year(Store(engine), ward_of(load_settings(DEFAULT_FILE).commune), seed, date(2026, 3, 2))
    asyncio.run(year.run(DAYS, DOSSIERS))
    return year


def broken(verdict: Verdict) -> set[str]:
    return {one.invariant for one in verdict.breaches}


def test_a_stretch_of_a_year_keeps_every_invariant_and_repeats_itself(
    tmp_path: Path, open_engine: Opener
) -> None:
    first = judge(lived(tmp_path, open_engine, 1))
    assert first.breaches == ()
    assert first.dossiers == DOSSIERS
    assert first.notices["ready"] > 10
    other = tmp_path / "again"
    other.mkdir()
    assert judge(lived(other, open_engine, 1)).fingerprint == first.fingerprint
    assert judge(lived(tmp_path, open_engine, 2)).fingerprint != first.fingerprint


@pytest.fixture
def year(tmp_path: Path, open_engine: Opener) -> Year:
    return lived(tmp_path, open_engine, 3)


def test_what_arrives_twice_late_at_night_or_not_at_all_is_found(year: Year) -> None:
    telegram = next(box for box in year.boxes.values() if box.name == "telegram")
    notice = next(one for one in telegram.arrived if one[1] != year.head)
    at, contact, number = notice
    telegram.arrived.append(notice)
    assert broken(judge(year)) == {"none twice"}
    telegram.arrived[-1] = (local(at).replace(hour=23) + timedelta(days=60), contact, number)
    assert {"none outside hours", "none stale"} <= broken(judge(year))
    telegram.arrived[:] = [one for one in telegram.arrived if one[1] == year.head]
    assert "ready is told" in broken(judge(year))
