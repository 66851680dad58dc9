"""What `/readyz` tells: whether each part of the program does its work."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final, Protocol

from bot.metrics import Bot
from handlers.clock import Clock
from handlers.errors import MotcuaError
from handlers.store.figures import oldest_stored
from handlers.store.unit_of_work import Store

TOO_LONG: Final = timedelta(minutes=5)
"""A message nobody answered for so long: handling has stopped, whatever the reason."""


class Runs(Protocol):
    """A part with tasks of its own."""

    @property
    def running(self) -> bool:
        """Whether they live."""
        ...


class Knowledge(Protocol):
    """The index."""

    @property
    def loaded(self) -> bool:
        """Whether there is one to answer with."""
        ...


class Receiver(Bot, Protocol):
    """A channel's receiver."""

    @property
    def state(self) -> str:
        """What it is doing."""
        ...

    @property
    def described(self) -> str:
        """What its account may do, where that depends on it; empty otherwise."""
        ...

    @property
    def broken(self) -> bool:
        """Whether it needs somebody: not Telegram's trouble, ours."""
        ...


class Standing:
    """Looks when asked.

    Trouble of a channel's other side is told and makes nothing unready: the web chat goes on
    without Telegram.
    """

    def __init__(self, store: Store, clock: Clock, check: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._check = check
        self.parts: Mapping[str, Runs] = {}
        self.knowledge: Knowledge | None = None
        self.receivers: Sequence[Receiver] = ()

    def __call__(self) -> Mapping[str, bool | str]:
        """Each part: false stops the program from its work, words only inform."""
        database = self._database()
        found: dict[str, bool | str] = {"database": database}
        found["index"] = self.knowledge is not None and self.knowledge.loaded
        found["inbox"] = database and self._answering()
        found |= {name: part.running for name, part in self.parts.items()}
        for one in self.receivers:
            found[one.endpoint] = False if one.broken else one.state
            if one.described:
                found[f"{one.endpoint}.account"] = one.described
        return found

    def _database(self) -> bool:
        try:
            self._check()
        except MotcuaError:
            return False
        return True

    def _answering(self) -> bool:
        try:
            with self._store.read() as work:
                oldest = oldest_stored(work)
        except MotcuaError:
            return False
        return oldest is None or self._clock.now() - oldest < TOO_LONG
