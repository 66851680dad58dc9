"""Who asked to be erased is not brought back, even where the database that knew of them is lost."""

import shutil
from pathlib import Path

import pytest

from bot.app import Core
from bot.backup.pending import finish
from bot.backup.restoring import restore
from bot.database import engine_of
from bot.erased_list import NAME
from bot.restored import declare
from handlers.store.erasing import erase_person
from handlers.store.unit_of_work import Store, Work
from tests.bot.backup.test_restoring import lived
from tests.bot.backup.ward import Ward


def listed(ward: Ward) -> Path:
    return Path(ward.settings.database.mark_file).with_name(NAME)


def erases(ward: Ward, *contacts: str, shared: bool = False) -> None:
    """As a running program does, alone or in a commit shared with other writers."""
    core = Core(ward.settings, ward.clock)

    def erase(work: Work) -> None:
        for one in contacts:
            erase_person(work, one, ward.clock.now())

    if shared:
        core.store.write(erase)
    else:
        with core.store.work() as work:
            erase(work)
            work.commit()
    core.engine.dispose()


def words(ward: Ward) -> set[str]:
    """Contacts whose words are there."""
    with ward.read() as work:
        run = work.connection.exec_driver_sql
        return set(run("SELECT contact FROM inbound WHERE payload IS NOT NULL").scalars())


@pytest.mark.parametrize("shared", [True, False])
def test_who_is_erased_stands_in_the_list_once_it_is_committed(ward: Ward, shared: bool) -> None:
    first, second = ward.citizen("1"), ward.citizen("2")
    core = Core(ward.settings, ward.clock)
    with core.store.work() as work:
        erase_person(work, second, ward.clock.now())  # and never commits
    core.engine.dispose()
    assert not listed(ward).exists()
    erases(ward, first, shared=shared)
    assert listed(ward).read_text() == f"2026-11-23 {first}\n"
    assert listed(ward).stat().st_mode & 0o777 == 0o600


def test_a_lost_disk_brings_nobody_back(small: Ward) -> None:
    """The list lay on another one, as the mark should; its last line was cut off."""
    lived(small)
    gone, other = small.citizen("1", b"lamp"), small.citizen("2")
    made = small.backup()
    erases(small, gone)
    with listed(small).open("a") as file:
        file.write(f"2026-11-23 {other}")
    file_of_it = Path(small.url.removeprefix("sqlite:///"))
    for one in file_of_it.parent.glob("ward.db*"):
        one.unlink()
    done = restore(small.settings, made.file, small.clock.now(), replace=False)
    assert done.done.erased == 1
    assert words(small) == {other}
    assert {one.key.partition("/")[0] for one in small.files.found()} == {"ward"}
    assert file_of_it.stat().st_mode & 0o777 == 0o600


def test_a_copy_put_back_by_hand_forgets_them_before_a_person_decides(small: Ward) -> None:
    lived(small)
    gone, other = small.citizen("1"), small.citizen("2")
    file = Path(small.url.removeprefix("sqlite:///"))
    shutil.copy(file, small.folder / "copy.db")
    erases(small, gone)
    for one in file.parent.glob("ward.db*"):
        one.unlink()
    shutil.copy(small.folder / "copy.db", file)
    assert words(small) == {gone, other}
    with engine_of(small.url) as engine:
        store, now = Store(engine), small.clock.now()
        assert finish(small.settings, store, now) == (0, 0)  # nobody says it was put back
        declare(store, small.key, now, "Minh, quản trị", now)
        assert finish(small.settings, store, now) == (1, 0)
        assert finish(small.settings, store, now) == (0, 0)
    assert words(small) == {other}


def test_a_list_that_cannot_be_written_keeps_nobody_from_being_erased(small: Ward) -> None:
    one = small.citizen("1")
    listed(small).mkdir()
    erases(small, one)
    assert words(small) == set()
