"""Whom a case is about, said later than with its first words: they lose it at once (F-5)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.cases import groups
from handlers.cases.room import Room
from handlers.cases.visibility import may_hold, may_see
from handlers.officers import Role
from handlers.store import case_cards, cases, publications
from handlers.store.unit_of_work import Work
from knowledge.feedback.concern import Person, concerned
from knowledge.feedback.states import About, CaseState

SYSTEM = "system"


class AsIf:
    """A row with some columns changed."""

    def __init__(self, row: cases.Row, values: dict[str, Any]) -> None:
        self._row, self._values = row, values

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a column
        return self._values[name] if name in self._values else getattr(self._row, name)


@dataclass(frozen=True, slots=True)
class Concerning:
    """One act that may change whom cases are about."""

    work: Work
    room: Room
    now: datetime

    def heard(self, row: cases.Row, words: str) -> bool:
        """What was added names somebody: True when it changes who may see the case.

        Cases answered together are about the same person, so all of them change.
        """
        person = self._person(row.matter or "", words)
        merged = {one.id: _merged(one, person) for one in self._together(row)}
        changed = {one: values for one, values in merged.items() if values}
        for case, values in changed.items():
            self.set(cases.read(self.work, case), values)
        return bool(changed)

    def set(self, row: cases.Row, values: dict[str, Any]) -> None:
        """Write whom it is about; who may not hold it loses it, and the cards in their chat."""
        after = AsIf(row, values)
        values = {**values, **self.without_holder(row, after)}
        cases.change(self.work, row.id, row.version, values)
        cases.record(self.work, row.id, "named", SYSTEM, self.now, internal=True)
        self.take_cards_back(cases.read(self.work, row.id))
        publications.take_down(self.work, row.id, self.now)
        groups.refresh(self.work, row.id, self.now)  # at once, not at the unit's next opening

    def without_holder(self, row: cases.Row, after: cases.Row) -> dict[str, Any]:
        """What changes when whoever holds it may not any more: it is free to be taken."""
        holder = self.room.member(row.officer)
        if holder is None or may_hold(holder.officer, self.room.facts(after)):
            return {}
        freed = {"state": CaseState.RECEIVED} if row.state == CaseState.ASSIGNED else {}
        return {"officer": None, **freed}

    def take_cards_back(self, row: cases.Row) -> None:
        """Those who may not see it: what waits for them does not leave, what left is emptied."""
        everybody = frozenset(self.room.officers)
        facts = self.room.facts(row)
        hidden = [
            one.contact
            for one in self.room.members
            if one.contact is not None
            and one.id in everybody & facts.barred
            and not may_see(one.officer, facts)
        ]
        case_cards.take_back(self.work, row, hidden, self.now)

    def _person(self, matter: str, words: str) -> Person:
        """Whom the new words name; with the matter before them, if that changes who is meant."""
        names = {one.id: one.officer.name for one in self.room.members}
        heads = {one.id for one in self.room.having(Role.HEAD)}
        alone = concerned(words, names, heads)
        if alone.about is not About.NOBODY:
            return alone
        both = concerned(f"{matter}\n{words}", names, heads)
        return both if both != concerned(matter, names, heads) else alone

    def _together(self, row: cases.Row) -> list[cases.Row]:
        """The case, and those answered with it."""
        first = cases.read(self.work, row.joined_to) if self._joined(row) else row
        return [first, *cases.joined_to(self.work, first.id)]

    @staticmethod
    def _joined(row: cases.Row) -> bool:
        return row.state == CaseState.JOINED and row.joined_to is not None


def _merged(row: cases.Row, person: Person) -> dict[str, Any]:
    """The columns after somebody more was named; empty when nothing changes."""
    about, officer = About(row.about), row.about_officer
    named = set(json.loads(row.named))
    known = named | ({officer} if officer is not None else set())
    if person.about is About.HEAD and about is not About.HEAD:
        about, officer = About.HEAD, person.officer
    elif person.about is not About.NOBODY and about is About.NOBODY:
        about, officer = person.about, person.officer
    everybody = known | person.everybody
    others = json.dumps(sorted(everybody - {officer}))
    if (about, officer, others) == (row.about, row.about_officer, row.named):
        return {}
    return {"about": about.value, "about_officer": officer, "named": others}
