"""Which act is possible where; nothing leads out of an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.feedback.states import ENDED, MOVES, OPEN, CaseAct, CaseState, after, possible

S, A = CaseState, CaseAct


def test_the_straight_road() -> None:
    state: CaseState | None = S.RECEIVED
    for act in (A.CLAIM, A.ASK, A.ADD, A.ANSWER, A.REOPEN, A.CLAIM, A.ANSWER, A.CLOSE):
        assert state is not None
        state = after(state, act)
    assert state is S.CLOSED


def test_forwarded_and_refused_cases_close_too() -> None:
    assert after(S.ASSIGNED, A.FORWARD) is S.FORWARDED
    assert after(S.FORWARDED, A.CLOSE) is S.CLOSED
    assert after(S.RECEIVED, A.REFUSE) is S.NOT_ACCEPTED
    assert after(S.NOT_ACCEPTED, A.CLOSE) is S.CLOSED


def test_what_a_citizen_adds_to_a_case_nobody_holds_waits_to_be_taken() -> None:
    assert after(S.NEEDS_INFO, A.ADD, claimed=False) is S.RECEIVED
    assert after(S.NEEDS_INFO, A.ADD) is S.ASSIGNED


@pytest.mark.parametrize("state", sorted(ENDED))
def test_no_act_leads_out_of_an_end(state: CaseState) -> None:
    for act in possible(state):
        led = after(state, act)
        seen_through = act is A.ROUTE and led is S.ROUTED  # what it really was is seen later too
        assert led is state or seen_through or (state is S.NOT_ACCEPTED and led is S.CLOSED)


def test_nothing_is_done_to_what_is_not_kept() -> None:
    assert possible(S.ROUTED) == frozenset()


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_case_can_always_be_answered_and_withdrawn(state: CaseState) -> None:
    assert {A.ANSWER, A.WITHDRAW, A.FORWARD, A.REFUSE} <= possible(state)


@given(st.lists(st.sampled_from(sorted(CaseAct)), max_size=40))
def test_no_row_of_acts_reaches_answered_without_an_answer(acts: list[CaseAct]) -> None:
    state = S.RECEIVED
    answered = False
    for act in acts:
        led = after(state, act)
        if led is None:
            continue
        answered = answered or act is A.ANSWER
        state = led
        assert answered or state not in {S.ANSWERED, S.REOPENED}


def test_every_state_can_be_reached() -> None:
    reached = {S.RECEIVED} | {led for moves in MOVES.values() for led in moves.values()}

    assert reached == set(S)
