"""A simulated year: what breaks a rule is not said to citizens, and the head hears of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulation import lives
from bot.simulation.invariants import judge
from bot.simulation.untold import broken_in, untold
from bot.simulation.year import Year
from handlers.store import notices
from tests.bot.test_simulation import Opener, broken, lived
from tests.bot.test_simulation_owed import owed


def test_of_an_early_stop_and_after_an_impossible_step_nothing_is_owed() -> None:
    accepted = "accepted 2026-11-19 09:00", "processing 2026-11-19 22:00"
    asked = *accepted, "supplement_needed 2026-11-20 09:00"
    assert ("stopped", "27/11 16:00") not in owed(*asked, "stopped 2026-11-27 16:00")
    assert ("stopped", "15/12 16:00") in owed(*asked, "stopped 2026-12-15 16:00")
    back = *accepted, "done 2026-11-23 09:00", "returned 2026-11-23 10:00"
    for status in ("processing", "rejected", "payment_needed"):
        found = owed(*back, f"{status} 2026-11-23 11:00")
        assert found[1:] == [("returned", "23/11 10:00")]
    assert owed(*accepted, "unknown 2026-11-20 09:00")[1:] == []


@pytest.fixture
def strange(tmp_path: Path, open_engine: Opener, monkeypatch: pytest.MonkeyPatch) -> Year:
    for share in ("EARLY", "UNKNOWN", "IMPOSSIBLE"):
        monkeypatch.setattr(lives, share, 0.1)
    return lived(tmp_path, open_engine, 6)


def test_whatever_breaks_a_rule_is_held_back_and_told_the_head(strange: Year) -> None:
    calendar = strange.ward.calendar
    what = {one for known in strange.known.values() for _, one in broken_in(known, calendar)}
    assert what == {
        "a second request", "an early stop", "an impossible step", "an unknown status",
    }  # fmt: skip
    assert broken(judge(strange)) == set()
    found = list(untold(strange, []))
    assert {name for name, _ in found} == {f"the head hears of {one}" for one in what}
    with strange.store.read() as work:
        told = notices.words_to(work, strange.head)
    late = [(when + timedelta(days=3), words) for when, words in told]
    assert len(list(untold(strange, late))) > len(found) / 2, "told, but days after"
