"""The nightly job that seals to the ward's key what the key file still opens."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.casework import vault_of
from bot.config import Settings, load_settings
from bot.sealing_job import sealing_jobs
from handlers.store.unit_of_work import Store
from handlers.vault import Identity
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock
from tests.handlers.vault.keyring import WHO, Keyring


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    return load_settings()


def test_a_name_under_the_key_file_is_sealed_to_the_ward_at_night(
    settings: Settings, sqlite_store: Store, clock: FakeClock
) -> None:
    keyring = Keyring(CaseWard(sqlite_store, clock, vault=vault_of(settings)))
    code = keyring.ward.open(sealed=WHO)
    old = keyring.sealed(code)
    job = sealing_jobs(settings, [keyring.ward.ward])[0]
    job.run(sqlite_store, clock.now())
    assert keyring.sealed(code) == old  # not enrolled: nothing to seal it to

    keyring.enrols()
    with sqlite_store.work() as work:
        work.run(text("UPDATE feedback_party SET sealed = :old"), {"old": old})
        work.commit()
    job.run(sqlite_store, clock.now())
    assert keyring.sealed(code) != old
    assert keyring.reads(code) == Identity(*WHO)
