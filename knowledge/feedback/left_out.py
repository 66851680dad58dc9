"""Which of the citizen's own words an answer leaves out, to show them to the officer."""

from typing import Final

from knowledge.feedback.points import CLAUSE, untouched
from knowledge.feedback.signs import linked, said_again, telling
from knowledge.feedback.topics import GROUPS, shipped_topics, with_amounts

LONGEST: Final = 60
"""Letters of the citizen's words that are shown."""


def left_out(matter: str, reply: str) -> str:
    """The clause most plainly left out, shortened; empty when none can be told."""
    clauses = [one.strip() for one in CLAUSE.split(matter) if one.strip()]
    told = with_amounts(reply)
    left = {one.key: one.group for one in shipped_topics().left(matter, reply)}
    for group in GROUPS:
        for clause in clauses:
            keys = {one.key for one in shipped_topics().raised(clause) if one.group == group}
            if keys & left.keys():
                return _short(clause)
    others = [*untouched(matter, reply), *(one for one in clauses if not linked(one, told))]
    return _short(others[0]) if others else ""


def is_elsewhere(matter: str, reply: str) -> bool:
    """Whether an answer takes up nothing of what is brought up, and says no word of it."""
    told, raised = with_amounts(reply), shipped_topics().raised(matter)
    if not raised or any(one.told.found_in(told, exact=True) for one in raised):
        return False
    return not said_again(set(telling(matter)), told)


def _short(clause: str) -> str:
    if len(clause) <= LONGEST:
        return clause
    return clause[:LONGEST].rsplit(" ", 1)[0] + "…"
