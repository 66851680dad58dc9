"""Procedures that give several things in one go, and whether wishes are for one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.matching.dying import KIN
from knowledge.procedures import CatalogueState, Procedure
from knowledge.text.folding import fold_word, word_set

FIELD: Final = "Liên thông"
"""Field of the procedures that hand one form on from office to office."""
_EACH: Final = word_set("moi tung rieng")
"""Words of who wants the things one by one: "hồ sơ mỗi cái gì"."""
_CHILD: Final = word_set("con be chau")
_FOR: Final = "cho"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A procedure that gives what others give one by one."""

    code: str
    gives: frozenset[str]
    """Codes of the procedures it stands for."""


def bundles_of(procedures: Iterable[Procedure]) -> tuple[Bundle, ...]:
    """The bundles of a catalogue."""
    active = (one for one in procedures if one.state is CatalogueState.ACTIVE)
    return tuple(Bundle(one.code, frozenset(one.linked)) for one in active if one.field == FIELD)


def same_wish(pieces: Sequence[Sequence[str]], *, each: bool) -> bool:
    """True unless the pieces are for different persons, or, if `each`, wanted one by one."""
    said = [[fold_word(word) for word in piece] for piece in pieces]
    if each and any(not _EACH.isdisjoint(piece) for piece in said):
        return False
    persons = {person for piece in said if (person := _for_whom(piece))}
    return len(persons) < 2


def _for_whom(folded: Sequence[str]) -> str | None:
    """For whom a piece wants something: "cho con", "cho mẹ"."""
    for place, word in enumerate(folded[:-1]):
        after = folded[place + 1]
        if word == _FOR and after in _CHILD:
            return "con"
        if word == _FOR and after in KIN:
            return after
    return None
