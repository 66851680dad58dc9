"""Broadcasts that come again: their dates, each time once, and nothing missed in silence."""

from datetime import date, datetime, timedelta

import pytest

from handlers.broadcast import Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts import repeating
from handlers.repeats import Every, Repeat
from handlers.store import broadcasts, staff, views
from handlers.store.unit_of_work import Store
from knowledge.calendar import local
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk

S = BroadcastState


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    """Monday 23 November 2026; Minh, the head, has a chat."""
    desk = open_desk(store, clock, above=3)
    (chat,) = desk.readers(1, "minh")
    with store.work() as work:
        staff.set_contact(work, desk.officers["Minh"].id, chat)
        work.commit()
    return desk


def repeat(desk: Desk, number: int, rule: Repeat, by: str = "Lan") -> Broadcast | Refused:
    return desk.act_by(by, lambda acting: repeating.repeat(acting, number, rule))


def monthly(day: int, hour: str = "09:00") -> Repeat:
    return Repeat.parse("monthly", str(day), hour)


def times(desk: Desk, number: int) -> list[Broadcast]:
    with desk.store.read() as work:
        return [one for one in broadcasts.newest(work, KEY, 50) if one.series == number][::-1]


def told(desk: Desk) -> list[str]:
    with desk.store.read() as work:
        chat = next(one for one in staff.members(work, KEY) if one.officer.name == "Minh").contact
        assert chat is not None
        return [str(each.reply) for each in views.letters(work, chat)]


@pytest.mark.parametrize(
    ("rule", "after", "dates"),
    [
        (("yearly", "15/3"), "2026-03-15", ["2027-03-15", "2028-03-15"]),
        (("yearly", "29/2"), "2026-03-01", ["2027-02-28", "2028-02-29"]),
        (("quarterly", "31/5"), "2026-11-23", ["2026-11-30", "2027-02-28", "2027-05-31"]),
        (("monthly", "31"), "2026-12-31", ["2027-01-31", "2027-02-28", "2027-03-31"]),
    ],
)
def test_dates_come_again_and_short_months_end_earlier(
    rule: tuple[str, str], after: str, dates: list[str]
) -> None:
    made = Repeat.parse(*rule, "09:00")
    assert Repeat.load(made.dump()) == made
    found, day = [], date.fromisoformat(after)
    for _ in dates:
        day = made.next(day)
        found.append(day.isoformat())
    assert found == dates


def test_a_closed_day_moves_it_before_or_after_as_asked(desk: Desk) -> None:
    sunday, worked = date(2026, 12, 20), desk.ward.calendar
    before, after = monthly(20), Repeat.parse("monthly", "20", "09:00", after=True)
    assert before.due(sunday, worked).date() == date(2026, 12, 18)
    assert after.due(sunday, worked).date() == date(2026, 12, 21)
    new_year = date(2027, 1, 1)
    assert monthly(1).due(new_year, worked).date() == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("weekly", "1", "09:00"), "chọn một trong"),
        (("monthly", "1/2", "09:00"), "ngày trong tháng"),
        (("yearly", "15", "09:00"), "ngày/tháng"),
        (("yearly", "31/4", "09:00"), "không có ngày này"),
        (("monthly", "0", "09:00"), "không có ngày này"),
        (("monthly", "1", "9h"), "giờ dạng 09:00"),
        (("monthly", "1", "22:00"), "trước 21:00"),
    ],
)
def test_what_is_no_date_is_refused_in_words(given: tuple[str, str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Repeat.parse(*given)


def test_each_time_is_a_row_with_its_own_copies_and_text(desk: Desk) -> None:
    desk.readers(2)
    one = desk.write("Nộp thuế tháng {thang}/{nam}.")
    assert not isinstance(repeat(desk, one.id, monthly(20)), Refused)
    desk.bites()
    assert [each.occurrence for each in times(desk, one.id)] == []
    desk.clock.move(days=12)  # 5 December: the one of the 20th, a Sunday, leaves on the 18th
    desk.bites()
    (first,) = times(desk, one.id)
    assert (first.state, first.occurrence) == (S.SCHEDULED, date(2026, 12, 20))
    assert first.due is not None
    assert f"{local(first.due):%d/%m %H:%M}" == "18/12 09:00"
    desk.clock.move(days=14)
    desk.bites()
    desk.clock.move(days=33)
    desk.bites()
    ids = [each.id for each in times(desk, one.id)]
    assert len(ids) == 2
    assert [len(desk.copies(each)) for each in ids] == [3, 3]
    bodies = [f"{desk.found(each).on:%m/%Y}" for each in ids]
    assert bodies == ["12/2026", "01/2027"]
    assert any("Tin định kỳ" in each for each in told(desk))


def test_running_again_makes_nothing_twice(desk: Desk) -> None:
    one = desk.write()
    repeat(desk, one.id, monthly(1))
    desk.bites()
    (first,) = times(desk, one.id)
    with desk.store.work() as work:  # as if another process stood where this one was
        broadcasts.change(work, desk.found(one.id), next_on=first.occurrence, due=first.due)
        work.commit()
    desk.bites()
    assert len(times(desk, one.id)) == 1


def test_a_time_that_grew_over_what_was_approved_waits_for_a_person(desk: Desk) -> None:
    desk.readers(4)
    one = desk.write(by="Hoa")
    assert repeat(desk, one.id, monthly(1)) == Refused(Why.NOT_APPROVED, "5")
    desk.act("approve", "Minh", one.id)
    repeat(desk, one.id, monthly(1))
    desk.bites()
    (first,) = times(desk, one.id)
    assert first.covers(5)
    assert not first.covers(6)
    desk.readers(1, "later")
    desk.clock.move(days=8, hours=2)
    desk.bites()
    held = desk.found(first.id)
    assert (held.state, held.reason, desk.copies(first.id)) == (S.PAUSED, "not_approved", [])
    assert any("phải có người thứ hai duyệt" in each for each in told(desk))
    desk.act("approve", "Minh", first.id)
    desk.readers(1, "latest")
    desk.act("resume", "Hoa", first.id)
    desk.bites()
    assert len(desk.copies(first.id)) == 7


def test_a_time_missed_while_nobody_ran_is_written_down_and_told(desk: Desk) -> None:
    desk.readers(1)
    one = desk.write()
    repeat(desk, one.id, monthly(1))
    desk.clock.move(days=45)  # 7 January: the one of December is over, of January on 31 December
    desk.bites()
    december, january = times(desk, one.id)
    assert [(each.state, each.reason) for each in (december, january)] == [
        (S.CANCELLED, "missed")
    ] * 2
    assert desk.copies(december.id) == []
    assert sum("lẽ ra gửi" in each for each in told(desk)) == 2


def test_a_day_late_it_still_leaves_once(desk: Desk) -> None:
    desk.readers(1)
    one = desk.write()
    repeat(desk, one.id, monthly(1))
    desk.clock.move(days=9)
    desk.bites()
    (first,) = times(desk, one.id)
    assert len(desk.copies(first.id)) == 2
    assert desk.bites() == 0


def test_pause_resume_and_cancel_take_the_waiting_times_along(desk: Desk) -> None:
    desk.readers(1)
    one = desk.write()
    repeat(desk, one.id, monthly(1))
    desk.bites()
    (first,) = times(desk, one.id)
    desk.act("pause", "Lan", one.id)
    assert (desk.found(one.id).state, desk.found(first.id).state) == (S.PAUSED, S.PAUSED)
    desk.act("resume", "Lan", one.id)
    assert (desk.found(one.id).state, desk.found(first.id).state) == (S.REPEATING, S.SCHEDULED)
    desk.act("edit", "Hoa", one.id, "Lời mới.", {})
    assert desk.found(first.id).words == "Lời mới."
    desk.act("cancel", "Hoa", one.id)
    desk.bites()
    assert (desk.found(one.id).state, desk.found(first.id).state) == (S.CANCELLED, S.CANCELLED)
    desk.clock.move(days=60)
    desk.bites()
    assert len(times(desk, one.id)) == 1


def test_paused_over_its_hour_it_is_told_as_missed(desk: Desk) -> None:
    desk.readers(1)
    one = desk.write()
    desk.start(one.id, at=desk.clock.now() + timedelta(hours=2))
    desk.act("pause", "Lan", one.id)
    desk.clock.move(days=5)
    desk.bites()
    assert (desk.found(one.id).state, desk.found(one.id).reason) == (S.CANCELLED, "missed")
    assert any("lẽ ra gửi" in each for each in told(desk))


def test_resumed_late_it_goes_on_with_what_is_still_to_come(desk: Desk) -> None:
    one = desk.write()
    made = repeat(desk, one.id, Repeat(Every.MONTHLY, 1, 1, datetime.min.time().replace(hour=9)))
    assert isinstance(made, Broadcast)
    desk.act("pause", "Lan", one.id)
    desk.clock.move(days=40)
    desk.bites()
    resumed = desk.act("resume", "Lan", one.id)
    assert isinstance(resumed, Broadcast)
    assert resumed.next_on == date(2027, 2, 1)
