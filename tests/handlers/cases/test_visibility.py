"""Exhaustive: roles × acts × relations × whom a case is about."""

from collections.abc import Iterator
from itertools import chain, combinations

import pytest

from handlers.cases.visibility import CaseFacts, barred, may_see
from handlers.officers import Officer, Role
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.feedback.states import About, CaseAct

WARD = "phuong-mau"
HEAD, DEPUTY, LEAD, NAMED, BELOW, OTHER, REVIEWER, ADMIN = range(1, 9)
STAFF = {
    HEAD: Officer(HEAD, WARD, "Đầu Mẫu", frozenset({Role.HEAD})),
    DEPUTY: Officer(DEPUTY, WARD, "Phó Mẫu", frozenset({Role.HEAD}), HEAD),
    LEAD: Officer(LEAD, WARD, "Phụ Mẫu", frozenset({Role.DESK_LEAD}), HEAD),
    NAMED: Officer(NAMED, WARD, "Bị Nêu", frozenset({Role.OFFICER}), LEAD),
    BELOW: Officer(BELOW, WARD, "Dưới Quyền", frozenset({Role.OFFICER}), NAMED),
    OTHER: Officer(OTHER, WARD, "Người Khác", frozenset({Role.OFFICER}), LEAD),
    REVIEWER: Officer(REVIEWER, WARD, "Soát Xét", frozenset({Role.REVIEWER}), HEAD),
    ADMIN: Officer(ADMIN, WARD, "Quản Trị", frozenset({Role.ADMIN}), HEAD),
}
ROLE_SETS = [
    frozenset(chosen)
    for chosen in chain.from_iterable(combinations(Role, size) for size in range(len(Role) + 1))
]
ACTS: list[CaseAct | None] = [None, *CaseAct]


def facts(
    kind: FeedbackKind, about: About, person: int | None = None, holder: int | None = None
) -> CaseFacts:
    return CaseFacts(
        WARD,
        kind,
        about,
        unit=frozenset({NAMED, BELOW, OTHER}),
        holder=holder,
        barred=barred(about, person, STAFF),
    )


def every_case() -> Iterator[CaseFacts]:
    for kind in TAKEN:
        for holder in (None, NAMED, BELOW, OTHER, LEAD, HEAD, ADMIN):
            yield facts(kind, About.NOBODY, holder=holder)
            yield facts(kind, About.UNCLEAR, holder=holder)
            yield facts(kind, About.HEAD, HEAD, holder)
            for person in STAFF:
                yield facts(kind, About.OFFICER, person, holder)


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_the_person_and_those_below_never_see_it_whatever_their_roles(
    roles: frozenset[Role],
) -> None:
    for kind in TAKEN:
        for officer in (NAMED, BELOW):
            who = Officer(officer, WARD, "x", roles, STAFF[officer].superior)
            for holder in (None, officer):
                case = facts(kind, About.OFFICER, NAMED, holder)
                assert not any(may_see(who, case, act) for act in ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_about_the_head_only_the_reviewer_sees(act: CaseAct | None) -> None:
    for kind in TAKEN:
        for holder in (None, *STAFF):
            case = facts(kind, About.HEAD, HEAD, holder)
            seeing = {one for one, who in STAFF.items() if may_see(who, case, act)}
            assert seeing <= {REVIEWER}


def test_a_reviewer_who_is_the_head_does_not_see_what_is_about_them() -> None:
    both = Officer(HEAD, WARD, "x", frozenset({Role.HEAD, Role.REVIEWER}))

    assert not may_see(both, facts(FeedbackKind.CONDUCT, About.HEAD, HEAD))


@pytest.mark.parametrize("act", ACTS)
def test_while_unclear_only_head_and_reviewer_see_it_whoever_holds_it(
    act: CaseAct | None,
) -> None:
    for kind in TAKEN:
        for holder in (None, OTHER):
            case = facts(kind, About.UNCLEAR, holder=holder)
            seeing = {one for one, who in STAFF.items() if may_see(who, case, act)}
            assert seeing <= {HEAD, DEPUTY, REVIEWER}


def test_conduct_is_seen_by_head_and_reviewer_only() -> None:
    case = facts(FeedbackKind.CONDUCT, About.NOBODY)

    assert {one for one, who in STAFF.items() if may_see(who, case)} == {HEAD, DEPUTY, REVIEWER}


def test_the_administrator_sees_no_case_and_opens_no_vault() -> None:
    for case in every_case():
        assert not any(may_see(STAFF[ADMIN], case, act) for act in ACTS)


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_only_head_or_reviewer_open_the_vault_and_never_who_runs_the_program(
    roles: frozenset[Role],
) -> None:
    who = Officer(99, WARD, "x", roles)
    able = any(may_see(who, case, CaseAct.UNLOCK) for case in every_case())

    assert able == (bool(roles & {Role.HEAD, Role.REVIEWER}) and Role.ADMIN not in roles)


def test_no_officer_does_what_only_the_sender_may() -> None:
    for case in every_case():
        for who in STAFF.values():
            for act in (CaseAct.WITHDRAW, CaseAct.REOPEN, CaseAct.RATE, CaseAct.ADD):
                assert not may_see(who, case, act)


def test_who_may_not_see_may_not_act() -> None:
    for case in every_case():
        for who in STAFF.values():
            if not may_see(who, case):
                assert not any(may_see(who, case, act) for act in CaseAct)


def test_another_communes_officer_sees_nothing() -> None:
    for roles in ROLE_SETS:
        stranger = Officer(50, "xa-khac", "x", roles)
        assert not any(may_see(stranger, case) for case in every_case())


def test_only_the_reviewer_says_whom_a_case_is_about() -> None:
    for case in every_case():
        able = {one for one, who in STAFF.items() if may_see(who, case, CaseAct.MARK)}
        assert able <= {REVIEWER}


def test_without_a_reviewer_the_head_says_it() -> None:
    case = CaseFacts(WARD, FeedbackKind.CONDUCT, About.UNCLEAR, reviewers=False)

    assert may_see(STAFF[HEAD], case, CaseAct.MARK)


def test_a_circle_of_superiors_ends() -> None:
    loop = {
        1: Officer(1, WARD, "a", frozenset({Role.OFFICER}), 2),
        2: Officer(2, WARD, "b", frozenset({Role.OFFICER}), 1),
    }

    assert barred(About.OFFICER, 1, loop) == {1, 2}
