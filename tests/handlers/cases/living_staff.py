"""What happens to people, and the acts that show nothing on a case: more rules of the machine."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from handlers.cases import marking, special
from handlers.store import staff
from handlers.store.erasing import erase_person
from handlers.vault import Identity
from knowledge.calendar import local
from knowledge.feedback.states import CaseAct
from tests.handlers.cases.living import Living
from tests.handlers.cases.living_place import INSIDE, OFFICERS, PICK, SELDOM, SENDER, SENDERS

MAY_OPEN = {"Đầu Mẫu", "Soát Mẫu"}
RULES: dict[CaseAct, str] = {
    CaseAct.ADD: "adds",
    CaseAct.RECLASSIFY: "reclassifies",
    CaseAct.CLAIM: "claims",
    CaseAct.ASSIGN: "hands_over",
    CaseAct.ASK: "asks",
    CaseAct.ANSWER: "answers",
    CaseAct.FORWARD: "forwards",
    CaseAct.REFUSE: "refuses",
    CaseAct.ROUTE: "points_to_the_law",
    CaseAct.JOIN: "joins",
    CaseAct.REOPEN: "reopens",
    CaseAct.WITHDRAW: "takes_back",
    CaseAct.CLOSE: "closes",
    CaseAct.PUBLISH: "publishes",
    CaseAct.UNPUBLISH: "takes_off_the_page",
    CaseAct.RATE: "rates",
    CaseAct.NOTE: "notes",
    CaseAct.MARK: "marks",
    CaseAct.UNLOCK: "opens_the_vault",
    CaseAct.EXPLAIN: "explains",
    CaseAct.KEEP: "keeps",
    CaseAct.URGENT: "hurries",
}
"""The rule that does each act; a new act needs its line here."""


class LivingStaff(Living):
    """Officers come and go, senders ask for deletion, names are opened."""

    @rule(who=OFFICERS, pick=PICK)
    def keeps(self, who: str, pick: int) -> None:
        self.does(who, pick, CaseAct.KEEP, marking.keep)

    @rule(who=OFFICERS, pick=PICK)
    def opens_the_vault(self, who: str, pick: int) -> None:
        if (code := self.code(pick, CaseAct.UNLOCK)) is None:
            return
        with self.store.work() as work:
            doing = self.ward.doing(work, who)
            found = special.unlock(doing, code, self.vault, f"{INSIDE}: hẹn gặp")
            work.commit()
        if isinstance(found, Identity):
            assert who in MAY_OPEN - self.hidden[str(code)]
            assert found == Identity(*SENDER)
            assert str(code) not in {*self.wiped, *self.forgotten}
            self.unlocked += 1

    @rule(who=OFFICERS, other=OFFICERS, days=st.integers(min_value=0, max_value=12))
    def goes_away(self, who: str, other: str, days: int) -> None:
        """With somebody in their place, whoever that is, or nobody; or is back."""
        stand_in = self.ward.officers[other].id if other != who else None
        until = local(self.ward.clock.now()).date() + timedelta(days=days)
        with self.store.work() as work:
            officer = self.ward.officers[who].id
            staff.set_away(work, officer, *((until, stand_in) if days else (None, None)))
            work.commit()

    @rule(sender=SENDERS, seldom=SELDOM)
    def asks_for_deletion(self, sender: int, seldom: int) -> None:
        if seldom:
            return
        contact = self.senders[sender]
        with self.store.work() as work:
            erase_person(work, contact, self.ward.clock.now())
            work.commit()
        for code in [one for one, sent in self.sent.items() if sent == contact]:
            self.forgotten[code] = self.words[code]
            del self.sent[code]
