"""How long enrolment and rotation take over many names, and how long they hold the database.

`python -m tests.benchmarks.vault [--names 5000]`; SQLite on disk, passphrases at their real cost.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from bot.database import make_engine, upgrade
from handlers import key_holding, key_rotating
from handlers.key_holding import Enrolled, Keeping, Opened
from handlers.key_rotating import Turned
from handlers.store import cases
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Identity
from handlers.ward_key import WardPublic, new_private, public_of, seal_identity
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock

HEAD, PHRASE = "Đầu Mẫu", "mưa rơi trên mái ngói"
WHO = Identity("Lê Thị Thử", "0900000000")
SEALS = 1_000
T = TypeVar("T")


class TimedStore(Store):
    """Notes how long each write transaction was open."""

    held: list[float]

    @contextmanager
    def work(self) -> Iterator[Work]:
        """As it is, timed."""
        with super().work() as work:
            began = time.perf_counter()
            yield work
            self.held.append(time.perf_counter() - began)


def load(ward: CaseWard, names: int) -> None:
    """Cases with a name under the key file."""
    now = ward.clock.now()
    codes = [ward.open() for _ in range(names)]
    with ward.store.work() as work:
        for code in codes:
            row = cases.by_code(work, code)
            if row is not None:
                cases.keep_sealed(work, row.id, ward.vault.seal(code.full, WHO), now)
        work.commit()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=5_000)
    names = parser.parse_known_args()[0].names
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'ward.db'}")
        upgrade(engine)
        store = TimedStore(engine)
        store.held = []
        ward = CaseWard(store, FakeClock())
        load(ward, names)
        keeping = Keeping(store, ward.vault, ward.officers[HEAD], ward.clock.now())
        enrolled = _timed("enrol", store, lambda: key_holding.enrol(keeping, PHRASE))
        key = _timed("passphrase", store, lambda: key_holding.opened(keeping, PHRASE))
        if not isinstance(enrolled, Enrolled) or not isinstance(key, Opened):
            raise SystemExit("not enrolled")
        turned = _timed("rotate", store, lambda: key_rotating.rotate(keeping, key))
        if not isinstance(turned, Turned) or turned.moved != names:
            raise SystemExit("not turned")
        engine.dispose()
    began = time.perf_counter()
    for _ in range(SEALS):
        seal_identity(WardPublic(1, public_of(new_private())), "PA-261123-001", "Lê Thị Thử")
    print(f"one seal     {1000 * (time.perf_counter() - began) / SEALS:6.2f} ms")


def _timed(name: str, store: TimedStore, act: Callable[[], T]) -> T:
    store.held.clear()
    began = time.perf_counter()
    done = act()
    took = time.perf_counter() - began
    print(f"{name:12} {took:6.2f} s, longest transaction {1000 * max(store.held):6.0f} ms")
    return done


if __name__ == "__main__":
    main()
