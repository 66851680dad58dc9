"""Small works beside a receiver's answers, and small memories of whom they were done for."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

AT_ONCE: Final = 64
"""Small works under way at most; one more is dropped, nothing depends on it."""
END_SECONDS: Final = 2.0

K = TypeVar("K")
V = TypeVar("V")


class Aside:
    """Works in the background that nobody waits for."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin one, unless too many are under way."""
        if len(self._tasks) >= self._at_once:
            work.close()
            return
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Let them end; none of them matters enough to wait long."""
        if self._tasks:
            _, pending = await asyncio.wait(self._tasks, timeout=END_SECONDS)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)


class Lately(Generic[K, V]):
    """The newest of what was kept, by name; older ones make room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[K, V] = OrderedDict()

    def keep(self, key: K, value: V) -> None:
        """Hold it as the newest."""
        self._held[key] = value
        self._held.move_to_end(key)
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def get(self, key: K) -> V | None:
        """What is held by that name, if anything."""
        return self._held.get(key)

    def pop(self, key: K) -> V | None:
        """The same, held no longer."""
        return self._held.pop(key, None)

    def __contains__(self, key: object) -> bool:
        """Whether something is held by that name."""
        return key in self._held


class Helped:
    """Whom a sticker or the like was answered lately: somebody may send ten."""

    def __init__(self, every: timedelta, most: int) -> None:
        self._every = every
        self._at: Lately[str, datetime] = Lately(most)

    def begin(self, chat: str, now: datetime) -> bool:
        """Whether to tell this chat now; from here on it counts as told, so that one call does."""
        last = self._at.get(chat)
        if last is not None and now - last < self._every:
            return False
        self._at.keep(chat, now)
        return True

    @contextmanager
    def undone(self, chat: str, *, begun: bool) -> Iterator[None]:
        """While it is stored that this chat is to be told: where that fails, it was not told."""
        try:
            yield
        except BaseException:
            if begun:
                self._at.pop(chat)
            raise
