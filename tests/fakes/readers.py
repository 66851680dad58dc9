"""A ward with officers and people who asked for its news, for tests of broadcasts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Draft, Refused, Sending
from handlers.broadcasts import acts, queueing
from handlers.broadcasts.acts import Acting
from handlers.messages import ChannelName
from handlers.officers import Officer, Role
from handlers.store import broadcasts, contacts, staff, subscriptions
from handlers.store.tables import OutboxRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.commune import Commune
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base

BASE = shipped_base()
KEY = BASE.commune.key
OUTBOX = table_of(OutboxRow)
T = TypeVar("T")


@dataclass
class Desk:
    """The ward's desk over one store."""

    store: Store
    clock: FakeClock
    ward: Ward
    officers: dict[str, Officer] = field(default_factory=dict)
    endpoint: str = ""

    @property
    def key(self) -> str:
        """The commune's."""
        return self.ward.commune.key

    def readers(self, number: int, prefix: str = "r") -> list[str]:
        """So many people ask for the news; their contacts."""
        now = self.clock.now()
        with self.store.work() as work:
            whose = contacts.endpoint_of(work, self.endpoint)
            made = [
                contacts.open_contact(work, whose, f"{prefix}{one}", "", now)
                for one in range(number)
            ]
            for one in made:
                subscriptions.ask(work, self.key, one, now)
            work.commit()
        return made

    def write(
        self,
        text: str = "Mai cúp nước.",
        by: str = "Lan",
        areas: tuple[str, ...] = (),
        **given: str,
    ) -> Broadcast:
        """A draft."""
        topic, to = given.pop("topic", "utilities"), given.pop("to", "all")
        about = (topic, to, given.get("field", ""), given.get("status", ""))
        draft = Draft(text, {}, *about, areas)
        made = self.act("write", by, draft)
        assert isinstance(made, Broadcast), made
        return made

    def act(self, name: str, by: str, *given: object) -> Broadcast | Refused:
        """One act of an officer."""
        done: Broadcast | Refused = self.act_by(
            by, lambda acting: getattr(acts, name)(acting, *given)
        )
        return done

    def act_by(self, by: str, act: Callable[[Acting], T]) -> T:
        """An act that stands in a module of its own."""
        with self.store.work() as work:
            acting = Acting(work, self.ward, self.officers[by], self.clock.now())
            done = act(acting)
            work.commit()
        return done

    def start(self, number: int, by: str = "Lan", **how: object) -> Broadcast | Refused:
        """Let it leave."""
        return self.act("start", by, number, Sending(**how))  # type: ignore[arg-type]

    def bites(self, most: int = 1_000) -> int:
        """So many bites of the job, at most; the number that did something."""
        for number in range(most):
            if not self.store.write(lambda work: queueing.step(work, self.ward, self.clock.now())):
                return number
        return most

    def follow(self, number: int) -> None:
        """What the command does after an act."""
        more = True
        while more:
            with self.store.work() as work:
                more = queueing.follow(work, self.ward, number, self.clock.now())
                work.commit()

    def found(self, number: int) -> Broadcast:
        """It as it stands."""
        with self.store.read() as work:
            one = broadcasts.find(work, self.key, number)
        assert one is not None
        return one

    def copies(self, number: int) -> list[tuple[str, str, datetime, str | None]]:
        """Contact, status, due, reason of each copy."""
        columns = (OUTBOX.c.contact, OUTBOX.c.status, OUTBOX.c.due, OUTBOX.c.reason)
        with self.store.read() as work:
            rows = work.connection.execute(select(*columns).where(OUTBOX.c.broadcast == number))
            return [tuple(row) for row in rows]


def open_desk(
    store: Store,
    clock: FakeClock,
    above: int = 200,
    names: Iterable[str] = (),
    of: Commune = BASE.commune,
) -> Desk:
    """A ward with four officers and one Telegram bot."""
    commune = of.model_copy(
        update={"broadcasts": of.broadcasts.model_copy(update={"approve_above": above})}
    )
    desk = Desk(store, clock, Ward(commune, BASE.calendar, lambda _: BASE))
    roles = {"Lan": Role.OFFICER, "Hoa": Role.DESK_LEAD, "Minh": Role.HEAD, "Tú": Role.ADMIN}
    with store.work() as work:
        contacts.ensure_commune(work, of.key, commune.name, clock.now())
        desk.endpoint = contacts.ensure_endpoint(
            work, of.key, ChannelName.TELEGRAM, "main", clock.now()
        )
        for name in (*roles, *names):
            held = frozenset({roles.get(name, Role.OFFICER)})
            made = staff.add(work, of.key, name, held, clock.now())
            assert made is not None
            desk.officers[name] = Officer(made, of.key, name, held)
        work.commit()
    return desk
