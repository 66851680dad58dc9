"""A ward whose records change after its citizens were told what they said."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from handlers.actions import build
from handlers.broadcast_texts import Refused
from handlers.broadcasts.acts import Acting
from handlers.correction import Correction, CorrectionState
from handlers.corrections import acts
from handlers.store import corrections
from handlers.store.codec import reply_from_json
from handlers.store.tables import ContactRow, OutboxRow, table_of
from handlers.ward import Ward
from knowledge.base import KnowledgeBase
from knowledge.overlay import Overlay, apply_overlay
from knowledge.procedures import Fee, FeeKind, Procedure, ProcessingTime, RequiredDocument, TimeUnit
from scheduler import jobs
from tests.fakes.readers import BASE, KEY, Desk

if TYPE_CHECKING:
    from tests.conversations.conftest import Citizen

CODE = "2.000815"
OUTBOX, CONTACT = table_of(OutboxRow), table_of(ContactRow)
S = CorrectionState


@dataclass
class Corrected:
    """A ward whose records change under its citizens."""

    desk: Desk
    base: KnowledgeBase = BASE
    turns: Iterator[int] = field(default_factory=count)

    @property
    def ward(self) -> Ward:
        return replace(self.desk.ward, knowledge=lambda _: self.base)

    def looks(self) -> None:
        """What the job does in its minute."""
        more = True
        while more:
            with self.desk.store.work() as work:
                more = jobs.correct(self.ward, work, self.desk.clock.now())
                work.commit()

    def fee(self, amount: int | None) -> None:
        """The ward's own fee from now on; None: what the record says."""
        fees = () if amount is None else (Fee(kind=FeeKind.AMOUNT, amount=amount, per="bản"),)
        self._changes(Overlay(code=CODE, fees=fees))

    def time(self, days: int) -> None:
        time = ProcessingTime(value=days, unit=TimeUnit.WORKING_DAY)
        self._changes(Overlay(code=CODE, times=(time,)))

    def papers(self, *names: str) -> None:
        papers = tuple(RequiredDocument(name=name) for name in names)
        self._put(BASE.procedures[CODE].model_copy(update={"documents": papers}))

    def _changes(self, overlay: Overlay) -> None:
        self._put(apply_overlay(BASE.procedures[CODE], overlay))

    def _put(self, procedure: Procedure) -> None:
        known = {**BASE.procedures, CODE: procedure}
        self.base = replace(self.base, version=self.base.version + 1, procedures=known)

    def citizen(self, chat: str) -> "Citizen":
        """Somebody who talks to the bot as its records stand now."""
        from tests.conversations.conftest import Citizen, through_the_inbox

        send = through_the_inbox(self.base, self.desk.store, clock=self.desk.clock, chat=chat)
        found = Citizen(send)
        found._count = next(self.turns) * 100  # ids of messages are the channel's own
        return found

    def asks(self, chat: str, part: str = "fee") -> str:
        """Asks for a part by its button; their contact."""
        self.citizen(chat).does_tap(build("p", CODE, part) if part else build("p", CODE))
        self.desk.clock.move(minutes=1)
        with self.desk.store.read() as work:
            (found,) = work.connection.execute(
                select(CONTACT.c.id).where(CONTACT.c.chat == chat)
            ).scalars()
        return str(found)

    def all(self) -> list[Correction]:
        with self.desk.store.read() as work:
            return corrections.newest(work, KEY, 50)

    def sends(self, number: int, by: str = "Hoa", *, mistake: bool = False) -> Correction | Refused:
        with self.desk.store.work() as work:
            acting = Acting(work, self.ward, self.desk.officers[by], self.desk.clock.now())
            done = acts.send(acting, number, mistake=mistake)
            work.commit()
        self.looks()
        return done

    def letters(self, contact: str) -> list[str]:
        """What was queued for them of corrections."""
        with self.desk.store.read() as work:
            rows = work.connection.execute(
                select(OUTBOX.c.body)
                .where(OUTBOX.c.contact == contact, OUTBOX.c.key.like("correction:%"))
                .order_by(OUTBOX.c.id)
            ).scalars()
            found = [reply_from_json(one) for one in rows]
        return ["\n".join(getattr(b, "text", "") for b in one.blocks) for one in found]
