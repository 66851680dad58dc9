"""The catalogue of one day: which version of a record holds, what took its place, what is stale.

Rules P-1 to P-11 of the domain that concern records stand here as functions of values and a day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Final

from knowledge.overlay import Overlay, apply_overlay
from knowledge.procedures import CatalogueState, Procedure, Rank
from knowledge.text.codes import procedure_codes
from knowledge.text.folding import fold
from knowledge.versions import RANK_ORDER, RETIRED, VersionSpan, standing_on

STALE_AFTER: Final = timedelta(days=90)
"""P-9: a record not looked at for longer is said with "cần xác nhận lại tại quầy"."""

CIVIL_STATUS_REVIEW: Final = date(2027, 2, 15)
"""P-10: Luật Hộ tịch 03/2026/QH16 takes effect 1/3/2027; look at the records before."""

CIVIL_STATUS_FIELD: Final = "Hộ tịch"


def clean_code(text: str) -> str | None:
    """The six-digit national code in `text`, less what provinces append (§2.3)."""
    codes = procedure_codes(text.strip().upper())
    return codes[0] if codes else None


def name_key(name: str) -> str:
    """Key to sort and search names by: folded, without the leading "thủ tục"."""
    return fold(name).removeprefix("thu tuc ").strip()


def is_stale(procedure: Procedure, on: date) -> bool:
    """P-9: not checked for 90 days, never checked, or past its `review_by`."""
    if procedure.checked_on is None or procedure.checked_on + STALE_AFTER < on:
        return True
    return procedure.review_by is not None and procedure.review_by < on


def review_is_near(procedure: Procedure, on: date, within: timedelta) -> bool:
    """Whether an officer should be asked "vẫn đúng?" within the given time."""
    if is_stale(procedure, on + within):
        return True
    return procedure.review_by is not None and procedure.review_by <= on + within


def review_date_missing(procedure: Procedure) -> bool:
    """P-10: a civil-status record has to be looked at before the new law takes effect."""
    if procedure.field != CIVIL_STATUS_FIELD or procedure.state in RETIRED:
        return False
    return procedure.review_by is None or procedure.review_by > CIVIL_STATUS_REVIEW


def name_differs(one: str, other: str) -> bool:
    """P-7: names change while codes stay; a difference is shown to officers, never refused."""
    return name_key(one) != name_key(other)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in the catalogue of a day."""

    procedure: Procedure
    version: int
    rank: Rank
    state: CatalogueState
    stale: bool = False
    replaced_by: str | None = None

    @property
    def active(self) -> bool:
        """Whether citizens may be guided through it today."""
        return self.state is CatalogueState.ACTIVE


@dataclass(frozen=True)
class Catalogue:
    """Everything the ward can say about procedures on one day."""

    on: date
    version: int
    entries: Mapping[str, Entry]
    overlays: Mapping[str, Overlay] = field(default_factory=dict)
    successors: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def procedures(self) -> Mapping[str, Procedure]:
        """Records in force that this commune offers, as it says them, in code order."""
        return {
            code: _as_said(entry.procedure, self.overlays.get(code))
            for code, entry in self.entries.items()
            if entry.active and self.offered(code)
        }

    @property
    def active(self) -> tuple[Procedure, ...]:
        """The same as a list."""
        return tuple(self.procedures.values())

    @cached_property
    def retired(self) -> Mapping[str, Procedure]:
        """Replaced and repealed records; each names its successor, if it has one (P-6)."""
        return {
            code: entry.procedure.model_copy(
                update={"state": entry.state, "replaced_by": self.successors.get(code)}
            )
            for code, entry in self.entries.items()
            if entry.state in RETIRED
        }

    @cached_property
    def versions(self) -> Mapping[str, int]:
        """Number of the version of each code."""
        return {code: entry.version for code, entry in self.entries.items()}

    @cached_property
    def stale(self) -> frozenset[str]:
        """Codes whose answers carry "cần xác nhận lại tại quầy" (P-9)."""
        return frozenset(code for code, entry in self.entries.items() if entry.stale)

    def offered(self, code: str) -> bool:
        """Whether the commune does it at all; it does unless its overlay says no."""
        overlay = self.overlays.get(code)
        return overlay is None or overlay.offered

    def get(self, code: str) -> Procedure | None:
        """The record as published, active or retired; the overlay is not applied."""
        entry = self.entries.get(code)
        return entry.procedure if entry else None

    def state(self, code: str) -> CatalogueState | None:
        """State of a code on this day."""
        entry = self.entries.get(code)
        return entry.state if entry else None

    def successor(self, code: str) -> Procedure | None:
        """The active record that took the place of `code`, however many steps away (P-6)."""
        seen = {code}
        while (following := self.successors.get(code)) is not None and following not in seen:
            entry = self.entries.get(following)
            if entry is not None and entry.active:
                return self.procedures.get(following, entry.procedure)
            seen.add(following)
            code = following
        return None

    def fields(self) -> dict[str, tuple[Procedure, ...]]:
        """Active records by field, fields and names in alphabetical order."""
        groups: dict[str, list[Procedure]] = {}
        for procedure in self.by_name():
            groups.setdefault(procedure.field, []).append(procedure)
        return {name: tuple(groups[name]) for name in sorted(groups, key=fold)}

    def letters(self) -> dict[str, tuple[Procedure, ...]]:
        """Active records by the first letter of their folded name."""
        groups: dict[str, list[Procedure]] = {}
        for procedure in self.by_name():
            groups.setdefault(name_key(procedure.title)[:1].upper(), []).append(procedure)
        return {letter: tuple(group) for letter, group in groups.items()}

    def by_name(self) -> tuple[Procedure, ...]:
        """Active records in alphabetical order of the names shown."""
        return tuple(sorted(self.active, key=lambda p: (name_key(p.title), p.code)))


def _as_said(procedure: Procedure, overlay: Overlay | None) -> Procedure:
    return procedure if overlay is None else apply_overlay(procedure, overlay)


def build_catalogue(
    entries: Iterable[Entry],
    on: date,
    *,
    version: int = 0,
    overlays: Mapping[str, Overlay] | None = None,
) -> Catalogue:
    """Put entries together; what a record says it replaces is retired (P-6)."""
    known = {entry.procedure.code: entry for entry in entries}
    successors = {
        code: entry.replaced_by
        for code, entry in known.items()
        if not entry.active and entry.replaced_by
    }
    for entry in list(known.values()):
        if entry.active:
            _retire_replaced(entry, known, successors)
    ordered = {code: known[code] for code in sorted(known)}
    return Catalogue(
        on, version, MappingProxyType(ordered), MappingProxyType(dict(overlays or {})), successors
    )


def _retire_replaced(by: Entry, known: dict[str, Entry], successors: dict[str, str]) -> None:
    """A record of lower rank, or none at all, gives way to the one that says it replaces it."""
    for old in by.procedure.replaces:
        entry = known.get(old)
        if entry is None:
            entry = Entry(_only_known_as_replaced(old, by.procedure), 0, by.rank, RETIRED[0])
        elif entry.active and RANK_ORDER[entry.rank] >= RANK_ORDER[by.rank]:
            continue
        successors.setdefault(old, by.procedure.code)
        state = CatalogueState.REPLACED if entry.active else entry.state
        known[old] = replace(entry, state=state, replaced_by=successors[old])


def _only_known_as_replaced(code: str, by: Procedure) -> Procedure:
    return Procedure(
        code=code,
        name=f"Thủ tục {code}",
        field=by.field,
        desk=by.desk,
        state=CatalogueState.REPLACED,
        replaced_by=by.code,
    )


def catalogue_of(procedures: Iterable[Procedure], on: date, *, version: int = 0) -> Catalogue:
    """A catalogue straight from values, without a database: for tests and `catalogue check`."""
    entries = (
        Entry(
            procedure,
            1,
            Rank.SHIPPED,
            _state_of(procedure, on),
            is_stale(procedure, on),
            procedure.replaced_by,
        )
        for procedure in procedures
    )
    return build_catalogue(entries, on, version=version)


def _state_of(procedure: Procedure, on: date) -> CatalogueState:
    span = VersionSpan(
        procedure.code,
        1,
        Rank.SHIPPED,
        procedure.state,
        procedure.effective_from,
        procedure.effective_to,
        procedure.replaced_by,
    )
    standing = standing_on([span], on)
    return CatalogueState.DRAFT if standing is None else standing.state
