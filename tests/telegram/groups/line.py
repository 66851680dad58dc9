"""An officers' group on Telegram: the real router on a store, the strict Bot API, people in it."""

from dataclasses import replace

from handlers import staff_groups
from handlers.router import Router
from handlers.store import groups, views
from handlers.store.personal import StoredPersonalRecords
from handlers.store.states import OutboxStatus
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from tests.conversations.conftest import ports_of
from tests.fakes.casework import COMMUNE, KEY, ROLES, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.core import StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import SETTINGS, Line

GROUP = -1001
NUMBERS = {who: str(5001 + n) for n, who in enumerate((*ROLES, "citizen"))}


class GroupLine:
    """A ward whose officers sit in a group with the bot."""

    def __init__(
        self, store: Store, clock: FakeClock, base: KnowledgeBase, before: "GroupLine | None" = None
    ) -> None:
        """With an earlier one it is the same ward after a restart: database and Telegram stay."""
        self.store, self.clock, self.base = store, clock, base
        known: CaseWard | None = None if before is None else before.ward
        self.ward: CaseWard = known or CaseWard(
            store, clock, account="main", chat_of=NUMBERS.__getitem__
        )
        mine = replace(base, commune=COMMUNE, calendar=self.ward.ward.calendar)
        records = StoredPersonalRecords(store)
        self.router = Router(lambda _: mine, records, ports=ports_of(store))
        self.line = Line(store, clock, self.router, SETTINGS)
        if before is not None:
            self.line.take_over(before.api)
        self.api: StrictApi = self.line.api
        self.room: Chat = self.api.chats.open(GROUP, "supergroup", "Tổ Đô thị")
        self.room.privacy = True
        for who, number in NUMBERS.items():
            self.api.chats.open(int(number), "private", who)

    def person(self, who: str) -> Person:
        """Someone as they write in the group."""
        return Person(self.api, int(NUMBERS[who]), who, self.room)

    def alone(self, who: str) -> Person:
        """Someone in their private chat."""
        return Person(self.api, int(NUMBERS[who]), who)

    def code(self, unit: str = "do_thi") -> str:
        """A group's one-time code."""
        with self.store.work() as work:
            made = staff_groups.make_code(work, self.ward.ward, unit, "cli", self.clock.now())
            work.commit()
        assert made is not None
        return made

    async def joined(self) -> None:
        """The group is registered."""
        before = len(self.said)
        self.person("Bạch Mẫu").says(f"/nhom {self.code()}")
        await self.until("Đã đăng ký", after=before)

    @property
    def said(self) -> list[str]:
        """What the bot said in the group, as it stands now."""
        return self.api.texts(self.room.id)

    async def until(self, *parts: str, after: int = 0) -> None:
        """The group reads this, all in one message."""
        await eventually(
            lambda: any(all(part in one for part in parts) for one in self.said[after:])
        )

    async def told(self, who: str, *parts: str) -> None:
        """Somebody reads this in their private chat."""
        chat = int(NUMBERS[who])
        await eventually(
            lambda: any(all(part in one for part in parts) for one in self.api.texts(chat))
        )

    def card(self, code: CaseCode) -> dict[str, object]:
        """The newest message of the bot in the group that is the card of a case."""
        found = [
            one
            for one in self.api.sent(self.room.id)
            if str(code) in one.get("text", "").split("\n", 1)[0] and "Hạn trả lời" in one["text"]
        ]
        return found[-1]

    def last(self, part: str) -> dict[str, object]:
        """The newest message of the bot in the group that holds these words."""
        return [one for one in self.api.sent(self.room.id) if part in one.get("text", "")][-1]

    def state(self, code: CaseCode) -> str:
        """Where a case stands."""
        return str(self.ward.row(code).state)

    def groups(self) -> list[groups.Row]:
        """Every group of the ward."""
        with self.store.read() as work:
            return groups.of_commune(work, KEY)

    async def posted(self, **of: object) -> CaseCode:
        """A new case whose card stands in the group."""
        code = self.ward.open(**of)  # type: ignore[arg-type]
        await self.until(f"Phản ánh mới {code}")
        await eventually(self.all_recorded)
        return code

    def all_recorded(self) -> bool:
        """Whether everything sent to the group is known to be: only then is it edited."""
        with self.store.read() as work:
            chat = groups.of_unit(work, KEY, "do_thi")
            sent = views.letters(work, chat.contact) if chat is not None else []
        return all(one.status is OutboxStatus.SENT for one in sent if one.due <= self.clock.now())
