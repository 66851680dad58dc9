"""A note beside the mark while PostgreSQL is put back: what is still to be done after the commit.

The new rows and what is done in them stand in two transactions there; who is killed between them
leaves the note, and the next command does the rest. It holds ids of contacts, nothing else.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.backup.archive import flush_folder
from bot.config import Settings
from bot.erased_list import erased_list
from bot.guard import COMMANDED
from bot.setup import files_folder, mark_path
from handlers.clock import SystemClock
from handlers.store import forgetting_again, guard
from handlers.store.files import FileStore
from handlers.store.forgetting_again import Asked
from handlers.store.unit_of_work import Store

NAME: Final = "restoring.json"


def pending_path(settings: Settings) -> Path | None:
    """Where the note lies."""
    mark = mark_path(settings)
    return None if mark is None else mark.with_name(NAME)


def note(path: Path, asked: Asked) -> None:
    """Write it, forced onto the disk.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stopped = {one: at.isoformat() for one, at in asked.stopped.items()}
    text = json.dumps({"erased": sorted(asked.erased), "stopped": stopped})
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    flush_folder(path.parent)


def finish(settings: Settings, store: Store, now: datetime) -> tuple[int, int]:
    """While a database put back waits for a person: who was erased or stopped, is so again.

    By the note, and by the list of erased people, which also knows what was put back by hand. How
    many were erased, how many stopped. Where nothing waits a note is of a restore that came to
    nothing.
    """
    path, listed = pending_path(settings), erased_list(settings, SystemClock())
    if path is None or listed is None:
        return 0, 0
    asked, done = _noted(path), (0, 0)
    with store.work() as work:
        state = guard.load(work)
        if state is not None and state.held_at is not None:
            erased = asked.erased | listed.contacts()
            stopped = asked.stopped if state.why == COMMANDED else {}
            done = forgetting_again.again(work, Asked(erased, stopped), now)
            freed = list(work.freed)
            work.commit()
            FileStore(files_folder(settings)).free(freed)
    path.unlink(missing_ok=True)
    return done


def _noted(path: Path) -> Asked:
    try:
        known = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return Asked()
    stopped = {one: datetime.fromisoformat(at) for one, at in known["stopped"].items()}
    return Asked(frozenset(known["erased"]), stopped)
