"""What anybody may do to cases, in whatever order: the rules of the machine in `test_life`."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from handlers.cases import acts, marking, publishing, special
from handlers.cases.acts import Answer, Doing, Outcome
from handlers.cases.entering import Entered, Told, enter
from handlers.cases.escalation import end_by_themselves, remind
from handlers.cases.publishing import Shown
from handlers.cases.routing import route
from handlers.commands import AddToCase, RateCase, ReopenCase, WithdrawCase
from handlers.vault import Identity
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.feedback.states import About, CaseAct, CaseState
from tests.fakes.casework import GOOD
from tests.handlers.cases.living_place import (
    BELOW,
    INSIDE,
    MOST,
    OFFICERS,
    PICK,
    SAID_AT_THE_DESK,
    SELDOM,
    SENDER,
    SENDERS,
    SORTS,
    Place,
)  # fmt: skip


class Living(Place):
    """Officers and senders do what they like; time passes."""

    @rule(what=st.sampled_from(SORTS), named=st.booleans(), sender=SENDERS)
    def opens(
        self, what: tuple[FeedbackKind, About, str | None], *, named: bool, sender: int
    ) -> None:
        if len(self.codes) < MOST:
            self.open(*what, named=named, sender=sender)

    @rule(who=OFFICERS, what=SAID_AT_THE_DESK)
    def writes_down(self, who: str, what: tuple[str, str]) -> None:
        """A walk-in."""
        said, about = what
        if len(self.codes) >= MOST:
            return
        matter = f"{said} vatmau{len(self.codes) + 1:03}"
        with self.ward.store.work() as work:
            doing = self.ward.doing(work, who)
            told = Told(FeedbackKind.LOCAL_MATTER, matter, Identity(*SENDER), plain=True)
            done = enter(doing, told, self.vault)
            work.commit()
        assert isinstance(done, Entered) is (about != "law" and who != "Quản Mẫu"), done
        if isinstance(done, Entered):
            self.taken(done.code, BELOW[about])

    @rule(who=OFFICERS, pick=PICK)
    def claims(self, who: str, pick: int) -> None:
        self.does(who, pick, CaseAct.CLAIM, acts.claim)

    @rule(who=OFFICERS, to=OFFICERS, pick=PICK)
    def hands_over(self, who: str, to: str, pick: int) -> None:
        member = self.member(to)
        self.does(who, pick, CaseAct.ASSIGN, lambda it, code: acts.assign(it, code, member))

    @rule(who=OFFICERS, pick=PICK)
    def asks(self, who: str, pick: int) -> None:
        self.does(
            who,
            pick,
            CaseAct.ASK,
            lambda doing, code: acts.ask(doing, code, "Anh/chị ở số nhà nào ạ?"),
        )

    @rule(who=OFFICERS, pick=PICK, good=st.booleans())
    def answers(self, who: str, pick: int, *, good: bool) -> None:
        given = Answer(GOOD if good else "Đã rõ.", late_reason=f"{INSIDE}: chờ vật tư")
        done = self.does(
            who, pick, CaseAct.ANSWER, lambda doing, code: acts.answer(doing, code, given)
        )
        assert good or not done.done

    @rule(who=OFFICERS, pick=PICK, seldom=SELDOM)
    def refuses(self, who: str, pick: int, seldom: int) -> None:
        if seldom:
            return
        given = Answer("", f"{INSIDE}: đã gọi", f"{INSIDE}: chờ vật tư")
        words = "Việc này của hai nhà, mời anh/chị tự thoả thuận giúp ạ"
        self.does(
            who, pick, CaseAct.REFUSE, lambda doing, code: acts.refuse(doing, code, words, given)
        )

    @rule(who=OFFICERS, pick=PICK, seldom=SELDOM)
    def forwards(self, who: str, pick: int, seldom: int) -> None:
        if seldom:
            return
        given = Answer("", f"{INSIDE}: đã gọi", f"{INSIDE}: chờ điện lực")
        to = "Điện lực thành phố"
        self.does(
            who, pick, CaseAct.FORWARD, lambda doing, code: acts.forward(doing, code, to, "", given)
        )

    @rule(who=OFFICERS, pick=PICK, kind=st.sampled_from(TAKEN))
    def reclassifies(self, who: str, pick: int, kind: FeedbackKind) -> None:
        self.does(
            who, pick, CaseAct.RECLASSIFY, lambda doing, code: acts.reclassify(doing, code, kind)
        )

    @rule(who=OFFICERS, pick=PICK, seldom=SELDOM)
    def closes(self, who: str, pick: int, seldom: int) -> None:
        if seldom:
            return
        self.does(who, pick, CaseAct.CLOSE, acts.close)

    @rule(who=OFFICERS, pick=PICK)
    def explains(self, who: str, pick: int) -> None:
        self.does(
            who,
            pick,
            CaseAct.EXPLAIN,
            lambda doing, code: acts.explain(doing, code, f"{INSIDE}: chờ"),
        )

    @rule(who=OFFICERS, pick=PICK)
    def notes(self, who: str, pick: int) -> None:
        self.does(
            who, pick, CaseAct.NOTE, lambda doing, code: acts.note(doing, code, f"{INSIDE}: đã gọi")
        )

    @rule(who=OFFICERS, pick=PICK)
    def hurries(self, who: str, pick: int) -> None:
        done = self.does(who, pick, CaseAct.URGENT, marking.urge)
        if done.done:
            self.hurried.add(str(done.code))

    @rule(who=OFFICERS, pick=PICK, seldom=SELDOM, other=PICK)
    def joins(self, who: str, pick: int, other: int, seldom: int) -> None:
        if seldom:
            return
        first = self.code(pick, CaseAct.JOIN)
        hidden = self.hidden[str(first)] if first is not None else set()
        alike = [one for one in self.codes if self.hidden[str(one)] == hidden] or self.codes
        to = alike[other % len(alike)] if alike else first
        if to is not None:
            self.does(who, pick, CaseAct.JOIN, lambda doing, code: special.join(doing, code, to))

    @rule(pick=PICK, person=st.sampled_from(["", "Bạch Mẫu", "Cường Mẫu"]), who=OFFICERS)
    def marks(self, pick: int, person: str, who: str) -> None:
        named = self.member(person) if person else None
        done = self.does(
            who, pick, CaseAct.MARK, lambda doing, code: special.mark(doing, code, named)
        )
        if done.done:
            self.hidden[str(done.code)] = set(BELOW[person])

    @rule(who=OFFICERS, pick=PICK, seldom=SELDOM)
    def points_to_the_law(self, who: str, pick: int, seldom: int) -> None:
        if seldom:
            return
        complaint = FeedbackKind.COMPLAINT
        done = self.does(
            who, pick, CaseAct.ROUTE, lambda doing, code: route(doing, code, complaint)
        )
        if done.done:
            self.wiped[str(done.code)] = self.own_word(done.code)

    @rule(who=OFFICERS, pick=PICK, careful=st.booleans())
    def publishes(self, who: str, pick: int, *, careful: bool) -> None:
        """As suggested, or with everything suggested left as it was written."""

        def act(doing: Doing, code: CaseCode) -> Outcome:
            found = publishing.propose(doing, code, self.ward.vault, None)
            if isinstance(found, Outcome):
                return found
            parts = (found.question, found.answer)
            question, answer = (one.hidden() if careful else one.text for one in parts)
            return publishing.publish(doing, code, Shown(question, answer), self.ward.vault)

        self.does(who, pick, CaseAct.PUBLISH, act)

    @rule(who=OFFICERS, pick=PICK)
    def takes_off_the_page(self, who: str, pick: int) -> None:
        self.does(who, pick, CaseAct.UNPUBLISH, publishing.withdraw)

    @rule(pick=PICK)
    def answers_and_publishes(self, pick: int) -> None:
        """What few lives come to by chance."""
        given = Answer(GOOD, late_reason=f"{INSIDE}: chờ vật tư")
        done = self.does(
            "Đầu Mẫu", pick, CaseAct.ANSWER, lambda doing, code: acts.answer(doing, code, given)
        )
        if done.done:
            self.publishes(who="Đầu Mẫu", pick=self.codes.index(done.code), careful=True)

    @rule(pick=PICK, names=st.booleans())
    def adds(self, pick: int, *, names: bool) -> None:
        if (code := self.code(pick, CaseAct.ADD)) is None:
            return
        words = f"thêm {self.own_word(code)}" + (", cô Bạch Mẫu biết việc này" if names else "")
        if self.sends(AddToCase(self.ward.row(code).id, words)) and names:
            self._named("Bạch Mẫu", code)

    def _named(self, person: str, code: CaseCode) -> None:
        """The case and those answered with it are hidden from one more."""
        row = self.ward.row(code)
        first = row.joined_to if row.state == CaseState.JOINED else row.id
        for one in self.codes:
            other = self.ward.row(one)
            with_it = other.state == CaseState.JOINED and other.joined_to == first
            if other.id in {row.id, first} or with_it:
                self.hidden[str(one)] |= BELOW[person]

    @rule(pick=PICK, seldom=SELDOM)
    def takes_back(self, pick: int, seldom: int) -> None:
        if seldom:
            return
        if (code := self.code(pick, CaseAct.WITHDRAW)) is not None:
            self.sends(WithdrawCase(self.ward.row(code).id))

    @rule(pick=PICK)
    def reopens(self, pick: int) -> None:
        if (code := self.code(pick, CaseAct.REOPEN)) is None:
            return
        due = self.ward.clock.now() + timedelta(days=14)
        if self.sends(ReopenCase(self.ward.row(code).id, "chưa xong", due)):
            self.reopened[str(code)] = self.reopened.get(str(code), 0) + 1

    @rule(pick=PICK, score=st.integers(min_value=1, max_value=5))
    def rates(self, pick: int, score: int) -> None:
        if (code := self.code(pick, CaseAct.RATE)) is not None:
            row = self.ward.row(code)
            if row.state in {CaseState.ANSWERED, CaseState.CLOSED}:
                self.rated |= self.sends(RateCase(row.id, solved=True, score=score))

    @rule(days=st.integers(min_value=1, max_value=9))
    def time_passes(self, days: int) -> None:
        self.ward.clock.move(days=days)
        now = self.ward.clock.now()
        with self.ward.store.work() as work:
            remind(work, self.ward.ward, now)
            end_by_themselves(work, self.ward.ward, now)
            work.commit()
