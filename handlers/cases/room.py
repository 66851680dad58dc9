"""The staff as a case needs it: who may see it, who hears of it first."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from handlers.cases.visibility import WATCHED, WATCHING, CaseFacts, barred, may_see
from handlers.commands import Asked
from handlers.officers import Member, Officer, Role
from handlers.store import cases, staff
from handlers.store.unit_of_work import Work
from knowledge.calendar import local
from knowledge.commune import Commune
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct
from knowledge.text.folding import fold


@dataclass(frozen=True, slots=True)
class Room:
    """Everybody in office, read once per act."""

    members: tuple[Member, ...]

    @property
    def officers(self) -> dict[int, Officer]:
        """By id."""
        return {one.id: one.officer for one in self.members}

    def named(self, names: Iterable[str]) -> list[Member]:
        """Those with these names, in the order of the names."""
        wanted = [fold(name) for name in names]
        if not wanted:
            return []
        found = [one for one in self.members if fold(one.officer.name) in wanted]
        return sorted(found, key=lambda one: wanted.index(fold(one.officer.name)))

    def having(self, *roles: Role) -> list[Member]:
        """Those with one of these roles."""
        return [one for one in self.members if one.officer.has(*roles)]

    def member(self, officer: int | None) -> Member | None:
        """One of them by id."""
        return next((one for one in self.members if one.id == officer), None)

    def watcher(self, officer: int | None) -> int | None:
        """This one, if they may hold a case while it is unclear whom it is about."""
        found = self.member(officer)
        return found.id if found is not None and found.officer.has(*WATCHING) else None

    def facts(self, row: cases.Row, unit: Iterable[str] = ()) -> CaseFacts:
        """What decides who may see the case of this row."""
        about = About(row.about)
        named = frozenset(json.loads(row.named))
        out = barred(about, row.about_officer, self.officers, named)
        return CaseFacts(
            commune=row.commune,
            kind=FeedbackKind(row.kind),
            about=about,
            unit=frozenset(one.id for one in self.named(unit)),
            holder=row.officer,
            stand_in=self.stand_in(row.officer),
            barred=out,
            reviewers=any(one.id not in out for one in self.having(Role.REVIEWER)),
        )

    def stand_in(self, holder: int | None) -> int | None:
        """Who has an officer's work while they are away, by id."""
        away = self.member(holder)
        if away is None or away.away_until is None:
            return None
        other = self.member(away.stand_in)
        return None if other is None else other.id

    def hands(self, case: CaseFacts, asked: Asked, day: date) -> list[Member]:
        """Who works on a case that is held: while its holder is away, somebody present too.

        That is their stand-in, else those who would have heard of it first.
        """
        holder = self.member(case.holder)
        if holder is None or not holder.away(day):
            return [] if holder is None else [holder]
        other = self.member(holder.stand_in)
        if other is not None and not other.away(day) and may_see(other.officer, case):
            return [holder, other]
        first = self.first_to_hear(case, asked, day)
        return [holder, *(one for one in first if one.id != holder.id)]

    def first_to_hear(self, case: CaseFacts, asked: Asked, day: date) -> list[Member]:
        """Whose the case is before anybody took it: the unit, its stand-ins, those who lead."""
        groups: tuple[list[Member], ...] = (
            self._present(self.named(asked.officers), day),
            self._present(self.named(asked.stand_ins), day),
            self._present(self.having(Role.DESK_LEAD), day),
            self.having(Role.HEAD, Role.REVIEWER),
        )
        watched = case.about in {About.HEAD, About.UNCLEAR}
        if watched or case.kind in WATCHED:
            groups = (self.having(Role.HEAD, Role.REVIEWER),)
        for group in groups:
            able = [one for one in group if may_see(one.officer, case, CaseAct.CLAIM)]
            if able:
                return able
        return []

    def supervisors(self, case: CaseFacts) -> list[Member]:
        """Who stands above whoever holds the case; the desk lead without a holder."""
        holder = self.member(case.holder)
        above = self.member(holder.officer.superior) if holder else None
        found = [above] if above is not None else self.having(Role.DESK_LEAD)
        return [one for one in found if may_see(one.officer, case)]

    def heads(self, case: CaseFacts) -> list[Member]:
        """The head; the reviewer where the case is about the head."""
        able = [one for one in self.having(Role.HEAD) if may_see(one.officer, case)]
        return able or [one for one in self.having(Role.REVIEWER) if may_see(one.officer, case)]

    @staticmethod
    def _present(members: list[Member], day: date) -> list[Member]:
        return [one for one in members if not one.away(day)]


def room_of(work: Work, commune: str) -> Room:
    """Everybody in office now."""
    found = staff.members(work, commune)
    return Room(tuple(one for one in found if one.left_at is None))


def unit_names(commune: Commune, unit: str) -> tuple[str, ...]:
    """Names of a unit's officers and stand-ins, from the settings."""
    found = commune.feedback.units.get(unit)
    return (*found.officers, *found.stand_ins) if found else ()


def asked_now(commune: Commune, unit: str, now: datetime) -> Asked:
    """A unit's officers, to be told at once."""
    found = commune.feedback.units.get(unit)
    return Asked(found.officers, found.stand_ins, now) if found else Asked(at=now)


def today(now: datetime) -> date:
    """The local day."""
    return local(now).date()
