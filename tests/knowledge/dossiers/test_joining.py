"""How what a copy tells joins what was known: each event once, days placed among hours."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from knowledge.dossiers.dossier import StatusEvent
from knowledge.dossiers.entries import join_events
from knowledge.dossiers.life import impossible_steps
from knowledge.dossiers.statuses import DossierStatus
from tests.knowledge.dossiers.lives import at, event


def day(text: str) -> StatusEvent:
    """A date without an hour, as a status column gives it."""
    return event(f"{text} 00:00")


def given(text: str) -> StatusEvent:
    """A date as a column of dates gives it."""
    return replace(event(text), given=True)


def told(events: tuple[StatusEvent, ...]) -> list[tuple[str, str]]:
    return [(one.status.value, f"{one.at:%d %H:%M}") for one in events]


def test_the_same_event_again_is_one_event() -> None:
    one = event("accepted 2026-11-19 09:00")
    assert join_events((one,), (one,)) == (one,)
    kept = replace(one, id=4, items=("Đơn",))
    assert join_events((kept,), (one,)) == (kept,)


def test_a_present_status_of_a_day_comes_after_what_was_known_of_that_day() -> None:
    known = (event("accepted 2026-11-19 09:00"), event("supplement_needed 2026-11-19 10:00"))
    joined = join_events(known, (day("processing 2026-11-19"),))
    assert [one.status.value for one in joined] == ["accepted", "supplement_needed", "processing"]
    assert join_events(joined, (day("processing 2026-11-19"),)) == joined


def test_a_status_of_a_day_follows_the_acceptance_of_that_day() -> None:
    row = (given("accepted 2026-11-19 09:00"), day("processing 2026-11-19"))
    for order in permutations(row):
        joined = join_events((), order)
        assert told(joined) == [("accepted", "19 09:00"), ("processing", "19 09:00")]
        assert join_events(joined, order) == joined


def test_a_result_of_a_day_follows_the_work_of_that_day() -> None:
    known = (event("accepted 2026-11-18 09:00"), event("processing 2026-11-19 10:00"))
    joined = join_events(known, (given("done 2026-11-19 00:00"),))
    assert told(joined)[-1] == ("done", "19 10:00")
    assert not list(impossible_steps(joined))


def test_an_hour_takes_the_place_of_the_day_a_column_gave() -> None:
    known = (replace(given("accepted 2026-11-19 00:00"), id=3),)
    joined = join_events(known, (event("accepted 2026-11-19 09:15"),))
    assert told(joined) == [("accepted", "19 09:15")]
    assert joined[0].id == 3
    assert join_events(joined, (given("accepted 2026-11-19 00:00"),)) == joined


def test_a_corrected_date_takes_the_place_of_the_one_the_column_gave() -> None:
    joined = join_events(
        (given("accepted 2026-11-18 00:00"),), (given("accepted 2026-11-19 00:00"),)
    )
    assert told(joined) == [("accepted", "19 00:00")]


def test_a_column_of_dates_adds_nothing_where_the_history_has_that_day() -> None:
    known = (event("accepted 2026-11-19 09:15"),)
    assert join_events(known, (given("accepted 2026-11-19 08:00"),)) == known


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=2)])
def test_a_word_learnt_later_is_read_anew_wherever_its_day_was_placed(later: timedelta) -> None:
    unread = replace(event("unknown 2026-11-19 00:00"), raw="Chờ ký")
    known = (replace(unread, at=unread.at + later),)
    read = replace(day("processing 2026-11-19"), raw="Chờ ký")
    assert [one.status for one in join_events(known, (read,))] == [DossierStatus.PROCESSING]


def test_events_of_two_days_stay_two() -> None:
    known = (event("processing 2026-11-19 09:00"),)
    joined = join_events(known, (event("processing 2026-11-20 09:00"),))
    assert [one.at for one in joined] == [at("2026-11-19 09:00"), at("2026-11-20 09:00")]
