"""A ward on one SQLite file, its files and its log, to be searched afterwards."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.database import upgrade
from bot.logs import configure
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import shipped_base
from tests.handlers.cases.canary.sender import Sender


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture
def logs() -> io.StringIO:
    out = io.StringIO()
    configure(level="debug", stream=out)
    return out


@pytest.fixture
def sender(tmp_path: Path, open_engine: Callable[[str], Engine], base: KnowledgeBase) -> Sender:
    engine = open_engine(f"sqlite:///{tmp_path}/ward.db")
    upgrade(engine)
    files = FileStore(tmp_path / "files")
    return Sender(Store(engine, files.free), base, files)
