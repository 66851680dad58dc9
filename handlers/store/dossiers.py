"""Reading dossiers for flows: the port the router is handed, on the stored register."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossier_store import Transaction
from knowledge.dossiers.dossier import Dossier


class StoredDossiers:
    """The register's copy as flows read it: by code, by token, with the second factor."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key

    def find(self, commune: str, code: str) -> Dossier | None:
        """The dossier of a canonical code."""
        with self._store.read() as work:
            return dossier_store.find(work.session, commune, code)

    def by_token(self, token: str) -> Dossier | None:
        """The dossier of a link's token."""
        with self._store.read() as work:
            return dossier_store.by_token(work.session, token)

    def matches(self, dossier: int, four: str) -> bool:
        """Whether these four digits stand on its receipt (L-1)."""
        with self._store.read() as work:
            return dossier_store.matches(work.session, self._key, dossier, four)

    def copied_at(self, commune: str) -> datetime | None:
        """How old what the register says is (L-4)."""
        with self._store.read() as work:
            return dossier_store.copied_at(work.session, commune)


def transactions(store: Store) -> Transaction:
    """Opens write transactions that commit when their block ends well."""

    @contextmanager
    def transaction() -> Iterator[Session]:
        with store.work() as work:
            yield work.session
            work.commit()

    return transaction
