"""One officer's eyes on many cases: `may_see` of each, what repeats worked out once.

What decides is the same as for one case (`Room.facts`); only units and people are remembered.
"""

from typing import Final

from handlers.cases.room import Room, unit_names
from handlers.cases.visibility import LEADING, CaseFacts, may_see
from handlers.officers import Officer
from handlers.store import cases
from handlers.ward import Ward
from knowledge.feedback.kinds import FeedbackKind

_KINDS: Final = {kind.value: kind for kind in FeedbackKind}
"""A look-up: calling the enumeration costs more than the rule itself."""


class Seeing:
    """For one request: the staff does not change under it."""

    def __init__(self, room: Room, ward: Ward, officer: Officer) -> None:
        self._room, self._ward, self._officer = room, ward, officer
        self._in_office = officer.id in room.officers
        self._units: dict[str, frozenset[int]] = {}
        self._stand_ins: dict[int | None, int | None] = {}
        self._people: dict[tuple[str, int | None, str], CaseFacts] = {}

    def facts(self, row: cases.Row) -> CaseFacts:
        """What decides who may see the case of this row."""
        if row.unit not in self._units:
            found = self._room.named(unit_names(self._ward.commune, row.unit))
            self._units[row.unit] = frozenset(one.id for one in found)
        people = (row.about, row.about_officer, row.named)
        if people not in self._people:
            self._people[people] = self._room.facts(row)
        known = self._people[people]
        return CaseFacts(
            commune=row.commune,
            kind=_KINDS[row.kind],
            about=known.about,
            unit=self._units[row.unit],
            holder=row.officer,
            stand_in=self._stand_in(row.officer),
            barred=known.barred,
            reviewers=known.reviewers,
        )

    def _stand_in(self, holder: int | None) -> int | None:
        if holder not in self._stand_ins:
            self._stand_ins[holder] = self._room.stand_in(holder)
        return self._stand_ins[holder]

    def sees(self, row: cases.Row) -> bool:
        """Whether this officer may see the case."""
        return self._in_office and may_see(self._officer, self.facts(row))

    @property
    def everything(self) -> bool:
        """Whether any case might be theirs to see: no use asking the database for less."""
        return self._officer.has(*LEADING)

    @property
    def stood_in_for(self) -> tuple[int, ...]:
        """Those who are away and whose work they have."""
        mine = (one.id for one in self._room.members if one.stand_in == self._officer.id)
        return tuple(one for one in mine if self._room.stand_in(one) == self._officer.id)

    @property
    def units(self) -> tuple[str, ...]:
        """Keys of the units they belong to: with what they hold, all an officer can see."""
        return tuple(
            key
            for key in self._ward.commune.feedback.units
            if any(
                one.id == self._officer.id
                for one in self._room.named(unit_names(self._ward.commune, key))
            )
        )
