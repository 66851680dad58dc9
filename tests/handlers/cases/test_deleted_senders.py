"""A sender who asks for deletion leaves no case that is open, waiting or counted on (domain §9)."""

from handlers.cases import acts, special
from handlers.cases.lateness import pauses_of
from handlers.store.erasing import erase_person
from knowledge.feedback.states import CaseState
from tests.fakes.casework import CaseWard
from tests.handlers.cases.acting import does


def erased(ward: CaseWard) -> None:
    with ward.store.work() as work:
        erase_person(work, ward.citizen, ward.clock.now())
        work.commit()


def test_two_of_ones_own_reports_answered_together_both_end(ward: CaseWard) -> None:
    first, second = ward.open(), ward.open()
    assert does(ward, "Phụ Mẫu", lambda it: special.join(it, second, first)).done
    erased(ward)
    assert ward.row(first).state == CaseState.WITHDRAWN
    assert ward.row(second).state == CaseState.WITHDRAWN


def test_a_report_that_waits_for_its_sender_waits_no_more(ward: CaseWard) -> None:
    code = ward.open()
    assert does(ward, "Bạch Mẫu", lambda it: acts.ask(it, code, "Ở số nhà nào ạ?")).done
    ward.clock.move(hours=5)
    erased(ward)
    row = ward.row(code)
    assert (row.state, row.waiting_since) == (CaseState.WITHDRAWN, None)
    assert [one.end for one in pauses_of(row)] == [ward.clock.now()]
