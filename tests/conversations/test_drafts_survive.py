"""What was begun goes on after a restart and most of a day: a report, an officer's answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.inbox import Inbox
from handlers.router import Router
from handlers.store import staff
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.calendar import local
from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import Chat
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.casework import COMMUNE, GOOD, CaseWard
from tests.fakes.clock import FakeClock

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"


@pytest.fixture
def ward(sqlite_store: Store) -> CaseWard:
    return CaseWard(sqlite_store, FakeClock(NOON))


def started(ward: CaseWard, base: KnowledgeBase) -> Inbox:
    """The program, started anew on the same database."""
    mine = replace(base, commune=COMMUNE, calendar=ward.ward.calendar)
    records = StoredPersonalRecords(ward.store)
    router = Router(lambda _: mine, records, ports=ports_of(ward.store))
    return Inbox(ward.store, router, ward.clock)


def test_a_report_goes_on_where_it_was_left(ward: CaseWard, base: KnowledgeBase) -> None:
    Chat(ward, started(ward, base), "citizen").says("phản ánh").says(LAMP).hears("Em hiểu đây")
    ward.clock.move(hours=23)
    citizen = Chat(ward, started(ward, base), "citizen")
    citizen.says("đúng rồi").hears("họ tên")
    citizen.says("gửi không kèm tên").hears("Đã nhận phản ánh PA-")


def test_an_answer_being_written_goes_on(ward: CaseWard, base: KnowledgeBase) -> None:
    code = ward.open()
    officer = Chat(ward, started(ward, base), "Bạch Mẫu")
    officer.does(f"case:answer:{code}").says(GOOD).hears("sẽ đọc")
    ward.clock.move(hours=23)
    Chat(ward, started(ward, base), "Bạch Mẫu").says("gửi").hears("Đã gửi trả lời")
    assert ward.row(code).state == CaseState.ANSWERED


def test_who_is_away_is_replaced_by_the_units_stand_in(ward: CaseWard) -> None:
    now = ward.clock.now()
    until = local(now + timedelta(days=3)).date()
    with ward.store.work() as work:
        for who in ("Bạch Mẫu", "Cường Mẫu"):
            staff.set_away(work, ward.officers[who].id, until, None)
        work.commit()
    ward.open()
    assert ward.told("Bạch Mẫu") == ward.told("Cường Mẫu") == []
    assert len(ward.told("Dung Mẫu")) == 1
    ward.clock.move(days=5)
    ward.open()
    assert len(ward.told("Bạch Mẫu")) == len(ward.told("Cường Mẫu")) == 1
    assert len(ward.told("Dung Mẫu")) == 1
