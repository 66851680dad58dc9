"""Who may do what: every role against every act."""

from itertools import chain, combinations

import pytest

from handlers.officers import CITIZEN, Officer, Role
from handlers.roles import ALLOWED, Act, may

EXPECTED = {
    Role.OFFICER: "see ready on_time late explain status enter write teach call recheck",
    Role.DESK_LEAD: "see see_all ready on_time late explain status enter write approve "
    "teach live call undelivered recheck",
    Role.HEAD: "see see_all ready on_time late explain status decide override enter audit "
    "write approve teach live call undelivered recheck",
    Role.ADMIN: "manage calendar audit undelivered",
    Role.REVIEWER: "enter audit teach",
}
"""Written anew, by role, so that a slip in the table of acts shows."""
SHORT = {
    Act.SEE_WORK: "see",
    Act.SEE_ALL_WORK: "see_all",
    Act.CONFIRM_READY: "ready",
    Act.SAY_ON_TIME: "on_time",
    Act.SAY_LATE: "late",
    Act.DECIDE_APOLOGY: "decide",
    Act.EXPLAIN_LATE: "explain",
    Act.OVERRIDE: "override",
    Act.SET_STATUS: "status",
    Act.ENTER_CASE: "enter",
    Act.TEACH: "teach",
    Act.LET_LIVE: "live",
    Act.CALL: "call",
    Act.WRITE_BROADCAST: "write",
    Act.APPROVE_BROADCAST: "approve",
    Act.RECHECK: "recheck",
    Act.UNDELIVERED: "undelivered",
    Act.SEE_AUDIT: "audit",
    Act.CONFIRM_CALENDAR: "calendar",
    Act.MANAGE_STAFF: "manage",
}


def officer(*roles: Role) -> Officer:
    return Officer(1, "phuong-mau", "Lê Thị Mẫu", frozenset(roles))


def test_every_act_has_roles_and_none_is_forgotten_here() -> None:
    assert set(ALLOWED) == set(Act) == set(SHORT)
    assert set(EXPECTED) == set(Role)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Role)
def test_a_role_alone_may_do_what_is_expected_of_it_and_no_more(role: Role, act: Act) -> None:
    assert may(officer(role), act) == (SHORT[act] in EXPECTED[role].split())


def test_several_roles_may_do_what_one_of_them_may() -> None:
    for roles in chain.from_iterable(combinations(Role, n) for n in range(len(Role) + 1)):
        for act in Act:
            assert may(officer(*roles), act) == any(may(officer(one), act) for one in roles)


@pytest.mark.parametrize("act", Act)
def test_a_citizen_may_do_none_of_it(act: Act) -> None:
    assert not may(CITIZEN, act)
