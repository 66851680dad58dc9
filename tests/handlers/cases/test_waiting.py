"""A case that waits for its sender: the days waited stay uncounted, whatever ends the wait."""

from collections.abc import Callable

import pytest

from handlers.cases import acts, special
from handlers.cases.acts import Answer, Doing, Outcome
from handlers.cases.lateness import due_of, pauses_of
from handlers.cases.listing import Query, Scope, listing
from handlers.commands import WithdrawCase
from handlers.store import staff
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseState
from tests.fakes.casework import GOOD, KEY, CaseWard

Act = Callable[[Doing, CaseCode], Outcome]
ENDS: dict[str, Act] = {
    "answer": lambda doing, code: acts.answer(doing, code, Answer(GOOD)),
    "refuse": lambda doing, code: acts.refuse(
        doing, code, "Việc này của hai nhà, mời anh/chị tự thoả thuận giúp ạ"
    ),
    "forward": lambda doing, code: acts.forward(doing, code, "Điện lực thành phố"),
}


def does(ward: CaseWard, who: str, act: Act, code: CaseCode) -> Outcome:
    with ward.store.work() as work:
        done = act(ward.doing(work, who), code)
        work.commit()
    return done


def waiting(ward: CaseWard) -> CaseCode:
    """A case that has waited three days for its sender."""
    code = ward.open()
    asked = does(ward, "Bạch Mẫu", lambda d, c: acts.ask(d, c, "Ở số nhà nào ạ?"), code)
    assert asked.done
    ward.clock.move(days=3)
    return code


def test_handed_to_a_colleague_it_still_waits(ward: CaseWard) -> None:
    code = waiting(ward)
    with ward.store.read() as work:
        other = next(one for one in staff.members(work, KEY) if one.officer.name == "Cường Mẫu")
    assert does(ward, "Bạch Mẫu", lambda d, c: acts.assign(d, c, other), code).done
    row = ward.row(code)
    assert (row.state, row.officer) == (CaseState.NEEDS_INFO, other.id)
    with ward.store.read() as work:
        officer = ward.officers["Cường Mẫu"]
        found = listing(work, ward.ward, officer, Query(Scope.WAITING), ward.clock.now())
    assert [one.code for one in found.lines] == [code]


@pytest.mark.parametrize("act", ENDS)
def test_the_last_day_stays_where_the_wait_has_moved_it(ward: CaseWard, act: str) -> None:
    code = waiting(ward)
    before = due_of(ward.ward, ward.row(code))
    assert does(ward, "Bạch Mẫu", ENDS[act], code).done
    row = ward.row(code)
    assert row.waiting_since is None
    assert len(pauses_of(row)) == 1
    assert due_of(ward.ward, row) > before


def test_while_it_waits_it_does_not_become_late(ward: CaseWard) -> None:
    code = waiting(ward)
    ward.clock.move(days=20)
    assert does(ward, "Bạch Mẫu", ENDS["answer"], code).done, "no reason is owed"


def test_joined_to_another_it_keeps_its_days(ward: CaseWard) -> None:
    code, first = waiting(ward), ward.open()
    assert does(ward, "Phụ Mẫu", lambda d, c: special.join(d, c, first), code).done
    row = ward.row(code)
    assert row.waiting_since is None
    assert len(pauses_of(row)) == 1


def test_taken_back_it_waits_no_more(ward: CaseWard) -> None:
    code = waiting(ward)
    ward.sends(WithdrawCase(ward.row(code).id))
    assert ward.row(code).waiting_since is None
