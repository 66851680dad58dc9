"""A case's life as a machine: whatever anybody does in whatever order, the promises hold."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.database import make_engine, upgrade
from handlers.cases import acts, reading, special
from handlers.cases.acts import Answer, Doing, Outcome
from handlers.cases.escalation import end_by_themselves, falling_due, remind
from handlers.commands import AddToCase, CaseCommand, RateCase, ReopenCase, WithdrawCase
from handlers.errors import LostRaceError
from handlers.store import cases, staff
from handlers.store.unit_of_work import Store
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import ENDED, About, CaseState
from tests.fakes.casework import GOOD, ROLES, CaseWard
from tests.fakes.clock import FakeClock

OFFICERS = st.sampled_from(sorted(ROLES))
PICK = st.integers(min_value=0, max_value=20)
ABOUT = st.sampled_from(
    [
        (FeedbackKind.LOCAL_MATTER, About.NOBODY, None),
        (FeedbackKind.LOCAL_MATTER, About.OFFICER, "Bạch Mẫu"),
        (FeedbackKind.CONDUCT, About.UNCLEAR, None),
        (FeedbackKind.CONDUCT, About.OFFICER, "Cường Mẫu"),
        (FeedbackKind.CONDUCT, About.HEAD, "Đầu Mẫu"),
    ]
)


class Life(RuleBasedStateMachine):
    """Officers and a sender do what they like; time passes."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.engine = make_engine(f"sqlite:///{Path(self.folder.name)}/ward.db")
        upgrade(self.engine)
        self.ward = CaseWard(Store(self.engine), FakeClock())
        self.codes: list[CaseCode] = []
        self.reopened: dict[str, int] = {}
        self.ended: dict[str, str] = {}
        self.hidden: dict[str, set[str]] = {}

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            self.folder.cleanup()

    def code(self, pick: int) -> CaseCode | None:
        return self.codes[pick % len(self.codes)] if self.codes else None

    def does(self, who: str, act: Callable[[Doing], Outcome]) -> Outcome:
        with self.ward.store.work() as work:
            outcome = act(self.ward.doing(work, who))
            work.commit()
        return outcome

    def sends(self, command: CaseCommand) -> bool:
        try:
            self.ward.sends(command)
        except LostRaceError:
            return False
        return True

    @rule(what=ABOUT)
    def opens(self, what: tuple[FeedbackKind, About, str | None]) -> None:
        kind, about, person = what
        code = self.ward.open(kind, about=about, person=person)
        self.codes.append(code)
        below = {"Bạch Mẫu": {"Bạch Mẫu", "Cường Mẫu"}, "Cường Mẫu": {"Cường Mẫu"}}
        everybody_else = set(ROLES) - {"Soát Mẫu"}
        self.hidden[str(code)] = (
            everybody_else if about is About.HEAD else below.get(person or "", set())
        )

    @rule(who=OFFICERS, pick=PICK)
    def claims(self, who: str, pick: int) -> None:
        if (code := self.code(pick)) is not None:
            self._hidden_stays_so(who, code, self.does(who, lambda d: acts.claim(d, code)))

    @rule(who=OFFICERS, to=OFFICERS, pick=PICK)
    def hands_over(self, who: str, to: str, pick: int) -> None:
        if (code := self.code(pick)) is None:
            return
        with self.ward.store.read() as work:
            everybody = staff.members(work, "phuong-mau")
        member = next(one for one in everybody if one.officer.name == to)
        done = self.does(who, lambda d: acts.assign(d, code, member))
        self._hidden_stays_so(who, code, done)

    @rule(who=OFFICERS, pick=PICK)
    def asks(self, who: str, pick: int) -> None:
        if (code := self.code(pick)) is not None:
            self._hidden_stays_so(who, code, self.does(who, lambda d: acts.ask(d, code, "Ở đâu?")))

    @rule(who=OFFICERS, pick=PICK, good=st.booleans())
    def answers(self, who: str, pick: int, *, good: bool) -> None:
        if (code := self.code(pick)) is None:
            return
        given = Answer(GOOD if good else "Đã rõ.", late_reason="chờ vật tư")
        done = self.does(who, lambda d: acts.answer(d, code, given))
        assert good or not done.done
        self._hidden_stays_so(who, code, done)

    @rule(who=OFFICERS, pick=PICK)
    def refuses(self, who: str, pick: int) -> None:
        if (code := self.code(pick)) is not None:
            done = self.does(who, lambda d: acts.refuse(d, code, "không rõ việc"))
            self._hidden_stays_so(who, code, done)

    @rule(who=OFFICERS, pick=PICK, other=PICK)
    def joins(self, who: str, pick: int, other: int) -> None:
        code, to = self.code(pick), self.code(other)
        if code is not None and to is not None:
            self.does(who, lambda d: special.join(d, code, to))

    @rule(pick=PICK)
    def adds(self, pick: int) -> None:
        if (code := self.code(pick)) is not None:
            self.sends(AddToCase(self.ward.row(code).id, "thêm"))

    @rule(pick=PICK)
    def takes_back(self, pick: int) -> None:
        if (code := self.code(pick)) is not None:
            self.sends(WithdrawCase(self.ward.row(code).id))

    @rule(pick=PICK)
    def reopens(self, pick: int) -> None:
        if (code := self.code(pick)) is None:
            return
        row = self.ward.row(code)
        due = self.ward.clock.now() + timedelta(days=14)
        if self.sends(ReopenCase(row.id, "chưa xong", due)):
            self.reopened[str(code)] = self.reopened.get(str(code), 0) + 1

    @rule(pick=PICK, score=st.integers(min_value=1, max_value=5))
    def rates(self, pick: int, score: int) -> None:
        if (code := self.code(pick)) is not None:
            row = self.ward.row(code)
            if row.state in {CaseState.ANSWERED, CaseState.CLOSED}:
                self.sends(RateCase(row.id, solved=True, score=score))

    @rule(days=st.integers(min_value=1, max_value=9))
    def time_passes(self, days: int) -> None:
        self.ward.clock.move(days=days)
        now = self.ward.clock.now()
        with self.ward.store.work() as work:
            remind(work, self.ward.ward, now)
            end_by_themselves(work, self.ward.ward, now)
            work.commit()

    def _hidden_stays_so(self, who: str, code: CaseCode, outcome: Outcome) -> None:
        if who in self.hidden[str(code)]:
            assert not outcome.done

    @invariant()
    def who_must_not_see_is_neither_shown_nor_told(self) -> None:
        for who, officer in self.ward.officers.items() if hasattr(self, "ward") else ():
            with self.ward.store.read() as work:
                every = frozenset(CaseState)
                rows = reading.visible(work, self.ward.ward, officer, every)
                due = falling_due(work, self.ward.ward, self.ward.clock.now())
            shown = {str(cases.code_of(row)) for row in rows}
            shown |= {str(one.code) for one in due if officer.id in one.to}
            told = " ".join(self.ward.told(who))
            for code, hidden in self.hidden.items():
                assert who not in hidden or (code not in shown and code not in told)

    @invariant()
    def every_case_keeps_its_promises(self) -> None:
        for code in getattr(self, "codes", ()):
            row = self.ward.row(code)
            with self.ward.store.read() as work:
                done = [one.act for one in cases.events(work, row.id)]
            assert done[0] == "open"
            assert self.reopened.get(str(code), 0) <= 1
            if row.state in {CaseState.ANSWERED, CaseState.REOPENED}:
                assert "answer" in done  # F-9: never done without a human answer
            assert (row.waiting_since is not None) == (row.state == CaseState.NEEDS_INFO)
            before = self.ended.get(str(code))
            if before is not None:
                assert row.state in {before, CaseState.CLOSED}
            if row.state in ENDED - {CaseState.JOINED}:  # which shares what becomes of its first
                self.ended[str(code)] = row.state


Life.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestLife = Life.TestCase
