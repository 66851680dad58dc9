"""The machine of a simulated year: a clock that stands where it was put, no threads."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


class AtOnce(ThreadPoolExecutor):
    """Threads that are none: nothing waits for anything in a simulated year."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":  # noqa: ANN401 - as its base
        """Call it now."""
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed to who waits
            done.set_exception(error)
        return done


class VirtualClock:
    """Stands where the simulation put it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The virtual moment."""
        return self.at
