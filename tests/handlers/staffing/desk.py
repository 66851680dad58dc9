"""A ward whose officers are taken in and tied to their chats."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import text

from handlers import staffing
from handlers.inbox import Handled
from handlers.messages import Inbound
from handlers.officers import Actor, Member, Refusal, Role
from handlers.staff import Linking
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store, Work
from handlers.turns import ConversationState, Turn
from tests.fakes.clock import FakeClock
from tests.fakes.responder import FakeResponder, say
from tests.fakes.ward import Ward

COMMUNE = "phuong-mau"


class Desk:
    """A ward whose responder takes link codes and otherwise tells who it thinks one is."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.book = StoredStaffBook(store)
        self.ward = Ward(store, clock, FakeResponder(self.decide))
        self.store, self.clock = store, clock

    def decide(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        linked = Linking(self.book, COMMUNE, inbound, state, now).turn()
        return linked or say("ai đó")

    def act(self, do: Callable[[Work], object]) -> object:
        with self.store.work() as work:
            done = do(work)
            work.commit()
        return done

    def add(self, name: str, *roles: Role) -> Member:
        now = self.clock.now()
        made = self.act(lambda work: staffing.add(work, COMMUNE, name, roles, "cli", now))
        assert isinstance(made, int)
        return self.member(name)

    def member(self, name: str) -> Member:
        with self.store.read() as work:
            found = staffing.find(work, COMMUNE, name)
        assert found is not None
        return found

    def code(self, name: str) -> str:
        member, now = self.member(name), self.clock.now()
        code = self.act(lambda work: staffing.make_link(work, member, "cli", now))
        assert isinstance(code, str)
        return code if not isinstance(code, Refusal) else ""

    def link(self, name: str, chat: str) -> Handled:
        return self.ward.says(self.code(name), chat)

    def actor(self, chat: str, *, group: bool = False, by: str | None = None) -> Actor:
        """Who the inbox takes the writer for."""
        inbound = replace(self.ward.inbound("xin chào", chat), group=group, by=by)
        stored = self.ward.inbox.receive(inbound)
        assert stored is not None
        self.ward.inbox.handle(stored.id)
        return self.ward.responder.asked[-1][1].actor

    def audit(self) -> list[tuple[str, str, str]]:
        with self.store.read() as work:
            rows = work.run(text("SELECT who, what, about FROM audit ORDER BY id")).all()
        return [(row.who, row.what, row.about) for row in rows]


def said(handled: Handled) -> str:
    return " ".join(getattr(one, "text", "") for reply in handled.replies for one in reply.blocks)
