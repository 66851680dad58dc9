"""When a dossier handed in must be looked at, and by whom (domain.md §5)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.dossiers.dossier import Override
from knowledge.dossiers.rules import Stage, findings
from knowledge.procedures import SubmissionWay
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier
from tests.knowledge.dossiers.ruled import HEAD, LEAD, OFFICER, found


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        pytest.param("2026-11-20 16:00", "2026-11-23 16:00", id="E6"),
        pytest.param("2026-11-21 10:00", "2026-11-23 17:00", id="E7"),
        pytest.param("2026-11-23 20:00", "2026-11-25 17:00", id="E8"),
    ],
)
def test_an_online_dossier_is_answered_within_eight_working_hours(filed: str, due: str) -> None:
    one = dossier(f"registered {filed}", way=SubmissionWay.ONLINE)
    last = at(due)
    warned = {f.name: f for f in findings(one, CALENDAR, last, last)}
    late = last + timedelta(minutes=1)
    broken = {f.name: f for f in findings(one, CALENDAR, late, late)}
    assert set(warned) == {"intake_warning"}
    assert (warned["intake_warning"].due, set(warned["intake_warning"].concerns)) == (
        last,
        {OFFICER},
    )
    assert set(broken) == {"intake"}
    assert (broken["intake"].stage, set(broken["intake"].concerns)) == (Stage.BROKEN, {LEAD, HEAD})


def test_the_early_warning_comes_after_two_working_hours() -> None:
    one = dossier("registered 2026-11-20 16:00", way=SubmissionWay.ONLINE)
    assert found(one, "2026-11-23 07:59") == {}
    assert set(found(one, "2026-11-23 08:00")) == {"intake_warning"}


def test_papers_handed_in_at_the_desk_have_a_day() -> None:
    one = dossier("registered 2026-11-20 16:00", way=SubmissionWay.IN_PERSON)
    assert found(one, "2026-11-23 17:00")["intake_desk"].stage is Stage.AHEAD
    assert found(one, "2026-11-23 17:01")["intake_desk"].stage is Stage.BROKEN


def test_what_was_accepted_waits_for_nobody_to_look() -> None:
    one = dossier("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
    assert found(one, "2026-11-23 08:00") == {}


def test_an_answer_after_eight_working_hours_stays_known_once_it_was_given() -> None:
    late = dossier(
        "registered 2026-11-20 07:00", "accepted 2026-11-23 09:01", way=SubmissionWay.ONLINE
    )
    one = found(late, "2026-12-20 08:00")["intake_late"]
    assert (one.stage, one.due, set(one.concerns)) == (
        Stage.BROKEN,
        at("2026-11-20 17:00"),
        {LEAD, HEAD},
    )
    in_time = dossier("registered 2026-11-20 07:00", "accepted 2026-11-20 16:59")
    at_the_desk = replace(late, way=SubmissionWay.IN_PERSON)
    no_hour = dossier("registered 2026-11-20 00:00", "accepted 2026-11-24 09:00")
    for other in (in_time, at_the_desk, no_hour):
        assert "intake_late" not in found(other, "2026-12-20 08:00")


def test_a_late_answer_the_head_let_pass_is_silent() -> None:
    late = dossier("registered 2026-11-20 07:00", "accepted 2026-11-23 09:01")
    passed = replace(
        late, overrides=(Override("intake_late", at("2026-11-23 10:00"), 1, "mất điện"),)
    )
    assert "intake_late" not in found(passed, "2026-12-20 08:00")
