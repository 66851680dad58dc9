"""Files and a watched folder: the same register whichever kind of file it comes as."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.config import Settings
from bot.registries.files import read_file
from bot.registries.folder import FolderSource
from bot.registries.wiring import registering_of
from handlers.store.unit_of_work import Store
from knowledge.dossiers.mapping import mapping_of
from knowledge.dossiers.sources import SourceError
from knowledge.dossiers.statuses import DossierStatus
from tests.bot.registries.register import HEADINGS, ROWS, export, found, settled
from tests.fakes.clock import FakeClock
from tests.knowledge.dossiers.lives import at


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


def test_a_quote_too_many_costs_one_row_of_a_hundred(
    store: Store, clock: FakeClock, settings: Callable[..., Settings], tmp_path: Path
) -> None:
    codes = [f"H32.12.05-261119-{number:04d}" for number in range(2, 102)]
    lines = [f"{code},Trích lục,19/11/2026 09:00,25/11/2026,Đang xử lý" for code in codes]
    lines[2] = lines[2].replace("Trích lục", '"Trích lục')
    lines[8] = lines[8].replace("Trích lục", '"Trích lục, bản sao"')
    head = "Mã hồ sơ,Tên thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái"
    path = tmp_path / "so.csv"
    path.write_text("\n".join([head, *lines]))
    registering = registering_of(settings(), store, clock)
    report = registering.read_copy(
        read_file(path, registering.mapping, copied_at=clock.now(), complete=True), "file"
    )
    assert report.outcomes.total() == 99
    assert [(one.line, one.why) for one in report.refused] == [(4, "dấu nháy kép mở mà không đóng")]
    assert found(store, codes[-1]).status is DossierStatus.PROCESSING


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
