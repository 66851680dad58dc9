"""Who hears of each act on a case, and nobody else does: one line for every act there is."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from handlers.cases import acts, marking, publishing, special
from handlers.cases.acts import Answer, Doing, Outcome
from handlers.cases.publishing import Shown
from handlers.cases.routing import route
from handlers.commands import AddToCase, CaseCommand, RateCase, ReopenCase, WithdrawCase
from handlers.officers import Member, Role
from handlers.store import cases, staff
from handlers.store.unit_of_work import Store
from handlers.vault import Identity
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct, CaseState
from tests.fakes.casework import GOOD, KEY, CaseWard
from tests.fakes.clock import FakeClock

HEAD, LEAD, ONE, UNDER, THIRD, REVIEWER, ADMIN = (
    "Đầu Mẫu", "Phụ Mẫu", "Bạch Mẫu", "Cường Mẫu", "Dung Mẫu", "Soát Mẫu", "Quản Mẫu",
)  # fmt: skip
SENDER = "người gửi"
WORDS = "Việc này của hai nhà, mời anh/chị tự thoả thuận giúp ạ"
LAW = FeedbackKind.COMPLAINT
Act = Callable[[CaseWard, Doing, CaseCode], Outcome | Identity]
Sent = Callable[[CaseWard, int], CaseCommand]


@dataclass(frozen=True, slots=True)
class Line:
    """An act on a case of the unit, by whom, and who hears of it."""

    act: CaseAct
    by: str
    told: frozenset[str]
    does: Act | None = None
    sends: Sent | None = None
    """What the sender does, by the case's number."""
    held: str | None = ONE
    state: CaseState = CaseState.ASSIGNED
    kind: FeedbackKind = FeedbackKind.LOCAL_MATTER
    about: About = About.NOBODY
    person: str | None = None


def line(act: CaseAct, by: str, does: object, *told: str, **more: object) -> Line:
    how = {"sends" if by == SENDER else "does": does}
    return Line(act, by, frozenset(told), **how, **more)  # type: ignore[arg-type]


def member(ward: CaseWard, name: str) -> Member:
    with ward.store.read() as work:
        return next(one for one in staff.members(work, KEY) if one.officer.name == name)


def assigns(to: str) -> Act:
    return lambda ward, it, code: acts.assign(it, code, member(ward, to))


def marks(whom: str | None) -> Act:
    return lambda ward, it, code: special.mark(
        it, code, None if whom is None else member(ward, whom)
    )


def kind_is(kind: FeedbackKind) -> Act:
    return lambda _, it, code: acts.reclassify(it, code, kind)


def opens_name(ward: CaseWard, it: Doing, code: CaseCode) -> Outcome | Identity:
    return special.unlock(it, code, ward.vault, "hẹn gặp")


def joins(ward: CaseWard, it: Doing, code: CaseCode) -> Outcome:
    found = cases.by_code(it.work, CaseCode(code.commune, code.day, code.number - 1))
    assert found is not None
    return special.join(it, code, cases.code_of(found))


def publishes(ward: CaseWard, it: Doing, code: CaseCode) -> Outcome:
    return publishing.publish(it, code, Shown("Đèn hỏng", "Đã thay"), ward.vault)


FREE: dict[str, object] = {"held": None, "state": CaseState.RECEIVED}
ENDED: dict[str, object] = {"state": CaseState.ANSWERED}
UNCLEAR: dict[str, object] = {**FREE, "about": About.UNCLEAR}
OF_HEAD: dict[str, object] = {**FREE, "about": About.HEAD, "person": HEAD}
OF_ONE: dict[str, object] = {**FREE, "about": About.OFFICER, "person": ONE}
CONDUCT, SERVICE = FeedbackKind.CONDUCT, FeedbackKind.SERVICE
LINES = (
    line(CaseAct.CLAIM, ONE, lambda _, it, code: acts.claim(it, code), **FREE),
    line(CaseAct.ASSIGN, LEAD, assigns(THIRD), THIRD),
    line(CaseAct.ASSIGN, ONE, assigns(ONE)),
    line(CaseAct.ASSIGN, REVIEWER, assigns(THIRD), THIRD, **OF_ONE),
    line(CaseAct.RECLASSIFY, LEAD, kind_is(SERVICE), LEAD, **FREE),
    line(CaseAct.RECLASSIFY, LEAD, kind_is(SERVICE)),
    line(CaseAct.RECLASSIFY, LEAD, kind_is(CONDUCT), HEAD, REVIEWER, **FREE),
    line(CaseAct.RECLASSIFY, ONE, kind_is(CONDUCT), HEAD, REVIEWER),
    line(CaseAct.RECLASSIFY, LEAD, kind_is(CONDUCT), HEAD, REVIEWER, **FREE, kind=SERVICE),
    line(CaseAct.RECLASSIFY, REVIEWER, kind_is(SERVICE), REVIEWER, **OF_HEAD),
    line(CaseAct.MARK, REVIEWER, marks(None), ONE, UNDER, **UNCLEAR),
    line(CaseAct.MARK, REVIEWER, marks(ONE), THIRD, **UNCLEAR),
    line(CaseAct.MARK, REVIEWER, marks(ONE), THIRD),
    line(CaseAct.MARK, REVIEWER, marks(UNDER)),
    line(CaseAct.MARK, REVIEWER, marks(HEAD), REVIEWER),
    line(CaseAct.MARK, REVIEWER, marks(HEAD), **UNCLEAR, kind=CONDUCT),
    line(CaseAct.MARK, REVIEWER, marks(ONE), **UNCLEAR, kind=CONDUCT),
    line(CaseAct.MARK, REVIEWER, marks(ONE), **ENDED),
    line(CaseAct.JOIN, LEAD, joins, SENDER),
    line(CaseAct.ROUTE, LEAD, lambda _, it, code: route(it, code, LAW), SENDER, HEAD, REVIEWER),
    line(
        CaseAct.ROUTE, REVIEWER, lambda _, it, code: route(it, code, LAW), SENDER, REVIEWER,
        **OF_HEAD,
    ),
    line(CaseAct.REFUSE, LEAD, lambda _, it, code: acts.refuse(it, code, WORDS), SENDER),
    line(CaseAct.FORWARD, ONE, lambda _, it, code: acts.forward(
        it, code, "Điện lực thành phố", "", Answer("", "đã gọi")), SENDER),
    line(CaseAct.CLOSE, ONE, lambda _, it, code: acts.close(it, code), **ENDED),
    line(CaseAct.UNLOCK, HEAD, opens_name, HEAD, REVIEWER, ADMIN),
    line(CaseAct.UNLOCK, REVIEWER, opens_name, HEAD, REVIEWER, ADMIN),
    line(CaseAct.UNLOCK, REVIEWER, opens_name, REVIEWER, ADMIN, **OF_HEAD),
    line(CaseAct.UNLOCK, HEAD, opens_name, HEAD, ADMIN,
         **{**OF_ONE, "person": REVIEWER}),
    line(CaseAct.ASK, ONE, lambda _, it, code: acts.ask(it, code, "Ở số nhà nào ạ?"), SENDER),
    line(CaseAct.ANSWER, ONE, lambda _, it, code: acts.answer(it, code, Answer(GOOD)), SENDER),
    line(CaseAct.NOTE, ONE, lambda _, it, code: acts.note(it, code, "đã gọi")),
    line(CaseAct.EXPLAIN, ONE, lambda _, it, code: acts.explain(it, code, "chờ vật tư")),
    line(CaseAct.KEEP, ONE, lambda _, it, code: marking.keep(it, code)),
    line(CaseAct.URGENT, ONE, lambda _, it, code: marking.urge(it, code), LEAD, HEAD),
    line(CaseAct.URGENT, THIRD, lambda _, it, code: marking.urge(it, code), LEAD, HEAD, **OF_ONE),
    line(CaseAct.PUBLISH, HEAD, publishes, **ENDED),
    line(CaseAct.UNPUBLISH, HEAD, lambda ward, it, code: (
        publishes(ward, it, code), publishing.withdraw(it, code))[1], **ENDED),
    line(CaseAct.ADD, SENDER, lambda _, case: AddToCase(case, "ở số 4"), ONE),
    line(CaseAct.ADD, SENDER, lambda _, case: AddToCase(case, "ở số 4"), **FREE),
    line(CaseAct.REOPEN, SENDER, lambda ward, case: ReopenCase(
        case, "chưa xong", ward.clock.now()), ONE, **ENDED),
    line(CaseAct.RATE, SENDER, lambda _, case: RateCase(case, solved=False, score=1), **ENDED),
    line(CaseAct.WITHDRAW, SENDER, lambda _, case: WithdrawCase(case), ONE),
)  # fmt: skip
"""On cases that were assigned to Bạch unless said otherwise."""


def test_every_act_has_its_line() -> None:
    assert {one.act for one in LINES} == set(CaseAct)


@pytest.fixture
def ward(sqlite_store: Store, clock: FakeClock) -> CaseWard:
    return CaseWard(sqlite_store, clock)


def opened(ward: CaseWard, one: Line) -> CaseCode:
    """The case of a line, another one before it."""
    ward.open()
    code = ward.open(one.kind, about=one.about, person=one.person, sealed=("Lê Thị Thử", "0900"))
    row, now = ward.row(code), ward.clock.now()
    values: dict[str, object] = {
        "state": one.state,
        "officer": ward.officers[one.held].id if one.held else None,
    }
    if one.state is CaseState.ANSWERED:
        values |= {"answered_at": now, "first_reply_at": now}
    with ward.store.work() as work:
        cases.change(work, row.id, row.version, values)
        if one.state is CaseState.ANSWERED:
            cases.record(work, row.id, "answer", "officer:0", now, words=GOOD)
        work.commit()
    return code


def heard(ward: CaseWard) -> dict[str, list[str]]:
    return {who: ward.told(None if who == SENDER else who) for who in (*ward.officers, SENDER)}


@pytest.mark.parametrize("one", LINES, ids=lambda one: f"{one.act}-{one.by}-{one.about}")
def test_these_hear_of_an_act_and_nobody_else(ward: CaseWard, one: Line) -> None:
    code = opened(ward, one)
    before = heard(ward)
    if one.sends is not None:
        ward.sends(one.sends(ward, ward.row(code).id))
    if one.does is not None:
        with ward.store.work() as work:
            done = one.does(ward, ward.doing(work, one.by), code)
            work.commit()
        assert isinstance(done, Identity) or done.done, done
    after = heard(ward)
    assert {who for who in after if len(after[who]) > len(before[who])} == one.told


@pytest.mark.parametrize("opener", [HEAD, REVIEWER])
def test_where_nobody_else_watches_the_administrator_knows_of_an_opening(
    ward: CaseWard, opener: str
) -> None:
    """Of no case: not its reference, not the reason."""
    other = HEAD if opener == REVIEWER else REVIEWER
    with ward.store.work() as work:
        staff.set_roles(work, ward.officers[other].id, {Role.OFFICER})
        work.commit()
    code = ward.open(sealed=("Lê Thị Thử", "0900"))
    with ward.store.work() as work:
        assert isinstance(opens_name(ward, ward.doing(work, opener), code), Identity)
        work.commit()
    told = ward.told(ADMIN)
    assert len(told) == 1
    assert opener in told[0]
    assert not [one for one in (str(code), "hẹn gặp", "Thử") if one in told[0]]
    assert not [one for one in ward.told(other) if "niêm phong" in one]
