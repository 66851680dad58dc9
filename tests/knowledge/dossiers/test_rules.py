"""What the rules say whatever a dossier's dates: of old copies, skipped steps, unseen results."""

from dataclasses import replace
from datetime import datetime

from knowledge.dossiers.dossier import Confirmation, Dossier
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rules import Stage, broken_by, findings, too_old
from knowledge.procedures import SubmissionWay
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier
from tests.knowledge.dossiers.ruled import LEAD, LIFE, OFFICER, found

DESK = RegisterMode.DESK


def test_a_rule_says_nothing_on_a_copy_older_than_it_allows() -> None:
    one = dossier("registered 2026-11-20 16:00", way=SubmissionWay.ONLINE)
    assert "intake" in found(one, "2026-11-24 09:00", "2026-11-24 08:00")
    assert found(one, "2026-11-24 09:00", "2026-11-24 07:59") == {}
    assert too_old(at("2026-11-24 07:59"), at("2026-11-24 09:00"), CALENDAR, "intake")
    late = dossier(*LIFE, due="2026-11-20 17:00")
    assert "overdue" in found(late, "2026-11-25 09:00", "2026-11-23 09:00")
    assert found(late, "2026-11-25 09:01", "2026-11-23 09:00") == {}
    own = findings(late, CALENDAR, at("2026-11-27 09:01"), at("2026-11-01 09:00"), DESK)
    assert [one.name for one in own] == ["overdue"]


def test_what_happened_stays_true_however_old_the_copy() -> None:
    one = dossier(*LIFE, "returned 2026-11-20 09:00", "processing 2026-11-20 10:00")
    assert "impossible_step" in found(one, "2026-12-20 09:00", "2026-11-21 09:00")


def test_a_result_is_told_only_once_the_desk_has_seen_it() -> None:
    one = dossier(*LIFE, "done 2026-11-20 15:00", due="2026-11-25 17:00")
    waiting = found(one, "2026-11-20 16:00")["ready_confirmed"]
    assert (waiting.stage, set(waiting.blocks), set(waiting.concerns)) == (
        Stage.AHEAD,
        {"done"},
        {OFFICER},
    )
    late = found(one, "2026-11-23 07:30")["ready_confirmed"]
    assert (late.stage, late.due, set(late.concerns)) == (
        Stage.BROKEN,
        at("2026-11-20 17:00"),
        {OFFICER, LEAD},
    )
    assert found(confirmed(one, ready=True), "2026-11-23 07:30") == {}
    missing = found(confirmed(one, ready=False), "2026-11-20 16:00")["ready_confirmed"]
    assert LEAD in missing.concerns


def confirmed(one: Dossier, *, ready: bool) -> Dossier:
    return replace(one, confirmations=(Confirmation(at("2026-11-20 15:30"), 3, ready),))


def test_our_own_desk_takes_no_skipped_step_and_a_mirror_does() -> None:
    before = dossier("registered 2026-11-23 08:00")
    after = dossier("registered 2026-11-23 08:00", "done 2026-11-23 09:00")
    now = at("2026-11-23 09:00")
    assert [one.name for one in broken_by(before, after, CALENDAR, now)] == ["impossible_step"]
    assert "impossible_step" not in found(after, "2026-11-23 09:00")
    right = dossier("registered 2026-11-23 08:00", "accepted 2026-11-23 09:00")
    assert broken_by(before, right, CALENDAR, now) == ()
    assert [one.name for one in broken_by(None, after, CALENDAR, now)] == ["impossible_step"]


def test_a_rule_does_not_reach_back_before_its_day() -> None:
    old = dossier("registered 2024-11-20 16:00", way=SubmissionWay.ONLINE)
    late = datetime(2024, 12, 20, 9, tzinfo=at("2024-12-20 09:00").tzinfo)
    assert findings(old, CALENDAR, late, late) == ()
