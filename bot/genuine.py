"""The page `/kiem-tra` on the store: the same check as in the chats."""

from collections.abc import Sequence
from datetime import datetime

from handlers.genuine import check
from handlers.genuine_flow import answer
from handlers.genuine_ports import GenuinePorts
from handlers.messages import Reply
from handlers.store import check_codes, records
from handlers.store.contacts import ensure_commune
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.commune import Commune


class StoredChecks:
    """Looks up codes and texts for the page; of one commune."""

    def __init__(self, store: Store, commune: Commune, ports: GenuinePorts) -> None:
        self._store, self._commune, self._ports = store, commune, ports

    def check(self, words: str, who: str, now: datetime) -> Reply:
        """The answer; what is not ours is written down as a keyed digest."""
        verdict = check(words, self._commune, self._ports)
        doubt = verdict.doubt(self._ports.seal, f"web|{who}", now)
        with self._store.work() as work:
            # A further commune may have this page and no bot yet.
            ensure_commune(work, self._commune.key, self._commune.name, now)
            records.count(work, self._commune.key, f"genuine.{verdict.found}", now)
            if doubt is not None:
                check_codes.doubt(work, self._commune.key, doubt, now)
            work.commit()
        return Reply(answer(verdict, self._commune))


def checks_beside(
    store: Store, wards: Sequence[Ward], ports: GenuinePorts
) -> tuple[tuple[Commune, StoredChecks], ...]:
    """Those of the communes after the first, which has the web's other pages."""
    return tuple((one.commune, StoredChecks(store, one.commune, ports)) for one in wards[1:])
