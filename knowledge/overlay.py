"""What one commune adds to the published records: local fees, shortened times, desk, links.

The provincial council sets many fees (HĐND) and the province may shorten times, half days
included (P-8); the level of online service is set per province. Nothing here changes a record:
the overlay is laid over it when it is shown, and survives new versions.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from knowledge.procedures import (
    Desk,
    Fee,
    FeeKind,
    Mark,
    OnlineLevel,
    Part,
    Procedure,
    ProcedureCode,
    ProcessingTime,
    Record,
    Text,
)

_OPEN_FEES = (FeeKind.COUNCIL, FeeKind.UNKNOWN)


class Overlay(Record):
    """What one commune says about one procedure."""

    code: ProcedureCode
    offered: bool = True
    """False: the commune does not do it, and it is not listed."""
    fees: tuple[Fee, ...] = ()
    """Local fees; each stands for its case, one without a case for the whole procedure."""
    times: tuple[ProcessingTime, ...] = ()
    online_level: OnlineLevel | None = None
    online_url: Text | None = None
    desk: Desk | None = None
    submit_to: Text | None = None
    confirmed: tuple[Part, ...] = ()
    """Parts an officer has compared with the present text and found right."""
    confirmed_on: date | None = None
    confirmed_by: Text | None = None
    basis: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    """Resolution or decision the local figures rest on."""
    notes: dict[Part, Text] = Field(default_factory=dict)
    """One sentence for citizens, said instead of the record's own."""


def apply_overlay(procedure: Procedure, overlay: Overlay) -> Procedure:
    """The record as this commune says it."""
    fees = _local_fees(procedure, overlay)
    times = _local_times(procedure, overlay)
    changes: dict[str, object] = {
        "fees": fees,
        "times": times,
        "marks": _local_marks(procedure, overlay, fees, times),
        "notes": {**procedure.notes, **overlay.notes},
    }
    for name in ("online_level", "online_url", "desk", "submit_to"):
        if (value := getattr(overlay, name)) is not None:
            changes[name] = value
    return procedure.model_copy(update=changes)


def _local_fees(procedure: Procedure, overlay: Overlay) -> tuple[Fee, ...]:
    if not overlay.fees:
        return procedure.fees
    said = {fee.case for fee in overlay.fees}
    whole = None in said
    kept = [
        fee
        for fee in procedure.fees
        if fee.case not in said and not (whole and fee.kind in _OPEN_FEES)
    ]
    local = [_with_basis(fee, overlay.basis) for fee in overlay.fees]
    return (*local, *kept)


def _with_basis(fee: Fee, basis: str) -> Fee:
    if fee.basis or not basis:
        return fee
    return fee.model_copy(update={"basis": basis})


def _local_times(procedure: Procedure, overlay: Overlay) -> tuple[ProcessingTime, ...]:
    if not overlay.times:
        return procedure.times
    said = {row.case for row in overlay.times}
    kept = [row for row in procedure.times if row.case not in said and _has_figure(row)]
    return (*overlay.times, *kept)


def _has_figure(row: ProcessingTime) -> bool:
    return row.unit is not None


def _local_marks(
    procedure: Procedure,
    overlay: Overlay,
    fees: tuple[Fee, ...],
    times: tuple[ProcessingTime, ...],
) -> dict[Part, Mark]:
    """A part is confirmed when an officer says so or when every row of it is the commune's."""
    marks = dict(procedure.marks)
    for part in overlay.confirmed:
        marks[part] = Mark.CONFIRMED
    if overlay.fees and len(fees) == len(overlay.fees):
        marks[Part.FEE] = Mark.CONFIRMED
    if overlay.times and len(times) == len(overlay.times):
        marks[Part.TIME] = Mark.CONFIRMED
    if overlay.online_level is not None:
        marks[Part.ONLINE] = Mark.CONFIRMED
    if overlay.desk is not None or overlay.submit_to is not None:
        marks[Part.PLACE] = Mark.CONFIRMED
    return marks
