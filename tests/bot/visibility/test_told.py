"""What is written unasked: every job of the timetable, every act, and no officer is told of a case
they may not know of, nor any group; letters that failed are shown to nobody else either (F-5)."""

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.metrics import Metrics
from handlers import undelivered
from handlers.cases import acts, marking
from handlers.cases.acts import Answer, Doing, Outcome
from handlers.commands import AddToCase, RateCase, ReopenCase
from handlers.errors import LostRaceError
from handlers.store import staff
from handlers.store.states import OutboxStatus
from handlers.store.tables import OutboxRow, table_of
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseAct
from scheduler.timetable import Job, LongJob, timetable
from tests.bot.visibility.casts import ONE, PEOPLE, REVIEWER, UNDER, Cast
from tests.bot.visibility.test_chat import Ears
from tests.bot.visibility.world import Case, World
from tests.fakes.casework import GOOD
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.handlers.cases.test_told_of_acts import LINES

OUTBOX = table_of(OutboxRow)
NEXT_WORDS = "Anh/chị cho biết thêm ở số nhà nào ạ?"
ACTS: dict[CaseAct, Callable[[Doing, CaseCode], Outcome]] = {
    CaseAct.CLAIM: acts.claim,
    CaseAct.URGENT: marking.urge,
    CaseAct.NOTE: lambda doing, code: acts.note(doing, code, "Đã gọi tổ điện"),
    CaseAct.EXPLAIN: lambda doing, code: acts.explain(doing, code, "chờ vật tư"),
    CaseAct.KEEP: marking.keep,
    CaseAct.ASK: lambda doing, code: acts.ask(doing, code, NEXT_WORDS),
    CaseAct.ANSWER: lambda doing, code: acts.answer(doing, code, Answer(GOOD, late_reason="chờ")),
}
"""Done to every open case by somebody who may."""
OTHERWISE = set(CaseAct) - set(ACTS)
"""The sender's are done below. The others end a case or change who may see it: who is told of each
act, and nobody else, is proved one by one in `tests/handlers/cases/test_told_of_acts.py`."""


def test_every_act_is_done_here_or_has_its_line_there() -> None:
    assert {one.act for one in LINES} >= OTHERWISE


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


class Weeks:
    """A ward some weeks of whose life have passed."""

    def __init__(self, ears: Ears, *, room: bool) -> None:
        self.ears, self.ward, self.clock = ears, ears.ward, ears.clock
        self.room = ears.opens_a_room() if room else ""
        self.world = World(self.ward, ears.cast)
        self.days(3)
        self._away(ONE, UNDER)
        for act in ACTS:
            for case in self.world.open:
                self._does(case, act)
            self.days(2)
        self._sender()
        self.days(9)

    def days(self, number: int) -> None:
        """Every job of the timetable at each hour officers work."""
        for _ in range(number):
            for hours in (0, 2, 9):
                self.clock.move(hours=hours)
                self._jobs()
            self.clock.move(hours=13)

    def _jobs(self) -> None:
        now = self.clock.now()
        for job in timetable([self.ward.ward]):
            if isinstance(job, LongJob):
                job.run(self.ward.store, now)
            elif isinstance(job, Job):
                for _ in range(20):
                    with self.ward.store.work() as work:
                        more = job.run(work, now)
                        work.commit()
                    if not more:
                        break

    def _does(self, case: Case, act: CaseAct) -> None:
        who = min(case.eyes - {REVIEWER} or case.eyes)
        with self.ward.store.work() as work:
            ACTS[act](self.ward.doing(work, who), case.code)
            work.commit()

    def _away(self, who: str, stand_in: str) -> None:
        members = self.ward.officers
        with self.ward.store.work() as work:
            until = self.clock.now().date() + timedelta(days=12)
            staff.set_away(work, members[who].id, until, members[stand_in].id)
            work.commit()

    def _sender(self) -> None:
        """Adds to each, rates it badly, opens it again."""
        due = self.clock.now() + timedelta(days=14)
        for case in self.world.cases:
            number = self.ward.row(case.code).id
            for command in (
                AddToCase(number, f"Thêm {case.canary}"),
                RateCase(number, solved=False, score=1),
                ReopenCase(number, f"Chưa xong {case.canary}", due),
            ):
                with suppress(LostRaceError):  # it is too late for that one
                    self.ward.sends(command)

    def letters(self) -> list[tuple[str, str]]:
        """Contact and words of everything that was ever queued."""
        with self.ward.store.read() as work:
            found = work.run(select(OUTBOX.c.contact, OUTBOX.c.body, OUTBOX.c.key)).all()
        return [(str(one.contact), f"{one.body} {one.key}") for one in found]


@pytest.fixture(params=["alone", "with a group"])
def weeks(
    request: pytest.FixtureRequest,
    sqlite_store: Store,
    clock: FakeClock,
    base: KnowledgeBase,
    cast: Cast,
) -> Weeks:
    return Weeks(Ears(sqlite_store, clock, base, cast), room=request.param == "with a group")


def test_nobody_is_told_of_a_case_that_is_not_theirs_to_see(
    stream: io.StringIO, weeks: Weeks
) -> None:
    world, officers = weeks.world, {chat: who for who, chat in weeks.ward.chats.items()}
    told: dict[str, set[Case]] = {who: set() for who in PEOPLE}
    grouped: set[Case] = set()
    for contact, words in weeks.letters():
        if contact in officers:
            world.allows(officers[contact], words, "letter")
            told[officers[contact]] |= world.told_in(words)
        elif contact == weeks.room:
            grouped |= world.told_in(words)
        elif contact != weeks.ward.citizen:
            assert not world.told_in(words), contact
    assert {one.sort for one in grouped} <= world.cast.in_groups
    assert bool(grouped) is bool(weeks.room)
    heard = {one for found in told.values() for one in found} | grouped
    assert set(world.open) <= heard, "somebody hears of each"
    logged = stream.getvalue()
    assert not [one.canary for one in world.cases if one.canary in logged]
    figures = Metrics(weeks.ward.store, weeks.clock, Knowing()).text().decode()
    assert not world.told_in(figures)


class Knowing:
    """The knowledge in force, for its figure."""

    version = 1


def test_a_letter_that_failed_is_shown_to_who_may_see_its_case_alone(weeks: Weeks) -> None:
    now = weeks.clock.now()
    with weeks.ward.store.work() as work:
        failed = {"status": OutboxStatus.FAILED, "finished_at": now, "expires_at": now}
        work.run(update(OUTBOX).values(**failed))
        work.commit()
    with weeks.ward.store.read() as work:
        for who in PEOPLE:
            officer = weeks.ward.officers[who]
            for line in undelivered.listed(work, weeks.ward.ward, officer, now):
                said = f"{line.case or ''} {line}"
                weeks.world.allows(who, said, "undelivered")
                again = undelivered.shown(work, weeks.ward.ward, officer, line.letter.id, now)
                assert again is not None
