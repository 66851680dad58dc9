"""What the bot cannot say yet: per procedure and part, the most asked first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from knowledge.catalogue import Catalogue
from knowledge.loading import DATA
from knowledge.procedures import FeeKind, Mark, OnlineLevel, Part, Procedure
from knowledge.yaml_lines import read_yaml

ASKED_PARTS: Final = (
    Part.DOCUMENTS,
    Part.FEE,
    Part.TIME,
    Part.PLACE,
    Part.ONLINE,
    Part.AGENCY,
    Part.RESULT,
)
"""Parts people ask for; a gap in another one is no reason to call an officer."""

_MOST_ASKED: Final = DATA / "most_asked.yaml"


class GapKind(StrEnum):
    """Why a part cannot be said as a fact."""

    MISSING = "missing"
    LOCAL = "local"
    """The provincial council or the commune decides: the overlay's matter."""
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Gap:
    """One part of one procedure."""

    code: str
    name: str
    part: Part
    kind: GapKind


def gaps(
    catalogue: Catalogue, order: Sequence[str] = (), told: Mapping[str, int] | None = None
) -> tuple[Gap, ...]:
    """Every gap of the active records, in the order people ask.

    `told` counts answers per code where they have been counted; `order` decides the rest.
    """
    return tuple(
        Gap(procedure.code, procedure.title, part, kind)
        for procedure in in_demand(catalogue.active, order, told)
        for part in ASKED_PARTS
        if (kind := gap_in(procedure, part)) is not None
    )


def gap_in(procedure: Procedure, part: Part) -> GapKind | None:
    """Why `part` cannot be said as a fact; None when it can."""
    if part is Part.FEE and any(fee.kind is FeeKind.COUNCIL for fee in procedure.fees):
        return GapKind.LOCAL
    if part is Part.ONLINE:
        return GapKind.LOCAL if procedure.online_level is OnlineLevel.UNKNOWN else None
    if not _stated(procedure, part) or procedure.marks.get(part) is Mark.UNKNOWN:
        return GapKind.MISSING
    if procedure.marks.get(part) in (Mark.GENERAL, Mark.CONFLICTING):
        return GapKind.UNVERIFIED
    return None


def _stated(procedure: Procedure, part: Part) -> bool:
    match part:
        case Part.DOCUMENTS:
            return bool(procedure.documents)
        case Part.FEE:
            return any(fee.kind is not FeeKind.UNKNOWN for fee in procedure.fees)
        case Part.TIME:
            return bool(procedure.times)
        case Part.AGENCY:
            return procedure.deciding_agency is not None
        case Part.RESULT:
            return bool(procedure.results)
        case _:
            return True


def most_asked(path: Path = _MOST_ASKED) -> tuple[str, ...]:
    """Codes in the order we judge them to be asked."""
    return tuple(str(code) for code in read_yaml(path).value or ())


def without_sample(catalogue: Catalogue, sampled: Iterable[str]) -> tuple[Procedure, ...]:
    """Active records without a filled sample, the most asked first."""
    have = set(sampled)
    left = [one for one in catalogue.active if one.code not in have]
    return in_demand(left, most_asked())


def in_demand(
    procedures: Iterable[Procedure], order: Sequence[str], told: Mapping[str, int] | None = None
) -> tuple[Procedure, ...]:
    """Procedures, the most asked first."""
    return tuple(sorted(procedures, key=_by_demand(order, told or {})))


def _by_demand(
    order: Sequence[str], told: Mapping[str, int]
) -> Callable[[Procedure], tuple[int, int, str]]:
    places = {code: at for at, code in enumerate(order)}
    return lambda procedure: (
        -told.get(procedure.code, 0),
        places.get(procedure.code, len(places)),
        procedure.code,
    )
