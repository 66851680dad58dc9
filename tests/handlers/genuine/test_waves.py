"""A wave of fakes is counted over 24 hours, each person once, and told once."""

from datetime import timedelta

import pytest

from bot.genuine import StoredChecks
from handlers.fakes import warn
from handlers.officers import Role
from handlers.store import views
from handlers.store.tables import DoubtRow, table_of
from handlers.store.unit_of_work import Store
from knowledge.calendar import local
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.handlers.genuine.street import Street
from tests.knowledge.dossiers.lives import at

FAKE = "Phường báo: nộp phạt 300.000 qua 0987654321\nMã kiểm tra: CDFH-JK23-LMNP"
OTHER = "Phường báo: nộp phạt 500.000 qua 0987654321\nMã kiểm tra: CDFH-JK23-LMNQ"
BEFORE, AFTER = "2026-11-25 23:50", "2026-11-26 00:10"


class Night:
    """A ward whose people ask on the page."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.street, self.clock = Street(store, clock), clock
        self.office = Office(self.street.store, clock)
        self.office.officer("Đầu Mẫu", Role.HEAD)
        self.checks = StoredChecks(self.street.store, self.office.ward.commune, self.street.ports)

    def ask(self, moment: str, *people: str, words: str = FAKE) -> None:
        """These people ask at a moment."""
        self.clock.move_to(at(moment))
        for one in people:
            self.checks.check(words, one, self.clock.now())

    def told(self) -> int:
        """Letters to the head, after the job."""
        with self.street.store.work() as work:
            warn(work, self.office.ward, self.clock.now())
            work.commit()
        with self.street.store.read() as work:
            return len(views.letters(work, self.office.member("Đầu Mẫu").contact or ""))


@pytest.fixture
def night(store: Store, clock: FakeClock) -> Night:
    return Night(store, clock)


def test_four_before_midnight_and_four_after_are_a_wave(night: Night) -> None:
    night.ask(BEFORE, "a", "b", "c", "d")
    assert night.told() == 0
    night.ask(AFTER, "e", "f", "g", "h")
    assert night.told() == 1


@pytest.mark.parametrize("words", [FAKE, OTHER])
def test_who_asks_again_after_midnight_is_one_person(night: Night, words: str) -> None:
    night.ask(BEFORE, "a", "b", "c", "d")
    night.ask(AFTER, "a", "b", "c", "d", words=words)
    night.ask("2026-11-26 00:20", "a", words=OTHER)
    assert night.told() == 0
    night.ask("2026-11-26 00:30", "e")
    assert night.told() == 1


def test_what_is_more_than_a_day_old_counts_no_more(night: Night) -> None:
    night.ask("2026-11-25 10:00", *"abcd")
    night.ask("2026-11-26 10:01", "e")
    assert night.told() == 0


def test_a_wave_told_before_midnight_is_not_told_again_after_it(night: Night) -> None:
    night.ask(BEFORE, *"abcde")
    assert night.told() == 1
    night.ask(AFTER, "f")
    assert night.told() == 1
    night.ask("2026-11-26 09:00", *"ghij")
    assert night.told() == 2, "five more on the next day are another one"
    assert night.told() == 2


def test_a_person_is_known_on_two_days_at_most(night: Night) -> None:
    """Each day's name of a person leads to the day before, and no further."""
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        night.ask(f"{day} 12:00", "a")
    doubt = table_of(DoubtRow)
    rows = {str(row[1]): str(row[3]) for row in night.street.rows(DoubtRow)}
    assert [one.name for one in doubt.columns][:4] == ["commune", "day", "what", "person"]
    assert rows["2026-11-25"] == rows["2026-11-26"] != rows["2026-11-24"]
    seal, now = night.street.seal, night.clock.now()
    assert rows["2026-11-26"] == seal.person("web|a", f"{local(now):%Y-%m-%d}")
    assert rows["2026-11-24"] != seal.person("web|a", f"{local(now - timedelta(days=2)):%Y-%m-%d}")


def test_a_clock_that_is_set_back_over_midnight_breaks_nothing(night: Night) -> None:
    for moment in (BEFORE, AFTER, BEFORE, AFTER, "2026-11-26 00:20"):
        night.ask(moment, "a")
    assert night.told() == 0
