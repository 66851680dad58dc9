"""A ward of cases whose life is a machine: the place, and what is known of it from outside."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from handlers.cases import acts
from handlers.cases.acts import Doing, Outcome
from handlers.commands import CaseCommand
from handlers.errors import LostRaceError
from handlers.officers import Member
from handlers.store import contacts, staff
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct, CaseState, after
from tests.fakes.casework import KEY, ROLES, CaseWard
from tests.fakes.clock import FakeClock

OFFICERS = st.sampled_from([*sorted(ROLES), *["Đầu Mẫu"] * 4, *["Soát Mẫu"] * 3])
"""Those who may do most come oftener: otherwise most of what is tried is refused."""
PICK = st.integers(min_value=0, max_value=11)
ANY = 3
"""Below it a case is picked whatever its state: what cannot be done is tried too."""
SELDOM = st.integers(min_value=0, max_value=3)
"""What ends a case is done at nought only: a life is to be long."""
SENDERS = st.integers(min_value=0, max_value=1)
MOST = 6
"""Cases of one life."""
SORTS: list[tuple[FeedbackKind, About, str | None]] = [
    (FeedbackKind.LOCAL_MATTER, About.NOBODY, None),
    (FeedbackKind.LOCAL_MATTER, About.OFFICER, "Bạch Mẫu"),
    (FeedbackKind.CONDUCT, About.UNCLEAR, None),
    (FeedbackKind.CONDUCT, About.OFFICER, "Cường Mẫu"),
    (FeedbackKind.CONDUCT, About.HEAD, "Đầu Mẫu"),
]
SAID_AT_THE_DESK = st.sampled_from(
    [("Rác đầu hẻm 9", ""), ("Cô Bạch Mẫu nói trống không", "Bạch Mẫu"),
     ("Ông Đầu Mẫu bắt đi lại", "Đầu Mẫu"), ("Tôi khiếu nại quyết định xử phạt tôi", "law")]
)  # fmt: skip
SENDER = ("Nguyễn Thị Bí Đao", "0912 345 678")
BELOW = {
    "": set(),
    "Bạch Mẫu": {"Bạch Mẫu", "Cường Mẫu"},
    "Cường Mẫu": {"Cường Mẫu"},
    "Đầu Mẫu": set(ROLES) - {"Soát Mẫu"},
}
"""Who must not know of a case about somebody."""
INSIDE = "chuyện trong nhà"
"""In every word among colleagues; no sender reads it."""


class Place(RuleBasedStateMachine):
    """A ward of cases, and what is known of each from outside."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    @initialize()
    def begin(self) -> None:
        """Three cases are open."""
        self.ward = CaseWard(self.store, FakeClock())
        self.senders = [self.ward.citizen, self._other_sender()]
        self.codes: list[CaseCode] = []
        self.words: dict[str, str] = {}
        self.reopened: dict[str, int] = {}
        self.hidden: dict[str, set[str]] = {}
        self.wiped: dict[str, str] = {}
        """The word of its own of each case that was pointed to its law."""
        self.forgotten: dict[str, str] = {}
        """The same of each whose sender asked for deletion."""
        self.sent: dict[str, str] = {}
        """Whose chat each came from, of those that came from one."""
        self.unlocked = 0
        self.rated = False
        self.hurried: set[str] = set()
        """Marked urgent: the one act that brings a last day nearer."""
        for what in (0, 1, 3):
            kind, about, person = SORTS[what]
            self.open(kind, about, person, named=what == 0)

    def _other_sender(self) -> str:
        now, chat = self.ward.clock.now(), "another"
        with self.store.work() as work:
            name = contacts.ensure_endpoint(work, KEY, self.ward.channel, "bot", now)
            made = contacts.open_contact(work, contacts.endpoint_of(work, name), chat, "", now)
            work.commit()
        return made

    def code(self, pick: int, act: CaseAct | None = None) -> CaseCode | None:
        """Any case; oftener one in whose state the act is possible."""
        able = [
            one
            for one in self.codes
            if act is not None and pick >= ANY and after(CaseState(self.ward.row(one).state), act)
        ]
        among = able or self.codes
        return among[pick % len(among)] if among else None

    def own_word(self, code: CaseCode) -> str:
        """What stands in every text of a case and in no other's."""
        return self.words[str(code)]

    def does(
        self, who: str, pick: int, what: CaseAct, act: Callable[[Doing, CaseCode], Outcome]
    ) -> Outcome:
        """An officer tries; one it is hidden from never does it."""
        code = self.code(pick, what)
        if code is None:
            return Outcome(CaseCode(KEY, self.ward.clock.now().date(), 1), acts.Refused.GONE)
        with self.ward.store.work() as work:
            outcome = act(self.ward.doing(work, who), code)
            work.commit()
        if who in self.hidden[str(code)]:
            assert not outcome.done
        return outcome

    def sends(self, command: CaseCommand) -> bool:
        try:
            self.ward.sends(command)
        except LostRaceError:
            return False
        return True

    def member(self, name: str) -> Member:
        with self.ward.store.read() as work:
            return next(one for one in staff.members(work, KEY) if one.officer.name == name)

    def taken(self, code: CaseCode, hidden: set[str]) -> None:
        self.codes.append(code)
        self.words[str(code)] = f"vatmau{len(self.codes):03}"
        self.hidden[str(code)] = set(hidden)

    def open(
        self,
        kind: FeedbackKind,
        about: About,
        person: str | None,
        *,
        named: bool,
        sender: int = 0,
    ) -> None:
        """Somebody reports."""
        self.ward.citizen = self.senders[sender]
        word = f"vatmau{len(self.codes) + 1:03}"
        matter = f"Đèn {word} hỏng, nhà tôi ở hẻm 12, {SENDER[0] if named else 'tổ 4'}"
        sealed = SENDER if named else None
        code = self.ward.open(kind, matter, about=about, person=person, sealed=sealed)
        self.taken(code, BELOW[person or ""])
        self.sent[str(code)] = self.ward.citizen

    @property
    def vault(self) -> Vault:
        return self.ward.vault
