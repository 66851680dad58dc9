"""Which notices a dossier's state implies, when they leave and when they are stale."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.notice_kinds import ABOUT, NoticeKind
from handlers.notices.planning import Planned, own_limit_plan, planned
from handlers.notices.quiet import in_daytime, is_quiet
from knowledge.calendar import Span
from knowledge.dossiers.dossier import (
    Apology,
    Appointment,
    AppointmentKind,
    Confirmation,
    Dossier,
    StatusEvent,
)
from knowledge.dossiers.life import derive
from knowledge.dossiers.statuses import DossierStatus
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import CALENDAR, at, event

K = NoticeKind


def dossier(  # the fields are those of `lives.dossier`
    *events: str | StatusEvent,
    **fields: Any,  # noqa: ANN401
) -> Dossier:
    """A dossier due on Wednesday 25/11/2026; the day before it is Vietnam Culture Day."""
    return lives.dossier(*events, due="2026-11-25 17:00", id=7, **fields)


def plan(one: Dossier) -> dict[NoticeKind, Planned]:
    return {notice.kind: notice for notice in planned(one, CALENDAR)}


ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
PROCESSING = (*ACCEPTED, "processing 2026-11-19 10:00")


def test_every_kind_says_what_moves_it_and_how_long_it_is_of_use() -> None:
    assert set(ABOUT) == set(NoticeKind)
    assert len(NoticeKind) >= 18, "as many as the provincial SMS service knows"
    assert all(about.says and about.why and about.basis for about in ABOUT.values())


def test_acceptance_is_told_at_once_and_no_evening_word_before_it_is_worked_on() -> None:
    found = plan(dossier(*ACCEPTED))
    assert found.keys() == {K.ACCEPTED}
    assert found[K.ACCEPTED].at == at("2026-11-19 09:00")


def test_the_evening_before_the_due_date_skips_the_holiday_between() -> None:
    # Due Wednesday 25/11; Tuesday 24/11 is Vietnam Culture Day: said on Monday.
    found = plan(dossier(*PROCESSING))[K.DUE_TOMORROW]
    assert found.at == at("2026-11-23 16:00")
    assert found.expires_at == at("2026-11-23 21:00"), "the next day it would be wrong"


def test_at_night_nothing_leaves_before_seven() -> None:
    late = dossier("registered 2026-11-19 08:00", "accepted 2026-11-19 21:40")
    assert plan(late)[K.ACCEPTED].at == at("2026-11-20 07:00")
    early = dossier("registered 2026-11-19 02:00", "accepted 2026-11-19 05:00")
    assert plan(early)[K.ACCEPTED].at == at("2026-11-19 07:00")


@pytest.mark.parametrize(
    ("when", "then"),
    [
        ("2026-11-19 06:59", "2026-11-19 07:00"),
        ("2026-11-19 07:00", "2026-11-19 07:00"),
        ("2026-11-19 20:59", "2026-11-19 20:59"),
        ("2026-11-19 21:00", "2026-11-20 07:00"),
    ],
)
def test_daytime_is_from_seven_up_to_twenty_one(when: str, then: str) -> None:
    assert in_daytime(at(when)) == at(then)
    assert is_quiet(at(when)) is (when != then)


def test_a_supplement_is_told_with_two_warnings_before_it_closes() -> None:
    # E19: asked Friday 6/11, the 15 working days end Monday 30/11.
    found = plan(dossier(*("registered 2026-11-05 08:00",), "supplement_needed 2026-11-06 14:00"))
    told = {K.SUPPLEMENT, K.SUPPLEMENT_CLOSING_3, K.SUPPLEMENT_CLOSING_1, K.SUPPLEMENT_OVER}
    assert found.keys() == told
    assert found[K.SUPPLEMENT_CLOSING_3].at == at("2026-11-25 09:00")
    assert found[K.SUPPLEMENT_CLOSING_1].at == at("2026-11-27 09:00")
    assert found[K.SUPPLEMENT_OVER].at == at("2026-12-01 09:00")


def test_the_slip_s_own_closing_day_wins_and_no_warning_precedes_the_request() -> None:
    asked = replace(event("supplement_needed 2026-11-19 14:00"), closing=date(2026, 11, 23))
    found = plan(dossier("registered 2026-11-19 08:00", asked))
    assert found.keys() == {K.SUPPLEMENT, K.SUPPLEMENT_CLOSING_1, K.SUPPLEMENT_OVER}
    assert found[K.SUPPLEMENT_CLOSING_1].at == at("2026-11-20 09:00")
    assert found[K.SUPPLEMENT_OVER].at == at("2026-11-25 09:00"), "the 24th is a holiday"


def test_after_the_supplement_the_going_on_is_told_not_the_old_request() -> None:
    found = plan(
        dossier(*PROCESSING, "supplement_needed 2026-11-20 09:00", "processing 2026-11-23 10:00")
    )
    assert K.RESUMED in found
    assert not {K.SUPPLEMENT, K.ACCEPTED} & found.keys()


def test_papers_brought_before_acceptance_end_in_the_notice_of_acceptance() -> None:
    waiting = ("registered 2026-11-19 08:00", "supplement_needed 2026-11-19 10:00")
    back = (*waiting, "registered 2026-11-20 09:00")
    assert {K.RESUMED} == plan(dossier(*back)).keys()
    found = plan(dossier(*back, "accepted 2026-11-20 10:00"))
    assert found[K.ACCEPTED].moment == at("2026-11-20 10:00")
    assert K.RESUMED not in found


def test_ready_is_told_only_when_the_desk_confirms_and_reminded_after_five_days() -> None:
    done = (*PROCESSING, "done 2026-11-25 10:00")
    assert plan(dossier(*done)) == {}, "the software alone does not call anybody to the desk"
    said = Confirmation(at("2026-11-25 14:00"), by=1, ready=True)
    found = plan(dossier(*done, confirmations=(said,)))
    assert found.keys() == {K.READY, K.UNCOLLECTED}
    assert found[K.READY].at == at("2026-11-25 14:00")
    assert found[K.UNCOLLECTED].at == at("2026-12-02 09:00")
    missing = Confirmation(at("2026-11-25 15:00"), by=1, ready=False)
    assert plan(dossier(*done, confirmations=(said, missing))) == {}


def test_an_apology_is_told_with_its_date_and_a_second_one_only_when_approved() -> None:
    first = Apology(at("2026-11-23 09:00"), at("2026-11-27 17:00"), "chờ xác minh")
    second = Apology(at("2026-11-26 09:00"), at("2026-12-03 17:00"), "chờ xác minh", approved=False)
    one = plan(dossier(*PROCESSING, apologies=(first,)))
    assert one[K.APOLOGY].moment == first.at
    assert one[K.DUE_TOMORROW].at == at("2026-11-26 16:00"), "the evening before the new date"
    two = plan(dossier(*PROCESSING, apologies=(first, second)))
    assert two[K.APOLOGY].moment == first.at
    assert two[K.DUE_TOMORROW].at == at("2026-11-26 16:00")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("rejected", K.REJECTED),
        ("withdrawal_requested", K.WITHDRAWAL),
        ("payment_needed", K.PAYMENT),
    ],
)
def test_what_ends_or_pauses_is_told_at_once(status: str, kind: NoticeKind) -> None:
    found = plan(dossier("registered 2026-11-19 08:00", f"{status} 2026-11-19 14:00"))
    assert found[kind].at == at("2026-11-19 14:00")


def test_handing_over_is_told_at_once_by_day() -> None:
    found = plan(dossier(*PROCESSING, "done 2026-11-20 10:00", "returned 2026-11-20 16:00"))
    assert found[K.RETURNED].at == at("2026-11-20 16:00")
    assert found[K.RETURNED].at_once


def test_satisfaction_is_asked_once_a_working_day_after_the_result_was_returned() -> None:
    found = plan(dossier(*PROCESSING, "done 2026-11-20 10:00", "returned 2026-11-20 16:00"))
    assert found.keys() == {K.RETURNED, K.SATISFACTION}
    assert found[K.SATISFACTION].at == at("2026-11-23 09:00")
    assert plan(dossier("registered 2026-11-19 08:00", "rejected 2026-11-19 09:00")).keys() == {
        K.REJECTED
    }, "R-4: no question after a refusal"


def test_land_dossiers_have_an_evening_for_each_of_their_dates() -> None:
    fiscal = Appointment(AppointmentKind.FISCAL, at("2026-11-20 17:00"), at("2026-11-20 17:00"))
    one = dossier(*PROCESSING)
    found = plan(derive(replace(one, appointments=(*one.appointments, fiscal)), CALENDAR))
    assert found[K.FISCAL_TOMORROW].at == at("2026-11-19 16:00")
    assert found[K.DUE_TOMORROW].at == at("2026-11-23 16:00")


def test_a_dossier_accepted_on_the_due_day_s_eve_afternoon_is_not_spoken_of_twice() -> None:
    one = dossier("accepted 2026-11-25 08:00", "processing 2026-11-25 08:05")
    assert K.DUE_TOMORROW not in plan(one)


def test_own_limits_are_reminded_a_week_and_a_day_before() -> None:
    # E22: child born 5/10/2026, register by Friday 4/12: reminded on 27/11 and 3/12.
    week, day = own_limit_plan(date(2026, 12, 4), date(2026, 12, 4))
    assert (week.at, day.at) == (at("2026-11-27 09:00"), at("2026-12-03 09:00"))


def test_a_renewal_is_also_reminded_of_when_its_window_opens() -> None:
    opens, week, day = own_limit_plan(  # E24
        date(2026, 12, 31), date(2026, 12, 31), date(2026, 12, 16)
    )
    assert (opens.kind, opens.at) == (K.OWN_LIMIT_OPENS, at("2026-12-16 09:00"))
    assert (week.at, day.at) == (at("2026-12-24 09:00"), at("2026-12-30 09:00"))


def test_a_limit_on_a_sunday_is_reminded_before_the_last_open_day() -> None:
    _, day = own_limit_plan(date(2026, 12, 6), date(2026, 12, 4))
    assert day.at == at("2026-12-03 09:00")


def test_the_key_names_what_happened_and_whom_it_is_for() -> None:
    one = plan(dossier(*ACCEPTED))[K.ACCEPTED]
    assert one.key(7, "c1") == one.key(7, "c1") != one.key(7, "c2")
    again = plan(dossier("accepted 2026-11-19 09:01"))[K.ACCEPTED]
    assert again.key(7, "c1") != one.key(7, "c1")
    assert one.expires_at - one.at == timedelta(days=3)


def test_an_unknown_status_promises_nothing() -> None:
    odd = StatusEvent(at("2026-11-20 09:00"), DossierStatus.UNKNOWN, "99")
    assert plan(dossier(*PROCESSING, odd)) == {}


def test_a_commune_has_hours_of_its_own() -> None:
    own = replace(CALENDAR, daytime=Span.parse("08:00-18:00"))
    one = dossier("registered 2026-11-19 08:00", "accepted 2026-11-19 18:30")
    (first, *_) = planned(one, own)
    assert first.at == at("2026-11-20 08:00")
    assert is_quiet(at("2026-11-20 07:30"), own.daytime)
    assert in_daytime(at("2026-11-20 18:00"), own.daytime) == at("2026-11-21 08:00")
