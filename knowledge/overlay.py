"""What one commune adds to the published records: local fees, shortened times, desk, links.

The provincial council sets many fees (HĐND) and the province may shorten times, half days
included (P-8); the level of online service is set per province. Nothing here changes a record:
the overlay is laid over it when it is shown, and survives new versions.
"""

from datetime import date
from typing import Annotated, TypeVar

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
_BESIDE = (FeeKind.AMOUNT, FeeKind.OTHER)
"""Rows that name another fee than the one left to the council."""
_WORDED = (FeeKind.COUNCIL, FeeKind.AMOUNT)
"""Rows whose words hold for a local figure too; those of an exemption would contradict it."""

Row = TypeVar("Row", Fee, ProcessingTime)


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
    own = overlay.model_copy(
        update={
            "fees": _distinct([_with_basis(fee, overlay.basis) for fee in overlay.fees]),
            "times": _distinct([_with_basis(time, overlay.basis) for time in overlay.times]),
        }
    )
    fees = _local_fees(procedure, overlay, own.fees)
    times = _local_times(procedure, overlay, own.times)
    changes: dict[str, object] = {
        "fees": fees,
        "times": times,
        "marks": _local_marks(procedure, own, fees, times),
        "notes": {**procedure.notes, **overlay.notes},
        "local": _local_bases(own),
    }
    for name in ("online_level", "online_url", "desk", "submit_to"):
        if (value := getattr(overlay, name)) is not None:
            changes[name] = value
    return procedure.model_copy(update=changes)


def _with_basis(row: Row, basis: str) -> Row:
    """A row rests on the basis of its own line of the sheet, else on that of the procedure."""
    return row.model_copy(update={"basis": basis}) if basis and not row.basis else row


def _distinct(rows: list[Row]) -> tuple[Row, ...]:
    """The rows without those of one case that only repeat what holds for the whole procedure."""
    whole = [row for row in rows if row.case is None]
    return tuple(
        row
        for row in rows
        if row.case is None or row.model_copy(update={"case": None}) not in whole
    )


def _local_bases(own: Overlay) -> dict[Part, str]:
    """What the commune's figures rest on, by part; empty words when it has not said."""
    rows: dict[Part, tuple[Fee | ProcessingTime, ...]] = {
        Part.FEE: own.fees,
        Part.TIME: own.times,
    }
    return {
        part: "; ".join(dict.fromkeys(row.basis for row in found if row.basis))
        for part, found in rows.items()
        if found
    }


def _local_fees(procedure: Procedure, overlay: Overlay, own: tuple[Fee, ...]) -> tuple[Fee, ...]:
    """The commune's rows, then what they do not stand for; who is exempt goes on being said."""
    if not own:
        return procedure.fees
    said = {fee.case for fee in overlay.fees}
    replaced = [fee for fee in procedure.fees if _replaced(fee, said, procedure.fees)]
    kept = [fee for fee in procedure.fees if fee not in replaced]
    return (*(_with_words(fee, replaced) for fee in own), *kept)


def _replaced(fee: Fee, said: set[str | None], published: tuple[Fee, ...]) -> bool:
    """Whether the commune's row stands for this one.

    Where the record leaves a fee to the council, the local figure is that fee, and a published
    amount beside it (a copy's 8.000đ) is another one that goes on being owed.
    """
    if fee.kind in _OPEN_FEES:
        return fee.case in said or None in said
    if fee.case not in said:
        return False
    left_open = any(one.kind in _OPEN_FEES and one.case == fee.case for one in published)
    return not (left_open and fee.kind in _BESIDE)


def _with_words(fee: Fee, replaced: list[Fee]) -> Fee:
    """The words of the row it stands for: an exemption holds whatever the council's figure."""
    if fee.text or fee.kind is not FeeKind.AMOUNT:
        return fee
    near = sorted(replaced, key=lambda one: one.case != fee.case)
    words = [one.text for one in near if one.kind in _WORDED and one.text and _holds(one.text)]
    return fee.model_copy(update={"text": words[0]}) if words else fee


def _holds(text: str) -> bool:
    """Words such as "nếu tỉnh có thu" only ask whether there is a fee: the figure answers them."""
    return not text.lower().startswith("nếu")


def _local_times(
    procedure: Procedure, overlay: Overlay, own: tuple[ProcessingTime, ...]
) -> tuple[ProcessingTime, ...]:
    if not own:
        return procedure.times
    said = {row.case for row in overlay.times}
    kept = [row for row in procedure.times if row.case not in said and _has_figure(row)]
    return (*own, *kept)


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
