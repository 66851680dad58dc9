"""Who was told another figure gets old → new once; who knows already gets nothing."""

from collections.abc import Callable

import pytest

from handlers.broadcast_texts import Refused, Why
from handlers.store import subscriptions
from handlers.store.records import stop
from handlers.wording.parts import figure_lines
from knowledge.procedures import Part
from tests.fakes.readers import KEY
from tests.handlers.corrections.corrected import CODE, OUTBOX, Corrected, S


def test_who_was_told_the_old_fee_gets_old_and_new_once(corrected: Corrected) -> None:
    told, other = corrected.asks("a"), corrected.asks("b", "time")
    corrected.fee(12_000)
    corrected.looks()
    (one,) = corrected.all()
    assert (one.state, one.part, one.code) == (S.OPEN, Part.FEE, CODE)
    assert corrected.letters(told) == []

    assert not isinstance(corrected.sends(one.id), Refused)

    (said,) = corrected.letters(told)
    assert "10.000đ/bản" in said
    assert "12.000đ/bản" in said
    assert said.index("10.000đ") < said.index("12.000đ")
    assert "từ 23/11/2026" in said
    assert "xin lỗi" not in said
    assert corrected.letters(other) == []
    for _ in range(3):  # the job starts anew: nothing is said twice
        corrected.looks()
    assert len(corrected.letters(told)) == 1
    assert corrected.all()[0].state is S.DONE
    assert corrected.all()[0].queued == 1


@pytest.mark.parametrize(
    ("part", "change", "new"),
    [
        (Part.FEE, lambda ward: ward.fee(12_000), "12.000đ/bản"),
        (Part.TIME, lambda ward: ward.time(9), "9 ngày làm việc"),
        (Part.DOCUMENTS, lambda ward: ward.papers("Giấy thứ nhất"), "Giấy thứ nhất"),
    ],
)
def test_each_part_that_changes_is_corrected_for_who_was_told_it(
    corrected: Corrected, part: Part, change: Callable[[Corrected], None], new: str
) -> None:
    told, other = corrected.asks("a", part.value), corrected.asks("b", Part.PLACE.value)
    old = figure_lines(corrected.base.procedures[CODE], part, corrected.base.commune)
    change(corrected)
    corrected.looks()
    (one,) = [each for each in corrected.all() if each.part is part]
    assert (one.state, one.code) == (S.OPEN, CODE)
    corrected.sends(one.id)
    (said,) = corrected.letters(told)
    assert said.index(old[0]) < said.index(new)
    assert new not in "\n".join(old)
    assert corrected.letters(other) == []


def test_our_own_mistake_is_said_with_an_apology(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1, mistake=True)
    assert "Trước đây em báo sai. Phường Mẫu xin lỗi anh/chị." in corrected.letters(told)[0]


def test_nothing_is_drafted_when_the_figure_says_the_same(corrected: Corrected) -> None:
    corrected.asks("a")
    corrected.fee(10_000)
    corrected.looks()
    assert corrected.all() == []


def test_a_change_nobody_was_told_of_waits_for_nobody(corrected: Corrected) -> None:
    corrected.fee(12_000)
    corrected.looks()
    assert [one.state for one in corrected.all()] == [S.DONE]


@pytest.mark.parametrize("part", ["", "full"])
def test_a_whole_card_told_the_figure_too(corrected: Corrected, part: str) -> None:
    told = corrected.asks("a", part)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert "10.000đ/bản" in corrected.letters(told)[0]


def test_a_changed_list_of_papers_tells_what_came_and_went(corrected: Corrected) -> None:
    corrected.papers("Bản chính giấy tờ", "Đơn đề nghị")
    corrected.looks()
    corrected.desk.clock.move(minutes=5)
    told = corrected.asks("a", "documents")
    corrected.papers("Bản chính giấy tờ", "Tờ khai mẫu mới")
    corrected.looks()
    number = next(one.id for one in corrected.all() if one.state is S.OPEN)
    corrected.sends(number)
    (said,) = corrected.letters(told)
    assert "Đơn đề nghị" in said
    assert "Tờ khai mẫu mới" in said
    assert "Bản chính" not in said


def test_the_days_of_the_settings_are_the_reach(corrected: Corrected) -> None:
    early = corrected.asks("early")
    corrected.desk.clock.move(days=29)
    late = corrected.asks("late")
    corrected.desk.clock.move(days=2)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert (len(corrected.letters(early)), len(corrected.letters(late))) == (0, 1)


def test_who_said_stop_is_not_written_to(corrected: Corrected) -> None:
    gone, quiet, told = (corrected.asks(one) for one in ("gone", "quiet", "told"))
    with corrected.desk.store.work() as work:
        stop(work, gone, corrected.desk.clock.now())
        subscriptions.stop(work, KEY, quiet, corrected.desk.clock.now())
        work.commit()
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert [len(corrected.letters(one)) for one in (gone, quiet, told)] == [0, 0, 1]


def test_who_has_asked_again_since_knows(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.desk.clock.move(hours=1)
    corrected.asks("a")
    assert corrected.sends(1) == Refused(Why.NOBODY)
    assert corrected.letters(told) == []


def test_a_figure_that_changes_back_is_not_corrected_to_the_wrong_one(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.desk.clock.move(hours=1)
    between = corrected.asks("b")
    corrected.fee(10_000)
    corrected.looks()
    new, old = corrected.all()
    assert (old.state, new.state) == (S.SUPERSEDED, S.OPEN)
    corrected.sends(new.id)
    assert corrected.letters(told) == []
    assert "12.000đ/bản" in corrected.letters(between)[0]


def test_a_later_change_speaks_of_what_they_know(corrected: Corrected) -> None:
    told = corrected.asks("a")
    for amount in (12_000, 15_000):
        corrected.fee(amount)
        corrected.looks()
        corrected.sends(corrected.all()[0].id)
        with corrected.desk.store.work() as work:  # the copy arrived
            work.connection.execute(OUTBOX.update().values(status="sent"))
            work.commit()
        corrected.desk.clock.move(days=1)
    first, second = corrected.letters(told)
    assert "10.000đ" in first
    assert "12.000đ" in second
    assert "10.000đ" not in second
