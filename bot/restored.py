"""What a person decides about a database that was restored from a backup."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from bot.guard import DECLARED, LEAP
from bot.mark import Mark, read_mark, write_mark
from handlers.store import guard
from handlers.store.guard import GuardState
from handlers.store.records import audit
from handlers.store.unit_of_work import Store

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


class Choice(StrEnum):
    """What becomes of what waits."""

    NEW = "new"
    """Only what cannot have left before; the rest is closed."""
    ALL = "all"
    """Everything: some people get something twice."""
    CLOSE = "close"
    """Nothing: some people never get something."""


def settle(
    store: Store, path: Path | None, commune: str, choice: Choice, by: str, now: datetime
) -> bool:
    """Do as a person says; False: nothing waits. Jobs go on within their minute."""
    with store.read() as work:
        state = guard.load(work)
    if state is None or state.held_at is None:
        return False
    after = {Choice.NEW: state.left_until or now, Choice.ALL: _EVER}.get(choice)
    while after is not None and store.write(lambda work: guard.let_go(work, after)):
        pass
    while store.write(lambda work: guard.close(work, now)):
        pass
    _free(store, path, state, commune, (choice, by), now)
    return True


def _free(
    store: Store,
    path: Path | None,
    state: GuardState,
    commune: str,
    said: tuple[Choice, str],
    now: datetime,
) -> None:
    """The guard's number goes ahead of every file, and the file beside us learns it."""
    choice, by = said
    until = {Choice.NEW: state.left_until, Choice.CLOSE: now}.get(choice)
    mark = read_mark(path) if path is not None else None
    beats = max(state.beats, mark.beats if mark is not None else 0) + LEAP
    with store.work() as work:
        guard.set_free(work, beats, until)
        audit(work, commune, by, f"database.restored.{choice}", state.why, now)
        work.commit()
    if path is not None:
        write_mark(path, Mark(state.installation, beats, now))


def declare(store: Store, commune: str, left_until: datetime, by: str, now: datetime) -> None:
    """Somebody says that this is a backup put back (a whole machine's picture shows nothing)."""
    with store.work() as work:
        guard.set_held(work, DECLARED, left_until, now)
        audit(work, commune, by, "database.restored.declared", "", now)
        work.commit()
