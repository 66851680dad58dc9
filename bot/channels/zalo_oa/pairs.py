"""Where the pair of tokens lies: sealed in the database, and first in a file beside the key.

A refresh token works once, so that a new pair which cannot be stored must lie somewhere: it is
written to the file, then to the database, then the file goes. What an earlier life left in the
file is taken up before anything else is asked of Zalo. Where neither takes it (a full disk), it is
kept in memory and tried again until one has it.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.channels.zalo_oa.oauth import Pair
from handlers.store import zalo_about, zalo_oa
from handlers.store.unit_of_work import Store
from handlers.store.zalo_oa import SealedPair, StoredOa
from handlers.vault import Vault, VaultError
from handlers.zalo_account import AboutOa

HOLD: Final = timedelta(minutes=2)
"""How long one process may be about a refresh; a call takes 25 s at most."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is known now."""

    pair: Pair
    spent_at: datetime | None
    trouble: str | None
    message_api: str


class Pairs:
    """The pair of one account. Called in worker threads."""

    def __init__(self, store: Store, endpoint: str, sealer: Vault, me: str, draft: Path) -> None:
        """`draft` is the file a new pair lies in until the database has it."""
        self._store = store
        self._endpoint = endpoint
        self._sealer = sealer
        self._me = me
        self._draft = draft
        self._unkept: Pair | None = None
        """A refreshed pair the database does not have yet."""

    def read(self) -> Account | None:
        """The account; None before anybody logged in.

        Raises:
            VaultError: the key is not the one it was sealed with.
        """
        with self._store.read() as work:
            found = zalo_oa.find(work, self._endpoint)
        return None if found is None else self._account(found)

    def hold(self, now: datetime) -> Account | None:
        """Become the one who refreshes and read again; None while another process is."""
        with self._store.work() as work:
            found = zalo_oa.hold(work, self._endpoint, self._me, now, now + HOLD)
            work.commit()
        return None if found is None else self._account(found)

    def let_go(self) -> None:
        """Let others refresh."""
        with self._store.work() as work:
            zalo_oa.let_go(work, self._endpoint, self._me)
            work.commit()

    def mark(self, at: datetime | None) -> bool:
        """Note that the refresh token is about to be sent (None: was not); False: not ours now."""
        with self._store.work() as work:
            mine = zalo_oa.mark_spent(work, self._endpoint, self._me, at)
            work.commit()
        return mine

    def give_up(self, word: str) -> None:
        """Only a person can mend it."""
        with self._store.work() as work:
            zalo_oa.give_up(work, self._endpoint, self._me, word)
            work.commit()

    def use_api(self, version: str) -> None:
        """Remember which message call serves this account."""
        with self._store.work() as work:
            zalo_oa.use_api(work, self._endpoint, version)
            work.commit()

    def tell(self, about: AboutOa, now: datetime) -> None:
        """Keep what Zalo told of the account."""
        with self._store.work() as work:
            zalo_about.tell(work, self._endpoint, about, now)
            work.commit()

    def keep(self, pair: Pair) -> bool:
        """Store a refreshed pair; until that is done it lies in the file, and in memory.

        False: somebody logged in meanwhile, and theirs stands.

        Raises:
            StorageError: the database does not have it; `take_up` tries again.
        """
        self._unkept = pair
        self._write_draft(pair)
        saved = self._save(pair)
        self._drop_draft()
        self._unkept = None
        return saved

    def log_in(self, pair: Pair) -> None:
        """Store the pair an administrator brought: it stands before any other.

        Raises:
            StorageError: it lies in the file only.
        """
        self._write_draft(pair)
        with self._store.work() as work:
            zalo_oa.log_in(work, self._endpoint, self._sealed(pair))
            work.commit()
        self._drop_draft()

    def take_up(self) -> bool:
        """Store what the database lacks: of this life, or what an earlier one left in the file.

        Returns whether there was something newer.

        Raises:
            StorageError: it still lies where it was.
        """
        if (unkept := self._unkept) is not None:
            return self.keep(unkept)
        left = self._read_draft()
        if left is None:
            return False
        with self._store.read() as work:
            known = zalo_oa.find(work, self._endpoint)
        newer = known is None or known.pair.issued_at < left.issued_at
        newer = newer and self._save(left)
        if newer:
            log.warning("zalo.pair_taken_up", endpoint=self._endpoint)
        self._drop_draft()
        return newer

    def _save(self, pair: Pair) -> bool:
        with self._store.work() as work:
            saved = zalo_oa.save(work, self._endpoint, self._sealed(pair), self._me)
            work.commit()
        return saved

    def _sealed(self, pair: Pair) -> SealedPair:
        return SealedPair(
            self._sealer.seal_text(self._place("access"), pair.access),
            self._sealer.seal_text(self._place("refresh"), pair.refresh),
            pair.issued_at,
            pair.expires_at,
        )

    def _account(self, found: StoredOa) -> Account:
        pair = Pair(
            self._sealer.open_text(self._place("access"), found.pair.access),
            self._sealer.open_text(self._place("refresh"), found.pair.refresh),
            found.pair.issued_at,
            found.pair.expires_at,
        )
        return Account(pair, found.spent_at, found.trouble, found.message_api)

    def _place(self, which: str) -> str:
        return f"{self._endpoint}:{which}"

    def _write_draft(self, pair: Pair) -> None:
        words = [pair.access, pair.refresh, pair.issued_at.isoformat(), pair.expires_at.isoformat()]
        sealed = self._sealer.seal_text(self._place("draft"), json.dumps(words))
        part = self._draft.with_name(self._draft.name + ".part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(sealed)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self._draft)
        except OSError as error:  # the database may still take it
            log.warning("zalo.draft_not_written", error=type(error).__name__)

    def _read_draft(self) -> Pair | None:
        try:
            sealed = self._draft.read_text(encoding="ascii")
            access, refresh, issued, expires = json.loads(
                self._sealer.open_text(self._place("draft"), sealed)
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, VaultError) as error:
            log.warning("zalo.draft_not_read", error=type(error).__name__)
            return None
        return Pair(
            access, refresh, datetime.fromisoformat(issued), datetime.fromisoformat(expires)
        )

    def _drop_draft(self) -> None:
        with suppress(OSError):
            self._draft.unlink(missing_ok=True)
