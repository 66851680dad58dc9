"""A figure that changes over the year, people who were told it, the corrections they are owed.

Who is owed one is worked out here from who asked when, not from what the store keeps of answers.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Final

from bot.simulation.limits import RENEWAL, records
from bot.simulation.office import HEAD, Office
from bot.simulation.town import Citizen
from handlers.broadcast_texts import Refused
from handlers.correction import CorrectionState
from handlers.corrections import acts
from handlers.store import corrections
from handlers.store import records as kept
from handlers.store.unit_of_work import Store
from handlers.turns import Told
from handlers.ward import Ward
from knowledge.base import KnowledgeBase
from knowledge.calendar import moment
from knowledge.guidance import Guidance
from knowledge.matching.matcher import Matcher, build_matcher
from knowledge.procedures import Part, Procedure, ProcessingTime, TimeUnit

DAYS: Final = (3, 2, 5)
"""Working days the renewal takes: at first, after the first change, after the second."""
ASKS: Final = 0.12
"""Share of those who follow a dossier that also ask how long a renewal takes."""
AGAIN: Final = 0.4
"""Share of those who ask once more within two months."""
SENT_AT: Final = time(10)
"""When an officer lets a correction leave, the day after the change."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody was told of it, as they remember."""

    at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A correction an officer let leave."""

    number: int
    at: datetime
    days: int
    """What is right now."""


def changes(first: date, days: int) -> tuple[datetime, ...]:
    """When the figure changes."""
    return tuple(moment(first + timedelta(days=days * tenth // 10), time(8)) for tenth in (4, 7))


def words(days: int) -> str:
    """As the card says it."""
    return f"{days} ngày làm việc"


def with_figures(ward: Ward, first: date, moments: Sequence[datetime]) -> Ward:
    """The ward whose catalogue moves at these moments, as they come to be known."""
    bases = [_base(ward, first, version) for version in range(len(DAYS))]
    return replace(ward, knowledge=lambda now: bases[sum(one <= now for one in moments)])


def _base(ward: Ward, day: date, version: int) -> KnowledgeBase:
    found = [_at(one, DAYS[version]) for one in records()]
    matcher, by_code = _matcher(), {one.code: one for one in found}
    given = (ward.commune, ward.calendar, matcher, Guidance(), by_code)
    return KnowledgeBase(version + 1, day, *given)


@cache
def _matcher() -> Matcher:
    return build_matcher(records(), Guidance())


def _at(one: Procedure, days: int) -> Procedure:
    if one.code != RENEWAL:
        return one
    takes = ProcessingTime(value=Decimal(days), unit=TimeUnit.WORKING_DAY)
    return one.model_copy(update={"times": (takes,)})


class Enquiries:
    """Who asks, and the officer who sends what is right."""

    def __init__(
        self, store: Store, ward: Ward, office: Office, seed: int, moments: Sequence[datetime]
    ) -> None:
        self._store = store
        self._ward = ward
        self._office = office
        self._rng = random.Random(f"{seed} enquiries")  # noqa: S311 - a simulation
        self._agenda = office.agenda
        self._moments = moments
        self.told: dict[str, list[Answer]] = {}
        """What each contact was told, in order."""
        self.sent: list[Sent] = []

    def plan(self) -> None:
        """An officer looks the day after each change."""
        for one in self._moments:
            later = moment((one + timedelta(days=1)).date(), SENT_AT)
            self._agenda.at(later, self._send)

    def may_ask(self, citizen: Citizen, channel: str, now: datetime) -> None:
        """Somebody met asks, and perhaps once more."""
        if self._rng.random() < ASKS:
            self._ask(citizen, channel, now)
            if self._rng.random() < AGAIN:
                later = now + timedelta(days=self._rng.uniform(1, 60))
                self._agenda.at(later, lambda at: self._ask(citizen, channel, at))

    def _ask(self, citizen: Citizen, channel: str, now: datetime) -> None:
        if citizen.away:
            return
        days, key = DAYS[sum(one <= now for one in self._moments)], self._ward.commune.key
        told = (Told("answer", RENEWAL, None, Part.TIME, words(days)),)
        who = citizen.contact
        self._store.write(lambda work: kept.tell(work, key, channel, who, told, now))
        self.told.setdefault(who, []).append(Answer(now, days))

    def _send(self, now: datetime) -> None:
        with self._store.read() as work:
            found = corrections.newest(work, self._ward.commune.key, 10)
        for number in [one.id for one in found if one.state is CorrectionState.OPEN]:
            done = self._office.act(HEAD, now, partial(acts.send, number=number))
            if not isinstance(done, Refused):
                self.sent.append(Sent(number, now, DAYS[sum(at <= now for at in self._moments)]))
