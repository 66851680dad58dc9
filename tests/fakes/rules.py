"""Rules with other figures than those that ship, for the length of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from knowledge.dossiers.rulebook import Rulebook, RuleOverlay, put_in_force, shipped_rules

LONG_AGO = date(2025, 7, 2)
"""A day after every shipped rule's first, and before every dossier of the tests began."""


@contextmanager
def in_force(book: Rulebook) -> Iterator[None]:
    """Everything is judged by these rules."""
    put_in_force(book)
    try:
        yield
    finally:
        put_in_force(None)


def ruled(rule: str, value: int, since: date = LONG_AGO) -> Rulebook:
    """The shipped rules, one of them with another figure since a day."""
    change = {"since": since, "value": value, "basis": "Nghị định mới"}
    return shipped_rules().overlaid({rule: RuleOverlay.model_validate({"changes": [change]})})


def ruled_for(rule: str, procedure: str, value: int) -> Rulebook:
    """The shipped rules, one of them with another figure for one procedure."""
    change = {"since": LONG_AGO, "value": value, "basis": "Luật riêng"}
    added = {"procedures": {procedure: [change]}}
    return shipped_rules().overlaid({rule: RuleOverlay.model_validate(added)})


def not_before(rule: str, since: date) -> Rulebook:
    """The shipped rules, one of them in force only since a day."""
    book = shipped_rules()
    later = tuple(one.model_copy(update={"since": since}) for one in book.versions[rule][-1:])
    return Rulebook({**book.versions, rule: later}, book.special)
