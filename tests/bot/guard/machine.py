"""One installation whose database may be put back from a backup, and what people heard of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.database import upgrade
from bot.delivery import Delivery
from bot.guard import RestoreGuard
from bot.restored import Choice, settle
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import contacts, guard, queueing
from handlers.store.contacts import Destination
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY

PEOPLE = 12


@dataclass
class Machine:
    """One installation: its database, the file beside it, and what people heard."""

    url: str
    mark: Path
    clock: FakeClock
    open_engine: Callable[[str], Engine]
    heard: list[str] = field(default_factory=list)
    endpoint: str = ""

    def store(self) -> Store:
        return Store(self.open_engine(self.url))

    def prepare(self) -> None:
        """A notice for each of some people."""
        store = self.store()
        upgrade(store.engine)
        with store.work() as work:
            contacts.ensure_commune(work, KEY, "Phường Mẫu", self.clock.now())
            self.endpoint = contacts.ensure_endpoint(
                work, KEY, ChannelName.TELEGRAM, "b", self.clock.now()
            )
            work.commit()
        self.queue(*(f"p{one}" for one in range(PEOPLE)))
        store.engine.dispose()

    def queue(self, *people: str, text: str = "Nhắc hạn", due: timedelta = timedelta()) -> None:
        """A notice for each."""
        store, now = self.store(), self.clock.now()
        with store.work() as work:
            whose = contacts.endpoint_of(work, self.endpoint)
            for one in people:
                contact = contacts.open_contact(work, whose, one, "", now)
                message = Message(
                    key=f"notice:{one}:{text}",
                    reply=Reply((Paragraph(f"{text} {one}"),)),
                    due=now + due,
                    expires_at=now + timedelta(days=2),
                    kind=OutboxKind.ALERT,
                    priority=Priority.NOTICE,
                )
                queueing.queue(work, KEY, self.endpoint, contact, message)
            work.commit()
        store.engine.dispose()

    def life(self, most: int = 1_000) -> str:
        """A process starts, sends so many, and ends; why it held, if it did."""
        store = self.store()
        watch = RestoreGuard(store, self.mark, self.clock)
        why = watch.begin()

        def note(to: Destination, part: Part) -> None:
            texts = [one.text for one in part.reply.blocks if isinstance(one, Paragraph)]  # type: ignore[union-attr]
            self.heard.append(f"{to.chat}: {texts[0]}")

        async def go() -> None:
            delivery = Delivery(store, {self.endpoint: NullChannel(note)}, self.clock)
            delivery.guard = watch
            await asyncio.to_thread(delivery._prepare, self.endpoint)
            for _ in range(most):
                claims = await asyncio.to_thread(delivery._claim_endpoint, self.endpoint, 1)
                if not claims.messages:
                    break
                await delivery._send_all(list(claims.messages))
            await delivery.stop()

        asyncio.run(go())
        store.engine.dispose()
        return why

    def state(self) -> guard.GuardState:
        store = self.store()
        with store.read() as work:
            found = guard.load(work)
        store.engine.dispose()
        assert found is not None
        return found

    def decides(self, choice: Choice) -> bool:
        store = self.store()
        done = settle(store, self.mark, KEY, choice, "Minh, quản trị", self.clock.now())
        store.engine.dispose()
        return done


Backup = Callable[[Machine], Callable[[], None]]
