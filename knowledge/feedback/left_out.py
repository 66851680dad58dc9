"""Which of the citizen's own words an answer leaves out, to show them to the officer."""

from typing import Final

from knowledge.feedback.points import CLAUSE, untouched
from knowledge.feedback.signs import linked
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


def _short(clause: str) -> str:
    if len(clause) <= LONGEST:
        return clause
    return clause[:LONGEST].rsplit(" ", 1)[0] + "…"
