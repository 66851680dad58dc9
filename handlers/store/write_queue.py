"""Who writes next on SQLite: one at a time, and those that wait share the next one's commit.

A queue of threads at the lock itself would each be woken by the one before it, only to find its
work done; here whoever lets the lock go wakes the first that waits, and whoever was served.
"""

import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from handlers.errors import StorageBusyError

if TYPE_CHECKING:
    from sqlalchemy import Engine

LOCK_SECONDS: Final = 5.0
"""How long a writer waits for its turn before it is told that storage is busy."""
LOOK_AGAIN: Final = 0.25
"""Seconds after which a writer that nobody woke looks by itself: who was to wake it gave up."""
BATCH: Final = 16
"""Writes that share one commit at most: some 10 ms."""

T = TypeVar("T")


class Waiting(Generic[T]):
    """One call with an open work that waits to be written, and what came of it."""

    __slots__ = ("_woken", "call", "done", "erased", "error", "forgot", "freed", "value")

    def __init__(self, call: Callable[[Any], T]) -> None:
        self.call = call
        self.done = False
        self.erased = False
        self.freed: list[str] = []
        self.forgot: list[str] = []
        self.error: BaseException | None = None
        self.value: T | None = None
        self._woken = threading.Lock()
        self._woken.acquire()

    def take(self, work: Any) -> None:  # noqa: ANN401 - `unit_of_work` imports this
        """What is to be done once its work is committed."""
        self.erased, self.freed, self.forgot = work.erased, work.freed, work.forgot

    def outcome(self) -> T:
        """The value, or the error raised in this thread."""
        if self.error is not None:
            raise self.error
        return cast("T", self.value)

    def settle(self) -> None:
        """Done, for better or worse: its thread may go on."""
        self.done = True
        self.wake()

    def wake(self) -> None:
        """Let its thread look: it is done, or it is its turn to serve."""
        with suppress(RuntimeError):  # woken already
            self._woken.release()

    def wait(self, seconds: float) -> None:
        """Sleep until woken, no longer than this."""
        self._woken.acquire(timeout=seconds)


class WriteQueue:
    """The turns of one database's writers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._queue: deque[Waiting[Any]] = deque()

    @contextmanager
    def turn(self, serve: Callable[[list[Waiting[Any]]], None]) -> Iterator[None]:
        """Hold the lock for one work, then `serve` what came to wait meanwhile.

        Without the latter, a thread that opens one work after another (an import) would take the
        lock again before those it wakes are awake, and a citizen would wait for its end.

        Raises:
            StorageBusyError: it did not come free in time.
        """
        self._refuse_nesting()
        if not self._lock.acquire(timeout=LOCK_SECONDS):
            raise StorageBusyError
        self._mine.held = True
        try:
            try:
                yield
            finally:
                self._serve_some(serve)
        finally:
            self._let_go()

    def see_through(self, entry: Waiting[Any], serve: Callable[[list[Waiting[Any]]], None]) -> None:
        """Return when `entry` is done: by us if nobody else writes, or by who does.

        `serve` does a batch in one commit and settles each.

        Raises:
            StorageBusyError: nobody took it up in time; it will not be written.
        """
        self._refuse_nesting()
        self._queue.append(entry)
        until = monotonic() + LOCK_SECONDS
        while not entry.done:
            if self._lock.acquire(blocking=False):
                self._serve_until(entry, serve)
            elif (left := until - monotonic()) > 0:
                entry.wait(min(left, LOOK_AGAIN))
            else:
                with suppress(ValueError):
                    self._queue.remove(entry)
                    raise StorageBusyError
                entry.wait(LOOK_AGAIN)  # somebody has it by now: its outcome counts

    def _serve_until(
        self, entry: Waiting[Any], serve: Callable[[list[Waiting[Any]]], None]
    ) -> None:
        """Holding the lock, serve what waits until `entry` is done: earlier ones come first."""
        self._mine.held = True
        try:
            while not entry.done:
                self._serve_some(serve)
        finally:
            self._let_go()

    def _serve_some(self, serve: Callable[[list[Waiting[Any]]], None]) -> None:
        batch: list[Waiting[Any]] = []
        with suppress(IndexError):  # one that gave up meanwhile took itself out
            while len(batch) < BATCH:
                batch.append(self._queue.popleft())
        if batch:
            serve(batch)

    def _let_go(self) -> None:
        self._mine.held = False
        self._lock.release()
        with suppress(IndexError):
            self._queue[0].wake()

    @property
    def waiting(self) -> int:
        """How many calls wait to be written."""
        return len(self._queue)

    def _refuse_nesting(self) -> None:
        if getattr(self._mine, "held", False):
            raise RuntimeError("a work is already open in this thread")


_queues: "weakref.WeakKeyDictionary[Engine, WriteQueue]" = weakref.WeakKeyDictionary()
_guard = threading.Lock()


def write_queue(engine: "Engine") -> WriteQueue:
    """The one queue of those who write on this engine."""
    with _guard:
        return _queues.setdefault(engine, WriteQueue())
