"""The page `/kiem-tra` on the store: the same check as in the chats."""

from datetime import datetime

from handlers.genuine import check
from handlers.genuine_flow import answer
from handlers.genuine_ports import GenuinePorts
from handlers.messages import Reply
from handlers.store import check_codes, records
from handlers.store.unit_of_work import Store
from knowledge.calendar import local
from knowledge.commune import Commune


class StoredChecks:
    """Looks up codes and texts for the page; of one commune."""

    def __init__(self, store: Store, commune: Commune, ports: GenuinePorts) -> None:
        self._store, self._commune, self._ports = store, commune, ports

    def check(self, words: str, who: str, now: datetime) -> Reply:
        """The answer; what is not ours is written down as a keyed digest."""
        verdict = check(words, self._commune, self._ports)
        doubt = verdict.doubt(self._ports.seal.person(f"web|{who}", f"{local(now):%Y-%m-%d}"))
        with self._store.work() as work:
            records.count(work, self._commune.key, f"genuine.{verdict.found}", now)
            if doubt is not None:
                check_codes.doubt(work, self._commune.key, doubt, now)
            work.commit()
        return Reply(answer(verdict, self._commune))
