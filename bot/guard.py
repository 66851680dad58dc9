"""The guard: what a restored database holds leaves only when a person says so.

Before anything leaves, a number in the database grows and is written into a file outside it. A
database whose number is behind the file's came from a backup: what
waits in it may have left before, so all of it is held, and no job runs, until
`motcua db restored` is told what to do.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.leaving import Noted
from bot.mark import Mark, read_mark, write_mark
from handlers.clock import Clock
from handlers.store import guard
from handlers.store.guard import GuardState
from handlers.store.unit_of_work import Store, Work

FLUSH: Final = 5.0
"""Seconds between two times that the file is forced onto the disk: a killed process loses none of
it, a power cut at most so much."""
GRACE: Final = timedelta(seconds=10)
"""What was claimed with the last number may have taken so long to leave."""
WATCH: Final = timedelta(seconds=20)
"""How often a process says that it runs."""
NEIGHBOUR: Final = timedelta(seconds=90)
"""A process that said so long ago that it runs still does."""
LEAP: Final = 1_000
"""After a person has decided the number is ahead of every file."""

SILENT: Final = timedelta(hours=3)
"""A process that ended in the midst of sending so long ago may be a picture of a whole machine."""

OLDER, COPIED, NO_MARK, OTHER, DECLARED = "older", "copied", "no_mark", "other", "declared"
COMMANDED: Final = "commanded"
"""`motcua restore` put it back."""
PICTURE: Final = "picture"

log = structlog.get_logger(__name__)


class RestoreGuard:
    """Of one process. Without a `path` (a database in memory) it lets everything through."""

    def __init__(
        self,
        store: Store,
        path: Path | None,
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """`ticks` counts seconds."""
        self._store = store
        self._path = path
        self._clock = clock
        self._ticks = ticks
        self._seen = 0
        """The highest number this process knows of."""
        self._flush_at = 0.0
        self._behind = False
        """The database was put back while this process ran."""
        self._writing = threading.Lock()

    def begin(self) -> str:
        """Look before anything leaves; why it holds, or nothing."""
        if self._path is None:
            return ""
        mark, now = read_mark(self._path), self._clock.now()
        with self._store.work() as work:
            state = guard.load(work, hold=True)
            if state is None:
                guard.begin(work, secrets.token_hex(8), now)
                state = guard.load(work, hold=True)
            if state is None:
                return ""
            why = "" if state.held_at is not None else self._restored(work, state, mark, now)
            work.commit()
        self._seen = max(state.beats, 0 if mark is None or why else mark.beats)
        if why:
            # What a picture's machine sent after it was taken, nobody here knows.
            self.hold(why, mark.at if mark is not None and why != PICTURE else None)
        return why or state.why

    def _restored(self, work: Work, state: GuardState, mark: Mark | None, now: datetime) -> str:
        if state.beats == 0:
            strange = mark is not None and mark.installation != state.installation
            return OTHER if strange and guard.has_history(work) else ""
        if mark is None:
            neighbours = not self._store.sqlite and now - state.alive_at < NEIGHBOUR
            return "" if neighbours else NO_MARK
        if mark.installation != state.installation:
            return OTHER
        if mark.beats > state.beats:
            return OLDER
        if mark.copied:
            return COPIED
        return PICTURE if self._pictured(work, state, mark, now) else ""

    def _pictured(self, work: Work, state: GuardState, mark: Mark, now: datetime) -> bool:
        """A machine put back whole shows nothing, but that it was silent in the midst of sending.

        A power cut shows the same: a person decides, who knows which it was.
        """
        last = max(mark.at, state.alive_at)
        return not mark.stopped and now - last > SILENT and guard.in_the_midst(work, last)

    def hold(self, why: str, left_until: datetime | None) -> None:
        """Hold everything that waits; a person decides."""
        now = self._clock.now()
        until = now if left_until is None else left_until + GRACE
        with self._store.work() as work:
            guard.set_held(work, why, until, now)
            work.commit()
        log.error("database.restored", why=why, left_until=until.isoformat())

    def beat(self, work: Work, noted: Noted) -> bool:
        """In the transaction of a claim: may something leave? False: it was restored under us."""
        if self._path is None:
            return True
        before = self._seen
        state = guard.beat(work)
        if state is None:
            return True
        if state.held_at is not None:  # what is new may leave; the file waits for the decision
            return True
        if state.beats <= before:
            self._behind = True
            return False
        noted.append(Mark(state.installation, state.beats, self._clock.now()))
        return True

    def confirm(self, noted: Noted) -> None:
        """After the commit, before anything is sent: the file knows it."""
        if not noted or self._path is None:
            return
        with self._writing:
            self._seen = max(self._seen, noted[-1].beats)
            self._write(self._path, noted[-1])

    def end(self) -> None:
        """Stopped in order: what waits then has not left."""
        if self._path is None:
            return
        with self._writing:
            mark = read_mark(self._path)
            if mark is not None and mark.beats == self._seen and not mark.copied:
                self._flush_at = 0.0
                self._write(self._path, replace(mark, stopped=True))

    def _write(self, path: Path, mark: Mark) -> None:
        known = read_mark(path)
        if (
            known is not None
            and known.installation == mark.installation
            and (known.beats > mark.beats and not known.copied)
        ):
            return  # another process is ahead
        flush = self._ticks() >= self._flush_at
        self._flush_at = self._ticks() + FLUSH if flush else self._flush_at
        try:
            write_mark(path, mark, flush=flush)
        except OSError as error:
            log.warning("guard.unwritten", file=path.name, error=type(error).__name__)

    def watch(self, store: Store) -> None:
        """A chore of every process: hold what was put back under it, else say that it runs.

        Processes that start on other machines have no file yet; they see that others live.
        """
        if self._path is None:
            return
        if self._behind:
            mark = read_mark(self._path)
            self.hold(OLDER, mark.at if mark is not None else None)
            self._behind = False
        elif not store.sqlite:
            store.write(lambda work: guard.alive(work, self._clock.now()))

    def held(self) -> bool:
        """Whether it waits for a person."""
        if self._path is None:
            return False
        with self._store.read() as work:
            return guard.held(work)
