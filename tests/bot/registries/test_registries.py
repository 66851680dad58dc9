"""Files, a watched folder, a feed: the same register whichever way it comes."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.communes import Served, served
from bot.config import DEFAULT_FILE, Settings, SettingsError, load_settings
from bot.config_registry import RegistrySettings
from bot.register_check import register_findings
from bot.registries.feed import Feed, FeedSource
from bot.registries.files import read_file
from bot.registries.folder import FolderSource
from bot.registries.job import register_jobs
from bot.registries.wiring import registering_of
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.mapping import mapping_of
from knowledge.dossiers.sources import SourceError
from knowledge.dossiers.statuses import DossierStatus
from knowledge.importing.workbooks import Heading, OutSheet, write_sheets
from scheduler.runner import Runner
from tests.fakes.clock import FakeClock
from tests.fakes.register_feed import TOKEN, RegisterFeed
from tests.knowledge.dossiers.lives import at

COMMUNE = "phuong-mau"
HEADINGS = ("STT", "Mã hồ sơ", "Họ tên", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")
ROWS = (
    ("1", "H32.12.05-261119-0001", "Bí Đao", "19/11/2026 09:00", "25/11/2026", "Đang xử lý"),
    ("2", "sai mã", "Bí Ngô", "19/11/2026 09:00", "25/11/2026", "Đang xử lý"),
    ("3", "H32.12.05-261119-0003", "Bầu", "19/11/2026 10:00", "25/11/2026", "Đã tiếp nhận"),
)
FEED: list[dict[str, Any]] = [
    {
        "code": f"H32.12.05-261119-000{number}",
        "procedure": "1.004873",
        "accepted_at": "2026-11-19T09:00:00+07:00",
        "due_at": "2026-11-25T17:00:00+07:00",
        "last_four": ["4567", "1234"],
        "applicant_name": "Bí Đao",
        "events": [
            {"status": 2, "at": "2026-11-19T09:00:00+07:00"},
            {"status": "5", "at": "2026-11-20T08:00:00+07:00", "items": ["Đơn", "Bản sao"]},
        ],
    }
    for number in range(1, 6)
]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Settings of the sample commune, with a register of one's own."""

    def made(**registry: str) -> Settings:
        monkeypatch.setenv("MOTCUA_KEYS__FACTOR_FILE", str(tmp_path / "factor.key"))
        for name, value in registry.items():
            monkeypatch.setenv(f"MOTCUA_REGISTRY__{name}".upper(), value)
        return load_settings(DEFAULT_FILE)

    return made


def export(path: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    headings = tuple(Heading(text) for text in HEADINGS)
    write_sheets(path, (OutSheet("Sổ", headings, rows),))
    return path


def found(store: Store, code: str) -> Dossier:
    with store.read() as work:
        dossier = dossier_store.find(work.session, COMMUNE, code)
    assert dossier is not None
    return dossier


@pytest.mark.parametrize("name", ["so.csv", "so.xlsx", "so.json"])
def test_every_kind_of_file_gives_the_same_dossiers(
    store: Store, clock: FakeClock, settings: Callable[..., Settings], tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if path.suffix == ".json":
        path.write_text(json.dumps([dict(zip(HEADINGS, row, strict=True)) for row in ROWS]))
    else:
        export(path)
    registering = registering_of(settings(), store, clock)
    report = registering.read_copy(
        read_file(path, registering.mapping, copied_at=clock.now()), "file"
    )
    assert report.outcomes.total() == 2
    line = 2 if path.suffix == ".json" else 3
    assert [(one.line, one.why[:18]) for one in report.refused] == [(line, "mã hồ sơ không đún")]
    dossier = found(store, "H32.12.05-261119-0001")
    assert (dossier.status, dossier.status_at) == (DossierStatus.PROCESSING, clock.now())
    assert dossier.accepted_at == at("2026-11-19 09:00")
    assert dossier.due_at == at("2026-11-25 17:00")


def test_no_name_of_a_person_reaches_the_database_or_the_log(
    clock: FakeClock, settings: Callable[..., Settings], tmp_path: Path, sqlite_store: Store
) -> None:
    registering = registering_of(settings(), sqlite_store, clock)
    path = export(tmp_path / "so.csv")
    with capture_logs() as logs:
        registering.read_copy(read_file(path, registering.mapping), "file")
    sqlite_store.checkpoint()
    stored = (tmp_path / "ward.db").read_bytes()
    assert b"H32.12.05-261119-0001" in stored
    assert "Bí".encode() not in stored
    assert "Bí" not in str(logs)
    assert "H32" not in str(logs)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng"),
        (b"Ho ten,Dia chi\nBi Dao,12 Le Loi\n", "registry.columns"),
        ("Mã hồ sơ\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_register_is_refused_plainly(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said):
        read_file(path, mapping_of({}, {}))


def test_an_export_is_as_old_as_the_moment_in_its_name(tmp_path: Path) -> None:
    path = export(tmp_path / "ho-so_20260315_0700.csv")
    assert read_file(path, mapping_of({}, {})).copied_at == at("2026-03-15 07:00")
    future = export(tmp_path / "ho-so_20990315_0700.csv")
    assert read_file(future, mapping_of({}, {})).copied_at.year < 2099


def settled(path: Path, clock: FakeClock, seconds: float = 60) -> Path:
    when = (clock.now() - timedelta(seconds=seconds)).timestamp()
    os.utime(path, (when, when))
    return path


def test_a_folder_is_read_once_a_file_and_a_bad_one_holds_up_no_other(
    store: Store, clock: FakeClock, settings: Callable[..., Settings], tmp_path: Path
) -> None:
    folder = tmp_path / "so"
    folder.mkdir()
    settled(export(folder / "a.csv", ROWS[:1]), clock, 300)
    (folder / "b.csv").write_bytes(b"khong,phai\n")
    settled(folder / "b.csv", clock, 200)
    settled(export(folder / "c.xlsx", ROWS[2:]), clock, 100)
    settled(export(folder / "~$c.xlsx"), clock)
    (folder / "doc.txt").write_text("x")
    settled(export(folder / "dang-ghi.csv"), clock, 1)
    registering = registering_of(settings(), store, clock)
    source = FolderSource(folder, registering.mapping, clock.now)

    assert [one.name for one in registering.read_source(source, "folder")] == ["a.csv", "c.xlsx"]
    assert len(source.failed) == 1
    assert registering.read_source(source, "folder") == []
    again = FolderSource(folder, registering.mapping, clock.now)
    assert registering.read_source(again, "folder") == []
    clock.move(minutes=5)
    assert [one.name for one in registering.read_source(source, "folder")] == ["dang-ghi.csv"]


def test_a_feed_is_read_page_by_page_and_then_from_the_last_copy_on(
    store: Store, clock: FakeClock, settings: Callable[..., Settings]
) -> None:
    registering = registering_of(settings(), store, clock)
    with RegisterFeed(FEED) as feed:
        source = FeedSource(Feed(feed.url, TOKEN), registering.mapping)
        (report,) = registering.read_source(source, "feed")
        (again,) = registering.read_source(source, "feed")
    assert (report.outcomes.total(), report.copied_at) == (5, at("2026-11-23 07:55"))
    assert again.outcomes[dossier_store.Outcome.UNCHANGED] == 5
    assert feed.asked[:3] == [{}, {"cursor": "2"}, {"cursor": "4"}]
    assert feed.asked[3] == {"since": "2026-11-23T00:55:00+00:00"}
    dossier = found(store, "H32.12.05-261119-0003")
    assert (dossier.status, dossier.events[-1].items) == (
        DossierStatus.SUPPLEMENT_NEEDED,
        ("Đơn", "Bản sao"),
    )
    with store.read() as work:
        assert dossier_store.copied_at(work.session, COMMUNE) == at("2026-11-23 07:55")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda: web.Response(status=401), "FEED_TOKEN"),
        (lambda: web.Response(status=503), "HTTP 503"),
        (lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}), "HTTP 302"),
        (lambda: web.Response(text="<html>"), "không trả về JSON"),
        (lambda: web.json_response({"rows": []}), "không đúng dạng"),
        (lambda: web.json_response({"dossiers": []}), "copied_at"),
    ],
)
def test_a_feed_that_fails_says_why_and_the_copy_grows_no_younger(
    sqlite_store: Store,
    clock: FakeClock,
    settings: Callable[..., Settings],
    answer: Callable[[], web.Response],
    said: str,
) -> None:
    registering = registering_of(settings(), sqlite_store, clock)
    with RegisterFeed(FEED) as feed:
        feed.answers.append(answer())
        source = FeedSource(Feed(feed.url, TOKEN), registering.mapping)
        with pytest.raises(SourceError, match=said):
            registering.read_source(source, "feed")
    with sqlite_store.read() as work:
        assert dossier_store.copied_at(work.session, COMMUNE) is None


def test_a_feed_cut_off_in_the_middle_keeps_what_came_but_not_its_time(
    sqlite_store: Store, clock: FakeClock, settings: Callable[..., Settings]
) -> None:
    registering = registering_of(settings(), sqlite_store, clock)
    first = {"copied_at": "2026-11-23T07:55:00+07:00", "next": "9", "dossiers": FEED[:1]}
    with RegisterFeed(FEED) as feed:
        feed.answers += [web.json_response(first), web.Response(status=500)]
        source = FeedSource(Feed(feed.url, TOKEN), registering.mapping)
        with pytest.raises(SourceError):
            registering.read_source(source, "feed")
        with sqlite_store.read() as work:
            assert dossier_store.copied_at(work.session, COMMUNE) is None
        registering.read_source(source, "feed")
    assert found(sqlite_store, "H32.12.05-261119-0005").status is DossierStatus.SUPPLEMENT_NEEDED


def test_nobody_answering_is_told(sqlite_store: Store) -> None:
    source = FeedSource(Feed("http://127.0.0.1:9/register", ""), mapping_of({}, {}))
    with pytest.raises(SourceError, match="không kết nối được"):
        list(source.copies(None))


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
