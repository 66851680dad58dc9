"""A ward with officers and a citizen who reports, for tests of cases."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from handlers.cases.acts import Doing
from handlers.cases.senders import apply
from handlers.commands import CaseCommand, OpenCase
from handlers.feedback.opening import asked_of
from handlers.messages import ChannelName
from handlers.officers import Officer, Role
from handlers.store import cases, contacts, staff, views
from handlers.store.case_reading import StoredCases
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Vault
from handlers.ward import Ward, ward_of
from knowledge.commune import Commune
from knowledge.feedback.clocks import CaseClocks, ClockName, shipped_rules
from knowledge.feedback.codes import CaseCode, hash_of
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About
from tests.fakes.clock import FakeClock

KEY = "phuong-mau"
SECRET = "K7M2QX"  # noqa: S105 - an invented one
MATTER = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần"
GOOD = (
    "Thưa anh/chị, Tổ Đô thị phường đã kiểm tra đèn đường hẻm 12 và sẽ thay trước ngày 27/11. "
    "Xin lỗi vì để anh/chị chờ."
)
COMMUNE = Commune.model_validate(
    {
        "key": KEY,
        "name": "Phường Mẫu",
        "province": "Tỉnh Mẫu",
        "desks": {"psc": {"name": "Trung tâm Phục vụ hành chính công"}},
        "calendar": {"confirmed_until": "2026-12-31"},
        "feedback": {
            "units": {
                "do_thi": {
                    "name": "Tổ Đô thị",
                    "officers": ["Bạch Mẫu", "Cường Mẫu"],
                    "stand_ins": ["Dung Mẫu"],
                }
            },
            "rules": [{"unit": "do_thi", "kind": "local_matter"}],
        },
    }
)
ROLES = {
    "Đầu Mẫu": {Role.HEAD},
    "Phụ Mẫu": {Role.DESK_LEAD},
    "Bạch Mẫu": {Role.OFFICER},
    "Cường Mẫu": {Role.OFFICER},
    "Dung Mẫu": {Role.OFFICER},
    "Soát Mẫu": {Role.REVIEWER},
    "Quản Mẫu": {Role.ADMIN},
}
ABOVE = {"Phụ Mẫu": "Đầu Mẫu", "Bạch Mẫu": "Phụ Mẫu", "Cường Mẫu": "Bạch Mẫu"}


@dataclass
class CaseWard:
    """One commune on a store, with officers who can be written to."""

    store: Store
    clock: FakeClock
    ward: Ward = field(default_factory=lambda: ward_of(COMMUNE))
    vault: Vault = field(default_factory=lambda: Vault(b"k" * 32))
    officers: dict[str, Officer] = field(default_factory=dict)
    chats: dict[str, str] = field(default_factory=dict)
    citizen: str = ""
    channel: ChannelName = ChannelName.TELEGRAM
    account: str = "bot"
    chat_of: Callable[[str], str] = str
    """The channel's id of somebody's chat."""
    roles: Mapping[str, Set[Role]] = field(default_factory=lambda: ROLES)
    above: Mapping[str, str] = field(default_factory=lambda: ABOVE)

    def __post_init__(self) -> None:
        now = self.clock.now()
        with self.store.work() as work:
            contacts.ensure_commune(work, self.key, self.ward.commune.name, now)
            name = contacts.ensure_endpoint(work, self.key, self.channel, self.account, now)
            endpoint = contacts.endpoint_of(work, name)
            chat = self.chat_of("citizen")
            self.citizen = contacts.open_contact(work, endpoint, chat, "", now)
            for who, roles in self.roles.items():
                superior = self.officers.get(self.above.get(who, ""))
                made = staff.add(
                    work, self.key, who, roles, now, superior=superior.id if superior else None
                )
                assert made is not None
                self.chats[who] = contacts.open_contact(work, endpoint, self.chat_of(who), "", now)
                staff.set_contact(work, made, self.chats[who])
                above = superior.id if superior else None
                self.officers[who] = Officer(made, self.key, who, frozenset(roles), above)
            work.commit()

    @property
    def key(self) -> str:
        """Of the commune."""
        return self.ward.commune.key

    def doing(self, work: Work, who: str) -> Doing:
        """An officer about to act."""
        return Doing(work, self.ward, self.officers[who], self.clock.now())

    def open(
        self,
        kind: FeedbackKind = FeedbackKind.LOCAL_MATTER,
        matter: str = MATTER,
        *,
        about: About = About.NOBODY,
        person: str | None = None,
        named: frozenset[int] = frozenset(),
        urgent: bool = False,
        sealed: tuple[str, str] | None = None,
        unit: str | None = None,
    ) -> CaseCode:
        """A case as the flow opens it."""
        now, reader = self.clock.now(), StoredCases(self.store, self.vault)
        clocks = CaseClocks(self.ward.calendar, shipped_rules())
        code = reader.fresh(self.key, now).code
        if unit is None:
            unit = "do_thi" if kind is FeedbackKind.LOCAL_MATTER else ""
        command = OpenCase(
            code=code,
            secret_hash=hash_of(code, SECRET),
            kind=kind,
            matter=matter,
            since=now,
            first_due=clocks.first_due(now, urgent=urgent).at,
            forward_due=clocks.due(ClockName.FORWARD, now).at,
            answer_due=clocks.answer_due(now, urgent=urgent).at,
            urgent=urgent,
            unit=unit,
            about=about,
            about_officer=self.officers[person].id if person else None,
            named=named,
            sealed=reader.seal(code, *sealed) if sealed else None,
            asked=asked_of(self.ward, unit, now, urgent=urgent),
        )
        self.sends(command)
        return code

    def sends(self, command: CaseCommand) -> None:
        """What the sender decided, applied."""
        with self.store.work() as work:
            apply(work, self.citizen, 0, command, self.clock.now())
            work.commit()

    def row(self, code: CaseCode) -> cases.Row:
        """A case as it stands."""
        with self.store.read() as work:
            found = cases.by_code(work, code)
        assert found is not None
        return found

    def told(self, who: str | None = None) -> list[str]:
        """Everything queued for an officer, or for the citizen."""
        contact = self.chats[who] if who else self.citizen
        with self.store.read() as work:
            return [str(letter.reply) for letter in views.letters(work, contact)]

    def move_to(self, at: datetime) -> None:
        """Let time pass."""
        self.clock.move_to(at)
