"""Invented lives of dossiers: what the one-stop software would write down, and when. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from knowledge.calendar import WorkingCalendar, local, moment
from knowledge.clocks import promise
from knowledge.dossiers.dossier import Apology, StatusEvent
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay

KINDS: Final = (
    ("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", 3, 30),
    ("1.001193", "Đăng ký khai sinh", 1, 25),
    ("1.004194", "Đăng ký tạm trú", 3, 15),
    ("1.001612", "Đăng ký thành lập hộ kinh doanh", 3, 10),
    ("1.000689", "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", 3, 5),
    ("1.001776", "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng", 10, 8),
    ("1.012812", "Hòa giải tranh chấp đất đai", 30, 2),
    ("2.000635", "Cấp bản sao trích lục hộ tịch", 1, 5),
)
"""Code, name, working days, weight. Days are those of the simulation, not of the law."""
FIELDS: Final = {
    "1.004194": "Cư trú",
    "1.001612": "Hộ kinh doanh",
    "1.001776": "Bảo trợ xã hội",
    "1.012812": "Đất đai",
}
"""Fields of those that are not of civil status."""
CIVIL: Final = "Hộ tịch"
LAND, FISCAL_DAYS = "1.012812", 5
UNIT: Final = "H00.01"
MOVES: Final = 0.4
"""Share of pauses after which the software prints a new date."""
EARLY, UNKNOWN, IMPOSSIBLE = 0.01, 0.01, 0.015
"""Shares of dossiers stopped before the time for papers is over, told in a word nobody knows, and
moved on after their result was handed over."""
TET_RUSH: Final = 3.0
"""How many times the ordinary number comes in the fortnight before Tết."""

S = DossierStatus
AFTER_ALL: Final = (S.PROCESSING, S.PAYMENT_NEEDED, S.REJECTED, S.WITHDRAWAL_REQUESTED)
"""Where an impossible step leads."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something written in the software: its moment there, and when its export carries it."""

    event: StatusEvent | None
    known_at: datetime
    apology: Apology | None = None
    due_at: datetime | None = None
    """The date printed from now on: some software moves it by the pause, some leaves it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was drawn for a life, for who checks the year afterwards."""

    late: bool = False
    apologised: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One dossier from its filing to its end."""

    code: str
    procedure: str
    name: str
    way: SubmissionWay
    followed: bool
    changes: tuple[Change, ...]
    due_at: datetime | None
    ready_after: timedelta | None
    """Working time the desk takes to find the result on its shelf; None: it forgets to say."""
    plan: Plan
    fiscal_due_at: datetime | None = None
    """Of land: when the data goes to the tax office (D-18)."""

    @property
    def field(self) -> str:
        """As the software names it."""
        return FIELDS.get(self.procedure, CIVIL)


class Lives:
    """Draws the dossiers of a stretch of days."""

    def __init__(self, rng: random.Random, calendar: WorkingCalendar, first: date) -> None:
        self._rng = rng
        self._calendar = calendar
        self._first = first

    def draw(self, days: int, number: int) -> tuple[Life, ...]:
        """`number` lives filed within `days` days, in order of their filing."""
        weights = [self._weight(self._first + timedelta(n)) for n in range(days)]
        picked = sorted(self._rng.choices(range(days), weights, k=number))
        sequence: dict[int, int] = {}
        found = []
        for n in picked:
            sequence[n] = sequence.get(n, 0) + 1
            day = self._first + timedelta(n)
            found.append(self._life(day, f"{UNIT}-{day:%y%m%d}-{sequence[n]:04d}"))
        return tuple(found)

    def _weight(self, day: date) -> float:
        rush = TET_RUSH if date(day.year, 1, 25) <= day <= date(day.year, 2, 10) else 1.0
        return rush * (1.0 if self._calendar.is_working_day(day) else 0.15)

    def _life(self, day: date, code: str) -> Life:
        rng = self._rng
        procedure, name, limit, _ = rng.choices(KINDS, [one[3] for one in KINDS])[0]
        online = not self._calendar.is_working_day(day) or rng.random() < 0.5
        filed = self._filed(day, online=online)
        ready = None if rng.random() < 0.05 else timedelta(minutes=rng.randint(1, 180))
        draw = _Draw(rng, self._calendar, filed, limit)
        changes = tuple(self._export(one) for one in draw.events())
        way = SubmissionWay.ONLINE if online else SubmissionWay.IN_PERSON
        followed = rng.random() < 0.6
        fiscal = draw.fiscal if procedure == LAND else None
        return Life(
            code, procedure, name, way, followed, changes, draw.due, ready, draw.plan, fiscal
        )

    def _filed(self, day: date, *, online: bool) -> datetime:
        minutes = self._rng.randint(0, 23 * 60) if online else self._rng.randint(430, 1000)
        return moment(day, time()) + timedelta(minutes=minutes)

    def _export(self, change: Change) -> Change:
        """The export carries it within the hour; now and then a day late."""
        slow = self._rng.random() < 0.02
        wait = timedelta(hours=self._rng.randint(8, 30)) if slow else timedelta(minutes=20)
        return replace(change, known_at=change.known_at + wait)


class _Draw:
    """The steps of one life, each drawn in turn."""

    def __init__(
        self, rng: random.Random, calendar: WorkingCalendar, filed: datetime, limit: int
    ) -> None:
        self._rng = rng
        self._calendar = calendar
        self._limit = limit
        self._at = filed
        self._moves = random.Random(f"{filed.isoformat()} {limit}")  # noqa: S311 - a simulation
        self._odd = random.Random(f"odd {filed.isoformat()} {limit}")  # noqa: S311 - a simulation
        self.due: datetime | None = None
        """As first printed."""
        self._holds: datetime | None = None
        """As last printed."""
        self.fiscal: datetime | None = None
        self.plan = Plan()

    def events(self) -> Iterator[Change]:
        """What the software writes, in order."""
        yield self._event(S.REGISTERED)
        self._work(hours=self._rng.uniform(0.2, 5.5))
        if self._rng.random() < 0.04:
            yield self._event(S.REJECTED)
            return
        if self._rng.random() < 0.06:
            yield from self._wait(S.SUPPLEMENT_NEEDED, S.REGISTERED)
            self._work(hours=1)
        yield self._event(S.ACCEPTED)
        self.due = self._holds = promise(self._calendar, self._at, Decimal(self._limit)).at
        accepted = local(self._at).date()
        self.fiscal = self._calendar.closing(self._calendar.add_working_days(accepted, FISCAL_DAYS))
        self._work(hours=0.5)
        yield self._event(S.PROCESSING)
        yield from self._under_way()

    def _under_way(self) -> Iterator[Change]:
        strange = self._odd.random()
        if strange < EARLY:  # against D-12
            yield self._event(S.SUPPLEMENT_NEEDED)
            self._work(hours=self._odd.uniform(4, 60))
            yield self._event(S.STOPPED)
            return
        if strange < EARLY + UNKNOWN:
            yield self._event(S.UNKNOWN)
            self._work(hours=self._odd.uniform(1, 6))
            yield self._event(S.PROCESSING)
            self._work(hours=0.5)
        drawn = self._rng.random()
        if drawn < 0.05:
            yield from self._wait(S.PAYMENT_NEEDED, S.PROCESSING)
        elif 0.07 <= drawn < 0.10:  # against D-10: papers asked for twice, the second one withheld
            yield from self._wait(S.SUPPLEMENT_NEEDED, S.PROCESSING)
            self._work(hours=2)
            yield from self._wait(S.SUPPLEMENT_NEEDED, S.PROCESSING)
        elif 0.10 <= drawn < 0.13:  # papers that come in the last days, or too late
            yield from self._wait(S.SUPPLEMENT_NEEDED, S.PROCESSING, hours=(80, 150))
        elif drawn < 0.07:
            yield self._event(S.WITHDRAWAL_REQUESTED)
            self._work(hours=3)
            yield self._event(S.STOPPED)
            return
        yield from self._finish()

    def _finish(self) -> Iterator[Change]:
        due = self._holds
        if due is None:
            return
        late = self._rng.random() < 0.08
        eve = self._calendar.previous_working_day(local(due).date())
        said_at = moment(eve, time(10))
        if late and self._rng.random() < 0.7 and said_at > self._at:
            self.plan = replace(self.plan, late=True, apologised=True)
            new = self._calendar.closing(self._calendar.add_working_days(local(due).date(), 3))
            yield Change(None, said_at, Apology(said_at, new, "chờ cơ quan khác trả lời"))
            self._at = max(self._at, said_at)
            due = new
        elif late and self._rng.random() < 0.3 and moment(local(due).date(), time(9)) > self._at:
            # Against D-14: apologised for on the very day, so the citizen is not written to.
            self.plan = replace(self.plan, late=True)
            said_at = moment(local(due).date(), time(9))
            due = self._calendar.closing(self._calendar.add_working_days(local(due).date(), 2))
            yield Change(None, said_at, Apology(said_at, due, "quên báo"))
            self._at = said_at
        elif late:
            self.plan = replace(self.plan, late=True)
            due = due + timedelta(days=3)
        left = self._calendar.working_time_between(self._at, due)
        self._at = self._calendar.add_working_time(self._at, left * self._rng.uniform(0.2, 0.98))
        yield self._event(S.DONE)
        if self._rng.random() < 0.97:
            self._work(hours=self._rng.choice((1, 4, 8, 24, 60)))
            yield self._event(S.RETURNED)
            yield from self._moved_on()

    def _moved_on(self) -> Iterator[Change]:
        """Against S-2: handed over, and still something happens."""
        if not self.plan.late and self._odd.random() < IMPOSSIBLE:
            self._work(hours=self._odd.uniform(1, 20))
            yield self._event(self._odd.choice(AFTER_ALL))

    def _wait(
        self, status: DossierStatus, after: DossierStatus, hours: tuple[float, float] = (4, 60)
    ) -> Iterator[Change]:
        start, due = self._at, self._holds
        yield self._event(status)
        self._work(hours=self._rng.uniform(*hours))
        yield self._event(after)
        if due is not None and start < due and self._moves.random() < MOVES:
            left = self._calendar.working_time_between(start, due)
            there = self._calendar.add_working_time(self._at, left)
            self._holds = self._calendar.closing(local(there).date())
            yield Change(None, self._at, due_at=self._holds)

    def _event(self, status: DossierStatus) -> Change:
        at = self._at.replace(second=0, microsecond=0)
        return Change(StatusEvent(at, status, str(status)), at)

    def _work(self, *, hours: float) -> None:
        self._at = self._calendar.add_working_time(self._at, timedelta(hours=hours))
