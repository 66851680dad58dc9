"""A register held in memory, and dossiers as a ward has them."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from handlers.clock import LOCAL
from knowledge.calendar import WorkingCalendar
from knowledge.dossiers.dossier import Appointment, AppointmentKind, Dossier, StatusEvent
from knowledge.dossiers.explaining import Explanation, explain
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import ProcessingTime, TimeUnit

CODE = "H32.12.05-261118-0007"
OTHER = "H32.12.05-261118-0008"
FOUR = "0123"
WRONG = "9999"
RECEIVED = datetime(2026, 11, 18, 9, 5, tzinfo=LOCAL)
DUE = datetime(2026, 11, 25, 17, 0, tzinfo=LOCAL)
COPIED = datetime(2026, 11, 23, 9, 30, tzinfo=LOCAL)


class FakeDossiers:
    """The `Dossiers` port on a dictionary."""

    def __init__(self, *dossiers: Dossier, four: str = FOUR) -> None:
        self.held = {one.code: one for one in dossiers}
        self.four = four
        self.copied: datetime | None = COPIED
        self.compared: list[tuple[int, str]] = []

    def put(self, dossier: Dossier) -> None:
        """Hold this dossier from now on."""
        self.held[dossier.code] = dossier

    def find(self, commune: str, code: str) -> Dossier | None:
        """The dossier of a canonical code."""
        del commune
        return self.held.get(code)

    def by_token(self, token: str) -> Dossier | None:
        """The dossier of a link's token."""
        return next((one for one in self.held.values() if one.token == token), None)

    def by_id(self, dossier: int) -> Dossier | None:
        """The dossier of an id."""
        return next((one for one in self.held.values() if one.id == dossier), None)

    def matches(self, dossier: int, four: str) -> bool:
        """Whether these four digits stand on its receipt."""
        self.compared.append((dossier, four))
        return any(one.id == dossier for one in self.held.values()) and four == self.four

    def explain(self, dossier: Dossier, calendar: WorkingCalendar) -> Explanation:
        """By a limit of three working days."""
        limit = ProcessingTime(value=Decimal(3), unit=TimeUnit.WORKING_DAY)
        return explain(dossier, limit, calendar)

    def copied_at(self, commune: str) -> datetime | None:
        """How old what the register says is."""
        del commune
        return self.copied

    def kept(self, commune: str) -> bool:
        """Whether any dossier is kept."""
        del commune
        return self.copied is not None


def dossier(status: DossierStatus = DossierStatus.PROCESSING, code: str = CODE) -> Dossier:
    """A dossier of the sample ward in this status, three working days before it is due."""
    steps = [DossierStatus.ACCEPTED]
    if status is not DossierStatus.ACCEPTED:
        steps.append(status)
    events = tuple(
        StatusEvent(RECEIVED + timedelta(hours=number), one, "Bí Đao ghi chú riêng")
        for number, one in enumerate(steps)
    )
    return Dossier(
        id=7,
        commune="phuong-mau",
        code=code,
        procedure="1.004873",
        procedure_name="Cấp Giấy xác nhận tình trạng hôn nhân",
        field="Hộ tịch",
        officer="Nguyễn Thị Bí",
        accepted_at=RECEIVED,
        appointments=(Appointment(AppointmentKind.RESULT, DUE, DUE),),
        status=status,
        status_at=events[-1].at,
        events=events,
        copied_at=COPIED,
        token="tokenOfSixteen16",  # noqa: S106 - the name of a dossier in links
    )


def with_items(one: Dossier, *items: str, closing: datetime | None = None) -> Dossier:
    """The same, its last event naming papers."""
    *before, last = one.events
    day = closing.date() if closing else None
    return replace(one, events=(*before, replace(last, items=items, closing=day)))
