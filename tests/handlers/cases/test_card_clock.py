"""An officer's card says when the answer is owed, what is left, whose step it is, if paused."""

from datetime import datetime, timedelta

import pytest

from handlers.cases import acts
from handlers.cases.reading import StoredDesk
from handlers.commands import AddToCase
from handlers.feedback.opening import asked_of
from handlers.store.unit_of_work import Store
from handlers.wording.case_clock import working_time
from knowledge.calendar import VIETNAM
from knowledge.feedback.codes import CaseCode
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def ward(store: Store) -> CaseWard:
    return CaseWard(store, FakeClock(FRIDAY))


def does(ward: CaseWard, code: CaseCode, what: str) -> None:
    with ward.store.work() as work:
        doing = ward.doing(work, "Bạch Mẫu")
        done = acts.claim(doing, code) if what == "claim" else acts.ask(doing, code, "Ở đâu ạ?")
        assert done.done
        work.commit()


def card(ward: CaseWard, code: CaseCode) -> str:
    seen = StoredDesk(ward.store).look(ward.ward, ward.officers["Bạch Mẫu"], code, ward.clock.now())
    assert seen is not None
    return str(seen.blocks)


def test_a_new_card_says_what_is_left_and_that_somebody_must_take_it(ward: CaseWard) -> None:
    ward.open()
    (told,) = ward.told("Bạch Mẫu")
    assert "17:00 7/12/2026, còn 10 ngày 6 giờ làm việc (tính lúc 09:00 20/11)" in told
    assert "cán bộ nhận việc" in told


def test_once_taken_it_is_the_holders_step_and_time_runs(ward: CaseWard) -> None:
    code = ward.open()
    does(ward, code, "claim")
    ward.move_to(FRIDAY + timedelta(days=14))
    said = card(ward, code)
    assert "còn 1 ngày 6 giờ làm việc (tính lúc 09:00 04/12)" in said
    assert "Bạch Mẫu trả lời" in said


def test_while_the_sender_is_waited_for_it_stands_still_and_says_since_when(ward: CaseWard) -> None:
    code = ward.open()
    does(ward, code, "ask")
    ward.move_to(FRIDAY + timedelta(days=30))
    said = card(ward, code)
    assert "tạm dừng từ 09:00 20/11/2026" in said
    assert "người gửi bổ sung" in said
    assert "QUÁ HẠN" not in said


def test_days_waited_are_added_once_the_sender_has_spoken(ward: CaseWard) -> None:
    code = ward.open()
    does(ward, code, "ask")
    ward.move_to(FRIDAY + timedelta(days=5))
    asked = asked_of(ward.ward, "do_thi", ward.clock.now())
    ward.sends(AddToCase(ward.row(code).id, "cuối hẻm", asked=asked))
    assert "17:00 9/12/2026, còn 10 ngày 6 giờ" in card(ward, code)


def test_a_late_card_says_by_how_much(ward: CaseWard) -> None:
    code = ward.open()
    ward.move_to(datetime(2026, 12, 9, 9, 0, tzinfo=VIETNAM))
    assert "QUÁ HẠN 1 ngày 2 giờ làm việc" in card(ward, code)


def test_below_an_hour_minutes_are_said() -> None:
    assert working_time(timedelta(minutes=25), timedelta(hours=8)) == "25 phút làm việc"
    assert working_time(timedelta(hours=16), timedelta(hours=8)) == "2 ngày làm việc"
