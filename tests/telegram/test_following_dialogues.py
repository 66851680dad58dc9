"""Followed on Telegram: notice, stop, rating, reminder, from the register to the strict Bot API."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from handlers.dossier_ports import LookUpPorts
from handlers.notices.sweeping import sweep
from handlers.router import Router
from handlers.store import follows, notices
from handlers.store.dossiers import StoredDossiers
from handlers.store.follow_book import StoredFollows
from handlers.store.lookups import StoredLookUps
from handlers.store.personal import StoredPersonalRecords
from handlers.store.ratings import StoredRatings
from handlers.store.tables import RatingRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.dossier_store import Context, Reading
from knowledge.dossier_store.writing import hold, save, with_confirmation
from knowledge.dossiers.dossier import Confirmation
from knowledge.dossiers.entries import Entry
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.people import Person
from tests.knowledge.dossiers.lives import CALENDAR, at, event
from tests.telegram.conftest import Line
from tests.telegram.test_dialogues import Citizen

CODE, FOUR, KEY = "H32.12.05-261119-0007", "4567", b"k" * 32
BASE = shipped_base()
RATING = table_of(RatingRow)
WARD = Ward(BASE.commune, CALENDAR, lambda _: BASE)
RUNNING = ("accepted 2026-11-19 09:00", "processing 2026-11-19 10:00")
DONE = (*RUNNING, "done 2026-11-23 09:00")


class Town:
    """A register on the way, a citizen's chat, and the job between them."""

    def __init__(self, line: Line, store: Store, clock: FakeClock) -> None:
        self.line, self.store, self.clock = line, store, clock
        self.lan = Citizen(line, Person(line.api))

    def reads(self, *events: str, moment: str) -> int:
        """A copy of the register is read; the dossier's number."""
        self.clock.move_to(at(moment))
        now = self.clock.now()
        entry = Entry(
            line=2,
            code=CODE,
            procedure="1.004194",
            procedure_name="Đăng ký tạm trú",
            events=tuple(event(one) for one in events),
            due_at=at("2026-11-25 17:00"),
            fours=frozenset({FOUR}),
        )
        context = Context(BASE.commune.key, KEY, CALENDAR, now, now)
        with self.store.work() as work:
            written = dossier_store.write_chunk(work.session, (entry,), context)
            told = Counter(one.outcome for one in written)
            dossier_store.finish(work.session, Reading("file", "so.csv"), told, context)
            found = dossier_store.find(work.session, BASE.commune.key, CODE)
            assert found is not None
            follows.touch(work, [found.id], now)
            work.commit()
        return found.id

    def desk_confirms(self, dossier: int) -> None:
        now = self.clock.now()
        with self.store.work() as work:
            held = hold(work.session, dossier)
            assert held is not None
            after = with_confirmation(held, Confirmation(now, 1, ready=True))
            save(work.session, held, after, CALENDAR, now)
            follows.touch(work, [dossier], now)
            work.commit()

    async def told(self, moment: str = "") -> None:
        """The notices' job runs; the one notice it queues reaches the chat."""
        self.lan.waits()
        self.runs(moment)
        await self.lan.answered()
        assert self.line.api.refused() == []

    def runs(self, moment: str = "") -> int:
        """The notices' job; how many notices it promised."""
        if moment:
            self.clock.move_to(at(moment))
        with self.store.work() as work:
            before = len(notices.promised(work))
            sweep(work, WARD, self.clock.now())
            after = len(notices.promised(work))
            work.commit()
        return after - before

    async def follows_it(self) -> None:
        await self.lan.says(CODE)
        await self.lan.taps("Đồng ý")
        await self.lan.says(FOUR)
        await self.lan.taps("Báo cho tôi khi có tin")
        await self.lan.taps("Đồng ý nhận tin")


@pytest_asyncio.fixture
async def town(sqlite_store: Store) -> AsyncIterator[Town]:
    clock = FakeClock(at("2026-11-19 11:00"))
    ports = LookUpPorts(
        StoredDossiers(sqlite_store, KEY),
        StoredLookUps(sqlite_store, KEY),
        StoredFollows(sqlite_store),
        StoredRatings(sqlite_store),
    )
    router = Router(lambda _: BASE, StoredPersonalRecords(sqlite_store), look_ups=ports)
    async with Line(sqlite_store, clock, router).open() as line:
        yield Town(line, sqlite_store, clock)


@pytest.mark.asyncio
async def test_a_followed_dossier_is_told_of_when_ready_and_stopped_by_one_tap(town: Town) -> None:
    dossier = town.reads(*RUNNING, moment="2026-11-19 11:00")
    await town.follows_it()
    assert town.runs("2026-11-19 11:05") == 0, "what the look-up showed is not told again"

    town.reads(*DONE, moment="2026-11-23 09:10")
    assert town.runs() == 0, "nobody is invited before the desk has seen the result"
    town.desk_confirms(dossier)
    await town.told("2026-11-23 09:20")
    town.lan.hears("Đăng ký tạm trú", "0007", buttons=("Xem hồ sơ", "Dừng nhận tin"))
    assert CODE not in town.lan.person.hears[-1]

    await town.lan.taps("Dừng nhận tin")
    town.lan.hears("không nhắn")
    town.reads(*DONE, "returned 2026-11-23 10:00", moment="2026-11-23 10:10")
    assert town.runs("2026-11-24 09:00") == town.runs("2026-11-25 09:00") == 0


@pytest.mark.asyncio
async def test_after_the_return_a_low_score_asks_which_group_and_offers_feedback(
    town: Town,
) -> None:
    town.reads(*RUNNING, moment="2026-11-19 11:00")
    await town.follows_it()
    town.reads(*DONE, "returned 2026-11-23 10:00", moment="2026-11-23 10:10")
    await town.told("2026-11-23 10:15")
    town.lan.hears("đã trả kết quả", "Nếu anh/chị chưa nhận")
    await town.told("2026-11-25 09:00")  # one working day after; the 24th is off
    town.lan.hears("xin anh/chị cho ý kiến", buttons=("Tệ", "Rất hài lòng"))

    await town.lan.taps("Chưa hài lòng")
    town.lan.hears("Điều gì cần làm tốt hơn", buttons=("Thái độ phục vụ", "Bỏ qua"))
    await town.lan.taps("Thái độ phục vụ")
    await town.lan.says("phải chờ lâu mà không ai giải thích")
    town.lan.hears("Em đã ghi nhận", buttons=("Gửi thành phản ánh",))
    with town.store.read() as work:
        rows = [tuple(row) for row in work.run(select(RATING.c.score, RATING.c.criterion))]
    assert rows == [(2, "conduct")]


@pytest.mark.asyncio
async def test_a_limit_asked_to_be_reminded_of_is_told_before_it_and_may_be_called_off(
    town: Town,
) -> None:
    await town.lan.says("nhắc tôi")
    await town.lan.taps("Đăng ký khai sinh")
    await town.lan.says("5/10/2026")
    town.lan.hears("thứ Sáu 4/12/2026")  # E22
    await town.lan.taps("Nhắc tôi")
    await town.lan.taps("Đồng ý")
    assert town.runs("2026-11-26 09:00") == 0
    await town.told("2026-11-27 09:00")
    town.lan.hears("Nhắc hạn: Đăng ký khai sinh", "4/12/2026", buttons=("Đừng nhắc nữa",))
    await town.lan.taps("Đừng nhắc nữa")
    assert town.runs("2026-12-03 09:00") == 0
