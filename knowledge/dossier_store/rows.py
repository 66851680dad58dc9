"""From dossiers to rows and back."""

import json
from collections.abc import Iterable
from typing import Any

from knowledge.dossiers.dossier import (
    Apology,
    Appointment,
    AppointmentKind,
    Confirmation,
    Dossier,
    Flag,
    Lateness,
    Override,
    StatusEvent,
)
from knowledge.dossiers.life import ended_at, ordered, with_judged
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay

Row = Any
"""A row of a statement, read by the names of its columns."""


def columns_of(dossier: Dossier) -> dict[str, Any]:
    """Columns that change with the dossier."""
    return {
        "procedure": dossier.procedure,
        "procedure_name": dossier.procedure_name,
        "version": dossier.version,
        "field": dossier.field,
        "officer": dossier.officer,
        "way": dossier.way.value if dossier.way else None,
        "return_way": dossier.return_way.value if dossier.return_way else None,
        "submitted_at": dossier.submitted_at,
        "accepted_at": dossier.accepted_at,
        "falls_due_at": dossier.watched_due_at,
        "computed_due_at": dossier.computed_due_at,
        "alarm_at": dossier.alarm_at,
        "done_at": dossier.done_at,
        "returned_at": dossier.returned_at,
        "ended_at": ended_at(dossier),
        "lateness": dossier.lateness.value if dossier.lateness else None,
        "cause": dossier.cause,
        "status": dossier.status.value,
        "status_at": dossier.status_at,
        "raw_status": dossier.raw_status,
        "flags": json.dumps(sorted(dossier.flags)),
        "copied_at": dossier.copied_at,
        **_dates("", dossier, AppointmentKind.RESULT),
        **_dates("fiscal_", dossier, AppointmentKind.FISCAL),
    }


def _dates(prefix: str, dossier: Dossier, kind: AppointmentKind) -> dict[str, Any]:
    one = next((a for a in dossier.appointments if a.kind is kind), None)
    moved = "fiscal_moved_at" if prefix else "due_moved_at"
    return {
        f"{prefix}due_at": one and one.due_at,
        f"{prefix}original_due_at": one and one.original_due_at,
        f"{prefix}printed_due_at": one and one.printed_due_at,
        f"{prefix}expected_at": one and one.expected_at,
        moved: one and one.moved_at,
    }


def event_columns(event: StatusEvent) -> dict[str, Any]:
    """Columns of an event."""
    return {
        "at": event.at,
        "status": event.status.value,
        "raw": event.raw,
        "note": event.note,
        "closing": event.closing,
        "items": json.dumps(event.items, ensure_ascii=False),
        "reason": event.reason,
        "given": event.given,
    }


def to_event(row: Row) -> StatusEvent:
    """The event a row holds."""
    return StatusEvent(
        at=row.at,
        status=DossierStatus(row.status),
        raw=row.raw,
        note=row.note,
        closing=row.closing,
        items=_listed(row.items),
        reason=row.reason,
        given=row.given,
        id=row.id,
    )


def _listed(text: str) -> tuple[str, ...]:
    """Most lists are empty."""
    return () if text == "[]" else tuple(json.loads(text))


def to_dossier(
    row: Row,
    events: Iterable[Row],
    apologies: Iterable[Row],
    confirmations: Iterable[Row],
    overrides: Iterable[Row],
) -> Dossier:
    """The dossier its rows hold."""
    found = Dossier(
        id=row.id,
        commune=row.commune,
        code=row.code,
        token=row.token,
        procedure=row.procedure,
        procedure_name=row.procedure_name,
        version=row.version,
        field=row.field,
        officer=row.officer,
        way=SubmissionWay(row.way) if row.way else None,
        return_way=SubmissionWay(row.return_way) if row.return_way else None,
        submitted_at=row.submitted_at,
        accepted_at=row.accepted_at,
        appointments=_appointments(row),
        computed_due_at=row.computed_due_at,
        alarm_at=row.alarm_at,
        done_at=row.done_at,
        returned_at=row.returned_at,
        lateness=Lateness(row.lateness) if row.lateness else None,
        cause=row.cause,
        status=DossierStatus(row.status),
        status_at=row.status_at,
        raw_status=row.raw_status,
        events=ordered(to_event(one) for one in events),
        apologies=tuple(_apology(one) for one in apologies),
        confirmations=tuple(Confirmation(one.at, one.by, one.ready) for one in confirmations),
        overrides=tuple(Override(one.rule, one.at, one.by, one.reason) for one in overrides),
        flags=frozenset(Flag(one) for one in _listed(row.flags)),
        copied_at=row.copied_at,
    )
    return with_judged(found) if found.apologies else found


def _appointments(row: Row) -> tuple[Appointment, ...]:
    found = []
    for kind, prefix, moved in (
        (AppointmentKind.RESULT, "", "due_moved_at"),
        (AppointmentKind.FISCAL, "fiscal_", "fiscal_moved_at"),
    ):
        if getattr(row, f"{prefix}due_at") is not None:
            found.append(
                Appointment(
                    kind,
                    getattr(row, f"{prefix}original_due_at"),
                    getattr(row, f"{prefix}due_at"),
                    getattr(row, f"{prefix}printed_due_at"),
                    getattr(row, moved),
                    getattr(row, f"{prefix}expected_at"),
                )
            )
    return tuple(found)


def _apology(row: Row) -> Apology:
    return Apology(row.at, row.new_due_at, row.reason, row.approved, row.by, row.id)
