"""People who join and part their chats while a broadcast is queued to them, and who saw it all."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from sqlalchemy import select, update

from handlers.broadcast import Broadcast
from handlers.broadcasts import queueing
from handlers.join_commands import GiveJoinCode
from handlers.messages import ChannelName
from handlers.store import broadcasting, joins
from handlers.store.follows import Recipient
from handlers.store.tables import ContactRow, table_of
from handlers.store.unit_of_work import Store, Work
from tests.fakes.readers import KEY, OUTBOX, Desk

CONTACT: Final = table_of(ContactRow)
FOREVER: Final = float("inf")


@dataclass(frozen=True)
class Found:
    """What one queueing showed."""

    copies: int
    joined: int
    parted: int
    """While it was queued."""
    lost: int
    """People without a copy in any chat; none may be."""
    twice: int
    """Second copies to who was one person, and had one, when their bite looked; none may be."""
    crossed: int
    """Second copies to chats joined only later than that: they were two people's then."""


class Ties:
    """When two chats surely were one person's, as seen from outside the transactions."""

    def __init__(self) -> None:
        self._stood: dict[frozenset[str], list[tuple[float, float]]] = defaultdict(list)
        self._lock = threading.Lock()

    def begins(self, one: str, two: str) -> None:
        """They are joined by now."""
        with self._lock:
            self._stood[frozenset((one, two))].append((time.monotonic(), FOREVER))

    def ends(self, one: str, two: str, at: float) -> None:
        """They were parted, not before `at`."""
        with self._lock:
            since, _ = self._stood[frozenset((one, two))].pop()
            self._stood[frozenset((one, two))].append((since, at))

    def during(self, pair: frozenset[str], start: float, end: float) -> bool:
        """Whether they surely stood together all that time."""
        return any(since < start and end < until for since, until in self._stood[pair])

    @property
    def pairs(self) -> list[frozenset[str]]:
        """Everybody who was joined at any time."""
        return list(self._stood)


@dataclass
class Watched:
    """Notes from when to when each bite looked for its recipients: its picture is of between."""

    looked: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._next_of = broadcasting.next_of
        broadcasting.next_of = self._noted
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        broadcasting.next_of = self._next_of

    def _noted(self, work: Work, broadcast: Broadcast, now: datetime) -> list[str]:
        before = time.monotonic()
        found = self._next_of(work, broadcast, now)
        self.looked.update(dict.fromkeys(found, (before, time.monotonic())))
        return found


class Town:
    """Readers of whom some have two chats, and some join and part them meanwhile."""

    def __init__(self, desk: Desk, readers: Sequence[str], url_of: Callable[[], Store]) -> None:
        self.desk, self.readers, self._new_store = desk, sorted(readers), url_of
        self.ties = Ties()
        self._done = threading.Event()
        self._joined = self._parted = 0

    def pair_some(self, number: int, chance: random.Random) -> list[tuple[str, str]]:
        """So many have two chats before anything is queued."""
        chosen = chance.sample(self.readers, 2 * number)
        pairs = list(zip(chosen[::2], chosen[1::2], strict=True))
        with self.desk.store.work() as work:
            for one, two in pairs:
                both = update(CONTACT).where(CONTACT.c.id.in_((one, two)))
                work.connection.execute(both.values(person=f"p{one}"))
            work.commit()
        for one, two in pairs:
            self.ties.begins(one, two)
        return pairs

    def queued(self, number: int, workers: int, joiners: int, seed: int) -> Found:
        """Queue it by so many at once, while so many join and part chats, and judge."""
        chance = random.Random(seed)  # noqa: S311 - moments of a test
        free = list(self.readers)
        chance.shuffle(free)
        tied = {one for pair in self.ties.pairs for one in pair}
        free = [one for one in free if one not in tied]
        share = len(free) // max(joiners, 1)
        with ExitStack() as stack, Watched() as watched:
            stack.callback(self._done.set)
            hands = [
                threading.Thread(target=self._meddle, args=(free[at * share : (at + 1) * share],))
                for at in range(joiners)
            ]
            queuers = [threading.Thread(target=self._queue) for _ in range(workers)]
            for one in (*hands, *queuers):
                one.start()
            for one in queuers:
                one.join()
            self._done.set()
            for one in hands:
                one.join()
        return self._judge(number, watched.looked)

    def _queue(self) -> None:
        """As one process's job does, on connections of its own."""
        store, now = self._new_store(), self.desk.clock.now()
        while store.write(lambda work: queueing.step(work, self.desk.ward, now)):
            pass
        store.engine.dispose()

    def _meddle(self, mine: list[str]) -> None:
        """Join two chats, and part those of an earlier turn, until nothing is queued any more."""
        store, now = self._new_store(), self.desk.clock.now()
        kept: list[tuple[str, str]] = []
        for one, two in zip(mine[::2], mine[1::2], strict=False):
            if self._done.is_set():
                break
            self._join(store, one, two, now)
            kept.append((one, two))
            if len(kept) > 3:
                self._part(store, *kept.pop(0))
        store.engine.dispose()

    def _join(self, store: Store, one: str, two: str, now: datetime) -> None:
        code = f"code-{one}-{two}"
        giver = Recipient(KEY, self.desk.endpoint, ChannelName.TELEGRAM, one)
        with store.work() as work:
            joins.give(work, giver, GiveJoinCode(code, now + timedelta(minutes=15)), now)
            work.commit()
        with store.work() as work:
            assert joins.join(work, KEY, two, code, now) is not None
            work.commit()
        self.ties.begins(one, two)
        self._joined += 1

    def _part(self, store: Store, one: str, two: str) -> None:
        before = time.monotonic()
        with store.work() as work:
            joins.part(work, two)
            work.commit()
        self.ties.ends(one, two, before)
        self._parted += 1

    def _judge(self, number: int, looked: dict[str, tuple[float, float]]) -> Found:
        with self.desk.store.read() as work:
            told = list(
                work.connection.execute(
                    select(OUTBOX.c.contact).where(OUTBOX.c.broadcast == number)
                ).scalars()
            )
        copied = set(told)
        twice, crossed = len(told) - len(copied), 0
        partners: dict[str, set[str]] = defaultdict(set)
        for pair in self.ties.pairs:
            one, two = pair
            partners[one].add(two)
            partners[two].add(one)
            if pair <= copied:
                wrong = self.ties.during(pair, *max(looked[one], looked[two]))
                twice, crossed = twice + wrong, crossed + (not wrong)
        alone = (one for one in self.readers if one not in copied)
        lost = sum(not partners[one] & copied for one in alone)
        return Found(len(told), self._joined, self._parted, lost, twice, crossed)
