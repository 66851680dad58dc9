"""The people of a simulated year: they write, ask for news, mute, stop, leave and come back."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.simulation.agenda import Agenda
from bot.simulation.limits import Asked, draw
from bot.simulation.mailbox import Mailbox
from handlers.applying_dossiers import change_dossier
from handlers.applying_news import apply
from handlers.clock import Clock
from handlers.dossier_commands import DossierCommand, Remind, StopReminder
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, Inbound, InboundKind
from handlers.news_commands import AskNews, ChooseArea, MuteTopic, NewsCommand, StopNews
from handlers.news_topics import Topic
from handlers.saying import say
from handlers.store.follow_book import StoredFollows
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from handlers.ward import Ward

WANTS_NEWS: Final = 0.25
"""Share of those who follow a dossier that ask for the commune's news too."""
TIRES: Final = 0.15
"""Share of those that stop it again within three months."""
MUTES: Final = 0.2
"""Share of those that leave a topic out within two months."""
LEAVES: Final = 0.1
"""Share of chats that block us within two months; most of them come back."""
TELLS: Final = 0.6
"""How often the channel says so by itself; else the next message finds it."""
ASKS: Final = 0.15
"""Share of those who follow a dossier that also ask to be reminded of a limit of their own."""
WRITES: Final = 0.7
"""How often somebody on a channel with windows writes once more."""
LIVES: Final = 0.8
"""Share of those who ask for the news that also choose their neighbourhood."""
AREAS: Final = ("Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3")
APPROVE_ABOVE: Final = 20
"""Recipients above which a second person reads a text here."""
_WORDLESS: Final = frozenset({InboundKind.LEFT, InboundKind.RETURNED})


class Listener:
    """Takes note of what a citizen writes and says no more than that."""

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """A short receipt."""
        del state, now
        if inbound.kind in _WORDLESS:
            return Turn(())
        return say("Dạ, em đã nhận tin của anh/chị.")


@dataclass(slots=True)
class Absence:
    """A stretch in which somebody has blocked us."""

    start: datetime
    told: bool
    """Whether the channel said so."""
    end: datetime | None = None

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether it touches a stretch of time."""
        return self.start <= end and (self.end is None or start <= self.end)


@dataclass(slots=True)
class Citizen:
    """One chat, as the simulation itself knows it: what the store holds is judged by this."""

    contact: str
    endpoint: str
    chat: str = ""
    wrote: list[datetime] = field(default_factory=list)
    asked_at: datetime | None = None
    stopped_at: datetime | None = None
    muted: dict[str, datetime] = field(default_factory=dict)
    """Topics left out, and since when."""
    absences: list[Absence] = field(default_factory=list)
    reminder: Asked | None = None
    """Of a limit of their own."""
    field: str = ""
    """Of the dossier they follow, from `met_at` on."""
    met_at: datetime | None = None
    area: str = ""
    """Where they said they live."""

    @property
    def away(self) -> bool:
        """Whether they block us now."""
        return bool(self.absences) and self.absences[-1].end is None

    def away_in(self, start: datetime, end: datetime) -> bool:
        """Whether they blocked us at some time of a stretch."""
        return any(one.covers(start, end) for one in self.absences)

    def unwilling_since(self, topic: str) -> datetime | None:
        """Since when they want nothing of a topic."""
        said = (self.stopped_at, self.muted.get(topic))
        return min((one for one in said if one is not None), default=None)


class Town:
    """What citizens do apart from their dossiers, each thing at its moment."""

    def __init__(
        self, store: Store, ward: Ward, clock: Clock, seed: int, boxes: dict[str, Mailbox]
    ) -> None:
        self._store = store
        self._ward = ward
        self._rng = random.Random(seed)  # noqa: S311 - a simulation, not a secret
        self._beside = random.Random(f"{seed} beside")  # noqa: S311 - the draws of others stay
        self._moods = random.Random(f"{seed} moods")  # noqa: S311 - a simulation
        self._clock = clock
        self._boxes = boxes
        self._inbox = Inbox(store, Listener(), clock)
        self.agenda = Agenda()
        self.citizens: dict[str, Citizen] = {}
        self.by_chat: dict[str, Citizen] = {}

    def last_word(self, chat: str) -> datetime | None:
        """When somebody last did something, as their channel knows it."""
        found = self.by_chat.get(chat)
        return found.wrote[-1] if found is not None and found.wrote else None

    def meet(self, contact: str, chat: str, endpoint: str, field: str) -> Citizen:
        """Somebody follows a dossier: on a channel with windows they wrote to do so."""
        now = self._clock.now()
        citizen = Citizen(contact, endpoint, chat, field=field, met_at=now)
        self.citizens[contact] = self.by_chat[chat] = citizen
        if self._boxes[endpoint].name is ChannelName.ZALO_OA:
            self._says(citizen, now)
        if self._rng.random() < WANTS_NEWS:
            self._subscribe(citizen, now)
        if self._rng.random() < ASKS:
            self._ask_reminder(citizen, now)
        if self._boxes[endpoint].name is not ChannelName.WEB and self._moods.random() < LEAVES:
            later = now + timedelta(days=self._moods.uniform(0.5, 60))
            self.agenda.at(later, lambda at: self._leave(citizen, at))
        return citizen

    def step(self, now: datetime) -> None:
        """Everything due by now, in its order."""
        self.agenda.step(now)

    def stop(self, citizen: Citizen, now: datetime) -> None:
        """No news any more."""
        if citizen.stopped_at is None:
            citizen.stopped_at = now
            self._choose(citizen, StopNews(), now)

    def mute(self, citizen: Citizen, topic: str, now: datetime) -> None:
        """Nothing of a topic any more."""
        citizen.muted.setdefault(topic, now)
        self._choose(citizen, MuteTopic(topic), now)

    def _says(self, citizen: Citizen, now: datetime) -> None:
        """A message as the channel brings it; most come back within a fortnight."""
        if not citizen.away:
            self._brings(citizen, now, InboundKind.TEXT)
        if self._rng.random() < WRITES:
            later = now + timedelta(hours=self._rng.uniform(6, 14 * 24))
            self.agenda.at(later, lambda at: self._says(citizen, at))

    def _brings(self, citizen: Citizen, now: datetime, kind: InboundKind) -> None:
        if kind is not InboundKind.LEFT:
            citizen.wrote.append(now)
        inbound = Inbound(
            Address(citizen.endpoint, citizen.chat),
            f"{citizen.chat}:{len(citizen.wrote)}:{kind}:{len(citizen.absences)}",
            now,
            kind,
            text="cho em hỏi" if kind is InboundKind.TEXT else "",
        )
        stored = self._inbox.receive(inbound)
        if stored is not None:
            self._inbox.handle(stored.id)

    def _leave(self, citizen: Citizen, now: datetime) -> None:
        told = self._moods.random() < TELLS
        citizen.absences.append(Absence(now, told))
        self._boxes[citizen.endpoint].leave(citizen.chat)
        if told:
            self._brings(citizen, now, InboundKind.LEFT)
        if self._moods.random() < WRITES:
            later = now + timedelta(days=self._moods.uniform(0.2, 30))
            self.agenda.at(later, lambda at: self._return(citizen, at))

    def _return(self, citizen: Citizen, now: datetime) -> None:
        citizen.absences[-1].end = now
        box = self._boxes[citizen.endpoint]
        box.come_back(citizen.chat)
        zalo = box.name is ChannelName.ZALO_OA
        self._brings(citizen, now, InboundKind.START if zalo else InboundKind.RETURNED)

    def _subscribe(self, citizen: Citizen, now: datetime) -> None:
        citizen.asked_at = now
        self._choose(citizen, AskNews(), now)
        if self._beside.random() < LIVES:
            citizen.area = self._beside.choice(AREAS)
            self._choose(citizen, ChooseArea(citizen.area), now)
        if self._rng.random() < TIRES:
            days = self._rng.uniform(1, 90)
            self.agenda.at(now + timedelta(days=days), lambda at: self.stop(citizen, at))
        if self._moods.random() < MUTES:
            topic = self._moods.choice(sorted(Topic))
            later = now + timedelta(days=self._moods.uniform(1, 60))
            self.agenda.at(later, lambda at: self.mute(citizen, topic, at))

    def _choose(self, citizen: Citizen, command: NewsCommand, now: datetime) -> None:
        to = self._to(citizen)
        self._store.write(lambda work: apply(work, to, command, now))

    def _ask_reminder(self, citizen: Citizen, now: datetime) -> None:
        """Asks to be reminded; some take it back."""
        asked = citizen.reminder = draw(self._rng, self._ward.calendar, now)
        days = (asked.last_day, asked.last_open)
        self._change(citizen, Remind(asked.code, *days), now)
        if self._rng.random() < TIRES:
            later = now + timedelta(days=self._rng.uniform(1, 10))
            self.agenda.at(later, lambda at: self._stop_reminder(citizen, asked, at))

    def _stop_reminder(self, citizen: Citizen, asked: Asked, now: datetime) -> None:
        asked.stopped_at = now
        for kept in StoredFollows(self._store).reminders(citizen.contact):
            self._change(citizen, StopReminder(kept.id), now)

    def _change(self, citizen: Citizen, command: DossierCommand, now: datetime) -> None:
        to = self._to(citizen)
        self._store.write(lambda work: change_dossier(work, to, command, now))

    def _to(self, citizen: Citizen) -> Recipient:
        channel = self._boxes[citizen.endpoint].name
        return Recipient(self._ward.commune.key, citizen.endpoint, channel, citizen.contact)


def with_rules(ward: Ward) -> Ward:
    """The ward with neighbourhoods to choose from, and a second person above a few."""
    rules = ward.commune.broadcasts.model_copy(update={"approve_above": APPROVE_ABOVE})
    given = {"neighbourhoods": AREAS, "broadcasts": rules}
    return replace(ward, commune=ward.commune.model_copy(update=given))
