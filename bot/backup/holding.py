"""What is done to a database put back before anybody can use it: nothing of it leaves by itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.guard import COMMANDED
from handlers.store import copies, forgetting_again, guard
from handlers.store.forgetting_again import Asked
from handlers.store.unit_of_work import Store, Work

GUARDED_SINCE: Final = "0033"
"""The migration that brought the guard's row: what is older is held after its upgrade."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What of it may have left before."""

    left_until: datetime
    now: datetime

    def write(self, work: Work) -> None:
        """In a database of this version."""
        if guard.load(work) is None:
            guard.begin(work, secrets.token_hex(8), self.now)
        guard.set_held(work, COMMANDED, self.left_until, self.now)

    def script(self) -> str:
        """The same for PostgreSQL's own programs, of any version since the guard."""
        return guard.hold_script(secrets.token_hex(8), COMMANDED, self.left_until, self.now)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to a database put back."""

    erased: int = 0
    stopped: int = 0
    """People who asked for it after the backup was made."""
    keys: frozenset[str] = frozenset()
    """Files its rows name."""


def prepare(store: Store, asked: Asked, hold: Hold) -> Done:
    """Hold it and ask nothing of people that they refused since, in one transaction."""
    with store.work() as work:
        hold.write(work)
        erased, stopped = forgetting_again.again(work, asked, hold.now)
        keys = frozenset(copies.kept_keys(work))
        work.commit()
    return Done(erased, stopped, keys)
