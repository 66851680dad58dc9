"""The job that reads the register, its settings, and what the doctor says of its age."""

from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.communes import Served, served
from bot.config import Settings, SettingsError
from bot.config_registry import RegistrySettings
from bot.register_check import register_findings
from bot.registries.files import read_file
from bot.registries.job import register_jobs
from bot.registries.wiring import registering_of
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from scheduler.runner import Runner
from tests.bot.registries.register import COMMUNE, FEED, export, found, settled
from tests.fakes.clock import FakeClock
from tests.fakes.register_feed import TOKEN, RegisterFeed


def test_the_job_reads_the_source_once_a_slot_and_survives_its_failing(
    store: Store, clock: FakeClock, settings: Callable[..., Settings]
) -> None:
    with RegisterFeed(FEED) as feed:
        given = settings(source="feed", feed_url=feed.url, feed_token=TOKEN)
        jobs = register_jobs(store, given, clock, served(given))
        runner = Runner(store, clock, jobs)
        feed.answers.append(web.Response(status=503))
        with capture_logs() as logs:
            runner.tick(jobs[0])
        assert [one["event"] for one in logs][:1] == ["register.unreachable"]
        runner.tick(jobs[0])
        assert len(feed.asked) == 1
        clock.move(minutes=5)
        runner.tick(jobs[0])
    assert found(store, "H32.12.05-261119-0001").code


def test_without_a_source_there_is_no_job(
    sqlite_store: Store, clock: FakeClock, settings: Callable[..., Settings]
) -> None:
    given = settings()
    assert register_jobs(sqlite_store, given, clock, served(given)) == ()


@pytest.mark.parametrize(
    ("registry", "said"),
    [
        ({"source": "folder"}, "cần folder"),
        ({"source": "feed", "feed_url": "http://mot-cua.example/so"}, "https"),
        ({"columns": '{"ma": ["x"]}'}, "các cột"),
        ({"statuses": '{"Chờ ký": "xong"}'}, "các trạng thái"),
    ],
)
def test_settings_that_cannot_work_are_told_at_start(
    settings: Callable[..., Settings], registry: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        settings(**registry)


def test_every_commune_of_the_process_reads_its_own_register(
    sqlite_store: Store, clock: FakeClock, settings: Callable[..., Settings], tmp_path: Path
) -> None:
    folder = tmp_path / "so-2"
    folder.mkdir()
    settled(export(folder / "a.csv"), clock)
    given = settings()
    whose = Served(
        commune=given.commune.model_copy(update={"key": "xa-thu-hai"}),
        guests=None,
        registry=RegistrySettings(source="folder", folder=str(folder)),
    )
    (job,) = register_jobs(sqlite_store, given, clock, [*served(given), whose])
    assert job.name == "register.read.xa-thu-hai"
    Runner(sqlite_store, clock, [job]).tick(job)
    with sqlite_store.read() as work:
        found = dossier_store.find(work.session, "xa-thu-hai", "H32.12.05-261119-0001")
        other = dossier_store.find(work.session, COMMUNE, "H32.12.05-261119-0001")
    assert found is not None
    assert other is None


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (None, "Chưa đọc sổ hồ sơ lần nào"),
        (2, "Sổ hồ sơ: dữ liệu lúc 08:00 23/11/2026, 2 hồ sơ đang mở."),
        (30, "Sổ hồ sơ đã cũ"),
    ],
)
def test_the_doctor_tells_how_old_the_register_is(
    sqlite_store: Store,
    clock: FakeClock,
    settings: Callable[..., Settings],
    tmp_path: Path,
    hours: int | None,
    said: str,
) -> None:
    given = settings(source="folder", folder=str(tmp_path))
    if hours is not None:
        registering = registering_of(given, sqlite_store, clock)
        copy = read_file(export(tmp_path / "so.csv"), registering.mapping, copied_at=clock.now())
        registering.read_copy(copy, "folder")
        clock.move(hours=hours)
    assert any(said in one.text for one in register_findings(given, sqlite_store, clock.now()))


def test_without_a_source_or_a_copy_the_doctor_says_nothing_of_a_register(
    sqlite_store: Store, clock: FakeClock, settings: Callable[..., Settings]
) -> None:
    assert list(register_findings(settings(), sqlite_store, clock.now())) == []
