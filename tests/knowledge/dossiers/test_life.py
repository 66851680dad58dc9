"""What the events of a dossier add up to (domain.md §4, §5)."""

from dataclasses import replace
from itertools import permutations

import pytest

from knowledge.dossiers.dossier import (
    Apology,
    AppointmentKind,
    Flag,
    Lateness,
    Override,
    StatusEvent,
)
from knowledge.dossiers.life import derive, pauses
from knowledge.dossiers.statuses import DossierStatus
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier, event

LIFE = (
    "registered 2026-11-05 08:00",
    "accepted 2026-11-05 09:00",
    "processing 2026-11-05 10:00",
    "done 2026-11-09 15:00",
)


def test_the_last_event_by_its_own_time_is_the_present_status() -> None:
    for order in permutations(LIFE):
        found = dossier(*order, due="2026-11-10 17:00")
        assert (found.status, found.status_at) == (DossierStatus.DONE, at("2026-11-09 15:00"))
        assert found.accepted_at == at("2026-11-05 09:00")
        assert found.flags == frozenset()


def test_events_of_one_moment_stand_in_the_order_of_a_life() -> None:
    day = "2026-11-05 00:00"
    found = dossier(f"processing {day}", f"registered {day}", f"accepted {day}")
    assert found.status is DossierStatus.PROCESSING
    assert Flag.IMPOSSIBLE_STEP not in found.flags


@pytest.mark.parametrize(
    "steps",
    [
        ("done 2026-11-09 09:00", "returned 2026-11-09 10:00", "processing 2026-11-10 09:00"),
        ("rejected 2026-11-05 09:00", "accepted 2026-11-06 09:00"),
        ("supplement_needed 2026-11-05 09:00", "rejected 2026-11-06 09:00"),
    ],
)
def test_an_impossible_step_is_kept_and_flagged(steps: tuple[str, ...]) -> None:
    found = dossier("registered 2026-11-04 09:00", *steps)
    assert Flag.IMPOSSIBLE_STEP in found.flags
    assert len(found.events) == len(steps) + 1


def test_steps_the_register_merely_left_out_are_no_mistake() -> None:
    found = dossier("registered 2026-11-04 09:00", "returned 2026-11-06 09:00")
    assert found.flags == frozenset()
    assert found.done_at == at("2026-11-06 09:00")


def test_a_status_nobody_knows_is_told_with_its_own_word() -> None:
    found = dossier("accepted 2026-11-05 09:00", event("unknown 2026-11-06 09:00", raw="Chờ ký"))
    assert (found.status, found.raw_status) == (DossierStatus.UNKNOWN, "Chờ ký")
    assert found.flags == {Flag.UNKNOWN_STATUS}


@pytest.mark.parametrize(
    ("done", "verdict"),
    [
        ("2026-11-09 15:00", Lateness.EARLY),
        ("2026-11-10 17:00", Lateness.ON_TIME),
        ("2026-11-10 17:01", Lateness.LATE),
    ],
)
def test_lateness_is_decided_at_done(done: str, verdict: Lateness) -> None:
    life = (*LIFE[:3], f"done {done}", "returned 2026-11-20 09:00")
    assert dossier(*life, due="2026-11-10 17:00").lateness is verdict


def test_a_dossier_that_waits_for_the_citizen_is_not_late() -> None:
    waiting = dossier(*LIFE[:3], "supplement_needed 2026-11-06 14:00", due="2026-11-10 17:00")
    assert not waiting.overdue(at("2026-11-20 09:00"))
    assert waiting.lateness is None


def test_what_was_left_goes_on_after_a_pause_the_register_did_not_count() -> None:
    found = dossier(
        *LIFE[:3],
        "supplement_needed 2026-11-10 14:00",
        "processing 2026-11-16 10:00",
        due="2026-11-10 17:00",
    )
    assert found.due_at == at("2026-11-10 17:00")
    assert found.falls_due_at == at("2026-11-16 15:00")
    assert not found.overdue(at("2026-11-16 15:00"))
    assert found.overdue(at("2026-11-16 15:01"))


def test_a_new_date_the_register_printed_after_a_pause_is_the_date() -> None:
    found = dossier(
        *LIFE[:3],
        "supplement_needed 2026-11-06 14:00",
        "processing 2026-11-11 10:00",
        due="2026-11-10 17:00",
    )
    moved = replace(
        found.appointments[0],
        printed_due_at=at("2026-11-12 17:00"),
        moved_at=at("2026-11-11 11:00"),
    )
    found = derive(replace(found, appointments=(moved,)), CALENDAR)
    assert found.due_at == found.falls_due_at == at("2026-11-12 17:00")
    assert found.appointments[0].original_due_at == at("2026-11-10 17:00")
    assert Flag.DATES_DISAGREE not in found.flags


def test_a_date_moved_without_a_reason_does_not_hold_until_somebody_says_so() -> None:
    found = dossier(*LIFE, due="2026-11-06 17:00")
    moved = replace(
        found.appointments[0],
        printed_due_at=at("2026-11-12 17:00"),
        moved_at=at("2026-11-09 11:00"),
    )
    found = derive(replace(found, appointments=(moved,)), CALENDAR)
    assert (found.due_at, found.lateness) == (at("2026-11-06 17:00"), Lateness.LATE)
    assert Flag.DATES_DISAGREE in found.flags

    accepted = Override("dates_disagree", at("2026-11-09 12:00"), 7, "gõ nhầm ngày")
    found = derive(replace(found, overrides=(accepted,)), CALENDAR)
    assert (found.due_at, found.lateness) == (at("2026-11-12 17:00"), Lateness.EARLY)
    assert Flag.DATES_DISAGREE not in found.flags


def test_only_the_first_new_date_holds() -> None:  # E21
    first = Apology(at("2026-11-09 09:00"), at("2026-11-13 17:00"), "thiếu người", approved=False)
    second = Apology(at("2026-11-13 10:00"), at("2026-11-17 17:00"), "thiếu người", approved=False)
    found = dossier(*LIFE[:3], due="2026-11-10 17:00", apologies=(first,))
    assert (found.due_at, found.flags) == (at("2026-11-13 17:00"), frozenset())

    both = derive(replace(found, apologies=(*found.apologies, second)), CALENDAR)
    assert both.due_at == at("2026-11-13 17:00")
    assert [one.approved for one in both.apologies] == [True, False]
    assert both.flags == {Flag.SECOND_APOLOGY}

    approved = replace(second, approved=True)
    allowed = derive(replace(found, apologies=(found.apologies[0], approved)), CALENDAR)
    assert (allowed.due_at, allowed.flags) == (at("2026-11-17 17:00"), frozenset())


def test_a_second_apology_told_late_with_an_earlier_date_does_not_slip_in() -> None:
    first = Apology(at("2026-11-09 09:00"), at("2026-11-13 17:00"), "a", approved=True)
    other = Apology(at("2026-11-06 09:00"), at("2026-11-12 17:00"), "b", approved=False)
    found = dossier(*LIFE[:3], due="2026-11-10 17:00", apologies=(other, first))
    assert found.due_at == at("2026-11-13 17:00")
    assert found.flags == {Flag.SECOND_APOLOGY}


@pytest.mark.parametrize(
    ("said", "late"), [("2026-11-23 16:59", False), ("2026-11-25 08:00", True)]
)
def test_an_apology_must_come_by_the_working_day_before(said: str, late: bool) -> None:  # E20
    apology = Apology(at(said), at("2026-11-27 17:00"), "a", approved=False)
    found = dossier("accepted 2026-11-19 09:00", due="2026-11-25 17:00", apologies=(apology,))
    assert (Flag.LATE_APOLOGY in found.flags) is late


def test_a_second_request_for_papers_is_flagged() -> None:
    found = dossier(
        *LIFE[:3],
        "supplement_needed 2026-11-06 09:00",
        "processing 2026-11-07 09:00",
        "supplement_needed 2026-11-09 09:00",
    )
    assert found.flags == {Flag.SECOND_SUPPLEMENT}


def test_pauses_have_a_start_an_end_and_know_whether_the_clock_ran_before() -> None:
    found = dossier(
        "registered 2026-11-02 08:00",
        "supplement_needed 2026-11-02 10:00",
        "registered 2026-11-03 08:00",
        "accepted 2026-11-03 09:00",
        "payment_needed 2026-11-04 10:00",
        "withdrawal_requested 2026-11-05 10:00",
    )
    before, during = pauses(found.events)
    assert (before.before_acceptance, before.end) == (True, at("2026-11-03 08:00"))
    assert (during.before_acceptance, during.start, during.end) == (
        False,
        at("2026-11-04 10:00"),
        None,
    )


def test_dates_that_cannot_all_be_true_are_flagged() -> None:
    given = StatusEvent(at("2026-11-02 09:00"), DossierStatus.DONE, "ngày xong", given=True)
    found = dossier("accepted 2026-11-05 09:00", given)
    assert Flag.DATES_DISAGREE in found.flags


def test_a_land_dossier_has_two_dates() -> None:
    found = dossier("accepted 2026-11-02 09:00", due="2026-12-02 17:00", fiscal="2026-11-12 17:00")
    assert {one.kind: one.due_at for one in found.appointments} == {
        AppointmentKind.RESULT: at("2026-12-02 17:00"),
        AppointmentKind.FISCAL: at("2026-11-12 17:00"),
    }
    assert found.falls_due_at == at("2026-12-02 17:00")


def test_a_pause_before_the_acceptance_moves_no_printed_date() -> None:
    asked = ("registered 2026-11-02 08:00", "supplement_needed 2026-11-02 14:00")
    found = dossier(
        *asked,
        "registered 2026-11-05 09:00",
        "accepted 2026-11-05 10:00",
        "processing 2026-11-05 10:30",
        "done 2026-11-11 09:00",
        due="2026-11-10 17:00",
    )
    assert found.falls_due_at == at("2026-11-10 17:00")
    assert found.lateness is Lateness.LATE
