"""`motcua db restored` names everything that would be said twice, one of each kind."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from bot.cli.root import app
from bot.guard import OLDER
from handlers.broadcast_texts import Refused
from handlers.broadcasts.acts import Acting
from handlers.broadcasts.repeating import repeat
from handlers.corrections import acts
from handlers.notices.sweeping import sweep
from handlers.repeats import Every, Repeat
from handlers.store import broadcasting, follows
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from knowledge.calendar import local
from knowledge.dossier_store.writing import hold, insert_dossiers, save, with_event
from tests.bot.cli.test_notices import prepare_records
from tests.bot.guard.machine import Machine
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, open_desk
from tests.handlers.corrections.corrected import CODE, Corrected
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import CALENDAR, event

READERS = 5


class Town:
    """A ward with one of each kind of what is still to be said."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        self.desk = open_desk(store, clock)
        self.corrected = Corrected(self.desk)
        self.readers = self.desk.readers(READERS)
        self.told = ""

    def prepares(self) -> None:
        """A notice, a reminder, three broadcasts, a draft and a correction, begun or waiting."""
        self._follows(self.readers[0])
        self._reminds(self.readers[1])
        self._corrects()
        begun = self.desk.write("Mai cúp nước.")
        self.desk.start(begun.id)
        self.desk.bites(2)
        assert 0 < len(self.desk.copies(begun.id)) < READERS
        soon = self.desk.write("Mốt tiêm chủng.")
        self.desk.start(soon.id, at=self.clock.now() + timedelta(minutes=20))
        yearly = self.desk.write("Nộp thuế đất.")
        rule = Repeat.parse(Every.YEARLY, "15/3", "09:00")
        done = self.desk.act_by("Lan", lambda by: repeat(by, yearly.id, rule))
        assert not isinstance(done, Refused)
        self.desk.write("Họp tổ dân phố.")

    def goes_on(self) -> None:
        """What the jobs of the next half hour queue."""
        self.clock.move(minutes=30)
        now = self.clock.now()
        with self.store.work() as work:
            sweep(work, self.corrected.ward, now)
            work.commit()
        self.desk.bites()
        self.corrected.looks()

    def _follows(self, contact: str) -> None:
        now = self.clock.now()
        made = lives.dossier(
            "registered 2026-11-19 08:00",
            "accepted 2026-11-19 09:00",
            "processing 2026-11-19 10:00",
            due="2026-12-25 17:00",
            copied_at=now,
        )
        to = Recipient(KEY, self.desk.endpoint, "telegram", contact)
        with self.store.work() as work:
            (dossier,) = insert_dossiers(work.session, [made], {}, now).values()
            follows.add(work, to, dossier.id, now)
            sweep(work, self.corrected.ward, now)
            held = hold(work.session, dossier.id)
            assert held is not None
            moment = f"{local(now):%Y-%m-%d %H:%M}"
            after = with_event(held, event(f"supplement_needed {moment}"))
            save(work.session, held, after, CALENDAR, now)
            follows.touch(work, [dossier.id], now)
            work.commit()

    def _reminds(self, contact: str) -> None:
        now = self.clock.now()
        day = now.date() + timedelta(days=7)
        to = Recipient(KEY, self.desk.endpoint, "telegram", contact)
        days: tuple[date, date] = (day, day)
        with self.store.work() as work:
            assert follows.remind(work, to, "1.001193", days, now - timedelta(days=1))
            prepare_records(work)
            work.commit()

    def _corrects(self) -> None:
        self.corrected.fee(10_000)
        self.corrected.looks()
        self.clock.move(minutes=10)
        self.told = self.corrected.asks("a")
        self.corrected.fee(12_000)
        self.corrected.looks()
        ward = self.corrected.ward
        with self.store.work() as work:  # let go; the job has not come round yet
            acting = Acting(work, ward, self.desk.officers["Hoa"], self.clock.now())
            assert not isinstance(acts.send(acting, 1), Refused)
            work.commit()


def test_one_of_each_kind_is_found_in_the_list(
    tmp_path: Path,
    sqlite_store: Store,
    clock: FakeClock,
    open_engine: Callable[[str], Engine],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(broadcasting, "BITE", 2)
    url, file, kept = str(sqlite_store.engine.url), tmp_path / "ward.db", tmp_path / "kept.db"
    clock.move(hours=2)
    town = Town(sqlite_store, clock)
    machine = Machine(url, tmp_path / "sent.mark", clock, open_engine, endpoint=town.desk.endpoint)
    town.prepares()
    assert machine.life(1) == ""
    assert len(machine.heard) == 1

    sqlite_store.checkpoint()
    shutil.copy(file, kept)
    town.goes_on()
    assert machine.life() == ""
    heard = "\n".join(machine.heard)
    for told in (
        "Mai cúp nước",
        "Mốt tiêm chủng",
        "mã kết thúc bằng 0001",
        "60 ngày kể từ ngày sinh",
    ):
        assert told in heard, heard
    assert len(town.corrected.letters(town.told)) == 1

    sqlite_store.engine.dispose()
    for beside in tmp_path.glob("ward.db-*"):
        beside.unlink()
    shutil.copy(kept, file)
    before = len(machine.heard)
    assert machine.life() == OLDER
    assert len(machine.heard) == before

    monkeypatch.setenv("MOTCUA_DATABASE__URL", url)
    result = CliRunner().invoke(app, ["db", "restored"])
    listed = result.output
    assert result.exit_code == 0, listed
    for line in (
        "tin gửi nhiều người: 1 tin (1 có thể đã gửi)",
        "tin supplement có thể đã gửi",
        "nhắc hạn thủ tục 1.001193: tin own-limit-7d có thể đã gửi",
        "Tin gửi nhiều người đã tạm dừng: 1, 2, 3",
        "Tin 1: resume thì soạn cho 3 người",
        "Tin 2: resume thì soạn cho 5 người",
        "Tin 3 gửi định kỳ",
        f"Đính chính 1 ({CODE}, ngày 23/11/2026) đang gửi dở, đã mở lại: cho gửi thì soạn cho 1 ",
        "Bản nháp 4",
        "2 tin sẽ soạn lại",
    ):
        assert line in listed, listed
