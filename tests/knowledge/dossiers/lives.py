"""Dossiers of tests, written as they are told: "registered 2026-11-05 09:00"."""

from datetime import datetime

from knowledge.calendar import VIETNAM, WorkingCalendar, calendar_of
from knowledge.commune import CalendarSettings
from knowledge.dossiers.dossier import Appointment, AppointmentKind, Dossier, StatusEvent
from knowledge.dossiers.life import derive
from knowledge.dossiers.statuses import DossierStatus

CALENDAR: WorkingCalendar = calendar_of(
    CalendarSettings.model_validate({"confirmed_until": "2026-12-31"})
)
CODE = "H32.12.05-261105-0001"


def at(text: str) -> datetime:
    """A moment in Vietnam, `2026-11-05 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def event(text: str, **fields: object) -> StatusEvent:
    """`"accepted 2026-11-05 09:00"`."""
    status, _, moment = text.partition(" ")
    raw = str(fields.pop("raw", status))
    return StatusEvent(at(moment), DossierStatus(status), raw, **fields)  # type: ignore[arg-type]


def dossier(
    *events: str | StatusEvent, due: str = "", fiscal: str = "", **fields: object
) -> Dossier:
    """A dossier with this life, derived on the calendar of the worked examples."""
    dates = [(AppointmentKind.RESULT, due), (AppointmentKind.FISCAL, fiscal)]
    appointments = tuple(
        Appointment(kind, at(text), at(text), at(text)) for kind, text in dates if text
    )
    values: dict[str, object] = {
        "id": 1,
        "commune": "phuong-mau",
        "code": CODE,
        "procedure": "1.004873",
        "procedure_name": "Cấp Giấy xác nhận tình trạng hôn nhân",
        "appointments": appointments,
        "events": tuple(one if isinstance(one, StatusEvent) else event(one) for one in events),
        **fields,
    }
    return derive(Dossier(**values), CALENDAR)  # type: ignore[arg-type]
