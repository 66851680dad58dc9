"""Papers asked for later: how often, how long one waits for them, and how soon it is told."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.dossiers.dossier import Override
from knowledge.dossiers.rules import blocked, broken_by, supplement_closes
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier, event
from tests.knowledge.dossiers.ruled import LEAD, LIFE, found


def test_a_second_request_for_papers_is_held_and_each_override_allows_one() -> None:
    life = (*LIFE, "supplement_needed 2026-11-20 09:00", "processing 2026-11-20 14:00")
    one = dossier(*life)
    two = dossier(*life, "supplement_needed 2026-11-23 09:00")
    assert blocked(tuple(found(one, "2026-11-23 10:00").values()), "supplement_needed") == ()
    (held,) = blocked(tuple(found(two, "2026-11-23 10:00").values()), "supplement_needed")
    assert (held.name, held.event) == (
        "supplement_once",
        event("supplement_needed 2026-11-23 09:00"),
    )
    assert [f.name for f in broken_by(one, two, CALENDAR, at("2026-11-23 10:00"))] == [
        "supplement_once"
    ]
    allowed = replace(two, overrides=(Override("supplement_once", at("2026-11-23 08:00"), 1, "x"),))
    assert "supplement_once" not in found(allowed, "2026-11-23 10:00")


def test_the_time_for_a_supplement_is_the_rules_unless_the_slip_says_otherwise() -> None:  # E19
    asked = dossier("accepted 2026-11-05 09:00", "supplement_needed 2026-11-06 14:00")
    closes = supplement_closes(asked, CALENDAR)
    assert closes is not None
    assert closes.date() == date(2026, 11, 30)
    assert "supplement_expired" not in found(asked, "2026-11-30 18:00")
    assert found(asked, "2026-12-01 07:30")["supplement_expired"].concerns == {LEAD}
    slip = event("supplement_needed 2026-11-06 14:00", closing=date(2026, 11, 16))
    closes = supplement_closes(dossier("accepted 2026-11-05 09:00", slip), CALENDAR)
    assert closes is not None
    assert closes.date() == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("stopped", "early"), [("2026-11-30 16:00", True), ("2026-12-01 08:00", False)]
)
def test_a_dossier_is_not_stopped_while_papers_may_still_come(stopped: str, early: bool) -> None:
    one = dossier(
        "accepted 2026-11-05 09:00", "supplement_needed 2026-11-06 14:00", f"stopped {stopped}"
    )
    held = blocked(tuple(found(one, "2026-12-02 08:00").values()), "stopped")
    assert [f.name for f in held] == (["stopped_early"] if early else [])


@pytest.mark.parametrize(
    ("asked", "late"),
    [
        pytest.param("2026-11-25 16:00", False, id="on the third working day"),
        pytest.param("2026-11-26 08:00", True, id="on the fourth"),
    ],
)
def test_a_shortfall_found_later_is_told_within_three_working_days(asked: str, late: bool) -> None:
    one = dossier(*LIFE[:2], "processing 2026-11-19 16:00", f"supplement_needed {asked}")
    names = set(found(one, "2026-11-26 09:00"))
    assert ("shortfall_late" in names) is late
