"""The strict account, and a database that knows its endpoint."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.setup import prepare_database
from handlers.clock import SystemClock
from handlers.messages import ChannelName
from handlers.store import contacts
from handlers.store.unit_of_work import Store
from tests.fakes.telegram.product import LIVE
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.server import ZaloOaServer


@pytest.fixture
def zalo() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as server:
        yield server


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `db upgrade` makes it, to be copied: loading the catalogue takes seconds."""
    file = tmp_path_factory.mktemp("prepared") / "ward.db"
    settings = load_settings(LIVE)
    url = settings.database.model_copy(update={"url": f"sqlite:///{file}"})
    prepare_database(settings.model_copy(update={"database": url}))
    return file


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A folder with a database of its own."""
    shutil.copy(prepared, tmp_path / "ward.db")
    return tmp_path


def now() -> datetime:
    return SystemClock().now()


@pytest.fixture
def endpoint(store: Store) -> str:
    with store.work() as work:
        contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", now())
        found = contacts.ensure_endpoint(
            work, "phuong-mau", ChannelName.ZALO_OA, rules.OA_ID, now()
        )
        work.commit()
    return found
