"""What happens beside dossiers: citizens write, ask for news, reminders; officers write to all."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Final

from bot.simulation.limits import Asked, draw
from bot.simulation.lives import FIELDS
from bot.simulation.mailbox import Mailbox
from handlers.applying_dossiers import change_dossier
from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_texts import Draft, Refused, Sending
from handlers.broadcasts import acts
from handlers.clock import Clock
from handlers.dossier_commands import DossierCommand, Remind, StopReminder
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, Inbound
from handlers.news_topics import Topic
from handlers.officers import Role
from handlers.saying import say
from handlers.store import broadcasts, staff, subscriptions
from handlers.store.follow_book import StoredFollows
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from handlers.ward import Ward
from knowledge.calendar import moment

WANTS_NEWS: Final = 0.25
"""Share of those who follow a dossier that ask for the commune's news too."""
TIRES: Final = 0.15
"""Share of those that stop it again within three months."""
ASKS: Final = 0.15
"""Share of those who follow a dossier that also ask to be reminded of a limit of their own."""
WRITES: Final = 0.7
"""How often somebody on a channel with windows writes once more."""
EVERY_DAYS: Final = 20
"""Between two broadcasts, about."""
LIVES: Final = 0.8
"""Share of those who ask for the news that also choose their neighbourhood."""
AREAS: Final = ("Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3")
FIELD: Final = FIELDS["1.004194"]
"""Whose followers are written to apart."""
WORDS: Final = "Phường thông báo lịch làm việc, mời anh/chị theo dõi."

Act = Callable[[datetime], object]


class Listener:
    """Takes note of what a citizen writes and says no more than that."""

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """A short receipt."""
        del inbound, state, now
        return say("Dạ, em đã nhận tin của anh/chị.")


@dataclass(slots=True)
class Citizen:
    """One chat, as the simulation itself knows it: what the store holds is judged by this."""

    contact: str
    endpoint: str
    wrote: list[datetime] = field(default_factory=list)
    asked_at: datetime | None = None
    stopped_at: datetime | None = None
    reminder: Asked | None = None
    """Of a limit of their own."""
    field: str = ""
    """Of the dossier they follow, from `met_at` on."""
    met_at: datetime | None = None
    area: str = ""
    """Where they said they live."""


@dataclass(slots=True)
class Started:
    """One broadcast with what was done to it."""

    number: int
    draft: Draft
    cancelled_at: datetime | None = None

    def meant_for(self, citizen: Citizen, when: datetime) -> bool:
        """Whether who it is for includes this person, by what they did themselves until then."""
        stopped = citizen.stopped_at
        if stopped is not None and stopped <= when:
            return False
        if self.draft.audience == Audience.FOLLOWERS:
            since = citizen.met_at if citizen.field == self.draft.field else None
        else:
            since = citizen.asked_at
        lives = not self.draft.areas or citizen.area in self.draft.areas
        return lives and since is not None and since <= when


class Town:
    """What happens apart from the dossiers, each at its moment."""

    def __init__(
        self, store: Store, ward: Ward, clock: Clock, seed: int, boxes: dict[str, Mailbox]
    ) -> None:
        self._store = store
        self._ward = ward
        self._clock = clock
        self._rng = random.Random(seed)  # noqa: S311 - a simulation, not a secret
        self._beside = random.Random(f"{seed} beside")  # noqa: S311 - the draws of others stay
        self._boxes = boxes
        self._inbox = Inbox(store, Listener(), clock)
        self._due: list[tuple[datetime, int, Act]] = []
        self._count = count()
        self._officers: tuple[int, int] = (0, 0)
        self.citizens: dict[str, Citizen] = {}
        self.sent: list[Started] = []

    def plan(self, first: date, days: int, head: int) -> None:
        """Appoint who writes to everybody, and draw when."""
        with self._store.work() as work:
            name, key = "Người soạn tin", self._ward.commune.key
            writer = staff.add(work, key, name, (Role.OFFICER,), self._clock.now())
            work.commit()
        self._officers = (writer or head, head)
        for day in range(EVERY_DAYS, days, EVERY_DAYS):
            on = self._ward.calendar.next_working_day(first + timedelta(days=day))
            self._at(moment(on, time(8)) + timedelta(minutes=self._rng.randrange(480)), self._write)

    def meet(self, contact: str, chat: str, endpoint: str, field: str) -> None:
        """Somebody follows a dossier: on a channel with windows they wrote to do so."""
        now = self._clock.now()
        citizen = Citizen(contact, endpoint, field=field, met_at=now)
        self.citizens[contact] = citizen
        if self._boxes[endpoint].name is ChannelName.ZALO_OA:
            self._says(citizen, chat, now)
        if self._rng.random() < WANTS_NEWS:
            self._subscribe(citizen, now)
        if self._rng.random() < ASKS:
            self._ask_reminder(citizen, now)

    def step(self, now: datetime) -> None:
        """Everything due by now, in its order."""
        while self._due and self._due[0][0] <= now:
            _, _, act = heapq.heappop(self._due)
            act(now)

    def _at(self, when: datetime, act: Act) -> None:
        heapq.heappush(self._due, (when, next(self._count), act))

    def _says(self, citizen: Citizen, chat: str, now: datetime) -> None:
        """A message as the channel brings it; most come back within a fortnight."""
        citizen.wrote.append(now)
        inbound = Inbound(
            Address(citizen.endpoint, chat),
            f"{chat}:{len(citizen.wrote)}",
            now,
            text="cho em hỏi",
        )
        stored = self._inbox.receive(inbound)
        if stored is not None:
            self._inbox.handle(stored.id)
        if self._rng.random() < WRITES:
            later = now + timedelta(hours=self._rng.uniform(6, 14 * 24))
            self._at(later, lambda at: self._says(citizen, chat, at))

    def _subscribe(self, citizen: Citizen, now: datetime) -> None:
        key, citizen.asked_at = self._ward.commune.key, now
        self._store.write(lambda work: subscriptions.ask(work, key, citizen.contact, now))
        if self._beside.random() < LIVES:
            area = citizen.area = self._beside.choice(AREAS)
            who = citizen.contact
            self._store.write(lambda work: subscriptions.choose_area(work, key, who, area))
        if self._rng.random() < TIRES:
            days = self._rng.uniform(1, 90)
            self._at(now + timedelta(days=days), lambda at: self._stop(citizen, at))

    def _stop(self, citizen: Citizen, now: datetime) -> None:
        key, citizen.stopped_at = self._ward.commune.key, now
        self._store.write(lambda work: subscriptions.stop(work, key, citizen.contact, now))

    def _ask_reminder(self, citizen: Citizen, now: datetime) -> None:
        """Asks to be reminded; some take it back."""
        asked = citizen.reminder = draw(self._rng, self._ward.calendar, now)
        days = (asked.last_day, asked.last_open)
        self._change(citizen, Remind(asked.code, *days), now)
        if self._rng.random() < TIRES:
            later = now + timedelta(days=self._rng.uniform(1, 10))
            self._at(later, lambda at: self._stop_reminder(citizen, asked, at))

    def _stop_reminder(self, citizen: Citizen, asked: Asked, now: datetime) -> None:
        asked.stopped_at = now
        for kept in StoredFollows(self._store).reminders(citizen.contact):
            self._change(citizen, StopReminder(kept.id), now)

    def _change(self, citizen: Citizen, command: DossierCommand, now: datetime) -> None:
        channel = self._boxes[citizen.endpoint].name
        to = Recipient(self._ward.commune.key, citizen.endpoint, channel, citizen.contact)
        self._store.write(lambda work: change_dossier(work, to, command, now))

    def _write(self, now: datetime) -> None:
        """One to everybody, one to who follows a field, one to a neighbourhood."""
        area = (self._beside.choice(AREAS),)
        self._send(Draft(WORDS, {}, Topic.GENERAL, Audience.ALL), self._rng, now)
        self._send(Draft(WORDS, {}, Topic.GENERAL, Audience.FOLLOWERS, FIELD), self._beside, now)
        self._send(Draft(WORDS, {}, Topic.GENERAL, Audience.ALL, areas=area), self._beside, now)

    def _send(self, draft: Draft, rng: random.Random, now: datetime) -> None:
        """An officer writes, another approves; some are held back a while, some called off."""
        written = self._done(0, now, lambda acting: acts.write(acting, draft))
        if written is None:
            return
        number = written.id
        self._done(1, now, lambda acting: acts.approve(acting, number))
        if self._done(0, now, lambda acting: acts.start(acting, number, Sending())) is None:
            return  # nobody to write to yet
        kept = Started(number, draft)
        self.sent.append(kept)
        drawn = rng.random()
        if drawn < 0.3:
            pause, resume = timedelta(minutes=30), timedelta(hours=rng.uniform(2, 20))
            self._at(now + pause, lambda at: self._act(acts.pause, number, at))
            self._at(now + resume, lambda at: self._act(acts.resume, number, at))
        elif drawn < 0.4:
            self._at(now + timedelta(minutes=30), lambda at: self._cancel(kept, at))

    def _cancel(self, kept: Started, now: datetime) -> None:
        if self._act(acts.cancel, kept.number, now) is not None:
            kept.cancelled_at = now

    def _act(
        self,
        act: Callable[[acts.Acting, int], Broadcast | Refused],
        number: int,
        now: datetime,
    ) -> Broadcast | None:
        return self._done(0, now, lambda acting: act(acting, number))

    def _done(
        self, place: int, now: datetime, act: Callable[[acts.Acting], Broadcast | Refused]
    ) -> Broadcast | None:
        with self._store.work() as work:
            member = staff.member(work, self._officers[place])
            if member is None:
                return None
            done = act(acts.Acting(work, self._ward, member.officer, now))
            if isinstance(done, Refused):
                return None
            work.commit()
            return done

    def broadcasts(self) -> list[tuple[Started, Broadcast]]:
        """Those that were started, as the store has them."""
        with self._store.read() as work:
            key = self._ward.commune.key
            found = ((one, broadcasts.find(work, key, one.number)) for one in self.sent)
            return [(one, row) for one, row in found if row is not None]


def with_areas(ward: Ward) -> Ward:
    """The ward with neighbourhoods to choose from."""
    return replace(ward, commune=ward.commune.model_copy(update={"neighbourhoods": AREAS}))
