"""A backup put back is the ward as it was; nothing of it leaves, and nobody is unforgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, insert
from sqlmodel import SQLModel

from bot import database
from bot.backup.errors import ArchiveError, BackupError
from bot.backup.making import Made
from bot.backup.restoring import NotEmptyError, Restored, restore
from bot.database import engine_of
from bot.guard import COMMANDED, GRACE, RestoreGuard
from bot.mark import Mark, read_mark, write_mark
from bot.restored import Choice, settle
from bot.setup import mark_path
from handlers.store import copies, guard
from handlers.store.erasing import erase_person
from handlers.store.tables import ContactRow, table_of
from handlers.store.unit_of_work import Store, Work
from tests.bot.backup.ward import FORM, Ward, settings_of

PICTURE = b"not really a picture of a broken lamp" * 100
_CONTACT = table_of(ContactRow)
CHANGED = {"guard", "outbox", "conversation", "alembic_version"}


def put_back(ward: Ward, made: Made, *, over: bool = True) -> Restored:
    return restore(ward.settings, made.file, ward.clock.now(), replace=over)


def rows(ward: Ward) -> dict[str, list[str]]:
    """Everything stored, but for what a restore changes."""
    with ward.read() as work:
        found = copies.contents(work)
        assert found is not None
        names = [one for one in found.tables if one not in CHANGED and "_beat" not in one]
        run = work.connection.exec_driver_sql
        return {one: sorted(map(str, run(f'SELECT * FROM "{one}"'))) for one in names}  # noqa: S608


def waiting(ward: Ward) -> dict[str, int]:
    """Messages by status."""
    with ward.read() as work:
        run = work.connection.exec_driver_sql
        found = run("SELECT status, count(*) FROM outbox GROUP BY status").all()
    return {str(status): int(number) for status, number in found}


def lived(ward: Ward) -> None:
    """`serve` has run on it."""
    with engine_of(ward.url) as engine:
        assert RestoreGuard(Store(engine), mark_path(ward.settings), ward.clock).begin() == ""


def test_the_ward_is_as_it_was_and_everything_that_waits_is_held(ward: Ward) -> None:
    lived(ward)
    contact = ward.citizen("1", PICTURE)
    ward.citizen("2")
    before, made = rows(ward), ward.backup()
    ward.clock.move(hours=1)
    ward.citizen("3", b"another picture")
    (ward.files.folder / contact).joinpath("x").touch()
    ward.files.free([one.key for one in ward.files.found()])

    with pytest.raises(NotEmptyError) as refused:
        put_back(ward, made, over=False)
    assert refused.value.standing.since["inbound"] == 1
    assert len(rows(ward)["contact"]) == 3

    done = put_back(ward, made)
    assert rows(ward) == before
    assert waiting(ward) == {"held": 2}
    assert [len(ward.files.read(one.key) or b"") for one in ward.files.found()] == sorted(
        (len(PICTURE), len(FORM)), reverse=contact < "ward"
    )
    assert (done.done.erased, done.done.stopped) == (0, 0)
    with ward.read() as work:
        state = guard.load(work)
    assert state is not None
    assert (state.why, state.held_at) == (COMMANDED, ward.clock.now())
    with engine_of(ward.url) as engine:
        store, mark = Store(engine), mark_path(ward.settings)
        assert RestoreGuard(store, mark, ward.clock).begin() == COMMANDED
        assert settle(store, mark, ward.key, Choice.ALL, "Minh", ward.clock.now())
    assert waiting(ward) == {"queued": 2}
    ward.citizen("4")  # numbers go on where they were


def test_a_new_machine_needs_no_permission(
    ward: Ward, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ward.citizen("1", PICTURE)
    before, made = rows(ward), ward.backup()
    url = f"sqlite:///{tmp_path}/new/ward.db"
    if not ward.url.startswith("sqlite"):
        url = request.getfixturevalue("postgres_cluster").new_database()
    new = Ward(settings_of(url, tmp_path / "new"), ward.folder, ward.clock)
    put_back(new, made, over=False)
    assert rows(new) == before
    assert waiting(new) == {"held": 1}
    assert {new.files.read(one.key) for one in new.files.found()} == {PICTURE, FORM}
    with new.read() as work:
        state = guard.load(work)
    assert state is not None
    assert state.left_until == new.clock.now()  # nobody knows better here


def test_who_was_erased_or_said_stop_since_stays_so(ward: Ward) -> None:
    lived(ward)
    gone, quiet, other = ward.citizen("1", PICTURE), ward.citizen("2"), ward.citizen("3", b"lamp")
    made = ward.backup()
    ward.clock.move(hours=1)
    stopped = ward.clock.now()
    with ward.work() as work:
        erase_person(work, gone, ward.clock.now())
        values = {"stopped_at": stopped}
        work.connection.execute(_CONTACT.update().where(_CONTACT.c.id == quiet).values(values))
    done = put_back(ward, made)
    assert (done.done.erased, done.done.stopped) == (1, 1)
    with ward.read() as work:
        run = work.connection.exec_driver_sql
        found = run("SELECT id, state, stopped_at IS NULL FROM contact").all()
        words = run("SELECT contact FROM inbound WHERE payload IS NOT NULL").all()
        bodies = run("SELECT contact FROM outbox WHERE body IS NOT NULL").all()
    assert {one: (state, bool(free)) for one, state, free in found} == {
        gone: ("erased", True),
        quiet: ("active", False),
        other: ("active", True),
    }
    assert {one for (one,) in words} == {one for (one,) in bodies} == {quiet, other}
    assert {one.key.partition("/")[0] for one in ward.files.found()} == {other, "ward"}
    assert not Path(ward.settings.database.mark_file).with_name("restoring.json").exists()


def test_it_is_not_done_while_somebody_has_the_database_open(
    ward: Ward, open_engine: Callable[[str], Engine]
) -> None:
    ward.citizen("1")
    made = ward.backup()
    ward.citizen("2")
    serving = open_engine(ward.url)
    with serving.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM contact")
    # back in the pool, as of a `serve` where nothing happens just now
    with pytest.raises(BackupError, match="dừng motcua serve"):
        put_back(ward, made)
    assert len(rows(ward)["contact"]) == 2
    serving.dispose()
    put_back(ward, made)
    assert len(rows(ward)["contact"]) == 1


def test_the_mark_of_the_same_database_tells_until_when_messages_left(ward: Ward) -> None:
    lived(ward)
    ward.citizen("1")
    made, mark = ward.backup(), mark_path(ward.settings)
    assert mark is not None
    ward.clock.move(hours=5)
    left = ward.clock.now() - timedelta(hours=3)
    write_mark(mark, Mark(made.manifest.installation, 7, left))
    with ward.work() as work:
        guard.alive(work, left - timedelta(minutes=2))
    put_back(ward, made)
    with ward.read() as work:
        state = guard.load(work)
    assert state is not None
    assert state.left_until == left + GRACE
    found = read_mark(mark)
    assert found is not None
    assert found.beats == 7  # the mark is never of the backup


def test_a_backup_of_a_held_database_is_held_again(ward: Ward) -> None:
    lived(ward)
    ward.citizen("1")
    put_back(ward, ward.backup())
    put_back(ward, ward.backup(ward.folder / "again.zip"))
    assert waiting(ward) == {"held": 1}


def test_what_does_not_fit_is_refused_before_anything_is_touched(
    small: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.citizen("1")
    made = small.backup()
    before = rows(small)

    def refused(ward: Ward, match: str) -> None:
        with pytest.raises(BackupError, match=match):
            restore(ward.settings, made.file, small.clock.now(), replace=True)
        assert rows(small) == before

    other = small.settings.commune.model_copy(update={"key": "xa-khac"})
    elsewhere = replace(small, settings=small.settings.model_copy(update={"commune": other}))
    refused(elsewhere, "xa-khac")
    refused(Ward(settings_of("postgresql:///x", small.folder / "pg"), small.folder), "đúng loại")
    monkeypatch.setattr("bot.backup.restoring.revisions", lambda: ("0001",))
    refused(small, "phiên bản mới hơn")
    monkeypatch.undo()
    whole = made.file.read_bytes()
    for broken in (
        whole[:-1],
        whole[: len(whole) // 2],
        b"",
        whole.replace(b'"inbound"', b'"inbounb"'),
    ):
        made.file.write_bytes(broken)
        with pytest.raises(ArchiveError):
            put_back(small, made)
    made.file.unlink()
    refused(small, "không có đường dẫn")


@pytest.mark.parametrize("revision", ["0030", "0040"])
def test_a_backup_of_an_older_version_is_upgraded_and_held(ward: Ward, revision: str) -> None:
    """One has the guard's row already, the other not yet."""
    put_back(ward, made_by(ward, revision))
    assert waiting(ward) == {"held": 1}
    with ward.read() as work:
        assert guard.held(work)


def add(work: Work, into: str, **values: object) -> None:
    """A row of these columns alone: an older table has no others."""
    table = SQLModel.metadata.tables[into]
    work.connection.execute(insert(table).values(values).inline())


def made_by(ward: Ward, revision: str) -> Made:
    """The backup an older program would have made: one message waits."""
    with ward.work() as work:
        run, postgres = work.connection.exec_driver_sql, work.dialect != "sqlite"
        names = {*SQLModel.metadata.tables, "alembic_version"}
        if not postgres:
            run("PRAGMA defer_foreign_keys=ON")
        for one in names:
            run(f'DROP TABLE IF EXISTS "{one}"' + (" CASCADE" if postgres else ""))
        if postgres:
            run("DROP SEQUENCE guard_beat")
    with engine_of(ward.url) as engine, engine.connect() as connection:
        config = database._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    with ward.work() as work:
        add(work, "commune", key=ward.key, name="P", created_at=moment)
        whose: dict[str, object] = {"commune": ward.key, "created_at": moment}
        add(work, "endpoint", id="e", channel="telegram", account="b", **whose)
        add(work, "contact", id="c", endpoint="e", state="active", seen_at=moment, **whose)
        letter = {"key": "k", "endpoint": "e", "contact": "c", "seq": 1, "kind": "notice"}
        state = {"status": "queued", "attempts": 0, "parts_sent": 0, "provider_ids": "[]"}
        when = {"priority": 20, "due": moment, "expires_at": moment, "after_crash": "resend"}
        add(work, "outbox", **letter, **state, **when, **whose)
    return ward.backup()


def test_a_broken_database_is_kept_aside_and_replaced(small: Ward) -> None:
    small.citizen("1")
    before, made = rows(small), small.backup()
    file = Path(small.url.removeprefix("sqlite:///"))
    for noise in (b"this is no database at all " * 1000, b""):
        for beside in file.parent.glob("ward.db-*"):
            beside.unlink()
        file.write_bytes(noise)
        if noise:
            with pytest.raises(NotEmptyError):
                put_back(small, made, over=False)
        put_back(small, made, over=bool(noise))
        assert rows(small) == before
    (kept,) = file.parent.glob("ward.db.hong-*")
    assert kept.read_bytes().startswith(b"this is no database")
