"""Which processing time of a record is a dossier's own: cases differ, the register names none."""

from knowledge.calendar import WorkingCalendar, local
from knowledge.clocks import estimate
from knowledge.dossiers.dossier import Dossier
from knowledge.procedures import Fee, FeeKind, ProcessingTime


def the_limit(
    times: tuple[ProcessingTime, ...], dossier: Dossier, calendar: WorkingCalendar
) -> ProcessingTime | None:
    """The one time that fits; None when several do, since a guess would be a promise (W-6).

    Of several cases it is the one whose clock gives the date printed on the receipt.
    """
    fitting = limits_for(times, dossier)
    if not _same(fitting):
        fitting = [one for one in fitting if _gives_the_printed_day(one, dossier, calendar)]
    return fitting[0] if fitting and _same(fitting) else None


def limits_for(times: tuple[ProcessingTime, ...], dossier: Dossier) -> list[ProcessingTime]:
    """The times with a figure that may be this dossier's, by the way it was filed."""
    return [one for one in times if one.unit is not None and one.way in (None, dossier.way)]


def the_fee(fees: tuple[Fee, ...], dossier: Dossier) -> Fee | None:
    """The one published figure that may be this dossier's; None when none or several may."""
    fitting = [one for one in fees if one.way in (None, dossier.way)]
    one = fitting[0] if len(fitting) == 1 else None
    return one if one is not None and one.kind is FeeKind.AMOUNT else None


def _same(times: list[ProcessingTime]) -> bool:
    return len({(one.value, one.unit, one.cutoff) for one in times}) <= 1


def _gives_the_printed_day(
    one: ProcessingTime, dossier: Dossier, calendar: WorkingCalendar
) -> bool:
    if dossier.result is None or dossier.accepted_at is None:
        return False
    due = estimate(calendar, dossier.accepted_at, one)
    return due is not None and due.day == local(dossier.result.original_due_at).date()
