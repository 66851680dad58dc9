"""A ward's office for tests: officers, dossiers of the register, and acts upon them."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import count

from bot.config import DEFAULT_FILE, load_settings
from handlers import staffing
from handlers.acts import Acting
from handlers.duties.values import Outcome
from handlers.messages import Address, ChannelName, Inbound
from handlers.officers import Member, Officer, Refusal, Role
from handlers.store import contacts, duties, staff
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge import dossier_store
from knowledge.dossier_store import Context, Reading
from knowledge.dossiers.dossier import Apology, Dossier, StatusEvent
from knowledge.dossiers.entries import Entry
from knowledge.procedures import SubmissionWay
from tests.fakes.clock import FakeClock
from tests.knowledge.dossiers.lives import at, event

KEY = bytes(range(32))
FOUR = "4567"
"""On the receipt of each of its dossiers."""
CHAT = count(500)


class Office:
    """One commune with its staff and its register; the clock is the test's."""

    def __init__(
        self,
        store: Store,
        clock: FakeClock,
        dossier_prefixes: tuple[str, ...] = (),
        channel: ChannelName = ChannelName.TELEGRAM,
        account: str = "main",
    ) -> None:
        self.store, self.clock, self.channel = store, clock, channel
        self.chat_of: Callable[[str], str] = str
        """The channel's id of somebody's chat."""
        commune = load_settings(DEFAULT_FILE).commune
        self.ward = ward_of(
            commune.model_copy(update={"dossier_prefixes": dossier_prefixes})
            if dossier_prefixes
            else commune
        )
        self.commune = self.ward.commune.key
        with store.work() as work:
            contacts.ensure_commune(work, self.commune, self.ward.commune.name, clock.now())
            self.endpoint = contacts.ensure_endpoint(
                work, self.commune, channel, account, clock.now()
            )
            work.commit()

    def officer(self, name: str, *roles: Role, chat: str | None = "") -> Officer:
        """An officer in office, known by a chat unless `chat` is None."""
        now = self.clock.now()
        with self.store.work() as work:
            made = staffing.add(work, self.commune, name, roles, "cli", now)
            if isinstance(made, Refusal):
                raise TypeError(made)
            if chat is not None:
                endpoint = contacts.endpoint_of(work, self.endpoint)
                chat = self.chat_of(chat or f"officer-{next(CHAT)}")
                staff.set_contact(work, made, contacts.open_contact(work, endpoint, chat, "", now))
            work.commit()
        return self.member(name).officer

    def member(self, name: str) -> Member:
        """An officer with where they are reached."""
        with self.store.read() as work:
            found = staffing.find(work, self.commune, name)
        if found is None:
            raise AssertionError(f"no officer {name}")
        return found

    def dossier(
        self,
        *events: str | StatusEvent,
        number: int = 1,
        due: str = "2026-11-25 17:00",
        officer: str = "",
        copied: datetime | None = None,
        version: int | None = None,
        procedure: str = "1.004873",
        way: SubmissionWay | None = None,
        fiscal: str = "",
        apologies: tuple[Apology, ...] = (),
    ) -> Dossier:
        """A dossier as the register tells it, read just now."""
        now = self.clock.now()
        entry = Entry(
            line=2,
            code=f"H32.12.05-261119-{number:04}",
            procedure=procedure,
            procedure_name="Cấp Giấy xác nhận tình trạng hôn nhân",
            officer=officer,
            version=version,
            events=tuple(one if isinstance(one, StatusEvent) else event(one) for one in events),
            due_at=at(due) if due else None,
            way=way,
            fiscal_due_at=at(fiscal) if fiscal else None,
            apologies=apologies,
            fours=frozenset({FOUR}),
        )
        context = Context(self.commune, KEY, self.ward.calendar, copied or now, now)
        with self.store.work() as work:
            written = dossier_store.write_chunk(work.session, (entry,), context)
            outcomes = Counter(one.outcome for one in written)
            dossier_store.finish(work.session, Reading("file", "a.csv"), outcomes, context)
            work.commit()
        return self.now_is(entry.code)

    def now_is(self, code: str) -> Dossier:
        """A dossier as it is kept now."""
        with self.store.read() as work:
            found = dossier_store.find(work.session, self.commune, code)
        if found is None:
            raise AssertionError(f"no dossier {code}")
        return found

    def does(self, officer: Officer, act: Callable[[Acting], Outcome]) -> Outcome:
        """One act in a transaction of its own."""
        with self.store.work() as work:
            done = act(Acting(work, self.ward, officer, self.clock.now()))
            work.commit()
        return done

    def slip(self) -> int:
        """The number of the one apology slip that waits."""
        with self.store.read() as work:
            (found,) = duties.open_drafts(work, self.commune)
        return found.id

    def says(self, text: str, chat: str, external_id: str) -> Inbound:
        """A message as a channel brings it."""
        return Inbound(Address(self.endpoint, chat), external_id, self.clock.now(), text=text)
