"""Acts of people at their moments, in order."""

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

Act = Callable[[datetime], object]


class Agenda:
    """What somebody does, and when."""

    def __init__(self) -> None:
        self._due: list[tuple[datetime, int, Act]] = []
        self._count = count()

    def at(self, when: datetime, act: Act) -> None:
        """Note an act for a moment."""
        heapq.heappush(self._due, (when, next(self._count), act))

    def step(self, now: datetime) -> None:
        """Everything due by now, in its order."""
        while self._due and self._due[0][0] <= now:
            _, _, act = heapq.heappop(self._due)
            act(now)
