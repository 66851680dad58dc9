# ruff: noqa: ANN401 - the signatures are asyncio's
"""An event loop that skips idle time: what only waits takes none, what works takes its own.

Minutes of a paced broadcast pass in seconds, and every wait is as exact as the loop's own. While
a thread works, the loop waits for it as any other; `held` lets even that take no time.
"""

import asyncio
import selectors
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.clock import MONDAY_MORNING


class SkippingLoop(asyncio.SelectorEventLoop):
    """Time is what was worked, unless held, and what was skipped."""

    def __init__(self, *, held: bool) -> None:
        self.jobs = 0
        """Calls now in threads: time must not be skipped over them."""
        self.skipped = 0.0
        self._held = held
        self._began = time.perf_counter()
        super().__init__(_SkippingSelector(self))

    def time(self) -> float:
        """Seconds since the start."""
        return self.skipped + (0.0 if self._held else time.perf_counter() - self._began)

    def run_in_executor(  # type: ignore[override]
        self,
        executor: Any,
        func: Callable[..., Any],
        *args: Any,
    ) -> asyncio.Future[Any]:
        """As always, and counted."""
        self.jobs += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, _: object) -> None:
        self.jobs -= 1


class _SkippingSelector(selectors.DefaultSelector):
    """Waits only for threads and sockets."""

    def __init__(self, loop: SkippingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; with nothing under way the time till the next timer is skipped."""
        if timeout is None or timeout <= 0 or self._loop.jobs:
            return super().select(timeout)
        if ready := super().select(0):
            return ready
        self._loop.skipped += timeout
        return []


class LoopClock:
    """The clock of a skipping loop."""

    def __init__(self, loop: SkippingLoop) -> None:
        self._loop = loop

    def now(self) -> datetime:
        """The start and what passed since."""
        return MONDAY_MORNING + timedelta(seconds=self._loop.time())
