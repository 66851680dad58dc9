"""Whose dossier it is, and who is told when they are away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.duties.values import Case
from handlers.officers import Member, Officer, Role
from knowledge.text.folding import fold


def owner(members: Iterable[Member], register_officer: str) -> Member | None:
    """The officer in office whom the register names; None when none or several fit."""
    wanted = fold(register_officer)
    if not wanted:
        return None
    found = [
        one
        for one in members
        if one.left_at is None and wanted in {fold(one.officer.name), fold(one.register_name or "")}
    ]
    return found[0] if len(found) == 1 else None


def standing_in(members: Sequence[Member], member: Member, day: date) -> Member:
    """Who does the member's work on `day`; a chain of absences is followed to its end."""
    seen = {member.id}
    by_id = {one.id: one for one in members if one.left_at is None}
    while member.away(day) and member.stand_in in by_id and member.stand_in not in seen:
        member = by_id[member.stand_in]
        seen.add(member.id)
    return member


def holding(members: Iterable[Member], role: Role) -> tuple[Member, ...]:
    """Officers in office who hold a role."""
    return tuple(one for one in members if one.left_at is None and role in one.officer.roles)


def told(members: Sequence[Member], register_officer: str, day: date) -> tuple[Member, ...]:
    """Who hears of a dossier on `day`: its officer or who stands in, else the desk lead or head.

    Nobody who cannot be written to counts.
    """
    mine = owner(members, register_officer)
    if mine is not None:
        acting = standing_in(members, mine, day)
        if acting.contact is not None and not acting.away(day):
            return (acting,)
    return leads(members, day)


def leads(members: Sequence[Member], day: date) -> tuple[Member, ...]:
    """The desk lead, or who stands in; the head where there is none to be reached."""
    for role in (Role.DESK_LEAD, Role.HEAD):
        acting = {standing_in(members, one, day).id for one in holding(members, role)}
        found = tuple(one for one in members if one.id in acting and one.contact is not None)
        if found:
            return found
    return ()


def heads(members: Sequence[Member]) -> tuple[Member, ...]:
    """Heads who can be written to; nobody signs in their place."""
    return tuple(one for one in holding(members, Role.HEAD) if one.contact is not None)


def is_theirs(
    members: Sequence[Member], officer: Officer, register_officer: str, day: date
) -> bool:
    """Whether an officer may speak for a dossier: theirs, nobody's, or as lead or head."""
    if officer.has(Role.DESK_LEAD, Role.HEAD):
        return True
    mine = owner(members, register_officer)
    return mine is None or officer.id in {mine.id, standing_in(members, mine, day).id}


@dataclass(frozen=True, slots=True)
class Theirs:
    """Whose dossiers are, to one officer: looked up once for each name the register has."""

    officer: Officer
    members: Sequence[Member]
    date: date
    _heard: dict[str, bool] = field(default_factory=dict)
    _spoken: dict[str, bool] = field(default_factory=dict)

    def hears_of(self, case: Case) -> bool:
        """Whether they have it, or stand in for who does."""
        name = case.dossier.officer
        if name not in self._heard:
            heard = told(self.members, name, self.date)
            self._heard[name] = any(one.id == self.officer.id for one in heard)
        return self._heard[name]

    def may_speak_for(self, case: Case) -> bool:
        """Whether they may answer for it."""
        name = case.dossier.officer
        if name not in self._spoken:
            self._spoken[name] = is_theirs(self.members, self.officer, name, self.date)
        return self._spoken[name]

    def among(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """Those they may answer for."""
        return tuple(case for case in cases if self.may_speak_for(case))
