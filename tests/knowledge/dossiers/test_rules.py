"""The rules over one dossier: what falls due, what is broken, whom it concerns (domain.md §5)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.dossiers.dossier import Apology, Confirmation, Dossier, Override
from knowledge.dossiers.life import derive
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rulebook import Concern, shipped_rules
from knowledge.dossiers.rules import (
    Finding,
    Stage,
    blocked,
    broken_by,
    findings,
    supplement_closes,
    too_old,
)
from knowledge.dossiers.ruling import RULES
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier, event

HEAD, LEAD, OFFICER = Concern.HEAD, Concern.DESK_LEAD, Concern.OFFICER
LIFE = (
    "registered 2026-11-19 08:00",
    "accepted 2026-11-19 09:00",
    "processing 2026-11-19 10:00",
)


def found(one: Dossier, now: str, copied: str | None = None) -> dict[str, Finding]:
    copied_at = at(copied or now)
    return {f.name: f for f in findings(one, CALENDAR, at(now), copied_at)}


def test_every_rule_is_data_with_its_basis_and_has_its_function() -> None:
    assert set(RULES) == set(shipped_rules().rules)
    pushes = {status.value for status in DossierStatus} | {"apology"}
    for rule in shipped_rules().rules.values():
        assert rule.concerns
        assert rule.since <= date(2026, 11, 22)
        assert set(rule.blocks) <= pushes
    assert shipped_rules()["intake"].oldest_copy.model_dump() == {  # type: ignore[union-attr]
        "minutes": 60,
        "working_days": None,
    }


CHANGED = """
supplement_expired:
  label: "Hết hạn bổ sung sau {value} ngày làm việc"
  value: 15
  unit: working_day
  basis: "NĐ 105/2025/NĐ-CP"
  since: 2025-07-01
  oldest_copy: {working_days: 1}
  concerns: [desk_lead]
  changes:
    - {since: 2027-01-01, value: 20, basis: "Nghị định mới"}
"""


def test_a_changed_figure_holds_for_dossiers_begun_since_its_day(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(CHANGED, encoding="utf-8")
    book = shipped_rules(file)
    days = [date(2026, 12, 31), date(2027, 1, 1), None]
    assert [book.value("supplement_expired", day) for day in days] == [15, 20, 20]
    found = book.on("supplement_expired", date(2027, 3, 1))
    assert found is not None
    assert (found.label, found.basis) == ("Hết hạn bổ sung sau 20 ngày làm việc", "Nghị định mới")
    assert book.on("supplement_expired", date(2025, 6, 30)) is None
    assert book["supplement_expired"] is found


def test_changes_out_of_order_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(CHANGED.replace("2027-01-01", "2025-07-01"), encoding="utf-8")
    with pytest.raises(ValueError, match="supplement_expired: changes"):
        shipped_rules(file)


def test_labels_say_the_figure_of_their_rule() -> None:
    book = shipped_rules()
    assert book["intake"].label == "Trả lời hồ sơ trực tuyến trong 8 giờ làm việc"
    assert not any("{" in rule.label for rule in book.rules.values())


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


DESK = RegisterMode.DESK


def test_what_happened_stays_true_however_old_the_copy() -> None:
    one = dossier(*LIFE, "returned 2026-11-20 09:00", "processing 2026-11-20 10:00")
    assert "impossible_step" in found(one, "2026-12-20 09:00", "2026-11-21 09:00")


def test_a_due_date_is_warned_of_two_working_days_before() -> None:  # E20
    one = dossier(*LIFE, due="2026-11-25 17:00")
    assert found(one, "2026-11-19 17:00") == {}
    assert found(one, "2026-11-20 07:30")["due_soon"].concerns == {OFFICER}
    assert set(found(one, "2026-11-23 07:30")) == {"due_soon", "apology_due"}
    escalated = found(one, "2026-11-23 07:30")["apology_due"]
    assert (escalated.due, set(escalated.concerns)) == (at("2026-11-23 17:00"), {OFFICER, HEAD})
    assert found(one, "2026-11-25 08:00")["apology_due"].stage is Stage.BROKEN
    assert set(found(one, "2026-11-25 08:00")) == {"due_today", "apology_due"}
    assert set(found(one, "2026-11-25 17:01")) == {"overdue"}


def test_an_apology_moves_every_warning_to_its_new_date() -> None:
    apology = Apology(at("2026-11-23 09:00"), at("2026-11-27 17:00"), "a", approved=False)
    one = dossier(*LIFE, due="2026-11-25 17:00", apologies=(apology,))
    assert found(one, "2026-11-25 08:00").keys() == {"due_soon"}
    assert found(one, "2026-11-27 17:01").keys() == {"overdue"}


def test_a_second_apology_waits_for_the_head() -> None:  # E21
    one = dossier("accepted 2026-11-05 09:00", due="2026-11-10 17:00")
    first = Apology(at("2026-11-09 09:00"), at("2026-11-13 17:00"), "a", approved=False)
    second = Apology(at("2026-11-13 09:00"), at("2026-11-17 17:00"), "b", approved=False)
    one = derive(replace(one, apologies=(first,)), CALENDAR)
    assert blocked(tuple(found(one, "2026-11-09 10:00").values()), "apology") == ()

    both = derive(replace(one, apologies=(*one.apologies, second)), CALENDAR)
    (held,) = blocked(tuple(found(both, "2026-11-13 10:00").values()), "apology")
    assert (held.name, set(held.concerns)) == ("apology_once", {HEAD})
    assert [one.name for one in broken_by(one, both, CALENDAR, at("2026-11-13 10:00"))] == [
        "apology_once"
    ]
    approved = replace(both.apologies[1], approved=True)
    allowed = derive(replace(both, apologies=(both.apologies[0], approved)), CALENDAR)
    assert broken_by(one, allowed, CALENDAR, at("2026-11-13 10:00")) == ()


def test_an_apology_on_the_due_day_is_held_until_somebody_decides() -> None:
    late = Apology(at("2026-11-25 08:00"), at("2026-11-27 17:00"), "a", approved=False)
    one = dossier(*LIFE, due="2026-11-25 17:00", apologies=(late,))
    (held,) = blocked(tuple(found(one, "2026-11-25 09:00").values()), "apology")
    assert held.name == "apology_in_time"
    decided = replace(one, overrides=(Override("apology_in_time", at("2026-11-25 09:00"), 1, "x"),))
    assert "apology_in_time" not in found(decided, "2026-11-25 09:00")


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


def test_a_paused_dossier_and_one_not_accepted_have_no_due_date_to_miss() -> None:
    paused = dossier(*LIFE, "payment_needed 2026-11-20 09:00", due="2026-11-23 17:00")
    filed = dossier("registered 2026-11-23 08:00", due="2026-11-20 17:00")
    assert found(paused, "2026-11-27 09:00") == {}
    assert found(filed, "2026-11-23 08:30") == {}


def test_land_is_warned_of_its_fiscal_date_until_the_tax_notice_is_there() -> None:
    life = ("accepted 2026-11-02 09:00", "processing 2026-11-02 10:00")
    one = dossier(*life, due="2026-12-02 17:00", fiscal="2026-11-12 17:00")
    assert found(one, "2026-11-10 08:00")["fiscal_due"].stage is Stage.AHEAD
    assert found(one, "2026-11-13 08:00")["fiscal_due"].stage is Stage.BROKEN
    told = dossier(
        *life,
        "payment_needed 2026-11-11 09:00",
        "processing 2026-11-12 08:00",
        due="2026-12-02 17:00",
        fiscal="2026-11-12 17:00",
    )
    assert found(told, "2026-11-13 08:00") == {}


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


def test_a_date_of_our_clock_warns_and_is_never_called_a_breach() -> None:
    one = replace(dossier(*LIFE), alarm_at=at("2026-11-25 17:00"))
    assert found(one, "2026-11-20 08:00")["due_soon"].due == at("2026-11-25 17:00")
    assert "due_today" in found(one, "2026-11-25 09:00")
    past = found(one, "2026-11-26 09:00")["overdue"]
    assert past.stage is Stage.AHEAD
    assert "apology_due" not in found(one, "2026-11-25 09:00")
    assert not one.overdue(at("2026-11-26 09:00"))
