"""Who may see a case and do what: one function, asked by every list, card, search and act.

A case about a person is never seen by that person or by those below them; about the head only by
the reviewer; while it is unclear whom it is about, by head and reviewer (domain §7.2, F-5):
until they mark the person it is given to nobody else.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Final

from handlers.officers import Officer, Role
from knowledge.feedback.kinds import ROUTED, FeedbackKind
from knowledge.feedback.states import About, CaseAct

WATCHING: Final = frozenset({Role.HEAD, Role.REVIEWER})
"""Roles that see what is about conduct."""
WATCHED: Final = frozenset({FeedbackKind.CONDUCT, FeedbackKind.ABUSE}) | ROUTED
"""Kinds only they see, and whom they gave a case to."""
LEADING: Final = frozenset({Role.DESK_LEAD, Role.HEAD, Role.REVIEWER})
_OF_CITIZENS: Final = frozenset({CaseAct.ADD, CaseAct.WITHDRAW, CaseAct.REOPEN, CaseAct.RATE})
"""Never an officer's own act."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides who may see a case."""

    commune: str
    kind: FeedbackKind
    about: About = About.NOBODY
    unit: frozenset[int] = frozenset()
    """Officers and stand-ins of its unit."""
    holder: int | None = None
    stand_in: int | None = None
    """Who has the holder's work while they are away."""
    barred: frozenset[int] = frozenset()
    """Whom it is about and those below them; the reviewer answers to nobody here."""
    reviewers: bool = True
    """Whether the ward has a reviewer who is not barred."""


def may_see(officer: Officer, case: CaseFacts, act: CaseAct | None = None) -> bool:
    """Whether an officer may see a case (`act` None), or do this to it."""
    if not _sees(officer, case) or act in _OF_CITIZENS:
        return False
    rule = _RULES.get(act) if act is not None else None
    return rule is None or rule(officer, case)


def may_hold(officer: Officer, case: CaseFacts) -> bool:
    """Whether a case may be given to an officer: as its holder they may see it."""
    return may_see(officer, replace(case, holder=officer.id))


def _unlocks(officer: Officer, case: CaseFacts) -> bool:
    """Who runs the program holds the key's file: two hands, so not they."""
    del case
    return officer.has(*WATCHING) and not officer.has(Role.ADMIN)


def _marks(officer: Officer, case: CaseFacts) -> bool:
    return officer.has(Role.REVIEWER) or (officer.has(Role.HEAD) and not case.reviewers)


def _publishes(officer: Officer, case: CaseFacts) -> bool:
    return officer.has(Role.HEAD) or (case.about is About.HEAD and officer.has(Role.REVIEWER))


def _leads(officer: Officer, case: CaseFacts) -> bool:
    return officer.has(*LEADING) or officer.id in {case.holder, case.stand_in}


_RULES: Final[dict[CaseAct, Callable[[Officer, CaseFacts], bool]]] = {
    CaseAct.UNLOCK: _unlocks,
    CaseAct.MARK: _marks,
    CaseAct.PUBLISH: _publishes,
    CaseAct.UNPUBLISH: _publishes,
    CaseAct.ASSIGN: _leads,
    CaseAct.RECLASSIFY: _leads,
    CaseAct.JOIN: _leads,
    CaseAct.REFUSE: _leads,
    CaseAct.ROUTE: _leads,
}
"""Acts that not everybody who sees a case may do."""


def _sees(officer: Officer, case: CaseFacts) -> bool:
    if officer.commune != case.commune or officer.id in case.barred:
        return False
    if case.about is About.HEAD:
        return officer.has(Role.REVIEWER)
    if case.about is About.UNCLEAR:  # whoever it were given might be the one it is about
        return officer.has(*WATCHING)
    if case.kind in WATCHED:  # whoever stands in for its holder was not given it
        return officer.has(*WATCHING) or (case.holder == officer.id and officer.has(*_WORKING))
    if officer.has(*LEADING):
        return True
    mine = officer.id in {case.holder, case.stand_in, *case.unit}
    return mine and officer.has(Role.OFFICER)


_WORKING: Final = frozenset({Role.OFFICER, Role.DESK_LEAD})


def barred(
    about: About,
    person: int | None,
    officers: Mapping[int, Officer],
    named: Set[int] = frozenset(),
) -> frozenset[int]:
    """Who must not see a case: everybody it names and those below them.

    A case about the head names every head, so that a deputy with the role does not see it either;
    of those below a head the reviewers see it.
    """
    persons = set(named) | ({person} if person is not None else set())
    if about is not About.HEAD:
        return frozenset(_with_those_below(persons, officers))
    heads = {one.id for one in officers.values() if one.has(Role.HEAD)}
    under = {
        one
        for one in _with_those_below(heads, officers)
        if one in heads or not officers[one].has(Role.REVIEWER)
    }
    return frozenset(under | _with_those_below(persons - heads, officers))


def _with_those_below(named: set[int], officers: Mapping[int, Officer]) -> set[int]:
    found = set(named)
    growing = True
    while growing:
        more = {
            one.id for one in officers.values() if one.superior in found and one.id not in found
        }
        found |= more
        growing = bool(more)
    return found
