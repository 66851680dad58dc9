"""The pair of tokens when the whole program is killed amid a refresh.

    python -m tests.zalo_oa.token_killing --runs 3 [--database postgresql]

Nothing of the program is touched: the strict account delays its answer, the program is frozen
while the answer arrives, its database is locked while it writes, or it dies a random moment
before or after. After each kill the next life must go on with a pair that works, or tell an
administrator, whom `motcua zalo login` helps. A run is one database and many kills.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import text

from bot.database import make_engine
from handlers import staffing
from handlers.clock import SystemClock
from handlers.messages import ChannelName
from handlers.officers import Role
from handlers.store import contacts, staff
from handlers.store.unit_of_work import Store
from tests.fakes import killing
from tests.fakes.killing import arguments, judged, prepared
from tests.fakes.product import wait_for
from tests.fakes.set_clock import begins, set_by
from tests.fakes.zalo_oa.product import log_in, product, stored_pair
from tests.fakes.zalo_oa.slow_tokens import SlowTokens
from tests.fakes.zalo_oa.terminal import Terminal

CS = "/v3.0/oa/message/cs"
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
LATER = timedelta(minutes=11)
"""Between two lives: a token that is refused is looked into after ten."""
POINTS = ("asked", "acted", "unread", "locked")
"""Moments that are met surely: Zalo has the request and does nothing; has issued a pair and says
nothing; its answer lies unread; the pair lies in the file and the database does not take it."""
RANDOM = ("before", "after", "drafting")
"""Up to so long after: the dead token was refused; Zalo has answered; the file is being written."""
WITHIN = {"before": 0.15, "after": 0.04, "drafting": 0.01}
SPENT = frozenset({"acted", "unread"})
"""Zalo's answer was never read: no program can know the new pair."""


@dataclass(frozen=True)
class Found(killing.Found):
    """What a run showed: `lost` are pairs nobody was told of, `repeated` spent tokens sent again,
    `unknown` what administrators were told and a login mended."""

    kills: int
    went_on: int
    astray: int
    """Moments met surely that ended otherwise than they must."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not (self.lost or self.repeated or self.astray)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.went_on} went on, {self.unknown} told and logged in again, "
            f"{self.lost} lost silently, {self.repeated} spent tokens sent again, "
            f"{self.astray} otherwise than they must"
        )


class Trial:
    """One database, killed again and again."""

    def __init__(self, server: SlowTokens, folder: Path, database: str, seed: int) -> None:
        self._server, self._account = server, server.account
        self._folder, self._database = folder, database
        self._random = random.Random(seed)  # noqa: S311 - moments of a test
        prepared(database)
        log_in(folder, server, database)
        self._administrator()
        self._product = product(folder, server, database)
        self._clock = folder / "clock"
        self._product.begins = begins(self._clock)
        self._citizens = 0
        self._ends: Counter[str] = Counter()

    def run(self, points: Sequence[str]) -> Found:
        """Kill at each of these points, and see what becomes of the pair."""
        with self._product:
            self._answered()
            for number, point in enumerate(points):
                self._kill(point)
                self._later()
                self._product.start()
                self._ends[self._end(point, number)] += 1
            if self._product.stop() != 0:
                raise AssertionError(f"it did not end well:\n{self._product.said()}")
        ends = self._ends
        return Found(
            lost=ends["silent"],
            repeated=len(self._account.reused),
            unknown=ends["told"],
            kills=len(points),
            went_on=ends["went on"],
            astray=ends["astray"],
        )

    # the kill

    def _kill(self, point: str) -> None:
        """Make it refresh, and kill it there."""
        server = self._server
        server.stalled.clear()
        server.rewind(held=point in ("unread", "locked", "after", "drafting"))
        stall = {"asked": "before", "acted": "after"}.get(point)
        if stall is not None:
            server.stall["token"] = stall
        self._account.faults[CS] = [-220]
        self._asks()
        getattr(self, f"_{point}")()
        self._product.kill()
        server.go.set()
        server.stall.clear()
        self._account.faults.clear()

    def _asked(self) -> None:
        wait_for(self._server.stalled.is_set)

    _acted = _asked

    def _unread(self) -> None:
        wait_for(self._server.acted.is_set)
        self._product.freeze()
        self._server.go.set()
        wait_for(self._server.answered.is_set)

    def _locked(self) -> None:
        wait_for(self._server.acted.is_set)
        engine = make_engine(self._database)
        with Store(engine).work() as work:  # on SQLite a writer keeps every other one out
            if not self._database.startswith("sqlite"):
                work.run(text("LOCK TABLE zalo_oa IN EXCLUSIVE MODE"))
            self._server.go.set()
            wait_for(lambda: self._drafts("draft"))
            self._product.kill()
        engine.dispose()

    def _before(self) -> None:
        wait_for(lambda: not self._account.faults[CS])
        self._pauses("before")

    def _after(self) -> None:
        wait_for(self._server.acted.is_set)
        self._server.go.set()
        wait_for(self._server.answered.is_set)
        self._pauses("after")

    def _drafting(self) -> None:
        wait_for(self._server.acted.is_set)
        before = self._stored()
        self._server.go.set()
        wait_for(lambda: self._drafts("*") or self._stored() != before)
        self._pauses("drafting")

    def _pauses(self, point: str) -> None:
        time.sleep(self._random.uniform(0, WITHIN[point]))

    def _drafts(self, ending: str) -> list[Path]:
        return list(self._folder.glob(f"zalo-zalo_oa.draft{'' if ending == 'draft' else '*'}"))

    # the life after

    def _end(self, point: str, number: int) -> str:
        spent = point in SPENT  # then they are told though nobody writes
        citizen = "nobody" if spent else self._asks()
        try:
            wait_for(lambda: self._heard(citizen) or self._alarms(), 90)
        except AssertionError:
            return "silent"
        if not self._alarms():
            return self._sound_pair("went on")
        code, said = Terminal(self._product).logs_in(self._server)
        if code != 0:
            raise AssertionError(f"the login did not help:\n{said}")
        self._forget_alarms(number)
        self._product.kill()
        self._later()
        self._product.start()
        self._answered()
        return self._sound_pair("astray" if point in {"asked", "locked"} else "told")

    def _sound_pair(self, end: str) -> str:
        """The same, if the database's pair is Zalo's newest and its refresh token unspent."""
        access, refresh = self._stored()
        sound = access == self._account.access and self._account.refreshes.get(refresh) == "open"
        return end if sound else "silent"

    def _stored(self) -> tuple[str, str]:
        return stored_pair(self._folder, self._database)

    def _asks(self) -> str:
        """Somebody new writes."""
        self._citizens += 1
        citizen = str(7_000 + self._citizens)
        self._server.says(citizen, QUESTION)
        return citizen

    def _answered(self) -> None:
        citizen = self._asks()
        wait_for(lambda: self._heard(citizen))

    def _heard(self, citizen: str) -> bool:
        return bool(self._account.person(citizen).hears)

    def _later(self) -> None:
        self._server.ahead += LATER
        set_by(self._clock, self._server.ahead.total_seconds())

    # the administrator

    def _administrator(self) -> None:
        """Reads another channel: this one is dead when they are told."""
        engine, now = make_engine(self._database), SystemClock().now()
        with Store(engine).work() as work:
            commune = contacts.endpoint_of(work, "zalo_oa").commune
            name = contacts.ensure_endpoint(work, commune, ChannelName.TELEGRAM, "bot", now)
            owner = contacts.endpoint_of(work, name)
            contact = contacts.open_contact(work, owner, "99", "", now)
            officer = staffing.add(work, commune, "Anh Quản", (Role.ADMIN,), "test", now)
            assert isinstance(officer, int)
            staff.set_contact(work, officer, contact)
            work.commit()
        engine.dispose()

    def _alarms(self) -> int:
        query = "SELECT count(*) AS number FROM outbox WHERE key LIKE 'alarm:%refresh_unknown%'"
        engine = make_engine(self._database)
        with Store(engine).read() as work:
            found = int(work.run(text(query)).scalar() or 0)
        engine.dispose()
        return found

    def _forget_alarms(self, number: int) -> None:
        """One a day is told; so many days do not pass here."""
        query = "UPDATE outbox SET key = :new || key WHERE key LIKE 'alarm:%'"
        engine = make_engine(self._database)
        with Store(engine).work() as work:
            work.run(text(query), {"new": f"seen{number}:"})
            work.commit()
        engine.dispose()


def _run(points: Sequence[str], folder: Path, url: str, seed: int) -> Found:
    with SlowTokens() as server:
        return Trial(server, folder, url, seed).run(points)


def main() -> int:
    """Runs; 0 when no pair was lost silently and no spent token sent again."""
    asked = arguments(3)
    asked.add_argument("--moments", type=int, default=5, help="random ones of each kind a run")
    given = asked.parse_args()
    return judged(given, partial(_run, (*POINTS, *RANDOM * given.moments)))


if __name__ == "__main__":
    sys.exit(main())
