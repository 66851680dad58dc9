"""Runs the invented lives through the real store, jobs and delivery, step by step."""

import asyncio
import heapq
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from bot.delivery import Delivery
from bot.simulation.account import FORMS, AccountBox, Budget, budgets, open_account
from bot.simulation.exports import entry, exports, steps
from bot.simulation.lives import Life, Lives
from bot.simulation.mailbox import Mailbox, Outage
from bot.simulation.office import Office
from bot.simulation.told import Enquiries, changes, with_figures
from bot.simulation.town import Town, with_rules
from bot.simulation.virtual import AtOnce, VirtualClock
from handlers.messages import ChannelName
from handlers.officers import Role
from handlers.store import follows, outbox, staff
from handlers.store.contacts import Endpoint, ensure_commune, ensure_endpoint, open_contact
from handlers.store.dossiers import write_entries
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store, Work
from handlers.ward import Ward
from knowledge.calendar import moment
from knowledge.dossier_store import Context, Outcome, Reading, finish
from knowledge.dossier_store.writing import hold, save, with_confirmation
from knowledge.dossiers.dossier import Confirmation
from knowledge.dossiers.statuses import DossierStatus
from scheduler.runner import run_slot
from scheduler.timetable import AnyJob, Job, LongJob, timetable

KEY: Final = bytes(32)
"""Of the keyed hashes; nobody's digits are in a simulation."""
DESK: Final = 1
LEFT_OUT: Final = (
    "purge",
    "conversations.lapse",
    "sample.",
    "feedback.",
    "calls.",
    "groups.",
    "fakes.",
)
"""Jobs not run: the year is judged from all its messages, and nobody talks in it."""
AT_ROUNDS: Final = ("corrections.", "outbox.watch.", "quotas.")
"""Jobs that need not look each half hour."""
LISTS: Final = (time(7, 30), time(16, 0))
"""When officers get a list of what is due: in the morning, and before closing."""
ROUNDS: Final = (*LISTS, time(11, 0))
"""When officers are written to: with the lists, and once between them, warnings only."""
SHARED: Final = (ChannelName.TELEGRAM, ChannelName.WEB, ChannelName.ZALO_OA)


@dataclass(slots=True)
class Counts:
    """What happened, in numbers."""

    rows: Counter[Outcome] = field(default_factory=Counter)
    confirmations: int = 0
    duplicates: int = 0


@dataclass(slots=True)
class Known:
    """A life as far as the export has told it."""

    life: Life
    told: int = 0
    learnt: list[datetime] = field(default_factory=list)
    """When the export told each of its changes."""
    id: int = 0
    contact: str = ""
    endpoint: str = ""


class Year:
    """One run. `run` goes through it; what is left in the store is judged by `invariants`."""

    def __init__(self, store: Store, ward: Ward, seed: int, first: date) -> None:
        self.store = store
        self._moves: list[datetime] = []
        self.ward = ward = with_figures(replace(with_rules(ward), forms=FORMS), first, self._moves)
        self.first = first
        self._rng = random.Random(seed)  # noqa: S311 - a simulation, not a secret
        self.clock = VirtualClock(moment(first, time()))
        self.counts = Counts()
        self.boxes: dict[str, Mailbox] = {}
        self.known: dict[str, Known] = {}
        self.outages: tuple[Outage, ...] = ()
        """Of the export."""
        self.head = ""
        """The head's contact."""
        self.copies: list[datetime] = []
        """When the export was read to its end."""
        self.desk_said: dict[int, tuple[datetime, datetime]] = {}
        """Of a dossier: when the desk saw the result, and when it was entered."""
        self._ready: list[tuple[datetime, int]] = []
        self._seed = seed
        self.town = Town(store, ward, self.clock, seed, self.boxes)
        self.office = Office(store, ward, self.town, seed)
        self.enquiries = Enquiries(store, ward, self.office, seed, self._moves)

    async def run(self, days: int, number: int) -> None:
        """Go through `days` days with `number` dossiers."""
        asyncio.get_running_loop().set_default_executor(AtOnce())
        lives = Lives(self._rng, self.ward.calendar, self.first).draw(days, number)
        self._moves += changes(self.first, days)
        self._open_channels(days, number)
        self.outages = self._draw_outages(days, every=45, hours=(2, 20))
        waiting = exports(lives)
        jobs = [job for job in timetable([self.ward]) if not job.name.startswith(LEFT_OUT)]
        delivery = Delivery(self.store, self.boxes, self.clock)
        delivery.threads = AtOnce()
        end = moment(self.first + timedelta(days=days + 30), time())
        for now in steps(self.clock.at, end):
            self.clock.at = now
            self._export(waiting)
            self._confirm()
            self.town.step(now)
            self.office.agenda.step(now)
            for job in jobs:
                self._tick(job, now)
            for endpoint in self._with_something_due():
                while await delivery.sweep(endpoint) and self._anything_due(endpoint):
                    pass
        await delivery.stop()

    def _with_something_due(self) -> list[str]:
        """Most half hours have nothing to send: a look costs less than a claim."""
        with self.store.read() as work:
            return [one for one in self.boxes if outbox.anything_due(work, one, self.clock.at)]

    def _anything_due(self, endpoint: str) -> bool:
        with self.store.read() as work:
            return outbox.anything_due(work, endpoint, self.clock.at)

    def _tick(self, job: AnyJob, now: datetime) -> None:
        if job.name.startswith(AT_ROUNDS) and now.time() not in ROUNDS:
            return
        if isinstance(job, Job):
            run_slot(self.store, job, now)
        elif isinstance(job, LongJob) and now.time() in ROUNDS:
            job.run(self.store, now)

    def _open_channels(self, days: int, number: int) -> None:
        now, key = self.clock.at, self.ward.commune.key
        with self.store.work() as work:
            ensure_commune(work, key, self.ward.commune.name, now)
            for name in SHARED:
                endpoint = ensure_endpoint(work, key, name, "simulated", now)
                outages = self._draw_outages(days, every=60, hours=(1, 30))
                box = Mailbox(name, self.clock, outages)
                if name is ChannelName.ZALO_OA:
                    box = self._account(endpoint, outages, budgets(now, days, number))
                self.boxes[endpoint] = box
            head = self._appoint(work, now)
            work.commit()
        self.office.plan(self.first, days, head, now)
        self.enquiries.plan()

    def _account(
        self, endpoint: str, outages: tuple[Outage, ...], given: tuple[Budget, ...]
    ) -> AccountBox:
        last = self.town.last_word
        return open_account(self.store, endpoint, self.clock, outages, last, given)

    def _appoint(self, work: Work, now: datetime) -> int:
        """The head of the ward, written to where there are no windows; their number."""
        free = (one for one, box in self.boxes.items() if box.name is not ChannelName.ZALO_OA)
        key, endpoint = self.ward.commune.key, min(free)
        owner = Endpoint(endpoint, key, self.boxes[endpoint].name)
        contact = open_contact(work, owner, "head", "", now)
        officer = staff.add(work, key, "Người đứng đầu", (Role.HEAD,), now)
        if officer is not None:
            staff.set_contact(work, officer, contact)
        self.head = contact
        return officer or 0

    def _draw_outages(self, days: int, *, every: int, hours: tuple[int, int]) -> tuple[Outage, ...]:
        found = []
        for _ in range(max(1, days // every)):
            start = self.clock.at + timedelta(hours=self._rng.randint(0, days * 24))
            found.append(Outage(start, start + timedelta(hours=self._rng.randint(*hours))))
        return tuple(found)

    def _export(self, waiting: list[tuple[datetime, int, Life]]) -> None:
        """The software's export: whatever it knows by now of dossiers that moved."""
        now = self.clock.at
        if any(outage.covers(now) for outage in self.outages):
            return
        moved: dict[str, Known] = {}
        while waiting and waiting[0][0] <= now:
            _, _, life = heapq.heappop(waiting)
            known = self.known.setdefault(life.code, Known(life))
            known.told += 1
            known.learnt.append(now)
            moved[life.code] = known
        if moved and self._rng.random() < 0.05:  # an export that is read twice changes nothing
            self.counts.duplicates += 1
            self._write(list(moved.values()))
        self._write(list(moved.values()))

    def _write(self, moved: Sequence[Known]) -> None:
        if not moved:
            return
        now = self.clock.at
        context = Context(self.ward.commune.key, KEY, self.ward.calendar, now, now)
        entries = [entry(number, one.life, one.told) for number, one in enumerate(moved, 1)]
        for one in write_entries(self.store, entries, context, self.clock.now):
            self.counts.rows[one.outcome] += 1
            moved[one.line - 1].id = moved[one.line - 1].id or one.dossier
        with self.store.work() as work:
            finish(work.session, Reading("simulation", "simulation"), self.counts.rows, context)
            work.commit()
        self.copies.append(now)
        self._learn(moved)

    def _learn(self, moved: Sequence[Known]) -> None:
        """Citizens follow what was filed; the desk looks for what is done."""
        met = [one for one in moved if not one.contact and one.life.followed]
        with self.store.work() as work:
            for one in met:
                self._begin(work, one)
            work.commit()
        for one in moved:
            self._plan_desk(one)
        for one in met:
            citizen = self.town.meet(one.contact, one.life.code, one.endpoint, one.life.field)
            self.enquiries.may_ask(citizen, self.boxes[one.endpoint].name, self.clock.at)

    def _begin(self, work: Work, one: Known) -> None:
        """A dossier is known for the first time, and its citizen follows it."""
        now, key = self.clock.at, self.ward.commune.key
        endpoint = self._rng.choice(sorted(self.boxes))
        one.endpoint, name = endpoint, self.boxes[endpoint].name
        owner, chat = Endpoint(endpoint, key, name), one.life.code
        named = "c" + sha256(f"{self._seed} {chat}".encode()).hexdigest()[:16]
        one.contact = open_contact(work, owner, chat, "", now, named)
        follows.add(work, Recipient(key, endpoint, name, one.contact), one.id, now)

    def _plan_desk(self, one: Known) -> None:
        last = one.life.changes[one.told - 1].event
        if last is None or last.status is not DossierStatus.DONE or one.life.ready_after is None:
            return
        at = self.ward.calendar.add_working_time(self.clock.at, one.life.ready_after)
        heapq.heappush(self._ready, (at, one.id))

    def _confirm(self) -> None:
        """The desk says what lies on its shelf."""
        now, said = self.clock.at, []
        while self._ready and self._ready[0][0] <= now:
            said.append(heapq.heappop(self._ready))
        if not said:
            return
        with self.store.work() as work:
            for at, dossier in said:
                held = hold(work.session, dossier)
                if held is not None and held.status is DossierStatus.DONE:
                    after = with_confirmation(held, Confirmation(at, DESK, ready=True))
                    save(work.session, held, after, self.ward.calendar, now)
                    follows.touch(work, [dossier], now)
                    self.counts.confirmations += 1
                    self.desk_said[dossier] = (at, now)
            work.commit()
