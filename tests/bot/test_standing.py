"""`/readyz` and the figures tell the truth: something is broken, and they say so."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from bot.app import Core, _telegram, _web_app
from bot.channels.telegram.health import Reception
from bot.channels.telegram.service import TelegramService
from bot.communes import served
from bot.config import load_settings
from bot.setup import prepare_database
from handlers.messages import Address, Inbound
from handlers.store import queueing
from handlers.store.contacts import endpoint_of, open_contact
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import TOKEN, eventually
from tests.fakes.telegram.product import LIVE

HERE = ("127.0.0.1", 5000)


class Program:
    """A program with a bot, its parts started as far as a test wants."""

    def __init__(self, folder: Path, clock: FakeClock, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{folder}/ward.db")
        patch.setenv("MOTCUA_TELEGRAM__TOKEN", TOKEN)
        patch.setenv("MOTCUA_TELEGRAM__API_URL", "http://127.0.0.1:1")
        self.settings = load_settings(LIVE)
        prepare_database(self.settings)
        self.clock = clock
        self.core = Core(self.settings, clock)
        self.app = _web_app(self.core)
        self.bot: TelegramService = _telegram(self.core, self.app, served(self.settings, LIVE)[0])
        self.core.metrics.bots = self.core.ready.receivers = [self.bot]

    def break_database(self) -> None:
        """Its schema is gone, as after a restore gone wrong."""
        with self.core.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
            connection.execute(text("ALTER TABLE inbound RENAME TO lost"))

    def store_message(self) -> None:
        """Something arrived and nobody handles it."""
        address = Address(self.bot.endpoint, "1")
        self.core.inbox.receive(Inbound(address, "m1", self.clock.now(), text="chào"))

    def figure(self, name: str) -> float:
        lines = self.core.metrics.text().decode().splitlines()
        return next(float(one.split()[-1]) for one in lines if one.startswith(name))


@pytest.fixture
def program(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    program = Program(tmp_path, clock, monkeypatch)
    yield program
    program.core.engine.dispose()


def test_it_is_ready_once_everything_runs(program: Program) -> None:
    async def go() -> dict[str, bool | str]:
        before = dict(program.core.ready())
        assert (before["index"], before["dispatch"]) == (False, False)
        await program.core.start()
        found = dict(program.core.ready())
        await program.core.stop()
        return found

    found = asyncio.run(go())
    assert all(part is not False for part in found.values()), found
    assert found["telegram"] == "starting"


def test_a_broken_database_is_not_ready_and_the_process_is_up(program: Program) -> None:
    program.break_database()
    with TestClient(program.app, client=HERE) as web:
        answer = web.get("/readyz")
        assert (answer.status_code, answer.json()["parts"]["database"]) == (503, False)
        assert web.get("/healthz").status_code == 200


def test_a_sweep_that_died_is_not_ready(program: Program) -> None:
    async def go() -> bool | str:
        await program.core.start()
        sweep = program.core.delivery._sweeps[0]
        sweep.cancel()
        await asyncio.gather(sweep, return_exceptions=True)
        found = program.core.ready()["delivery"]
        await program.core.stop()
        return found

    assert asyncio.run(go()) is False


def test_a_message_nobody_answers_is_not_ready_after_five_minutes(program: Program) -> None:
    program.store_message()
    assert program.core.ready()["inbox"] is True
    program.clock.move(minutes=6)
    assert program.core.ready()["inbox"] is False
    assert program.figure("motcua_inbox_lag_seconds") == 360


def test_a_receiver_that_broke_is_not_ready(program: Program) -> None:
    async def go() -> bool | str:
        await program.bot.open()
        polling = program.bot._polling
        assert polling is not None
        program.bot._lease = None  # type: ignore[assignment]
        program.bot._task = asyncio.create_task(program.bot._run(program.bot.intake))  # type: ignore[arg-type]
        await eventually(lambda: program.bot.health.state is Reception.DEFECT)
        found = program.core.ready()["telegram"]
        await program.bot.close()
        return found

    assert asyncio.run(go()) is False


def test_telegram_out_of_reach_is_told_and_leaves_the_web_chat_ready(program: Program) -> None:
    program.bot.health.trouble(Reception.UNREACHABLE, OSError())
    assert program.core.ready()["telegram"] == "unreachable"
    assert program.figure('motcua_telegram_reception{endpoint="telegram",state="unreachable"}') == 1


def test_what_waits_is_counted_by_status_and_priority(program: Program) -> None:
    program.store_message()
    inbound = program.core.inbox.waiting()[0]
    program.clock.move(seconds=30)
    asyncio.run(_handled(program, inbound.id))
    program.clock.move(seconds=90)
    assert program.figure('motcua_inbox_rows{status="stored"}') == 0
    waiting = 'motcua_outbox_rows{endpoint="telegram",priority="waiting",status="queued"}'
    assert program.figure(waiting) == 1
    assert program.figure('motcua_outbox_oldest_due_seconds{endpoint="telegram"}') == 90


async def _handled(program: Program, inbound: str) -> None:
    await asyncio.to_thread(program.core.inbox.handle, inbound)


def test_tries_and_handling_are_counted(program: Program) -> None:
    now = program.clock.now()
    with program.core.store.work() as work:
        web = endpoint_of(work, "web")
        contact = open_contact(work, web, "cookie", "", now)
        message = queueing.Message("k", program.core.inbox._apology, now, now.replace(year=2027))
        queueing.queue(work, web.commune, "web", contact, message)
        work.commit()
    assert asyncio.run(program.core.delivery.sweep("web")) == 1
    assert program.figure('motcua_sends_total{endpoint="web",result="sent"}') == 1
    program.core.metrics.handling.observe(0.02)
    assert program.figure("motcua_handling_seconds_count") == 1


def test_a_database_that_is_away_leaves_the_other_figures(program: Program) -> None:
    program.core.engine.dispose()
    path = Path(str(program.core.engine.url.database))
    for file in path.parent.glob("ward.db*"):
        file.unlink()
    path.write_text("this is no database, and long enough to be looked at as one" * 40)
    assert program.figure("motcua_database_up") == 0
    assert program.figure("motcua_index_version") == 0


def test_figures_hold_no_words_and_no_chats(program: Program) -> None:
    program.store_message()
    said = program.core.metrics.text().decode()
    assert "chào" not in said
    assert TOKEN.partition(":")[2] not in said


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        (HERE, {}, 200),
        (("203.0.113.9", 5000), {}, 404),
        (HERE, {"X-Forwarded-For": "203.0.113.9"}, 404),
    ],
)
def test_figures_are_shown_to_this_machine_only(
    program: Program, client: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    with TestClient(program.app, client=client) as web:
        assert web.get("/metrics", headers=headers).status_code == status


def test_with_a_secret_figures_are_shown_to_who_knows_it(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_METRICS__SECRET", "long-enough")
    program = Program(tmp_path, clock, monkeypatch)
    with TestClient(program.app, client=("203.0.113.9", 5000)) as web:
        assert web.get("/metrics").status_code == 404
        known = {"Authorization": "Bearer long-enough"}
        assert web.get("/metrics", headers=known).status_code == 200
    program.core.engine.dispose()


def test_behind_a_public_address_nothing_is_shown_without_a_secret(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_WEB__PUBLIC_URL", "https://phuong.example.vn")
    program = Program(tmp_path, clock, monkeypatch)
    with TestClient(program.app, client=HERE) as web:
        assert web.get("/metrics").status_code == 404
    program.core.engine.dispose()
